"""Cohorts and groups projected with curves drawn to those of the whole they are part of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from filon.insight.maturity.book import Book, Known, month_label
from filon.insight.maturity.lines import TOO_YOUNG, UNPROJECTED, Coming, Line, line
from filon.insight.methods.forecast import PSEUDO_UNITS, Curves, forecast
from filon.insight.methods.incidence import OPEN, WON
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.triangle import CapeCod, cape_cod
from filon.metrics.answer import Answer, Row
from filon.metrics.gather.cells import Key, order
from filon.metrics.gather.deals import Alike
from filon.metrics.language.dimension import Value
from filon.terms.text import Text


@dataclass(frozen=True)
class Projector:
    """Projects books with the curves of their parent, or tells why there are none.

    Each part draws from the same start, so that the same deals have the same interval however they are asked for.
    """

    parent: Book
    base: Curves | Text
    today: date
    seed: int

    def drawn(self, book: Book, rng: np.random.Generator) -> tuple[Curves | Text, Book]:
        """Return the curves of a part of the parent, and its book: both drawn to the parent's."""
        if isinstance(self.base, Text):
            return self.base, book
        weight = PSEUDO_UNITS / self.base.estimate.outcomes.units
        curves = self.base.within(book.known(self.today).outcomes, rng)
        return curves, replace(book, amounts=book.amounts.pooled(self.parent.amounts, weight))

    def ahead(self, book: Book) -> tuple[Curves | Text, Coming | Text]:
        """Return the curves of a book, and what its open deals will bring, drawn as for the line of all of it."""
        rng = part_draws(self.seed)
        curves, book = self._own(book, rng)
        return curves, self._allowed(curves, book, rng)

    def _own(self, book: Book, rng: np.random.Generator) -> tuple[Curves | Text, Book]:
        return (self.base, book) if book is self.parent else self.drawn(book, rng)

    def cohorts(self, book: Book, answer: Answer) -> tuple[Curves | Text, Book, tuple[Line, ...], Line]:
        """Return the curves of a book, the book drawn to them, the line of each cohort, and that of all together."""
        rng = part_draws(self.seed)
        curves, book = self._own(book, rng)
        whole = self._whole(curves, book, {}, answer.total, rng)
        rows = {
            str(row.dimensions["month"]): row for row in answer.rows if row.dimensions["month"] is not None
        }
        parts = {month_label(month): part for month, part in book.months()}
        none = book.where(np.zeros(len(book.count), dtype=bool))
        labels = sorted({*rows, *parts})
        known = [parts.get(label, none).known(self.today) for label in labels]
        ripe = [self._maturity(curves, deals, label) for deals, label in zip(known, labels, strict=True)]
        hand = _cape_cod(known, ripe)
        ahead = [self._coming(curves, parts.get(label, none), rng) for label in labels]
        lines = [
            line(
                {"month": label},
                known[place],
                ripe[place],
                TOO_YOUNG if _young(ripe[place]) else ahead[place],
                None if hand is None else float(hand.ultimates[place]),
                rows.get(label),
                rng,
            )
            for place, label in enumerate(labels)
        ]
        return curves, book, tuple(lines), whole

    def groups(self, answer: Answer, deals: Mapping[Key, Sequence[Alike]]) -> tuple[Line, ...]:
        """Return the line of each group, with its own curve drawn to the parent's."""
        rows = {tuple(row.dimensions.values()): row for row in answer.rows}
        cells: dict[Key, dict[Key, Sequence[Alike]]] = {key: {} for key in rows}
        for key, some in deals.items():
            cells.setdefault(key[:-1], {})[key[-1:]] = some
        lines = []
        for key in sorted(cells, key=order):
            rng = part_draws(self.seed)
            curves, own = self.drawn(Book.of(by_month(cells[key]), self.today), rng)
            dimensions = dict(zip(answer.query.by, key, strict=True))
            lines.append(self._whole(curves, own, dimensions, rows.get(key), rng))
        return tuple(lines)

    def _whole(
        self,
        curves: Curves | Text,
        book: Book,
        dimensions: Mapping[str, Value],
        row: Row | None,
        rng: np.random.Generator,
    ) -> Line:
        coming = self._allowed(curves, book, rng)
        known, months = book.known(self.today), [part.known(self.today) for _, part in book.months()]
        hand = _cape_cod(months, [_ripe(curves, deals) for deals in months])
        ultimate = None if hand is None else float(hand.ultimates.sum())
        return line(dimensions, known, _ripe(curves, known), coming, ultimate, row, rng)

    def _maturity(self, curves: Curves | Text, deals: Known, month: str) -> float | None:
        """Return the maturity of a cohort; without deals, that of one opened in the middle of its month."""
        if len(deals.count) or isinstance(curves, Text):
            return _ripe(curves, deals)
        return curves.maturity([max(0, (self.today - date.fromisoformat(f"{month}-15")).days)], [1.0])

    def _allowed(self, curves: Curves | Text, book: Book, rng: np.random.Generator) -> Coming | Text:
        """Return what a whole book brings; why it does not where it is a part too young to be projected alone."""
        coming = self._coming(curves, book, rng)
        young = curves is not self.base and _young(_ripe(curves, book.known(self.today)))
        return TOO_YOUNG if young else coming

    def _coming(self, curves: Curves | Text, book: Book, rng: np.random.Generator) -> Coming | Text:
        if isinstance(curves, Text):
            return curves
        known = book.known(self.today)
        still = known.event == OPEN
        wins = forecast(curves, known.age[still], known.count[still], rng)
        return Coming(wins, float(book.unbilled.sum()), book.amounts)


def part_draws(seed: int) -> np.random.Generator:
    """Return the draws of a part, apart from those of its parent."""
    return np.random.default_rng((seed, 1))


def _young(maturity: float | None) -> bool:
    return maturity is not None and maturity < UNPROJECTED


def _ripe(curves: Curves | Text, deals: Known) -> float | None:
    return None if isinstance(curves, Text) else curves.maturity(deals.since, deals.count)


def by_month(deals: Mapping[Key, Sequence[Alike]]) -> dict[str | None, list[Alike]]:
    """Return deals by month alone, whatever else their keys hold."""
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
