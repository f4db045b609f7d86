"""Where the next euro goes: the split of a budget that brings most, within bounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from filon.insight.methods.response import Numbers

_CLOSE = 1e-6  # of a budget: as good as spent
_POINTS = 65  # at which a curve is read between its bounds
_PRICES = np.geomspace(1e-6, 1e12, 37)  # of the shared thing: the first that is dear enough bounds the search


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
class Shared:
    """Something else that spends use up: so much for each unit of money, curve by curve, and how much there is of it."""

    each: Sequence[float]
    most: float


@dataclass(frozen=True, slots=True)
class Split:
    """A split of a budget: the spend of each curve, and what one more unit of the budget would bring.

    `price` is what one more unit of the shared thing would bring, 0 where some is left.
    """

    spends: Numbers
    slope: float
    price: float = 0.0


def best_split(
    curves: Sequence[Curve],
    budget: float,
    bounds: Sequence[tuple[float, float]],
    shared: Shared | None = None,
) -> Split:
    """Return the spends, within the bounds and summing to the budget, that bring most; curves must be concave.

    At the best split all spends that lie off their bounds have one slope, the one returned; where the shared thing runs
    out, one slope less its price times what a unit of them uses of it. Raises CannotSpend where the bounds or what is
    shared do not allow the budget, ValueError where there is no curve.
    Source: the conditions of Karush, Kuhn and Tucker; for concave curves that do not act on one another they are solved
    exactly by finding that one slope, and that one price (Everett, 1963).
    """
    if not curves or len(curves) != len(bounds):
        raise ValueError("a split needs at least one curve, with bounds for each")
    shared = shared or Shared([0.0] * len(curves), inf)
    least, most = sum(low for low, _ in bounds), reach(bounds, shared)
    if not least * (1 - _CLOSE) <= budget <= most * (1 + _CLOSE):
        raise CannotSpend(budget, least, most)
    spent_at = [_Inverse.of(curve, *edges) for curve, edges in zip(curves, bounds, strict=True)]

    def priced(price: float) -> Split:
        return _at_price(spent_at, budget, np.asarray(shared.each), price)

    def over(price: float) -> float:
        return float(priced(price).spends @ np.asarray(shared.each)) - shared.most

    if over(0.0) <= _CLOSE * abs(shared.most):
        return priced(0.0)
    dear = next((price for price in _PRICES if over(price) <= 0), _PRICES[-1])
    return priced(float(brentq(over, 0.0, dear, rtol=1e-12)) if over(dear) < 0 else dear)


def reach(bounds: Sequence[tuple[float, float]], shared: Shared) -> float:
    """Return the greatest budget that the bounds and what is shared allow; −∞ where not even the least does."""
    total = sum(low for low, _ in bounds)
    left = shared.most - sum(need * low for need, (low, _) in zip(shared.each, bounds, strict=True))
    if left < -_CLOSE * abs(shared.most):
        return -inf
    left = max(left, 0.0)
    for need, (low, high) in sorted(zip(shared.each, bounds, strict=True)):
        room = high - low
        more = room if need * room <= left else max(left, 0.0) / need
        total, left = total + more, left - more * need
    return total


def _at_price(spent_at: Sequence["_Inverse"], budget: float, each: Numbers, price: float) -> Split:
    """Return the best split of the budget where a unit of the shared thing costs so much margin."""

    def spends(slope: float) -> Numbers:
        return np.array([inverse(slope + price * need) for inverse, need in zip(spent_at, each, strict=True)])

    def beyond(slope: float) -> float:
        return float(spends(slope).sum()) - budget

    flattest = min(inverse.flattest - price * need for inverse, need in zip(spent_at, each, strict=True))
    steepest = max(inverse.steepest - price * need for inverse, need in zip(spent_at, each, strict=True))
    if beyond(flattest) <= 0:
        slope = flattest
    elif beyond(steepest) >= 0:
        slope = steepest
    else:
        slope = brentq(beyond, flattest, steepest, xtol=1e-300, rtol=1e-14)
    return Split(spends(slope), float(slope), price)


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
