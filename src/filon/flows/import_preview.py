"""Shows how a file is read before it is taken in, and what it would change."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.intake.coded import CodedValue
    from filon.intake.kinds import Kind
    from filon.intake.reading import Reading, Reject
    from filon.intake.reading.doubts import MissingColumn
    from filon.metrics.answer import Cell

FEW = 4


@dataclass(frozen=True)
class SourceColumn:
    """A column of the file: its header, the canonical column it gives (or none), and a few of its cells."""

    header: str
    canonical: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CodedColumn:
    """A coded column with values to translate, what each may mean, and how many more values there are."""

    name: str
    label: Text
    values: "tuple[CodedValue, ...]"
    meanings: tuple[tuple[str, Text], ...]
    more: int


@dataclass(frozen=True)
class Sample:
    """How one table is read: its kind, its columns, the values to translate, and the rows that cannot be taken."""

    kind: str
    label: Text
    sheet: str | None
    columns: tuple[SourceColumn, ...]
    targets: tuple[tuple[str, Text], ...]
    notes: tuple[Text, ...]
    coded: tuple[CodedColumn, ...]
    strange: "tuple[Reject, ...]"


@dataclass(frozen=True)
class Effect:
    """The total ROI before and after, and what enters it."""

    before: "Cell"
    revenue_cents: int
    margin_cents: int
    cost_cents: int
    after: float | None


def sample(reading: "Reading") -> Sample:
    """Return how a reading understands its table, from its first rows. Raises the faults of reading."""
    first = next(iter(reading.grid.batches()), None)
    frame = first.frame.drop("line").head(FEW) if first is not None else None
    given = {each.index: each.column.name for each in reading.plan.fields if each.index is not None}
    columns = tuple(
        SourceColumn(
            header,
            given.get(place, ""),
            tuple(str(cell or "") for cell in frame.to_series(place)) if frame is not None else (),
        )
        for place, header in enumerate(reading.grid.header)
    )
    coded = _coded(reading)
    asked = {each.header for each in reading.plan.fields if each.column.name in {one.name for one in coded}}
    rejects = [
        reject
        for chunk in islice(reading.chunks(), 1)
        for reject in chunk.rejects
        if reject.column not in asked  # asked once per value rather than once per row
    ][: FEW + 1]
    return Sample(
        reading.kind.name,
        reading.kind.label,
        reading.sheet,
        columns,
        _targets(reading.kind),
        tuple(reading.notes),
        coded,
        tuple(rejects),
    )


def sample_lacking(fault: "MissingColumn") -> Sample:
    """Return a table that lacks a mandatory column, for a person to say which of its columns gives it."""
    given = {place: name for name, place in fault.found.items()}
    few = fault.cells[:FEW]
    columns = tuple(
        SourceColumn(header, given.get(place, ""), tuple(row[place] for row in few if place < len(row)))
        for place, header in enumerate(fault.header)
    )
    return Sample(fault.kind.name, fault.kind.label, None, columns, _targets(fault.kind), (), (), ())


def _targets(kind: "Kind") -> tuple[tuple[str, Text], ...]:
    return tuple((column.name, column.label) for column in kind.columns)


def _coded(reading: "Reading") -> tuple[CodedColumn, ...]:
    from filon.intake.coded import MOST, to_translate, values_of

    found = to_translate(reading)
    columns = []
    for name in dict.fromkeys(value.column for value in found):
        column = reading.kind.column(name)
        values = [value for value in found if value.column == name]
        meanings = tuple(values_of(column).items())
        columns.append(
            CodedColumn(name, column.label, tuple(values[:MOST]), meanings, max(len(values) - MOST, 0))
        )
    return tuple(columns)


def effect(home: Path, tables: list[dict[str, Any]]) -> Effect:
    """Return what the rows that a dry run would create do to the total ROI."""
    from filon.flows.answer import ask
    from filon.metrics.language.query import Query

    before = ask(home, Query(("roi", "margin", "cost_total"))).total.cells
    sums = {
        name: sum(table["effect"].get(name, 0) for table in tables) for name in ("revenue", "margin", "cost")
    }
    margin, cost = before["margin"].value, before["cost_total"].value
    after = None
    if (margin is not None or sums["margin"]) and (cost or 0) * 100 + sums["cost"] > 0:
        spent = float(cost or 0) + sums["cost"] / 100
        after = (float(margin or 0) + sums["margin"] / 100 - spent) / spent
    return Effect(before["roi"], sums["revenue"], sums["margin"], sums["cost"], after)
