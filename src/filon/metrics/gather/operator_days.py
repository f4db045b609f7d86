"""How unevenly events fall on operators' days: what the spread of a cost per event is measured on."""

from collections.abc import Iterable, Sequence

import ibis

from filon.lake.tables import Expression
from filon.metrics.gather.cells import Cells, add
from filon.metrics.gather.select import Context, Selected, select
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
    spoken = [name for name in wanted if name not in _FLAGS]
    cells = _read(context, daily, _of_calls(daily.table), spoken)
    flags = [name for name in wanted if name in _FLAGS]
    if flags:
        booked = select(context, "appointments", "booked_on", dimensions)
        for key, found in _read(context, booked, _of_appointments(booked, daily.table, flags), flags).items():
            add(cells, key, found)
    return cells


def _whole(context: Context, dimension: str) -> bool:
    return dimension == "operator" or context.kind(dimension) in (Kind.TIME, Kind.CAMPAIGN)


def _of_calls(rows: Expression) -> Expression:
    # The rollup holds one row per operator-day: no grouping is needed.
    calls = rows.calls.cast("float64")
    return rows.mutate(
        effort=calls, beside=calls, days=1, useful_conversations=rows.useful_conversations.cast("float64")
    )


def _of_appointments(booked: Selected, daily: Expression, flags: list[str]) -> Expression:
    """Return one row per operator-day with appointments, with the calls of that day beside them."""
    rows = booked.table
    counts = {
        name: rows.weight.sum()
        if (flag := _FLAGS[name]) is None
        else (rows[flag].fill_null(0) == 1).ifelse(rows.weight, 0.0).sum()
        for name in flags
    }
    days = rows.group_by([*booked.columns.values(), *_DAY]).agg(**counts)
    calls = daily.select(
        of_campaign=daily.campaign, of_operator=daily.operator, of_day=daily.dated, calls=daily.calls
    )
    same = [
        days.campaign == calls.of_campaign,
        days.operator.fill_null(-1) == calls.of_operator.fill_null(-1),
        days.dated == calls.of_day,
    ]
    joined = days.left_join(calls, same)
    # The effort was summed from the calls: beside an appointment it only serves the product of both.
    return joined.mutate(
        effort=ibis.literal(0.0),
        beside=joined.calls.fill_null(0).cast("float64"),
        days=joined.calls.isnull().ifelse(1, 0),
    )


def _read(context: Context, selected: Selected, days: Expression, wanted: list[str]) -> Cells:
    """Return the sums over operator-days; a day is counted once, by its calls where it has any."""
    aggregated = {
        "rows": days.count(),
        "days": days.days.sum(),
        "effort_sum": days.effort.sum(),
        "effort_squares": (days.effort * days.effort).sum(),
    }
    for name in wanted:
        aggregated[f"{name}_sum"] = days[name].sum()
        aggregated[f"{name}_squares"] = (days[name] * days[name]).sum()
        aggregated[f"{name}_products"] = (days[name] * days.beside).sum()
    cells: Cells = {}
    rows = Selected(context.lake, days, selected.columns).grouped(aggregated)
    for key, row in selected.keyed(context, rows):
        if row["rows"]:
            spread = {
                name: (
                    float(row[f"{name}_sum"]),
                    float(row[f"{name}_squares"]),
                    float(row[f"{name}_products"]),
                )
                for name in wanted
            }
            effort, squares = float(row["effort_sum"]), float(row["effort_squares"])
            found = OperatorDays(int(row["days"]), effort, squares, spread)
            add(cells, key, {"operator_days": found})
    return cells
