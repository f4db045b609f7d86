"""The demonstration: a fictitious company's files, made from a seed and taken in like anyone's."""
