"""Tables to take away: typed columns and plain values, for any kind of file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from filon.metrics.answer import Answer, Cell
from filon.metrics.definitions import CATALOGUE
from filon.metrics.gather.behind import Behind
from filon.metrics.language.measure import Unit
from filon.reports.pages.parts import value_label
from filon.terms.text import Text

Content = str | Text | bool | int | float | Decimal | Fraction | date | datetime | None  # None: no value
Kind = Unit | Literal["text", "number", "day", "instant"]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its id, what it is called, and what it holds."""

    id: str
    label: Text
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; `basis` are the sentences without which its numbers cannot be compared."""

    title: Text
    heads: tuple[Head, ...]
    rows: Iterable[Sequence[Content]]
    basis: tuple[Text, ...] = ()


Figures = Sequence[tuple[str, Cell | None]]  # cells by the id of their column
BEHIND = (
    Head("input", Text("Donnée", "Input")),
    Head("kind", Text("Type de fiche", "Kind of record")),
    Head("id", Text("Fiche", "Record")),
    Head("day", Text("Jour", "Day"), "day"),
    Head("campaign", Text("Campagne", "Campaign")),
    Head("value", Text("Valeur", "Value"), "number"),
)
_LOW, _HIGH = Text("minimum à 95 %", "95% minimum"), Text("maximum à 95 %", "95% maximum")
_REMARKS = Head("remarks", Text("Remarques", "Remarks"))


def of_answer(answer: Answer, title: Text, metrics: Sequence[str], *, total: bool = True) -> Sheet:
    """Return an answer: a column per dimension, then per figure, with its bounds where it has any."""
    keys = [Head(name, CATALOGUE.dimensions[name].label.capital) for name in answer.query.by]
    lines: list[tuple[Sequence[Content], Figures]] = [
        (
            [value_label(name, value) for name, value in row.dimensions.items()],
            [(name, row.cells[name]) for name in metrics],
        )
        for row in answer.rows
    ]
    if total and keys:
        blank = [None] * (len(keys) - 1)
        lines.append(
            ((Text("Ensemble", "Total"), *blank), [(name, answer.total.cells[name]) for name in metrics])
        )
    heads = [Head(name, CATALOGUE.find(name).label, CATALOGUE.find(name).unit) for name in metrics]
    return of_lines(title, keys, heads, lines, basis(answer))


def of_rows(title: Text, rows: Iterable[tuple[Behind, str]], sentences: tuple[Text, ...] = ()) -> Sheet:
    """Return the rows behind a figure; per input, their values sum to it."""
    lines = ((row.measure, row.kind, source, row.day, row.campaign, row.value) for row, source in rows)
    return Sheet(title, BEHIND, lines, sentences)


def basis(answer: Answer) -> tuple[Text, ...]:
    """Say as of when, by which rules and about what an answer is."""
    query = answer.query
    view = Text("activité", "activity") if query.view == "activity" else Text("cohorte", "cohort")
    begin = Text("le début", "the start") if query.period.begin is None else _same(query.period.begin)
    end = (
        Text("ce jour", "this day")
        if query.period.end is None
        else _same(date.fromordinal(query.period.end.toordinal() - 1))
    )
    lines = [
        Text(f"Chiffres du {answer.as_of:%Y-%m-%d %H:%M}", f"Figures of {answer.as_of:%Y-%m-%d %H:%M}"),
        Text(f"Formule {answer.formula}, règle {answer.rule}", f"Formula {answer.formula}, rule {answer.rule}"),
        Text(f"Vue {view.fr}, de {begin.fr} à {end.fr}", f"{view.en.capitalize()} view, from {begin.en} to {end.en}"),
    ]  # fmt: skip
    if query.horizon_months:
        lines.append(Text(f"Horizon {query.horizon_months} mois", f"Horizon {query.horizon_months} months"))
    for name, values in query.where.items():
        label = CATALOGUE.dimensions[name].label
        said = [value_label(name, value) for value in values]
        lines.append(
            Text(
                f"{label.fr.capitalize()} : {', '.join(text.fr for text in said)}",
                f"{label.en.capitalize()}: {', '.join(text.en for text in said)}",
            )
        )
    return tuple(lines)


def _same(day: date) -> Text:
    return Text(day.isoformat(), day.isoformat())


def of_lines(
    title: Text,
    keys: Sequence[Head],
    heads: Sequence[Head],
    lines: Sequence[tuple[Sequence[Content], Figures]],
    sentences: tuple[Text, ...],
) -> Sheet:
    """Return lines of figures under `keys`, the columns of what they are about.

    Figures are exact, those on too few included: the remarks tell which they are.
    """
    bounded = {
        name for _, figures in lines for name, cell in figures if cell and (cell.low, cell.high) != (None, None)
    }  # fmt: skip
    columns = [column for head in heads for column in _with_bounds(head, bounded)]
    labels = {head.id: head.label for head in heads}
    rows = [
        (
            *found,
            *(value for name, cell in figures for value in _values(cell, bounds=name in bounded)),
            _remarks(figures, labels),
        )
        for found, figures in lines
    ]
    return Sheet(title, (*keys, *columns, _REMARKS), rows, sentences)


def _with_bounds(head: Head, bounded: set[str]) -> list[Head]:
    if head.id not in bounded:
        return [head]
    low, high = (
        Head(f"{head.id}_{side}", Text(f"{head.label.fr}, {said.fr}", f"{head.label.en}, {said.en}"), head.kind)
        for side, said in (("low", _LOW), ("high", _HIGH))
    )  # fmt: skip
    return [head, low, high]


def _values(cell: Cell | None, *, bounds: bool) -> list[Content]:
    found: list[Content] = [cell.value if cell else None]
    return [*found, cell.low if cell else None, cell.high if cell else None] if bounds else found


def _remarks(figures: Figures, labels: dict[str, Text]) -> Text | None:
    """Say which figures of a line have no answer and why, and which rest on too few."""
    said = [
        Text(f"{labels[name].fr} : {reason.fr}", f"{labels[name].en}: {reason.en}")
        for name, cell in figures
        if cell and (reason := _remark(cell))
    ]
    return Text(" ; ".join(text.fr for text in said), "; ".join(text.en for text in said)) if said else None


def _remark(cell: Cell) -> Text | None:
    if cell.value is None:
        return cell.reason
    return Text("trop peu pour conclure", "too few to conclude") if cell.too_few else None
