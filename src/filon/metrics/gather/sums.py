"""Plain sums: each table is grouped by the dimensions asked on its own, before anything meets."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from filon.lake.facts import TABLES
from filon.lake.tables import Expression
from filon.metrics.gather import costs, cycles, horizon
from filon.metrics.gather.cells import Cells, add, merge
from filon.metrics.gather.select import Context, read, select
from filon.metrics.language.components import Component, Peak, Sum
from filon.metrics.language.measure import Measure, Part

Counted: TypeAlias = list[tuple[Measure, Part]]


def gather(context: Context, measures: Iterable[Measure], dimensions: Sequence[str]) -> Cells:
    """Return the components of every cell that has any, by its dimension values in the order asked."""
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
    cells: Cells = {}
    for row in selected.grouped(aggregates(selected.table, table, counted)):
        if row["rows"]:
            key = tuple(read(context, name, row[column]) for name, column in selected.columns.items())
            add(cells, key, components(row, table, counted))
    return cells


def aggregates(rows: Expression, table: str, counted: Counted) -> dict[str, Expression]:
    """Return the aggregate of each measure, and the numbers of the rows it does not know."""
    found = {"rows": rows.count()}
    for position, (measure, part) in enumerate(counted):
        value = part.value(rows)
        if measure.how == "peak":
            found[f"value_{position}"] = value.max()
        elif measure.how == "distinct" and table != "totals":
            found[f"value_{position}"] = value.nunique()
        else:
            found[f"value_{position}"] = value.sum()
        if part.unknown is not None:
            number = rows[TABLES[table].key[0]]
            found[f"unknown_{position}"] = number.collect(where=part.unknown(rows))
    return found


def components(row: dict[str, Any], table: str, counted: Counted) -> dict[str, Component]:
    """Return the components of one aggregated row; null means that nothing was there to sum."""
    del table
    found: dict[str, Component] = {}
    for position, (measure, part) in enumerate(counted):
        value = row[f"value_{position}"]
        unknown = frozenset((part.reason, number) for number in row.get(f"unknown_{position}") or ())
        if measure.how == "peak":
            found[measure.id] = Peak(float(value or 0))
        elif value is not None or unknown or measure.empty == "zero":
            units = 0 if value is None else value
            found[measure.id] = Sum(units if isinstance(units, float) else int(units), unknown)
    return found
