"""Shows how a figure was made: its formula, its inputs, and the records behind each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from filon.flows.answer import ask, named, reader_of
from filon.metrics.answer import Answer, Cell
from filon.metrics.definitions import CATALOGUE
from filon.metrics.gather import behind
from filon.metrics.gather.behind import Behind
from filon.metrics.language.measure import Measure
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.terms.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from django.db.models import Model

_CHUNK = 5_000  # records whose ids are looked up at once


@dataclass(frozen=True)
class Explanation:
    """A figure with what it was made of; `inputs` are the measures, in the order of the formula."""

    item: Measure | Metric
    answer: Answer
    figure: Cell
    inputs: tuple[tuple[Measure, Cell], ...]


def explain(home: Path, metric: str, query: Query, scope: Scope = EVERYTHING) -> Explanation:
    """Return how a metric comes out of a query. Raises the faults of `ask`."""
    item = CATALOGUE.find(metric)
    measures = [measure for measure in CATALOGUE.terms(metric) if not measure.hidden]
    names = tuple(measure.id for measure in measures)
    answer = ask(home, replace(query, metrics=(metric, *names), by=()), scope)
    cells = answer.total.cells
    return Explanation(
        item, answer, cells[metric], tuple((measure, cells[measure.id]) for measure in measures)
    )


def write_rows(file: TextIO, home: Path, explanation: Explanation, scope: Scope = EVERYTHING) -> int:
    """Write every row behind the inputs as CSV, and return how many there are.

    Per input, the column `value` sums to its figure, to the cent; it is empty where it is unknown.
    """
    from filon.reports.pages import sheets
    from filon.reports.paint import delimited

    count = 0

    def counted() -> Iterator[tuple[Behind, str]]:
        nonlocal count
        for pair in rows(home, explanation, scope):
            count += 1
            yield pair

    delimited.technical(file, sheets.of_rows(explanation.item.label, counted()), "fr")
    return count


def rows(home: Path, explanation: Explanation, scope: Scope = EVERYTHING) -> Iterator[tuple[Behind, str]]:
    """Give every row behind the inputs, with the id its record has in its source."""
    with reader_of(home) as engine:
        context = engine.context(named(explanation.answer.query, scope), scope)
        for measure, _ in explanation.inputs:
            found = behind.rows(context, measure)
            while chunk := list(islice(found, _CHUNK)):
                yield from zip(chunk, _sources(chunk, scope), strict=True)


def _sources(chunk: list[Behind], scope: Scope) -> list[str]:
    by_kind: dict[str, set[int]] = {}
    for row in chunk:
        by_kind.setdefault(row.kind, set()).add(row.number)
    names: dict[tuple[str, int], str] = {}
    if scope.client_ids is not None:
        by_kind.pop("contacts", None)  # the id of one may be a telephone number
    for kind, numbers in by_kind.items():
        model, column = _models()[kind]
        pairs = model._default_manager.filter(pk__in=numbers).values_list("pk", column)
        names |= {(kind, number): name for number, name in pairs}
    return [names.get((row.kind, row.number), f"#{row.number}") for row in chunk]


def _models() -> "dict[str, tuple[type[Model], str]]":
    from filon.records import models

    return {
        "calls": (models.Call, "call_id"),
        "contacts": (models.Contact, "contact_id"),
        "appointments": (models.Appointment, "appointment_id"),
        "opportunities": (models.Opportunity, "opportunity_id"),
        "contracts": (models.Contract, "contract_id"),
        "costs": (models.Cost, "cost_id"),
        "channel_activity": (models.ChannelActivity, "channel_activity_key"),
        "activity": (models.ActivityTotal, "activity_key"),
    }
