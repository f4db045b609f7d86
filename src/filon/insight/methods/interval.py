"""What every method gives: bounds at a confidence level, and the method's name."""

from dataclasses import dataclass
from functools import lru_cache

from scipy.special import ndtri

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


@dataclass(frozen=True, slots=True)
class NotEnough:
    """No interval: how many different observations there are, and how many it takes."""

    have: float
    need: float


@lru_cache(maxsize=64)
def normal_quantile(level: float = LEVEL) -> float:
    """Return how many standard errors lie on each side of a normal estimate at a level: 1.96 at 95 %."""
    return float(ndtri(1 - (1 - level) / 2))
