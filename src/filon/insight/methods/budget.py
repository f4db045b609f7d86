"""Where the next euro goes: the split of a budget that brings most, within bounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from filon.insight.methods.response import Numbers

_CLOSE = 1e-6  # of a budget: as good as spent
_POINTS = 65  # at which a curve is read between its bounds


class CannotSpend(ValueError):  # noqa: N818 - what the budget cannot do
    """The bounds leave no way to spend the budget; `least` and `most` are what they allow."""

    def __init__(self, budget: float, least: float, most: float) -> None:
        super().__init__(f"a budget of {budget:g} is not between {least:g} and {most:g}")
        self.least, self.most = least, most


@dataclass(frozen=True, slots=True)
class Curve:
    """What a spend brings on average, and what one more unit brings there."""

    brought: Callable[[float], float]
    slope: Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Split:
    """A split of a budget: the spend of each curve, and what one more unit of the budget would bring."""

    spends: Numbers
    slope: float


def best_split(curves: Sequence[Curve], budget: float, bounds: Sequence[tuple[float, float]]) -> Split:
    """Return the spends, within the bounds and summing to the budget, that bring most; curves must be concave.

    At the best split all spends that lie off their bounds have one slope, the one returned. Raises CannotSpend where
    the bounds do not allow the budget, ValueError where there is no curve.
    Source: the condition of Karush, Kuhn and Tucker; for concave curves that do not act on one another it is solved
    exactly by finding that one slope (Everett, 1963).
    """
    if not curves or len(curves) != len(bounds):
        raise ValueError("a split needs at least one curve, with bounds for each")
    least, most = (sum(side) for side in zip(*bounds, strict=True))
    if not least * (1 - _CLOSE) <= budget <= most * (1 + _CLOSE):
        raise CannotSpend(budget, least, most)
    spent_at = [_Inverse.of(curve, *edges) for curve, edges in zip(curves, bounds, strict=True)]

    def beyond(slope: float) -> float:
        return sum(inverse(slope) for inverse in spent_at) - budget

    flattest, steepest = min(i.flattest for i in spent_at), max(i.steepest for i in spent_at)
    if beyond(flattest) <= 0:
        slope = flattest
    elif beyond(steepest) >= 0:
        slope = steepest
    else:
        slope = brentq(beyond, flattest, steepest, xtol=1e-300, rtol=1e-14)
    return Split(np.array([inverse(slope) for inverse in spent_at]), float(slope))


@dataclass(frozen=True, slots=True)
class _Inverse:
    """The spend, within its bounds, at which a curve has a slope."""

    low: float
    high: float
    steepest: float
    flattest: float
    between: Callable[[float], float] | None

    @classmethod
    def of(cls, curve: Curve, low: float, high: float) -> "_Inverse":
        """Tabulate a curve between its bounds."""
        spends = np.linspace(low, high, _POINTS)
        slopes = np.minimum.accumulate([curve.slope(float(spend)) for spend in spends])
        # A straight line has one slope: tilted by nothing that shows, it still has one spend for each.
        slopes = slopes - 1e-9 * max(float(np.abs(slopes).max()), 1e-9) * np.linspace(0, 1, _POINTS)
        between = PchipInterpolator(slopes[::-1], spends[::-1]) if high > low else None
        return cls(low, high, float(slopes[0]), float(slopes[-1]), between)

    def __call__(self, slope: float) -> float:
        if self.between is None or slope >= self.steepest:
            return self.low
        return self.high if slope <= self.flattest else float(self.between(slope))
