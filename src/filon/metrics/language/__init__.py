"""The words of the semantic layer: dimension, measure, metric, query."""
