"""Money over time: the rate of a month, and the yearly rate at which dated flows are worth nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import expm1, isfinite

import numpy as np
from scipy.optimize import brentq

from filon.insight.methods.interval import NotEnough

YEAR = 365.0  # days, as spreadsheets count
_WIDEST, _STEPS = 12.0, 960  # rates are sought between e^-12 and e^12 times the year before


@dataclass(frozen=True, slots=True)
class Return:
    """The yearly rate, nearest to 0 where there are several; None where no rate brings the flows to nothing.

    `rates` are all that were found; with several `sign_changes` the rate means little.
    """

    rate: float | None
    rates: tuple[float, ...]
    sign_changes: int


def monthly_discount(yearly: float) -> float:
    """Return the rate of a month that compounds to a yearly rate. Raises ValueError unless it is above -1."""
    if not yearly > -1:
        raise ValueError("a yearly rate is more than -1")
    return float((1 + yearly) ** (1 / 12) - 1)


def xirr(flows: Sequence[tuple[date, float]]) -> Return | NotEnough:
    """Return the internal rate of return of dated flows, paid ones negative.

    Not enough where the flows of all days do not have both signs: no rate then exists.
    Raises ValueError for a flow that is not finite. Source: Σ flow / (1 + rate)^(days / 365) = 0.
    """
    if not all(isfinite(amount) for _, amount in flows):
        raise ValueError("flows must be finite")
    days: dict[date, float] = {}
    for day, amount in flows:
        days[day] = days.get(day, 0.0) + amount
    dated = sorted((day, amount) for day, amount in days.items() if amount)
    signs = [amount > 0 for _, amount in dated]
    if len(set(signs)) < 2:
        return NotEnough(len(set(signs)), 2)
    years = np.array([(day - dated[0][0]).days / YEAR for day, _ in dated])
    amounts = np.array([amount for _, amount in dated])

    def worth(log_rate: float) -> float:
        """Return the value of the flows; from the middle, so that neither end overflows."""
        return float((amounts * np.exp(np.clip(-log_rate * years, -700, 700))).sum())

    grid = np.linspace(-_WIDEST, _WIDEST, _STEPS + 1)
    values = [worth(point) for point in grid]
    roots = [
        brentq(worth, grid[place], grid[place + 1], xtol=1e-13)
        for place in range(_STEPS)
        if values[place] * values[place + 1] < 0 or values[place] == 0
    ]
    rates = tuple(expm1(root) for root in sorted(roots, key=abs))
    changes = sum(one != other for one, other in pairwise(signs))
    return Return(rates[0] if rates else None, rates, changes)
