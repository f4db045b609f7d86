"""What every method gives: bounds at a confidence level, and the method's name."""

from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a figure; None leaves a side open."""

    low: float | None
    high: float | None
    method: str

    def scaled(self, factor: float) -> "Interval":
        """Return the interval of the figure times a positive factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.method)
