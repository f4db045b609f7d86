"""How unevenly events fall on operators' days: what the spread of a cost per event is measured on."""

from collections.abc import Iterable, Sequence

import ibis

from filon.lake.tables import Expression
from filon.metrics.gather.cells import Cells, add
from filon.metrics.gather.select import Context, Selected, read, select
from filon.metrics.language.components import OperatorDays
from filon.metrics.language.dimension import Kind

_FLAGS = {
    "appointments_set": None,
    "appointments_validated": "validated",
    "appointments_held": "held",
}
PLACED = frozenset({"useful_conversations", *_FLAGS})  # the events that fall on an operator's day
_DAY = ["campaign", "operator", "dated"]


def gather(context: Context, events: Iterable[str], dimensions: Sequence[str]) -> Cells:
    """Return the sums over operator-days of each cell; nothing where a dimension cuts through such a day."""
    wanted = [name for name in dict.fromkeys(events) if name in PLACED]
    if not wanted or not all(_whole(context, name) for name in (*dimensions, *context.query.where)):
        return {}
    daily = select(context, "calls", "day", dimensions)
    names = [*daily.columns.values(), *_DAY]
    parts = [_effort(daily.table, names, wanted)]
    if any(name in _FLAGS for name in wanted):
        parts.append(
            _appointments(select(context, "appointments", "booked_on", dimensions).table, names, wanted)
        )
    sums = {name: parts[0][name].sum() for name in ("effort", *wanted)}
    if len(parts) > 1:
        stacked = ibis.union(*parts)
        sums = {name: stacked[name].sum() for name in ("effort", *wanted)}
    else:
        stacked = parts[0]
    days = stacked.group_by(names).agg(**sums)
    return _read(context, Selected(days, daily.columns), wanted)


def _whole(context: Context, dimension: str) -> bool:
    return dimension == "operator" or context.kind(dimension) in (Kind.TIME, Kind.CAMPAIGN)


def _effort(rows: Expression, names: list[str], wanted: list[str]) -> Expression:
    counts = {
        name: rows.useful_conversations.cast("float64")
        if name == "useful_conversations"
        else ibis.literal(0.0)
        for name in wanted
    }
    return rows.select(*names, effort=rows.calls.cast("float64"), **counts)


def _appointments(rows: Expression, names: list[str], wanted: list[str]) -> Expression:
    counts = {}
    for name in wanted:
        flag = _FLAGS.get(name, "")
        if flag is None:
            counts[name] = rows.weight
        else:
            counts[name] = (
                (rows[flag].fill_null(0) == 1).ifelse(rows.weight, 0.0) if flag else ibis.literal(0.0)
            )
    return rows.select(*names, effort=ibis.literal(0.0), **counts)


def _read(context: Context, days: Selected, wanted: list[str]) -> Cells:
    rows = days.table
    aggregated = {
        "days": rows.count(),
        "effort_sum": rows.effort.sum(),
        "effort_squares": (rows.effort * rows.effort).sum(),
    }
    for name in wanted:
        aggregated[f"{name}_sum"] = rows[name].sum()
        aggregated[f"{name}_squares"] = (rows[name] * rows[name]).sum()
        aggregated[f"{name}_products"] = (rows[name] * rows.effort).sum()
    cells: Cells = {}
    for row in days.grouped(aggregated):
        if row["days"]:
            key = tuple(read(context, name, row[column]) for name, column in days.columns.items())
            spread = {
                name: (row[f"{name}_sum"], row[f"{name}_squares"], row[f"{name}_products"]) for name in wanted
            }
            found = OperatorDays(int(row["days"]), row["effort_sum"], row["effort_squares"], spread)
            add(cells, key, {"operator_days": found})
    return cells
