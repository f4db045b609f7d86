"""What a projection is worth: past ones held to what came, a cycle that changes, deals that sleep."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from filon.insight.maturity.book import Book, Known
from filon.insight.methods.forecast import Curves, bounds, forecast
from filon.insight.methods.incidence import LOST, OPEN, WON, Drift, aalen_johansen, drift, horizon
from filon.insight.methods.interval import NotEnough
from filon.metrics.answer import Cell
from filon.terms.period import add_months

BACK = (3, 6)  # months ago at which the projection is made anew
LATELY, BEFORE = 3, 6  # months of deals opened lately, and before them, held against one another
_MONTH = 365.25 / 12  # days
_ENOUGH = 20  # won deals, for the quantile below to mean anything
_DORMANT = 0.99  # quantile of the ages of won deals beyond which an open one is taken for dead


@dataclass(frozen=True, slots=True)
class Walk:
    """A projection as it would have been made some months ago, and what came of the same deals since.

    `expected` is None where there was too little to project then; `error` is (expected - came) / came.
    """

    months: int
    day: date
    open: float
    expected: Cell | None
    came: float
    error: float | None


@dataclass(frozen=True, slots=True)
class Dormant:
    """Open deals older than nearly every won one, and the wins expected in all if they are taken for lost."""

    age: int
    deals: float
    expected: float


def walk_back(book: Book, today: date, months: int, rng: np.random.Generator) -> Walk:
    """Project from what was known some months ago, and count what was won since of the deals open then."""
    days = round(months * _MONTH)
    day = today - timedelta(days=days)
    then = book.known(day)
    still = then.event == OPEN
    there = book.opened <= day.toordinal()
    came = float(book.count[there][still & (book.outcome[there] == WON)].sum())
    outcomes = then.outcomes
    far = horizon(aalen_johansen(outcomes))
    count = float(then.count[still].sum())
    if isinstance(far, NotEnough):
        return Walk(months, day, count, None, came, None)
    curves = Curves.of(outcomes, far, rng)
    found = forecast(curves, then.age[still], then.count[still], rng, within=days)
    wins = bounds(found.likely)
    cell = Cell(Fraction(found.expected), "count", low=wins.low, high=wins.high, method=wins.method)
    return Walk(months, day, count, cell, came, (found.expected - came) / came if came else None)


def drifted(book: Book, today: date) -> list[Drift]:
    """Compare the deals opened in the last whole months with those opened in the ones before."""
    end = add_months(today + timedelta(days=1), 0)
    lately, before = add_months(end, -LATELY), add_months(end, -LATELY - BEFORE)
    one, other = (
        book.where((book.opened >= first.toordinal()) & (book.opened < last.toordinal()))
        .known(today)
        .outcomes
        for first, last in ((lately, end), (before, lately))
    )
    return drift(one, other)


def dormant(known: Known, curves: Curves) -> Dormant | None:
    """Return what changes if the deals open for longer than nearly all won ones took are lost.

    None without any, or where too few were won to tell.
    """
    won, still = known.event == WON, known.event == OPEN
    if known.count[won].sum() < _ENOUGH:
        return None
    order = np.argsort(known.age[won])
    ages, counts = known.age[won][order], np.cumsum(known.count[won][order])
    limit = int(ages[np.searchsorted(counts, _DORMANT * counts[-1])])
    asleep = still & (known.age > limit)
    if not asleep.any():
        return None
    judged = Known(
        np.where(asleep, limit, known.age),
        known.since,
        np.where(asleep, LOST, known.event),
        known.count,
    )
    curve = aalen_johansen(judged.outcomes.upto(curves.horizon))
    alive = judged.event == OPEN
    chances = curve.chance(judged.age[alive], np.full(alive.sum(), curves.horizon))
    expected = float(judged.count[won].sum() + (judged.count[alive] * chances).sum())
    return Dormant(limit, float(known.count[asleep].sum()), expected)
