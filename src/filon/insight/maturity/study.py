"""The maturity study of a question: its cohorts and groups to date, matured and projected, and what that is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from filon.insight.maturity.book import Book, month_label
from filon.insight.maturity.lines import Line
from filon.insight.maturity.projector import Projector, by_month, part_draws
from filon.insight.maturity.trust import BACK, Dormant, Walk, dormant, drifted, walk_back
from filon.insight.methods.forecast import Curves
from filon.insight.methods.incidence import AT_RISK, WINS, Drift, aalen_johansen, horizon
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.triangle import Ladder, chain_ladder
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.definitions import reasons
from filon.metrics.gather.cells import Key
from filon.metrics.gather.deals import Alike
from filon.terms.period import add_months
from filon.terms.text import Text

METRICS = ("contracts", "cost_total", "margin", "roi")
"""What is asked of the metrics, in the cohort view: by month, by group, and in all."""
QUIET, STALE = timedelta(days=7), timedelta(days=31)
"""A silence, no deal opened nor closed, tells a source not read since: longer than STALE, or than QUIET and any before."""
_CURVE_POINTS = 60

Floats = NDArray[np.float64]
Deals: TypeAlias = Mapping[Key, Sequence[Alike]]  # by what their keys hold, the month of the cohort last


@dataclass(frozen=True, slots=True)
class Step:
    """The share of deals won by an age in days, with its interval."""

    age: int
    won: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Triangle:
    """Wins cumulated by cohort and months since it, NaN where not over; `ladder` is the chain ladder's view."""

    months: tuple[str, ...]
    opened: tuple[float, ...]
    signed: Floats
    ladder: Ladder | None


@dataclass(frozen=True, slots=True)
class Maturity:
    """The study, of deals seen until `day`. `horizon` is the last age in days of which anything is claimed, or what lacks to have one.

    `tail` is the share of deals still open then. `alone` counts the contracts that name no deal.
    """

    answer: Answer
    day: date
    horizon: int | NotEnough
    tail: float | None
    whole: Line
    matured: Cell
    matured_cohorts: int
    cohorts: tuple[Line, ...]
    groups: tuple[Line, ...]
    curve: tuple[Step, ...]
    walks: tuple[Walk, ...]
    drifts: tuple[Drift, ...]
    dormant: Dormant | None
    triangle: Triangle
    alone: float
    undated: float
    unbilled: float

    def of(self, row: Row) -> Line | None:
        """Return the line of the group of an answer's row; None where it has none."""
        return next((line for line in self.groups if line.dimensions == row.dimensions), None)

    @property
    def records_losses(self) -> bool:
        """Whether the source ever says that a deal is lost; taken for granted until enough are won."""
        return self.whole.lost > 0 or self.whole.signed < WINS

    @property
    def drifting(self) -> tuple[Drift, ...]:
        """The ages at which the cycle surely changed."""
        return tuple(each for each in self.drifts if each.sure)


@dataclass(frozen=True)
class Facts:
    """What the study is made from: the answers by month and by group, the deals by group and month.

    `every` are the deals of all that may be seen, by month, where the question keeps a part of them only: its
    curve is then drawn to theirs.
    """

    months: Answer
    groups: Answer | None
    deals: Deals  # keys: the group's values, then the month
    every: Deals | None = None
    alone: float = 0.0
    seed: int = 0


def study(facts: Facts) -> Maturity:
    """Return the study of the facts."""
    projector, book, far = grounds(facts.deals, facts.every, facts.months.as_of.date(), facts.seed)
    today = projector.today
    curves, book, cohorts, whole = projector.cohorts(book, facts.months)
    matured = [line for line in cohorts if line.matured]
    return Maturity(
        answer=facts.groups or facts.months,
        day=today,
        horizon=far,
        tail=None if isinstance(curves, Text) else curves.left,
        whole=whole,
        matured=_together(matured),
        matured_cohorts=len(matured),
        cohorts=cohorts,
        groups=projector.groups(facts.groups, facts.deals) if facts.groups else (),
        curve=() if isinstance(curves, Text) else _steps(curves),
        walks=tuple(walk_back(book, today, months, part_draws(facts.seed)) for months in BACK),
        drifts=tuple(drifted(book, today)),
        dormant=None if isinstance(curves, Text) else dormant(book.known(today), curves),
        triangle=_triangle(book, today),
        alone=facts.alone,
        undated=book.undated,
        unbilled=float(book.unbilled.sum()),
    )


