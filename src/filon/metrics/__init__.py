"""The semantic layer: every figure is declared once, in Ibis, and computed from sums."""
