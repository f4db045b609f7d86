"""The home page: a few chosen indicators against the period before, the trend, and what is doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from filon.metrics.answer import Answer, Cell
from filon.metrics.calling import among, divides
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.dimension import Value
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.reports.pages import calling, sayings
from filon.reports.pages.parts import Change, Cumulated
from filon.reports.pages.sheets import Sheet, of_answer
from filon.terms.period import Period
from filon.terms.text import Text

if TYPE_CHECKING:
    from datetime import timedelta

KEPT = Text(
    "récurrentes et sans type", "recurring and of no kind"
)  # the kinds that count where none is asked
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
    answer: Answer  # what the figure was asked in
    earlier: Answer | None
    channels: Text | None  # those it is kept to


@dataclass(frozen=True, slots=True)
class Home:
    """The page."""

    answer: Answer
    indicators: tuple[Chosen, ...]
    trend: Cumulated | None
    payback: Text
    months: Answer
    tests: Answer

    @property
    def kinds(self) -> Text:
        """Which kinds of campaign count."""
        return sayings.kinds(self.answer.query)


def queries(
    query: Query, chosen: Sequence[str], channels: Sequence[Value], *, tests: bool = False
) -> dict[str, Query]:
    """Return the questions of the page, by name; those `before` are absent where the period has no length.

    What divides by calls or appointments is asked of the `channels` that call. Test campaigns do not count, unless
    the question names the kinds that do, or `tests` asks for all.
    """
    metrics = (*chosen, *filter(None, map(_events, chosen)), "contracts", "cost_total", "margin")
    where = query.where if tests or "kind" in query.where else {**query.where, "kind": ("recurring", None)}
    now = replace(query, metrics=metrics, by=(), where=where)
    asked = {
        "now": now,
        "now_calling": among(now, channels),
        "month": replace(now, metrics=MONTHLY, by=("month",)),
        "tests": replace(query, metrics=TESTED, by=("campaign",), where={**query.where, "kind": ("test",)}),
    }
    before = _before(query.period)
    if before:
        asked |= {
            name.replace("now", "before"): replace(asked[name], period=before)
            for name in ("now", "now_calling")
        }
    return asked


def build(answers: dict[str, Answer], chosen: Sequence[str], changes: tuple[Change, ...]) -> Home:
    """Build the page from the answers to `queries`."""
    months = answers["month"]
    return Home(
        answers["now"],
        tuple(_indicator(name, answers) for name in chosen),
        Cumulated.of(months, changes),
        sayings.payback(months),
        months,
        answers["tests"],
    )


def sheet(home: Home) -> Sheet:
    """Return the indicators to take away, with the channels that some are kept to."""
    cells = {one.id: one.cell for one in home.indicators}
    total = replace(home.answer.total, cells=cells)
    found = of_answer(replace(home.answer, total=total), Text("Indicateurs", "Indicators"), tuple(cells))
    kept = [
        Text(f"{one.label.fr} : {one.channels.fr}", f"{one.label.en}: {one.channels.en}")
        for one in home.indicators
        if one.channels
    ]
    return replace(found, basis=(*found.basis, *kept))


def _indicator(name: str, answers: dict[str, Answer]) -> Chosen:
    item, events = CATALOGUE.find(name), _events(name)
    suffix = "_calling" if divides(name) else ""
    answer, earlier = answers[f"now{suffix}"], answers.get(f"before{suffix}")
    cell, was = answer.total.cells[name], earlier.total.cells[name] if earlier else None
    kept = answer.query.where.get("channel") if suffix else None
    return Chosen(
        name,
        item.label,
        item.words,
        cell,
        was,
        _better(name, cell, was),
        CATALOGUE.find(events).label if events else None,
        answer.total.cells[events] if events else None,
        answer,
        earlier,
        calling.said(kept) if kept else None,
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