def grounds(
    deals: Deals, every: Deals | None, today: date, seed: int = 0
) -> tuple[Projector, Book, int | NotEnough]:
    """Return what projects some deals by those of `every` (themselves where None), their book, and the horizon."""
    every = deals if every is None else every
    today = _seen_until(every, today)  # a part at rest does not tell of its source
    book = Book.of(by_month(deals), today)
    parent = book if every is deals else Book.of(by_month(every), today)
    outcomes = parent.known(today).outcomes
    far = horizon(aalen_johansen(outcomes))
    base = (
        lacking(far) if isinstance(far, NotEnough) else Curves.of(outcomes, far, np.random.default_rng(seed))
    )
    return Projector(parent, base, today, seed), book, far


def _seen_until(seen: Deals, today: date) -> date:
    """Return the day up to which the open deals are known to be open: today, else that of the last movement.

    Where nothing has moved for long, or for longer than ever, the source was not read again since, and its open
    deals are no older.
    """
    moved = {day for some in seen.values() for deal in some for day in (deal.opened, deal.closed) if day}
    days = sorted(day for day in moved if day <= today)
    if not days:
        return today
    usual = max((later - day for day, later in pairwise(days)), default=STALE)
    return days[-1] if today - days[-1] > min(max(usual, QUIET), STALE) else today


def lacking(far: NotEnough) -> Text:
    """Say what lacks to project."""
    have, need = f"{far.have:g}", f"{far.need:g}"
    if far.need == AT_RISK:
        return Text(
            f"trop peu d'affaires pour projeter : {have}, il en faut {need}",
            f"too few deals to project: {have}, it takes {need}",
        )
    return Text(
        f"trop peu de signatures à un âge que {AT_RISK} affaires ont atteint : {have}, il en faut {need}",
        f"too few signatures at an age that {AT_RISK} deals reached: {have}, it takes {need}",
    )


def _together(lines: Sequence[Line]) -> Cell:
    """Return the ROI of some cohorts together."""
    reason = next(
        (line.roi.reason for line in lines if line.margin.value is None or line.cost.value is None), None
    )
    if not lines or reason is not None:
        return Cell(None, "share", reason=reason or Text("aucune cohorte mûre", "no matured cohort"))
    margin, cost = (
        sum((Fraction(getattr(line, name).value) for line in lines), Fraction(0))
        for name in ("margin", "cost")
    )
    if not cost:
        return Cell(None, "share", reason=reasons.NO_COST)
    return Cell((margin - cost) / cost, "share", numerator=margin, denominator=cost)


def _steps(curves: Curves) -> tuple[Step, ...]:
    ages = np.unique(np.linspace(0, curves.horizon, _CURVE_POINTS).astype(int))
    won, (low, high) = curves.estimate.won_by(ages), curves.band(ages)
    return tuple(
        Step(int(age), float(share), float(least), float(most))
        for age, share, least, most in zip(ages, won, low, high, strict=True)
    )


def _triangle(book: Book, today: date) -> Triangle:
    over = add_months(today + timedelta(days=1), -1)  # the last month that is over
    cohorts, signed = book.signed_by_age(12 * over.year + over.month - 1)
    found = chain_ladder(signed)
    opened = [float(book.count[book.month == month].sum()) for month in cohorts.tolist()]
    labels = tuple(month_label(month) for month in cohorts.tolist())
    return Triangle(labels, tuple(opened), signed, found if isinstance(found, Ladder) else None)
