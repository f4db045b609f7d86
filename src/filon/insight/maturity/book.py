"""The deals of a scope as arrays: what was known of them on any day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from filon.insight.methods.forecast import Amounts
from filon.insight.methods.incidence import LOST, OPEN, WON, Outcomes
from filon.metrics.gather.deals import Alike

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NEVER = date.max.toordinal()


@dataclass(frozen=True)
class Book:
    """Groups of deals that are alike, one a place: days are ordinals, months count from year 0."""

    month: Ints  # of the cohort
    opened: Ints
    closed: Ints
    outcome: Ints
    count: Floats
    amounts: Amounts
    undated: float  # closed, nobody wrote when
    unbilled: Floats  # won, without a contract

    @classmethod
    def of(cls, cohorts: Mapping[str | None, Sequence[Alike]], today: date) -> "Book":
        """Lay the deals of some cohorts out; what has no closing day, or a later one, closed today at the latest."""
        known = [(month_number(month), deals) for month, deals in cohorts.items() if month]
        rows = [(month, deal) for month, deals in known for deal in deals]
        last = today.toordinal()
        rows = [(month, deal) for month, deal in rows if deal.opened.toordinal() <= last]
        rows.sort(key=lambda row: (row[0], row[1].opened, row[1].closed or date.max, row[1].margin))
        every = [deal for _, deal in rows]
        closed = [
            _NEVER if deal.won is None else min(deal.closed.toordinal() if deal.closed else last, last)
            for deal in every
        ]
        opened = _whole(deal.opened.toordinal() for deal in every)
        return cls(
            _whole(month for month, _ in rows),
            opened,
            np.maximum(_whole(closed), opened),
            _whole({None: OPEN, True: WON, False: LOST}[deal.won] for deal in every),
            _exact(deal.deals for deal in every),
            Amounts(
                *(sum(getattr(deal, name) for deal in every) for name in ("priced", "margin", "squares"))
            ),
            sum(deal.deals for deal in every if deal.won is not None and deal.closed is None),
            _exact(deal.deals if deal.won and not deal.billed else 0.0 for deal in every),
        )

    def known(self, day: date) -> "Known":
        """Return the deals as they stood at the end of a day."""
        then = day.toordinal()
        there = self.opened <= then
        still = self.closed[there] > then
        return Known(
            np.minimum(self.closed[there], then) - self.opened[there],
            then - self.opened[there],
            np.where(still, OPEN, self.outcome[there]),
            self.count[there],
        )

    def where(self, kept: NDArray[np.bool_]) -> "Book":
        """Return a part of the deals; what the won ones brought stays that of all."""
        return replace(
            self,
            month=self.month[kept],
            opened=self.opened[kept],
            closed=self.closed[kept],
            outcome=self.outcome[kept],
            count=self.count[kept],
            unbilled=self.unbilled[kept],
        )

    def months(self) -> Iterator[tuple[int, "Book"]]:
        """Return the cohorts, in their order."""
        for month in np.unique(self.month).tolist():
            yield month, self.where(self.month == month)

    def signed_by_age(self, last: int) -> tuple[Ints, Floats]:
        """Return the cohorts up to a month, and their wins cumulated by months since; NaN where not over by then."""
        first = int(self.month.min()) if len(self.month) else last + 1
        cohorts = np.arange(first, last + 1)
        won = (self.outcome == WON) & (self.month <= last)
        months = _whole(_number(date.fromordinal(day)) for day in self.closed[won].tolist())
        ages = np.maximum(months - self.month[won], 0)
        triangle = np.zeros((len(cohorts), len(cohorts)))
        within = months <= last
        np.add.at(triangle, (self.month[won][within] - first, ages[within]), self.count[won][within])
        triangle = np.cumsum(triangle, axis=1)
        triangle[np.add.outer(np.arange(len(cohorts)), np.arange(len(cohorts))) >= len(cohorts)] = np.nan
        return cohorts, triangle


@dataclass(frozen=True)
class Known:
    """Deals as of a day: the age at which each was closed or last seen, and the age it would have had open."""

    age: Ints
    since: Ints
    event: Ints
    count: Floats

    @property
    def outcomes(self) -> Outcomes:
        """The deals counted by age."""
        return Outcomes.of(self.age, self.event, self.count)

    def number(self, event: int | None = None) -> float:
        """Return how many there are, of one event where it is given."""
        return float(self.count[slice(None) if event is None else self.event == event].sum())


def month_number(label: str) -> int:
    """Return the number of a month written YYYY-MM."""
    return _number(date.fromisoformat(f"{label}-01"))


def month_label(number: int) -> str:
    """Write the month of a number as YYYY-MM."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _number(day: date) -> int:
    return 12 * day.year + day.month - 1


def _whole(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _exact(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)
