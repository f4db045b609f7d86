"""Costs by segment: what a campaign cost in a month is shared among its segments by the cost's key."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from filon.metrics.definitions.parts import credited
from filon.metrics.gather.cells import Cells, Key, add, order
from filon.metrics.gather.select import Context, Selected, read, select, truncated, uses_rollup
from filon.metrics.language.components import Sum
from filon.metrics.language.dimension import SEGMENT_KINDS, add_months
from filon.metrics.language.measure import Measure, Part
from filon.terms.money import allocate
from filon.terms.period import Period

if TYPE_CHECKING:
    from filon.lake.tables import Expression

DEFAULT_KEY = "calls"
Counted = list[tuple[Measure, Part]]
Month = tuple[int | None, date]  # a campaign and the first day of a month
Drivers = Mapping[Month, Mapping[Key, int]]


@dataclass(slots=True)
class Pool:
    """The costs of a campaign, a month and a key: units of each measure by cell of the other dimensions."""

    units: dict[str, dict[Key, int]] = field(default_factory=lambda: defaultdict(dict))
    unknown: dict[str, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))


def segments(context: Context, dimensions: Sequence[str]) -> list[str]:
    """Return the dimensions asked or filtered on that a cost only reaches through its key."""
    wanted = dict.fromkeys([*dimensions, *context.query.where])
    return [name for name in wanted if context.kind(name) in SEGMENT_KINDS]


def reach_segments(context: Context, dimensions: Sequence[str]) -> bool:
    """Tell whether costs must be shared among segments to answer."""
    return bool(segments(context, dimensions))


def gather(context: Context, counted: Counted, dimensions: Sequence[str]) -> Cells:
    """Return the cost measures by cell, shared by largest remainder: parts sum to the whole.

    The driver of a key is measured on the campaign's whole month. Without any, the cost stays
    unattributed (None in every segment). Filters on segments are applied after the sharing.
    """
    names = segments(context, dimensions)
    native = [name for name in dimensions if name not in names]
    pools = _pools(context, counted, native)
    drivers = {
        key: measured(context, key, names, {month for month, used in pools if used == key})
        for key in {key for _, key in pools}
    }
    cells: Cells = {}
    for (month, key), pool in pools.items():
        shares = shares_of(drivers[key], month, len(names))
        for native_key, segment, found in _shared(pool, shares):
            values = {**dict(zip(native, native_key, strict=True)), **dict(zip(names, segment, strict=True))}
            if all(values[name] in kept for name, kept in context.query.where.items() if name in names):
                add(cells, tuple(values[name] for name in dimensions), found)
    return cells


def shares_of(drivers: Drivers, month: Month, count: int) -> dict[Key, int]:
    """Return the driver of each segment of a campaign's month, in a fixed order; all to nobody if none."""
    found = {key: units for key, units in drivers.get(month, {}).items() if units > 0}
    return {key: found[key] for key in sorted(found, key=order)} or {(None,) * count: 1}


def selected_costs(context: Context, dimensions: Sequence[str]) -> Selected:
    """Return the costs of the query before any sharing, each with its key and the month it is shared in."""
    names = segments(context, dimensions)
    where = {name: values for name, values in context.query.where.items() if name not in names}
    native = [name for name in dimensions if name not in names]
    found = select(context, "costs", "day", native, where=where)
    table = found.table.mutate(
        shared_in=truncated(found.table.day, "month"), shared_by=found.table.key.fill_null(DEFAULT_KEY)
    )
    return Selected(context.lake, table, found.columns)


def _pools(context: Context, counted: Counted, native: Sequence[str]) -> dict[tuple[Month, str], Pool]:
    found = selected_costs(context, native)
    columns = {**found.columns, "": "campaign", " ": "shared_in", "  ": "shared_by"}
    aggregated: dict[str, Expression] = {}
    for position, (_, part) in enumerate(counted):
        aggregated[f"value_{position}"] = part.value(found.table).sum()
        if part.unknown is not None:
            aggregated[f"unknown_{position}"] = found.table.cost.collect(where=part.unknown(found.table))
    pools: dict[tuple[Month, str], Pool] = defaultdict(Pool)
    for row in Selected(context.lake, found.table, columns).grouped(aggregated):
        pool = pools[(row["campaign"], row["shared_in"]), row["shared_by"]]
        cell = tuple(read(context, name, row[column]) for name, column in found.columns.items())
        for position, (measure, part) in enumerate(counted):
            missing = {(part.reason, number) for number in row.get(f"unknown_{position}") or ()}
            if row[f"value_{position}"] is not None or missing:
                known = pool.units[measure.id]
                known[cell] = known.get(cell, 0) + int(row[f"value_{position}"] or 0)
                pool.unknown[measure.id] |= missing
    return pools


def _shared(pool: Pool, shares: Mapping[Key, int]) -> list[tuple[Key, Key, dict[str, Sum]]]:
    """Split each measure between segments, then each segment's part over the other cells in proportion."""
    found: dict[tuple[Key, Key], dict[str, Sum]] = defaultdict(dict)
    for name, cells in pool.units.items():
        parts = allocate(sum(cells.values()), list(shares.values()))
        unknown = frozenset(pool.unknown[name])
        keys = sorted(cells, key=order)
        weights = [abs(cells[key]) for key in keys]
        for segment, part in zip(shares, parts, strict=True):
            spread = allocate(part, weights if any(weights) else [1] * len(keys))
            for key, units in zip(keys, spread, strict=True):
                found[key, segment][name] = Sum(units, unknown)
    return [(key, segment, sums) for (key, segment), sums in found.items()]


def measured(context: Context, key: str, names: Sequence[str], months: set[Month]) -> Drivers:
    """Return the driver of a key by campaign, month and segment, over whole months."""
    if not months:
        return {}
    first, last = min(day for _, day in months), max(day for _, day in months)
    query = replace(context.query, view="activity", where={}, period=Period(first, add_months(last, 1)))
    whole = replace(context, query=query)
    detail = key == "contacts" or not uses_rollup(context, names)
    if key == "appointments":
        found = select(whole, "appointments", "booked_on", names)
    else:
        found = select(whole, "calls", "day", names, detail=detail)
    table = found.table.mutate(shared_in=truncated(found.table.dated, "month"))
    columns = {**found.columns, "": "campaign", " ": "shared_in"}
    drivers: dict[Month, dict[Key, int]] = defaultdict(dict)
    for row in Selected(context.lake, table, columns).grouped({"units": _DRIVERS[key](table)}):
        segment = tuple(read(context, name, row[column]) for name, column in found.columns.items())
        drivers[row["campaign"], row["shared_in"]][segment] = int(row["units"] or 0)
    return drivers


def _equal(rows: Any) -> Any:
    return (rows.calls.sum() > 0).ifelse(1, 0)


_DRIVERS: dict[str, Callable[[Any], Any]] = {
    "calls": lambda rows: rows.calls.sum(),
    "hours": lambda rows: rows.talk_seconds.sum(),  # hours by segment are only known as time on the line
    "conversations": lambda rows: rows.useful_conversations.sum(),
    "appointments": lambda rows: credited("appointments", "booked_on").value(rows).sum(),
    "contacts": lambda rows: rows.contact.nunique(),
    "equal": _equal,
}
