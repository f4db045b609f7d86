"""The rows behind a figure: what was summed, one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from filon.lake.facts import TABLES
from filon.metrics.gather import costs, horizon
from filon.metrics.gather.select import Context, select
from filon.metrics.language.measure import Measure, Part
from filon.terms.money import allocate

_KINDS = {"journey": "contacts", "totals": "activity"}  # the kind of record, where the table has another name


@dataclass(frozen=True, slots=True)
class Behind:
    """One row behind a measure: the kind and number of the record, its day, campaign and part of the sum.

    `value` is None where the record's part is unknown.
    """

    measure: str
    kind: str
    number: int
    day: date
    campaign: str | None
    value: Fraction | None


def rows(context: Context, measure: Measure) -> Iterator[Behind]:
    """Give the rows behind a measure, over the whole of a query whose dimensions are left aside.

    Their values sum to the measure's figure exactly; rows that add nothing are left out.
    """
    context = replace(context, query=replace(context.query, by=()))
    for part in measure.parts:
        if part.source == "horizon":
            yield from _horizon(context, measure)
        elif part.source == "costs" and costs.reach_segments(context, ()):
            yield from _shared_costs(context, measure, part)
        elif measure.how == "distinct" and part.table != "totals":
            yield from _distinct(context, measure, part)
        elif part.source != "cycles":
            yield from _plain(context, measure, part)


def _plain(context: Context, measure: Measure, part: Part) -> Iterator[Behind]:
    table = select(context, part.table, part.day, (), detail=True).table
    unknown = part.unknown(table) if part.unknown is not None else None
    columns = _columns(part.table, table) | {"units": part.value(table)}
    found = table.select(**columns, missing=unknown) if unknown is not None else table.select(**columns)
    kept = (
        (found.units.fill_null(0) != 0) | found.missing
        if unknown is not None
        else found.units.fill_null(0) != 0
    )
    for batch in context.lake.batches(found.filter(kept)):
        for row in batch:
            units = None if row.get("missing") else row["units"]
            yield _behind(context, measure, part.table, row, units)


def _distinct(context: Context, measure: Measure, part: Part) -> Iterator[Behind]:
    table = select(context, part.table, part.day, ()).table
    table = table.mutate(counted=part.value(table))
    table = table.filter(table.counted.notnull())
    found = table.group_by("counted").agg(day=table.dated.min(), campaign=table.campaign.min())
    for batch in context.lake.batches(found):
        for row in batch:
            yield _behind(context, measure, part.table, {**row, "number": row["counted"]}, measure.scale)


def _horizon(context: Context, measure: Measure) -> Iterator[Behind]:
    for _, row in horizon.rows(context, ()):
        total = horizon.expected(context, row)
        found = {"number": row["contract"], "day": row["signed_on"], "campaign": row["campaign"]}
        yield _behind(context, measure, "contracts", found, None if total.unknown else int(total.units))


def _shared_costs(context: Context, measure: Measure, part: Part) -> Iterator[Behind]:
    """Give each cost's part of what reached the segments filtered on, shared over the entries by size."""
    table = costs.selected_costs(context, ()).table
    columns = _columns("costs", table) | {"units": part.value(table)}
    columns |= {name: table[name] for name in costs.SOURCE_COLUMNS}
    picked = table.select(**columns)
    pools: dict[costs.Source, list[dict[str, Any]]] = {}
    for row in context.lake.rows(picked.filter(picked.units.fill_null(0) != 0)):
        pools.setdefault(costs.source_of(row), []).append(row)
    shares = costs.Shares.of(context, (), pools)
    for source, entries in sorted(pools.items(), key=str):
        kept = sum(shares.split(source, sum(int(row["units"]) for row in entries)).values())
        entries.sort(key=lambda row: (row["day"], str(row["number"]), str(row["other"])))
        spread = allocate(kept, [abs(int(row["units"])) for row in entries])
        for row, units in zip(entries, spread, strict=True):
            if units:
                yield _behind(context, measure, "costs", row, units)


def _columns(name: str, table: Any) -> dict[str, Any]:
    columns = {"number": table[TABLES[name].key[0]], "day": table.dated, "campaign": table.campaign}
    return columns | {"other": table.channel_activity} if name == "costs" else columns


def _behind(
    context: Context, measure: Measure, table: str, row: Mapping[str, Any], units: float | None
) -> Behind:
    number, kind = row["number"], _KINDS.get(table, table)
    if number is None:
        number, kind = row["other"], "channel_activity"
    campaign = context.reference.code("campaign", row["campaign"])
    value = None if units is None else Fraction(int(units), measure.scale)  # off the grid, so that rows sum
    return Behind(measure.id, kind, number, row["day"], None if campaign is None else str(campaign), value)
