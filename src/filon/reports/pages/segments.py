"""Segments: a figure by one dimension, best first, or by two, as a heat map; what is too few is set apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.gather.cells import order
from filon.metrics.language.dimension import Value
from filon.metrics.language.measure import Measure
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.reports.pages import sheets, standing
from filon.reports.pages.parts import Chart, Grid, holds, labels, told, value_label
from filon.terms.text import Text

OFFERED = (
    "reach_rate", "conversation_rate", "appointment_rate", "validation_rate", "show_rate", "proposal_rate", "win_rate",
    "close_rate", "useful_conversations_per_hour", "cost_per_conversation", "cost_per_appointment",
    "cost_per_held_appointment", "cost_per_opportunity", "cac", "average_deal", "margin_rate", "roi", "return_multiple",
)  # fmt: skip
DEFAULT, BY = "appointment_rate", "sector"
PRESETS = (
    (Text("Quand appeler", "When to call"), ("reach_rate", "weekday", "hour")),
    (Text("Secteur et taille", "Sector and size"), ("appointment_rate", "sector", "size_band")),
    (Text("Script et fichier", "Script and list"), ("appointment_rate", "script", "list")),
)
"""What is often asked: a name, then the figure and the two dimensions."""
_BESIDE = ("calls", "useful_conversations", "appointments_set")
_BESIDE_MONEY = ("contracts", "cost_total", "roi")
_MOST_SQUARES, _MOST_ACROSS = 400, 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table, and what it is called."""

    label: Text
    row: Row


@dataclass(frozen=True, slots=True)
class Band:
    """A line of the heat map: the rows along the second dimension (None: nothing there), and the whole line."""

    label: Text
    rows: tuple[Row | None, ...]
    whole: Row | None


@dataclass(frozen=True, slots=True)
class Segments:
    """The page; `ranked` and `few` where one dimension is asked, `bands` and `across` where two are."""

    answer: Answer
    metric: Measure | Metric
    finding: Text
    chart: Chart | None
    columns: tuple[Measure | Metric, ...] = ()
    ranked: tuple[Entry, ...] = ()
    few: tuple[Entry, ...] = ()
    across: tuple[Entry, ...] = ()
    bands: tuple[Band, ...] = ()


def queries(query: Query, metric: str, by: Sequence[str], *, money: bool) -> dict[str, Query]:
    """Return the questions of the page, by name."""
    if len(by) == 1:
        return {"one": replace(query, metrics=columns(metric, by[0], money=money), by=tuple(by))}
    first, second = by
    asked = {"both": (first, second), "first": (first,), "second": (second,)}
    return {name: replace(query, metrics=(metric,), by=one) for name, one in asked.items()}


def columns(metric: str, dimension: str, *, money: bool) -> tuple[str, ...]:
    """Return a figure, what it is made of and what else tells a segment apart, where the dimension splits it."""
    inputs = [item.id for item in CATALOGUE.terms(metric) if not item.hidden]
    names = dict.fromkeys((metric, *inputs, *_BESIDE, *(_BESIDE_MONEY if money else ())))
    return tuple(name for name in names if name == metric or dimension in CATALOGUE.splits(name))


def build(answers: Mapping[str, Answer], metric: str) -> Segments:
    """Build the page from the answers to `queries`."""
    item = CATALOGUE.find(metric)
    if answer := answers.get("one"):
        named = dict(zip(map(id, answer.rows), labels(answer, {}), strict=True))
        found = standing.standing(answer, metric)
        ranked, few = (
            tuple(Entry(named[id(row)], row) for row in rows if holds(row))
            for rows in (found.firm, found.few)
        )
        items = tuple(CATALOGUE.find(name) for name in answer.query.metrics)
        return Segments(
            answer, item, standing.finding(answer, metric), standing.chart(answer, metric), items, ranked, few
        )
    both, first, second = answers["both"], answers["first"], answers["second"]
    across = _entries(second, second.query.by[0], both)
    down = _entries(first, first.query.by[0], both)
    places = {tuple(row.dimensions.values()): row for row in both.rows}
    bands = tuple(
        Band(one.label, tuple(places.get((_value(one), _value(other))) for other in across), one.row)
        for one in down
    )
    readable = len(down) * len(across) <= _MOST_SQUARES and len(across) <= _MOST_ACROSS
    chart = Grid.of(both, metric) if readable else None
    return Segments(both, item, standing.finding(both, metric), chart, across=across, bands=bands)


def sheet(page: Segments) -> sheets.Sheet:
    """Return the table to take away."""
    return sheets.of_answer(page.answer, Text("Segments", "Segments"), page.answer.query.metrics)


def _entries(answer: Answer, dimension: str, both: Answer) -> tuple[Entry, ...]:
    """Return the values of a dimension that the pairs have, in its order, with their own figures."""
    kept = {row.dimensions[dimension] for row in both.rows if any(map(told, row.cells.values()))}
    rows = {row.dimensions[dimension]: row for row in answer.rows}
    values = sorted(kept & rows.keys(), key=lambda value: order((value,)))
    return tuple(Entry(value_label(dimension, value), rows[value]) for value in values)


def _value(entry: Entry) -> Value:
    (value,) = entry.row.dimensions.values()
    return value
