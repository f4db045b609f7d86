"""The maturity study of a question: its cohorts and groups to date, matured and projected, and what that is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from filon.insight.maturity.book import Book, Known, month_label
from filon.insight.maturity.lines import TOO_YOUNG, UNPROJECTED, Coming, Line, line
from filon.insight.maturity.trust import BACK, Dormant, Walk, dormant, drifted, walk_back
from filon.insight.methods.forecast import PSEUDO_UNITS, Curves, forecast
from filon.insight.methods.incidence import AT_RISK, OPEN, WINS, WON, Drift, aalen_johansen, horizon
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.triangle import CapeCod, Ladder, cape_cod, chain_ladder
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.definitions import reasons
from filon.metrics.gather.cells import Key, order
from filon.metrics.gather.deals import Alike
from filon.metrics.language.dimension import Value
from filon.terms.period import add_months
from filon.terms.text import Text

METRICS = ("contracts", "cost_total", "margin", "roi")
"""What is asked of the metrics, in the cohort view: by month, by group, and in all."""
STALE = timedelta(days=31)
"""Without any deal opened or closed for longer than that, the source is taken to have stopped at the last one."""
_CURVE_POINTS = 60

Floats = NDArray[np.float64]


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
    deals: Mapping[Key, Sequence[Alike]]  # keys: the group's values, then the month
    every: Mapping[Key, Sequence[Alike]] | None = None
    alone: float = 0.0
    seed: int = 0


def study(facts: Facts) -> Maturity:
    """Return the study of the facts."""
    today = _seen_until(facts)
    rng = np.random.default_rng(facts.seed)
    book = Book.of(_by_month(facts.deals), today)
    parent = book if facts.every is None else Book.of(_by_month(facts.every), today)
    outcomes = parent.known(today).outcomes
    far = horizon(aalen_johansen(outcomes))
    base = lacking(far) if isinstance(far, NotEnough) else Curves.of(outcomes, far, rng)
    projector = _Projector(parent, base, today, rng)
    curves, book = (base, book) if facts.every is None else projector.drawn(book)
    cohorts, whole = projector.cohorts(book, curves, facts.months)
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
        walks=tuple(walk_back(book, today, months, rng) for months in BACK),
        drifts=tuple(drifted(book, today)),
        dormant=None if isinstance(curves, Text) else dormant(book.known(today), curves),
        triangle=_triangle(book, today),
        alone=facts.alone,
        undated=book.undated,
        unbilled=float(book.unbilled.sum()),
    )


def _seen_until(facts: Facts) -> date:
    """Return the day up to which the open deals are known to be open: today, else that of the last movement.

    Where nothing has moved for long, the source was not read again since, and its open deals are no older.
    """
    today = facts.months.as_of.date()
    days = [
        day for some in facts.deals.values() for deal in some for day in (deal.opened, deal.closed) if day
    ]
    last = max((day for day in days if day <= today), default=today)
    return last if today - last > STALE else today


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


@dataclass(frozen=True)
class _Projector:
    """Projects books with the curves of their parent, or tells why there are none."""

    parent: Book
    base: Curves | Text
    today: date
    rng: np.random.Generator

    def drawn(self, book: Book) -> tuple[Curves | Text, Book]:
        """Return the curves of a part of the parent, and its book: both drawn to the parent's."""
        if isinstance(self.base, Text):
            return self.base, book
        weight = PSEUDO_UNITS / self.base.estimate.outcomes.units
        curves = self.base.within(book.known(self.today).outcomes, self.rng)
        return curves, replace(book, amounts=book.amounts.pooled(self.parent.amounts, weight))

    def cohorts(self, book: Book, curves: Curves | Text, answer: Answer) -> tuple[tuple[Line, ...], Line]:
        """Return the line of each cohort of a book, and that of all together."""
        rows = {
            str(row.dimensions["month"]): row for row in answer.rows if row.dimensions["month"] is not None
        }
        parts = {month_label(month): part for month, part in book.months()}
        none = book.where(np.zeros(len(book.count), dtype=bool))
        labels = sorted({*rows, *parts})
        known = [parts.get(label, none).known(self.today) for label in labels]
        ripe = [self._maturity(curves, deals, label) for deals, label in zip(known, labels, strict=True)]
        hand = _cape_cod(known, ripe)
        ahead = [self._coming(curves, parts.get(label, none)) for label in labels]
        lines = [
            line(
                {"month": label},
                known[place],
                ripe[place],
                TOO_YOUNG if _young(ripe[place]) else ahead[place],
                None if hand is None else float(hand.ultimates[place]),
                rows.get(label),
                self.rng,
            )
            for place, label in enumerate(labels)
        ]
        together = [each for each in ahead if isinstance(each, Coming)]
        coming = reduce(add, together) if together else self._coming(curves, book)
        return tuple(lines), self._whole(curves, book, {}, coming, answer.total)

    def groups(self, answer: Answer, deals: Mapping[Key, Sequence[Alike]]) -> tuple[Line, ...]:
        """Return the line of each group, with its own curve drawn to the parent's."""
        rows = {tuple(row.dimensions.values()): row for row in answer.rows}
        cells: dict[Key, dict[Key, Sequence[Alike]]] = {key: {} for key in rows}
        for key, some in deals.items():
            cells.setdefault(key[:-1], {})[key[-1:]] = some
        lines = []
        for key in sorted(cells, key=order):
            curves, own = self.drawn(Book.of(_by_month(cells[key]), self.today))
            dimensions = dict(zip(answer.query.by, key, strict=True))
            lines.append(self._whole(curves, own, dimensions, self._coming(curves, own), rows.get(key)))
        return tuple(lines)

    def _whole(
        self,
        curves: Curves | Text,
        book: Book,
        dimensions: Mapping[str, Value],
        coming: Coming | Text,
        row: Row | None,
    ) -> Line:
        known, months = book.known(self.today), [part.known(self.today) for _, part in book.months()]
        ripe = _ripe(curves, known)
        if curves is not self.base and _young(ripe):
            coming = TOO_YOUNG
        hand = _cape_cod(months, [_ripe(curves, deals) for deals in months])
        ultimate = None if hand is None else float(hand.ultimates.sum())
        return line(dimensions, known, ripe, coming, ultimate, row, self.rng)

    def _maturity(self, curves: Curves | Text, deals: Known, month: str) -> float | None:
        """Return the maturity of a cohort; without deals, that of one opened in the middle of its month."""
        if len(deals.count) or isinstance(curves, Text):
            return _ripe(curves, deals)
        return curves.maturity([max(0, (self.today - date.fromisoformat(f"{month}-15")).days)], [1.0])

    def _coming(self, curves: Curves | Text, book: Book) -> Coming | Text:
        if isinstance(curves, Text):
            return curves
        known = book.known(self.today)
        still = known.event == OPEN
        wins = forecast(curves, known.age[still], known.count[still], self.rng)
        return Coming(wins, float(book.unbilled.sum()), book.amounts)


def _young(maturity: float | None) -> bool:
    return maturity is not None and maturity < UNPROJECTED


def _ripe(curves: Curves | Text, deals: Known) -> float | None:
    return None if isinstance(curves, Text) else curves.maturity(deals.since, deals.count)


def _by_month(deals: Mapping[Key, Sequence[Alike]]) -> dict[str | None, list[Alike]]:
    found: dict[str | None, list[Alike]] = {}
    for key, some in deals.items():
        month = key[-1]
        found.setdefault(None if month is None else str(month), []).extend(some)
    return found


def _cape_cod(cohorts: Sequence[Known], maturities: Sequence[float | None]) -> CapeCod | None:
    if any(maturity is None for maturity in maturities):
        return None
    found = cape_cod(
        [part.number(WON) for part in cohorts],
        [part.number() for part in cohorts],
        np.minimum(np.array(maturities, dtype=float), 1.0),
    )
    return None if isinstance(found, NotEnough) else found


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
