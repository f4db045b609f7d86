"""The funnel: from calls to contracts, what passes from one stage to the next, and what one unit cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.query import Query
from filon.reports.pages import sayings, sheets, standing
from filon.reports.pages.parts import Chart, cells, holds, labels
from filon.reports.paint.numbers import amount
from filon.terms.text import Text


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its measure, its rates from an earlier stage and from the calls, what one costs."""

    count: str
    before: str | None
    first: str | None
    price: str | None

    @property
    def label(self) -> Text:
        """What is counted."""
        return CATALOGUE.find(self.count).label

    def metrics(self, *, money: bool) -> list[str]:
        """Return the figures of the stage."""
        return [name for name in (self.count, self.before, self.first, self.price if money else None) if name]


STAGES = (
    Stage("calls", None, None, "cost_per_call"),
    Stage("useful_conversations", "conversation_rate", "conversation_rate", "cost_per_conversation"),
    Stage("appointments_set", "appointment_rate", "appointments_set_of_calls", "cost_per_appointment"),
    Stage(
        "appointments_validated", "appointments_validated_of_appointments_set",
        "appointments_validated_of_calls", "cost_per_validated_appointment",
    ),
    Stage(
        "appointments_held", "appointments_held_of_appointments_set", "appointments_held_of_calls",
        "cost_per_held_appointment",
    ),
    Stage("opportunities", "opportunities_of_appointments_held", "opportunities_of_calls", "cost_per_opportunity"),
    Stage("proposals", "proposals_of_opportunities", "proposals_of_calls", "cost_per_proposal"),
    Stage("contracts", "win_rate", "contracts_of_calls", "cac"),
)  # fmt: skip
CLIENT_STAGES = STAGES[:5]  # a client follows its mission up to the appointments
COMPARED = "appointments_set"
_TOLD = ("useful_conversations", "appointments_set", "appointments_held", "contracts")
_STAGE = sheets.Head("stage", Text("Étape", "Stage"))
_COLUMNS = (
    sheets.Head("count", Text("Nombre", "Count"), "count"),
    sheets.Head("before", Text("Depuis l'étape précédente", "From the stage before"), "share"),
    sheets.Head("first", Text("Depuis les appels", "From the calls"), "share"),
    sheets.Head("price", Text("Coût par unité", "Cost per unit"), "money"),
)


@dataclass(frozen=True, slots=True)
class Lane:
    """The funnel of one value of the dimension."""

    label: Text
    row: Row


@dataclass(frozen=True, slots=True)
class Funnel:
    """The page; `lanes` are empty where nothing is compared."""

    answer: Answer
    stages: tuple[Stage, ...]
    finding: Text
    lanes: tuple[Lane, ...]
    compared: Text | None
    chart: Chart | None

    @property
    def kinds(self) -> Text:
        """Which kinds of campaign count."""
        return sayings.kinds(self.answer.query)


def dimensions(*, money: bool) -> list[str]:
    """Return the dimensions that every figure of the page can be split by."""
    found = [CATALOGUE.splits(name) for stage in STAGES for name in stage.metrics(money=money)]
    return [name for name in CATALOGUE.dimensions if all(name in possible for possible in found)]


def query(asked: Query, by: str | None, stages: Sequence[Stage], *, money: bool) -> Query:
    """Return the question of the page."""
    metrics = tuple(name for stage in stages for name in stage.metrics(money=money))
    return replace(asked, metrics=metrics, by=(by,) if by else ())


def build(answer: Answer, stages: tuple[Stage, ...], compared: str) -> Funnel:
    """Build the page; `compared` is the stage whose rate the chart compares, where there is a dimension."""
    finding = _summary(answer.total, stages)
    if not answer.query.by:
        return Funnel(answer, stages, finding, (), None, None)
    rate = next((stage.before for stage in stages if stage.count == compared), None) or "appointment_rate"
    lanes = zip(labels(answer, {}), answer.rows, strict=True)
    return Funnel(
        answer,
        stages,
        finding,
        tuple(Lane(label, row) for label, row in lanes if holds(row)),
        standing.finding(answer, rate),
        standing.chart(answer, rate),
    )


def sheet(funnel: Funnel) -> sheets.Sheet:
    """Return the table to take away: a line per stage, or per value of the dimension."""
    title = Text("Entonnoir", "Funnel")
    if funnel.answer.query.by:
        return sheets.of_answer(funnel.answer, title, funnel.answer.query.metrics)
    names = funnel.answer.query.metrics
    money = any(stage.price in names for stage in funnel.stages)
    heads = _COLUMNS if money else _COLUMNS[:3]
    found = dict(zip(names, cells(funnel.answer.total, names), strict=True))
    lines = []
    for stage in funnel.stages:
        asked = (stage.count, stage.before, stage.first, stage.price)[: len(heads)]
        figures = [(head.id, found.get(name or "")) for head, name in zip(heads, asked, strict=True)]
        lines.append(((stage.label,), figures))
    return sheets.of_lines(title, [_STAGE], heads, lines, sheets.basis(funnel.answer))


def _summary(total: Row, stages: Sequence[Stage]) -> Text:
    """Say what a thousand calls become."""
    calls = total.cells["calls"].value
    if not calls:
        return Text(
            "Aucun appel dans cette période et ces filtres", "No call in this period and these filters"
        )
    told = [
        (CATALOGUE.find(stage.count).label, 1000 * float(value) / float(calls))
        for stage in stages
        if stage.count in _TOLD and (value := total.cells[stage.count].value) is not None
    ]
    fr = ", ".join(f"{_short(number, 'fr')} {label.fr.lower()}" for label, number in told)
    en = ", ".join(f"{_short(number, 'en')} {label.en.lower()}" for label, number in told)
    return Text(f"1\u202f000 appels donnent {fr}", f"1,000 calls give {en}")


def _short(number: float, language: str) -> str:
    return amount(round(number, 1 if number < 10 else 0), "count", "fr" if language == "fr" else "en")
