"""Shows how a file is read before it is taken in, and what it would change."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.intake.reading import Reading, Reject
    from filon.metrics.answer import Cell

FEW = 4


@dataclass(frozen=True)
class SourceColumn:
    """A column of the file: its header, the canonical column it gives (or none), and a few of its cells."""

    header: str
    canonical: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """How one table is read: its kind, its columns, and the rows that cannot be taken as they are."""

    kind: str
    label: Text
    sheet: str | None
    columns: tuple[SourceColumn, ...]
    targets: tuple[tuple[str, Text], ...]
    notes: tuple[Text, ...]
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
    rejects = [reject for chunk in islice(reading.chunks(), 1) for reject in chunk.rejects[: FEW + 1]]
    return Sample(
        reading.kind.name,
        reading.kind.label,
        reading.sheet,
        columns,
        tuple((column.name, column.label) for column in reading.kind.columns),
        tuple(reading.notes),
        tuple(rejects),
    )


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
