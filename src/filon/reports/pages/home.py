"""The home page: a few chosen indicators against the period before, the trend, and what is doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filon.metrics.answer import Answer, Cell
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.reports.pages import sayings
from filon.reports.pages.parts import Change, Cumulated
from filon.terms.period import Period
from filon.terms.text import Text

if TYPE_CHECKING:
    from datetime import timedelta

DEFAULT = ("roi", "return_multiple", "cac", "cost_per_held_appointment", "close_rate")
CLIENT = ("appointments_set", "appointments_validated", "appointments_held", "validation_rate", "show_rate")
MONTHLY = ("cost_total", "margin", "contracts", "roi")
FEWEST, MOST = 3, 5
CLIENT_TESTED = ("calls", "appointments_set")
TESTED = (*CLIENT_TESTED, "contracts", "cost_total", "roi")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A priority indicator, what it was in the period before, and how much it rests on."""

    id: str
    label: Text
    words: Text
    cell: Cell
    before: Cell | None
    better: bool | None  # than before; None where the two intervals do not tell them apart
    basis: Text | None  # what was counted to say so; None for a count
    basis_cell: Cell | None


@dataclass(frozen=True, slots=True)
class Home:
    """The page."""

    answer: Answer
    indicators: tuple[Chosen, ...]
    trend: Cumulated | None
    payback: Text
    months: Answer
    tests: Answer


def queries(query: Query, chosen: Sequence[str]) -> dict[str, Query]:
    """Return the questions of the page, by name; `before` is absent where the period has no length."""
    metrics = tuple(
        dict.fromkeys([*chosen, *filter(None, map(_events, chosen)), "contracts", "cost_total", "margin"])
    )
    now = replace(query, metrics=metrics, by=())
    recurring = {**query.where, "kind": ("recurring", None)} if "kind" not in query.where else query.where
    asked = {
        "now": replace(now, where=recurring),
        "month": replace(query, metrics=MONTHLY, by=("month",), where=recurring),
        "tests": replace(query, metrics=TESTED, by=("campaign",), where={**query.where, "kind": ("test",)}),
    }
    before = _before(query.period)
    if before:
        asked["before"] = replace(now, where=recurring, period=before)
    return asked


def build(answers: dict[str, Answer], chosen: Sequence[str], changes: tuple[Change, ...]) -> Home:
    """Build the page from the answers to `queries`."""
    now, before = answers["now"], answers.get("before")
    indicators = []
    for name in chosen:
        item = CATALOGUE.find(name)
        cell = now.total.cells[name]
        was = before.total.cells[name] if before else None
        basis = _events(name)
        indicators.append(
            Chosen(
                name,
                item.label,
                item.words,
                cell,
                was,
                _better(name, cell, was),
                CATALOGUE.find(basis).label if basis else None,
                now.total.cells[basis] if basis else None,
            )
        )
    months = answers["month"]
    return Home(
        now,
        tuple(indicators),
        Cumulated.of(months, changes),
        sayings.payback(months),
        months,
        answers["tests"],
    )


def _events(name: str) -> str | None:
    item = CATALOGUE.find(name)
    return item.events if isinstance(item, Metric) else None


def _before(period: Period) -> Period | None:
    if period.begin is None or period.end is None:
        return None
    length: timedelta = period.end - period.begin
    return Period(period.begin - length, period.begin)


def _better(name: str, cell: Cell, was: Cell | None) -> bool | None:
    if was is None or None in (cell.value, was.value, cell.low, cell.high, was.low, was.high):
        return None
    item = CATALOGUE.find(name)
    up = (cell.low or 0) > (was.high or 0)
    down = (cell.high or 0) < (was.low or 0)
    if not (up or down):
        return None
    return up if getattr(item, "polarity", "higher") == "higher" else down
