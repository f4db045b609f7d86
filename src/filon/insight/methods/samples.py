"""What an arm of a test showed, as a figure per unit with its spread: means, shares, ratios, with or without a past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Sample:
    """A figure over independent units; its squared standard error is `variance` over `units`.

    Where the figure was corrected by a past period, `base` is the figure before, `base_variance` its variance and
    `covariance` that of both.
    """

    units: float
    mean: float
    variance: float
    base: float
    base_variance: float
    covariance: float


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over independent units (clusters): their number, x, y, their squares and products.

    The figure is Σx / Σy; with one unit of y each it is a mean. Raises ValueError for what is not finite.
    """

    units: float = 0.0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    yy: float = 0.0
    xy: float = 0.0

    def __post_init__(self) -> None:
        if not all(map(isfinite, (self.units, self.x, self.y, self.xx, self.yy, self.xy))) or self.units < 0:
            raise ValueError("sums must be finite numbers, of a number of units that is not negative")

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.units + other.units,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.yy + other.yy,
            self.xy + other.xy,
        )

    def scaled(self, factor: float) -> "Sums":
        """Return the sums with every x multiplied."""
        return Sums(self.units, self.x * factor, self.y, self.xx * factor * factor, self.yy, self.xy * factor)


def of_units(x: Sequence[float] | Floats, y: Sequence[float] | Floats | None = None) -> Sums:
    """Return the sums of units given one by one; without `y`, of a mean. Raises ValueError for unequal lengths."""
    first = np.asarray(x, dtype=float)
    second = np.ones_like(first) if y is None else np.asarray(y, dtype=float)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError("x and y must be two lists of one length")
    sums = (first, second, first * first, second * second, first * second)
    return Sums(float(len(first)), *(float(values.sum()) for values in sums))


def mean_sums(units: float, total: float, squares: float) -> Sums:
    """Return the sums of a mean from the number of units, the total and the sum of squares."""
    return Sums(units, total, units, squares, units, total)


def share(events: float, units: float) -> Sample:
    """Return the share of units that had the event, with the variance p(1 − p).

    Raises ValueError unless 0 ≤ events ≤ units and units > 0.
    """
    if not (isfinite(events) and isfinite(units) and 0 <= events <= units and units > 0):
        raise ValueError("events must lie between 0 and the units, of which there must be one at least")
    part = events / units
    return _plain(units, part, part * (1 - part))


def ratio(sums: Sums) -> Sample:
    """Return Σx / Σy with its variance by the delta method over units; a mean where y is 1 for each.

    A sample of fewer than two units, or without any y, has no variance (0).
    Source: Deng, Knoblich & Lu (2018), Applying the delta method in metric analytics.
    """
    if sums.units <= 1 or not sums.y:
        return _plain(sums.units, sums.x / sums.y if sums.y else 0.0, 0.0)
    means, spread = _moments(sums.units, (sums.x, sums.y), ((sums.xx, sums.xy), (sums.xy, sums.yy)))
    slope = np.array([1 / means[1], -means[0] / means[1] ** 2])
    return _plain(sums.units, sums.x / sums.y, float(slope @ spread @ slope))


def _plain(units: float, mean: float, variance: float) -> Sample:
    return Sample(units, mean, variance, mean, variance, variance)


@dataclass(frozen=True, slots=True)
class Past:
    """Sums of one arm over units, in the test (x, y) and in the past period of the same units (p, q).

    `totals` holds Σx, Σy, Σp, Σq; `products` the 4 × 4 sums of their squares and products.
    """

    units: float
    totals: tuple[float, float, float, float]
    products: tuple[tuple[float, ...], ...]

    def theta(self, other: "Past") -> float:
        """Return how much of the past the figures of two arms carry on, from the spread within each arm."""
        along, across = 0.0, 0.0
        for arm in (self, other):
            spread, now, then = arm.slopes()
            along += float(now @ spread @ then)
            across += float(then @ spread @ then)
        return along / across if across > 0 else 0.0

    def adjusted(self, theta: float, usual: float = 0.0) -> Sample:
        """Return the figure less `theta` times what sets its past apart from the usual one."""
        spread, now, then = self.slopes()
        slope = now - theta * then
        x, y, p, q = self.totals
        past = p / q if q else 0.0
        return Sample(
            self.units,
            x / y - theta * (past - usual),
            float(slope @ spread @ slope),
            x / y,
            float(now @ spread @ now),
            float(slope @ spread @ now),
        )

    def slopes(self) -> tuple[Floats, Floats, Floats]:
        """Return the covariances of (x, y, p, q), and the slopes there of the figure and of that of the past."""
        if self.units <= 1 or not self.totals[1]:
            raise ValueError("a past needs two units, with something to divide by")
        means, spread = _moments(self.units, self.totals, self.products)
        now = np.array([1 / means[1], -means[0] / means[1] ** 2, 0.0, 0.0])
        then = np.zeros(4)
        if means[3]:
            then = np.array([0.0, 0.0, 1 / means[3], -means[2] / means[3] ** 2])
        return spread, now, then


def adjusted(control: Past, variant: Past) -> tuple[Sample, Sample]:
    """Return both arms corrected by what their units did before the test (CUPED), for ratios as for means.

    The past of both arms together is the one that changes nothing, so that figures keep their size.
    Raises ValueError where an arm has fewer than two units, or nothing to divide by.
    Source: Deng, Xu, Kohavi & Walker (2013); for ratios by the delta method.
    """
    theta = control.theta(variant)
    before, of = (control.totals[i] + variant.totals[i] for i in (2, 3))
    usual = before / of if of else 0.0
    return control.adjusted(theta, usual), variant.adjusted(theta, usual)


def past_of(pairs: Sequence[tuple[float, float]], before: Sequence[tuple[float, float]]) -> Past:
    """Return the sums of units given one by one: (x, y) of each, and (p, q) of its past, zeros where it has none.

    Raises ValueError for unequal lengths.
    """
    if len(pairs) != len(before):
        raise ValueError("each unit has one past, maybe empty")
    table = np.column_stack([np.reshape(part, (-1, 2)) for part in (pairs, before)]).astype(float)
    x, y, p, q = (float(total) for total in table.sum(axis=0))
    return Past(len(table), (x, y, p, q), tuple(map(tuple, (table.T @ table).tolist())))


def _moments(
    units: float, totals: Sequence[float], products: Sequence[Sequence[float]]
) -> tuple[Floats, Floats]:
    means = np.array(totals, dtype=float) / units
    spread: Floats = (np.array(products, dtype=float) - units * np.outer(means, means)) / (units - 1)
    return means, spread


def ceiling(amounts: Mapping[float, float], share_kept: float = 0.99) -> float | None:
    """Return the amount beyond which units are brought down to it (winsorised): a quantile of those of all arms.

    `amounts` holds how many units have each amount, of all arms together so that the ceiling favours none. None where
    there is no unit. Raises ValueError unless 0 < share_kept ≤ 1, or for what is not a number.
    """
    if not 0 < share_kept <= 1:
        raise ValueError("the share kept lies between 0 and 1")
    if not all(map(isfinite, (*amounts, *amounts.values()))):
        raise ValueError("an amount is not a number")
    due, seen = share_kept * sum(amounts.values()), 0.0
    for amount, units in sorted(amounts.items()):
        seen += units
        if units and seen >= due * (1 - _ROUNDING):
            return amount
    return None
