"""A cohort, a group or the whole: what its deals became, what the open ones will, and the ROI that follows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from filon.insight.maturity.book import Known
from filon.insight.methods.forecast import Amounts, Forecast, bounds
from filon.insight.methods.incidence import LOST, OPEN, WON
from filon.insight.methods.interval import Interval, NotEnough
from filon.metrics.answer import Cell, Row
from filon.metrics.definitions import reasons
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.language.dimension import Value
from filon.terms.text import Text

IMMATURE, UNPROJECTED, MATURE = 0.5, 0.2, 0.9
"""Maturities below which a raw ROI is marked, and nothing is projected alone; and from which it is what it is."""

TOO_YOUNG = Text(
    "trop jeune (maturité sous 20 %) : n'est projeté qu'avec l'ensemble",
    "too young (maturity below 20%): projected with the whole only",
)
NO_MEAN = Text(
    "marge moyenne inconnue : il faut au moins deux affaires gagnées dont la marge est connue",
    "mean margin unknown: it takes at least two won deals whose margin is known",
)
_NOTHING = {
    "margin": Cell(0, "money"),
    "cost_total": Cell(None, "money", reason=reasons.NO_COST),
    "roi": Cell(None, "share", reason=reasons.NO_COST),
}  # where nothing was spent nor signed


@dataclass(frozen=True, slots=True)
class Line:
    """The deals of a cohort or a group, and its euros to date (of the cohort view) and projected.

    `maturity` is None where no curve is known; `expected` counts all wins by the horizon, those to date included.
    """

    dimensions: Mapping[str, Value]
    opened: float
    signed: float
    lost: float
    open: float
    maturity: float | None
    expected: Cell
    cape_cod: float | None
    cost: Cell
    margin: Cell
    roi: Cell
    projected_margin: Cell
    projected: Cell

    @property
    def immature(self) -> bool:
        """Whether the raw ROI says little yet."""
        return self.maturity is not None and self.maturity < IMMATURE

    @property
    def matured(self) -> bool:
        """Whether the raw ROI is what it will be, or nearly."""
        return self.maturity is not None and self.maturity >= MATURE


@dataclass(frozen=True, slots=True)
class Coming:
    """The wins still to come, those of no contract yet, and what a won deal brings."""

    wins: Forecast
    unbilled: float
    amounts: Amounts


def line(
    dimensions: Mapping[str, Value],
    deals: Known,
    maturity: float | None,
    coming: Coming | Text,
    by_hand: float | None,
    row: Row | None,
    rng: np.random.Generator,
) -> Line:
    """Return the line of some deals; in place of what is coming, the reason why nothing is projected."""
    cells = row.cells if row else _NOTHING
    margin, cost, roi = (cells[name] for name in ("margin", "cost_total", "roi"))
    signed = deals.number(WON)
    if not deals.number() and not (maturity or 0.0) >= MATURE and not isinstance(coming, Text):
        coming = reasons.NO_DEAL
    wins, gains, returns = (
        _unprojected(coming) if isinstance(coming, Text) else _projected(coming, signed, margin, cost, rng)
    )
    if returns.low is None:  # nothing to come: the ROI to date, on as little as it
        returns = replace(returns, too_few=roi.too_few, events=roi.events)
    elif not isinstance(coming, Text):  # else on the contracts to come too, by the same rule
        contracts = Fraction(cells["contracts"].value or 0) if "contracts" in cells else Fraction(0)
        events = contracts + Fraction(round(10 * (coming.wins.expected + coming.unbilled)), 10)
        if events < MIN_EVENTS:
            returns = replace(returns, too_few=True, events=events)
    return Line(
        dimensions,
        deals.number(),
        signed,
        deals.number(LOST),
        deals.number(OPEN),
        maturity,
        wins,
        by_hand,
        cost,
        margin,
        roi,
        gains,
        returns,
    )


def _unprojected(reason: Text) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(None, "count", reason=reason),
        Cell(None, "money", reason=reason),
        Cell(None, "share", reason=reason),
    )


def _projected(
    coming: Coming, signed: float, margin: Cell, cost: Cell, rng: np.random.Generator
) -> tuple[Cell, Cell, Cell]:
    """Return the wins, the margin and the ROI by the horizon, with intervals where anything is still to come."""
    wins = bounds(signed + coming.wins.likely) if coming.wins.expected else Interval(None, None, "")
    count = Cell(
        Fraction(signed + coming.wins.expected),
        "count",
        low=wins.low,
        high=wins.high,
        method=wins.method or None,
    )
    more, mean = coming.wins.expected + coming.unbilled, coming.amounts.mean
    reason = margin.reason or (NO_MEAN if more and isinstance(mean, NotEnough) else None)
    if margin.value is None or reason is not None:
        return count, Cell(None, "money", reason=reason), Cell(None, "share", reason=reason)
    gained = 0.0 if isinstance(mean, NotEnough) else more * mean
    draws = coming.amounts.drawn(coming.wins.likely + coming.unbilled, rng)
    cents = bounds(100 * float(margin.value) + draws).scaled(1 / 100) if more else Interval(None, None, "")
    money = Cell(
        Fraction(margin.value) + Fraction(round(gained), 100),
        "money",
        low=cents.low,
        high=cents.high,
        method=cents.method or None,
    )
    return count, money, _return(money, cost)


def _return(margin: Cell, cost: Cell) -> Cell:
    if cost.value is None or not cost.value:
        return Cell(None, "share", reason=cost.reason or reasons.NO_COST)
    spent = Fraction(cost.value)
    low, high = (None if end is None else end / float(spent) - 1 for end in (margin.low, margin.high))
    return Cell(Fraction(margin.value or 0) / spent - 1, "share", low=low, high=high, method=margin.method)
