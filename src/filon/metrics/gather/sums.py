"""Plain sums: each table is grouped by the dimensions asked on its own, before anything meets."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from filon.lake.facts import TABLES
from filon.lake.tables import Expression
from filon.metrics.gather import costs, cycles, horizon
from filon.metrics.gather.cells import Cells, add, merge
from filon.metrics.gather.select import Context, select
from filon.metrics.language.components import Component, Peak, Sum
from filon.metrics.language.measure import Measure, Part

Counted: TypeAlias = list[tuple[Measure, Part]]
_NONE: frozenset[tuple[str, int]] = frozenset()


def gather(context: Context, measures: Iterable[Measure], dimensions: Sequence[str]) -> Cells:
    """Return the components of every cell that has any, by its dimension values in the order asked."""
    if context.campaigns.none:
        return {}
    groups: dict[tuple[str, str, str], Counted] = defaultdict(list)
    for measure in measures:
        for part in measure.parts:
            groups[part.source, part.table, part.day].append((measure, part))
    cells: Cells = {}
    for (source, table, day), counted in groups.items():
        if source == "cycles":
            found = cycles.gather(context, dimensions)
        elif source == "horizon":
            found = horizon.gather(context, [measure.id for measure, _ in counted], dimensions)
        elif source == "costs" and costs.reach_segments(context, dimensions):
            found = costs.gather(context, counted, dimensions)
        else:
            found = _summed(context, table, day, counted, dimensions)
        merge(cells, found)
    return cells


def _summed(context: Context, table: str, day: str, counted: Counted, dimensions: Sequence[str]) -> Cells:
    selected = select(context, table, day, dimensions)
    if context.lake.is_empty(table):
        return {}
    aggregated, readings = _aggregates(selected.table, table, counted)
    cells: Cells = {}
    for key, row in selected.keyed(context, selected.grouped(aggregated)):
        if row["rows"]:
            add(cells, key, _components(row, readings))
    return cells


@dataclass(frozen=True, slots=True)
class _Reading:
    """The columns that hold a measure's sum and, where it can be unknown, the numbers of such rows."""

    measure: Measure
    reason: str
    value: str
    unknown: str | None


def _aggregates(
    rows: Expression, table: str, counted: Counted
) -> tuple[dict[str, Expression], list[_Reading]]:
    """Return the aggregate of each measure with the rows it does not know, and how to read them."""
    found, readings = {"rows": rows.count()}, []
    for position, (measure, part) in enumerate(counted):
        value, unknown = f"value_{position}", f"unknown_{position}" if part.unknown is not None else None
        found[value] = _aggregate(measure, part, rows, table)
        if unknown and part.unknown is not None:
            number = rows[TABLES[table].key[0]]
            found[unknown] = number.collect(where=part.unknown(rows))
        readings.append(_Reading(measure, part.reason, value, unknown))
    return found, readings


def _aggregate(measure: Measure, part: Part, rows: Expression, table: str) -> Expression:
    value = part.value(rows)
    if measure.how == "peak":
        return value.max()
    if measure.how == "distinct" and table != "totals":
        return value.nunique()
    return value.sum()


def _components(row: dict[str, Any], readings: list[_Reading]) -> dict[str, Component]:
    """Return the components of one aggregated row; null means that nothing was there to sum."""
    found: dict[str, Component] = {}
    for reading in readings:
        measure, value = reading.measure, row[reading.value]
        numbers = row[reading.unknown] if reading.unknown else None
        unknown = frozenset((reading.reason, number) for number in numbers) if numbers else _NONE
        if measure.how == "peak":
            found[measure.id] = Peak(float(value or 0))
        elif value is not None or unknown or measure.empty == "zero":
            units = 0 if value is None else value
            found[measure.id] = Sum(units if isinstance(units, float) else int(units), unknown)
    return found
