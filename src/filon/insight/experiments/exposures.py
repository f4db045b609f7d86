"""Reads a test from the lake: what came of the units of each variant, as sums by the day each was first called.

Nothing personal is read: units are known by their numbers. Every unit is followed over the same window after its
first call, and counts once that window is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import ibis

from filon.insight.experiments.measured import COUNTED, Measured
from filon.lake.tables import Expression, Lake
from filon.terms.assignment import SLOT_HOURS
from filon.terms.attribution import DEFAULT_MODEL

ALL = "*"  # the only arm, where everything that was called is read
_CAPPED = "capped_"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which calls are read: of a campaign, by unit, from a day to another (both included), under some variants.

    Without variants, all calls are one arm. `dropped` are the clusters left out. Calls of a unit beyond `cap` are also
    summed as if there were that many.
    """

    campaign: int
    unit: str
    first: date
    last: date
    window_days: int
    variants: tuple[str, ...] = ()
    optouts: tuple[str, ...] = ()
    dropped: tuple[int, ...] = ()
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Units of one variant first called on one day, of one cluster or one value where that was asked.

    `sums` holds, by figure, Σx, Σy, Σx², Σy², Σxy over them; `counts` what was counted. `capped` holds the sums of the
    figures whose x is calls once those are capped, and `over` the units that this touches.
    """

    variant: str
    day: date
    by: int | None
    units: int
    sums: Mapping[str, tuple[float, float, float, float, float]]
    counts: Mapping[str, float]
    capped: Mapping[str, tuple[float, float, float, float, float]] = field(default_factory=dict)
    over: int = 0


@dataclass(frozen=True, slots=True)
class Strays:
    """What does not count: clusters called under two variants, and calls under none of the test's; and its calls."""

    several: int
    calls_outside: int
    calls: int = 0


def last_day(lake: Lake) -> date | None:
    """Return the day of the last call known, None where there is none."""
    if lake.is_empty("calls_daily"):
        return None
    (row,) = lake.rows(lake.table("calls_daily").agg(day=lambda t: t.day.max()))
    found: date | None = row["day"]
    return found


def strays(lake: Lake, asked: Asked) -> Strays:
    """Count what does not belong to one variant of the test, and the calls that it made."""
    calls, cluster = _calls(lake, asked), _cluster(asked)
    kept = calls.filter(calls.variant.isin(asked.variants))
    twice = kept.group_by(cluster).agg(kinds=kept.variant.nunique())
    (several,) = lake.rows(twice.filter(twice.kinds > 1).agg(count=lambda t: t.count()))
    inside = calls.variant.fill_null("").isin(asked.variants).ifelse(1, 0)
    (made,) = lake.rows(calls.agg(every=calls.count(), inside=inside.sum()))
    within = int(made["inside"] or 0)
    return Strays(int(several["count"]), int(made["every"]) - within, within)


def called(lake: Lake, asked: Asked) -> list[tuple[int, str]]:
    """Return each cluster, by its number in the lake, with the one variant it was called under."""
    calls, cluster = _calls(lake, asked), _cluster(asked)
    kept = calls.filter(calls.variant.isin(asked.variants) & calls[cluster].notnull())
    pairs = kept.group_by(cluster).agg(variant=kept.variant.min(), kinds=kept.variant.nunique())
    return [(int(row[cluster]), row["variant"]) for row in lake.rows(pairs.filter(pairs.kinds == 1))]


def groups(lake: Lake, asked: Asked, figures: Sequence[Measured], by: str | None = None) -> list[Group]:
    """Return the units by variant and day of their first call; `by` splits them by operator, list or cluster."""
    if lake.is_empty("calls"):
        return []
    units = _units(lake, asked)
    if by is not None and by != "operator":
        units = units.filter(units[by].notnull())
    aggregates: dict[str, Expression] = {"units": units.count()}
    aggregates |= {f"count_{name}": units[name].sum() for name in COUNTED}
    read = {item.id: (_total(units, item.top), _total(units, item.bottom)) for item in figures}
    capped = [item.id for item in figures if asked.cap is not None and item.top == ("calls",)]
    if asked.cap is not None:
        aggregates["over"] = (units.calls > asked.cap).ifelse(1, 0).sum()
        most = ibis.literal(float(asked.cap))
        read |= {_CAPPED + name: (ibis.least(read[name][0], most), read[name][1]) for name in capped}
    for key, (x, y) in read.items():
        for name, value in zip("xypqr", (x, y, x * x, y * y, x * y), strict=True):
            aggregates[f"{name}_{key}"] = value.sum()
    keys = ["variant", "first", *([by] if by else [])]
    return [
        Group(
            row["variant"],
            row["first"],
            row[by] if by else None,
            int(row["units"]),
            {item.id: _five(row, item.id) for item in figures},
            {name: float(row[f"count_{name}"]) for name in COUNTED},
            {name: _five(row, _CAPPED + name) for name in capped},
            int(row.get("over") or 0),
        )
        for row in lake.rows(units.group_by(keys).agg(**aggregates))
    ]


