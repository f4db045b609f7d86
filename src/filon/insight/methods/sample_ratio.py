"""Whether the units of a test fell on its variants as they should have: if not, no result of it can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from scipy.special import chdtrc

ALARM = 0.0005  # for a check that is looked at every day
LEAST_EXPECTED, LEAST_UNITS = 5, 20


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """The check: units seen and expected by variant, and how likely chance alone does as much."""

    seen: tuple[float, ...]
    expected: tuple[float, ...]
    p: float
    enough: bool

    @property
    def alarm(self) -> bool:
        """Tell whether the shares cannot be chance."""
        return self.enough and self.p < ALARM


def sample_ratio(seen: Sequence[float], weights: Sequence[float]) -> SampleRatio:
    """Return Pearson's chi-square of the units seen against the weights declared.

    A variant of weight 0 is left out. One variant, or no unit at all, agrees by definition (p = 1). There is
    enough from 20 units on where 5 are expected of each variant. Raises ValueError for lists of unequal lengths
    or negative numbers. Source: Pearson (1900); Fabijan et al. (2019) on its use.
    """
    if len(seen) != len(weights) or not all(isfinite(n) and n >= 0 for n in (*seen, *weights)):
        raise ValueError("as many counts as weights are needed, none negative")
    kept = [(count, weight) for count, weight in zip(seen, weights, strict=True) if weight > 0]
    total, whole = sum(count for count, _ in kept), sum(weight for _, weight in kept)
    expected = tuple(total * weight / whole if whole else 0.0 for weight in weights)
    if len(kept) < 2 or not total:
        return SampleRatio(tuple(seen), expected, 1.0, enough=False)
    parts = [(count, total * weight / whole) for count, weight in kept]
    statistic = sum((count - due) ** 2 / due for count, due in parts)
    enough = total >= LEAST_UNITS and min(due for _, due in parts) >= LEAST_EXPECTED
    return SampleRatio(tuple(seen), expected, float(chdtrc(len(kept) - 1, statistic)), enough)
