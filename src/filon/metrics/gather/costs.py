"""Costs by segment: what a campaign cost in a month is shared among its segments by the cost's key."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from filon.metrics.definitions.parts import credited
from filon.metrics.gather.cells import Cells, Key, add, order
from filon.metrics.gather.select import Context, Selected, select, truncated, uses_rollup
from filon.metrics.language.components import Sum
from filon.metrics.language.dimension import SEGMENT_KINDS
from filon.metrics.language.measure import Measure, Part
from filon.terms.money import allocate
from filon.terms.period import Period, add_months

if TYPE_CHECKING:
    from filon.lake.tables import Expression

DEFAULT_KEY = "calls"
SOURCE_COLUMNS = ("campaign", "shared_in", "shared_by", "nature", "category")
Counted = list[tuple[Measure, Part]]
Month = tuple[int | None, date]  # a campaign and the first day of a month
Drivers = Mapping[Month, Mapping[Key, int]]


@dataclass(frozen=True, slots=True)
class Source:
    """What is shared as one: the costs of a campaign and a month that have the same key, nature, category.

    Natures and categories apart, so that in every segment direct and indirect costs sum to the total.
    """

    month: Month
    key: str
    nature: str
    category: str


@dataclass(slots=True)
class Pool:
    """The units of each measure in a source, by cell of the dimensions that costs have of themselves."""

    units: dict[str, dict[Key, int]] = field(default_factory=lambda: defaultdict(dict))
    unknown: dict[str, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Shares:
    """How sources reach segments: first those filtered on, then within each those asked.

    In two steps, so that what a filter keeps does not depend on what it is then split by.
    """

    context: Context
    filtered: tuple[str, ...]
    names: tuple[str, ...]  # the filtered ones, then the others asked
    first: Mapping[str, Drivers]
    second: Mapping[str, Drivers]

    @classmethod
    def of(cls, context: Context, dimensions: Sequence[str], sources: Iterable[Source]) -> "Shares":
        """Measure the drivers of every source over its campaign's whole month."""
        months: dict[str, set[Month]] = defaultdict(set)
        for source in sources:
            months[source.key].add(source.month)
        filtered, names = tuple(segments(context, ())), tuple(segments(context, dimensions))
        first = {key: measured(context, key, filtered, used) for key, used in months.items()}
        same = names == filtered
        second = {key: first[key] if same else measured(context, key, names, months[key]) for key in months}
        return cls(context, filtered, names, first, second)

    def split(self, source: Source, units: int) -> dict[Key, int]:
        """Share units among segments by largest remainder, and return those that pass the filters."""
        outer = _drivers(self.first[source.key].get(source.month, {}), (), len(self.filtered))
        found: dict[Key, int] = {}
        for segment, part in zip(outer, allocate(units, list(outer.values())), strict=True):
            if self._kept(segment):
                inner = _drivers(self.second[source.key].get(source.month, {}), segment, len(self.names))
                found |= dict(zip(inner, allocate(part, list(inner.values())), strict=True))
        return found

    def _kept(self, segment: Key) -> bool:
        where = self.context.query.where
        return all(value in where[name] for name, value in zip(self.filtered, segment, strict=True))


def _drivers(units: Mapping[Key, int], within: Key, depth: int) -> dict[Key, int]:
    """Return the driver of each segment within another, in a fixed order; nobody's if there is none."""
    found = {
        key: units[key] for key in sorted(units, key=order) if units[key] > 0 and key[: len(within)] == within
    }
    return found or {within + (None,) * (depth - len(within)): 1}


def segments(context: Context, dimensions: Sequence[str]) -> list[str]:
    """Return the dimensions filtered on, then asked, that a cost only reaches through its key."""
    wanted = dict.fromkeys([*context.query.where, *dimensions])
    return [name for name in wanted if context.kind(name) in SEGMENT_KINDS]


def reach_segments(context: Context, dimensions: Sequence[str]) -> bool:
    """Tell whether costs must be shared among segments to answer."""
    return bool(segments(context, dimensions))


def gather(context: Context, counted: Counted, dimensions: Sequence[str]) -> Cells:
    """Return the cost measures by cell, shared by largest remainder: parts sum to the whole.

    The driver of a key is measured on the campaign's whole month. Without any, the cost stays
    unattributed (None in every segment). What reaches a segment is then spread over the other cells.
    """
    names = segments(context, dimensions)
    native = [name for name in dimensions if name not in names]
    pools = _pools(context, counted, native)
    shares = Shares.of(context, dimensions, pools)
    cells: Cells = {}
    for source, pool in pools.items():
        for name, known in pool.units.items():
            unknown = frozenset(pool.unknown[name])
            for segment, part in shares.split(source, sum(known.values())).items():
                for cell, units in _spread(part, known).items():
                    values = dict(zip((*native, *names), (*cell, *segment), strict=True))
                    add(
                        cells,
                        tuple(values[dimension] for dimension in dimensions),
                        {name: Sum(units, unknown)},
                    )
    return cells


def _spread(units: int, cells: Mapping[Key, int]) -> dict[Key, int]:
    keys = sorted(cells, key=order)
    weights = [abs(cells[key]) for key in keys]
    return dict(zip(keys, allocate(units, weights if any(weights) else [1] * len(keys)), strict=True))


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


def source_of(row: Mapping[str, Any]) -> Source:
    """Return the source that a row of `selected_costs` is shared with."""
    return Source(
        (row["campaign"], row["shared_in"]), row["shared_by"], str(row["nature"]), str(row["category"])
    )


def _pools(context: Context, counted: Counted, native: Sequence[str]) -> dict[Source, Pool]:
    found = selected_costs(context, native)
    columns = {**found.columns, **{f"source {name}": name for name in SOURCE_COLUMNS}}
    aggregated: dict[str, Expression] = {}
    for position, (_, part) in enumerate(counted):
        aggregated[f"value_{position}"] = part.value(found.table).sum()
        if part.unknown is not None:
            aggregated[f"unknown_{position}"] = found.table.cost.collect(where=part.unknown(found.table))
    pools: dict[Source, Pool] = defaultdict(Pool)
    for cell, row in found.keyed(context, Selected(context.lake, found.table, columns).grouped(aggregated)):
        pool = pools[source_of(row)]
        for position, (measure, part) in enumerate(counted):
            missing = {(part.reason, number) for number in row.get(f"unknown_{position}") or ()}
            if row[f"value_{position}"] is not None or missing:
                known = pool.units[measure.id]
                known[cell] = known.get(cell, 0) + int(row[f"value_{position}"] or 0)
                pool.unknown[measure.id] |= missing
    return pools


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
    rows = Selected(context.lake, table, columns).grouped({"units": _DRIVERS[key](table)})
    for segment, row in found.keyed(context, rows):
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