def calls_made(lake: Lake, asked: Asked, until: date) -> dict[float, float]:
    """Return how many units got each number of calls, of those first called by a day, all variants together."""
    if lake.is_empty("calls"):
        return {}
    units = _units(lake, asked)
    units = units.filter(units["first"] <= ibis.date(until.isoformat()))
    rows = lake.rows(units.group_by("calls").agg(units=units.count()))
    return {float(row["calls"]): float(row["units"]) for row in rows}


def pasts(lake: Lake, asked: Asked, item: Measured, by: str) -> dict[int, tuple[float, float]]:
    """Return what each operator or list gave over some days, as the two sums that the figure divides."""
    found: dict[int, tuple[float, float]] = {}
    for group in groups(lake, asked, [item], by):
        if group.by is not None:
            x, y = found.get(group.by, (0.0, 0.0))
            found[group.by] = (x + group.sums[item.id][0], y + group.sums[item.id][1])
    return found


def _five(row: Mapping[str, Any], name: str) -> tuple[float, float, float, float, float]:
    x, y, p, q, r = (float(row[f"{letter}_{name}"]) for letter in "xypqr")
    return x, y, p, q, r


def _total(units: Expression, names: Iterable[str]) -> Expression:
    return reduce(lambda one, two: one + two, (units[name].cast("float64") for name in names))


def _cluster(asked: Asked) -> str:
    return "list" if asked.unit == "list" else "unit"


def _calls(lake: Lake, asked: Asked) -> Expression:
    """Return the calls of the campaign in the days of the test, each with the number of its unit."""
    calls = lake.table("calls")
    calls = calls.filter(
        calls.campaign == asked.campaign,
        calls.day >= ibis.date(asked.first.isoformat()),
        calls.day <= ibis.date(asked.last.isoformat()),
    )
    if not asked.variants:
        calls = calls.mutate(variant=ibis.literal(ALL))
    if asked.unit != "slot":
        return calls.mutate(unit=calls.contact)
    slots = 24 // SLOT_HOURS
    days = calls.day.delta(ibis.date("2000-01-01"), unit="day").cast("int64")
    return calls.mutate(unit=days * slots + (calls.hour // SLOT_HOURS).cast("int64"))


def _units(lake: Lake, asked: Asked) -> Expression:
    """Return one row per unit that was called under one variant: its first day, and what came in its window."""
    calls = _calls(lake, asked)
    calls = calls.filter(calls.variant.isin(asked.variants or (ALL,)))
    cluster = _cluster(asked)
    if asked.dropped:
        calls = calls.filter(calls[cluster].notin(asked.dropped))
    if cluster != "unit":
        pure = calls.group_by(cluster).agg(kinds=calls.variant.nunique())
        calls = calls.semi_join(pure.filter(pure.kinds == 1), cluster)
    calls = calls.mutate(since=calls.day.min().over(ibis.window(group_by="unit")))
    within = (calls.day.delta(calls.since, unit="day") <= asked.window_days).ifelse(1, 0)
    left = calls.outcome.isin(asked.optouts or ("",)).ifelse(1, 0)
    units = calls.group_by("unit").agg(
        variant=calls.variant.min(),
        other=calls.variant.max(),
        first=calls.since.min(),
        operator=calls.operator.argmin(calls.started_at),
        list=calls.list.max(),
        contacts=calls.contact.nunique(),
        calls=within.sum(),
        conversations=(within * calls.useful.fill_null(0)).sum(),
        optouts=(within * left).sum(),
    )
    units = units.filter(units.variant == units.other)
    starts = units.select(at="unit", since="first")
    for name in _RESULTS:
        part = _of_results(lake, name, calls, starts, asked).rename(at="unit")  # no two columns of one name
        units = units.left_join(part, units.unit == part["at"]).drop("at")
    return units.mutate(**{name: units[name].fill_null(0) for name in COUNTED})


_RESULTS = {"appointments": "booked_on", "opportunities": "qualified_on"}


def _of_results(lake: Lake, table: str, calls: Expression, starts: Expression, asked: Asked) -> Expression:
    """Return the results of each unit: of a contact its own, of a slot those credited to its calls."""
    rows = lake.table(table)
    rows = rows.filter(rows.campaign == asked.campaign, rows.model.fill_null("").isin(["", DEFAULT_MODEL]))
    if asked.unit == "slot":
        made = calls.select(made="call", unit="unit")
        rows = rows.join(made, rows.call == made.made)
    else:
        rows = rows.mutate(unit=rows.contact)
    rows = rows.join(starts, rows.unit == starts["at"])
    age = rows[_RESULTS[table]].delta(rows.since, unit="day")
    rows = rows.filter((age >= 0) & (age <= asked.window_days))
    counts = {table: rows.count()}
    if table == "appointments":
        counts |= {"held": rows.held.fill_null(0).sum(), "no_show": rows.no_show.fill_null(0).sum()}
    return rows.group_by("unit").agg(**counts)
