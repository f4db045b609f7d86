"""Costs by campaign and day: what is allocated sums to what was booked, to the cent."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from filon.lake.publish.spread import from_millionths, over_days
from filon.lake.publish.store import Store
from filon.records.feeds import journal, tables
from filon.terms.money import allocate

_MILLION = 1_000_000
_PARTS = {
    "cost": pl.Int64, "begin": pl.Date, "end": pl.Date, "campaign": pl.Int64, "category": pl.String,
    "nature": pl.String, "key": pl.String, "shared": pl.Int8, "cents": pl.Int64, "hours": pl.Float64,
}  # fmt: skip

# allocation key → (campaign, day, weight) of what drives it
_DAILY = {
    "calls": "SELECT campaign, day, calls FROM {calls_daily} UNION ALL SELECT campaign, day, calls FROM {totals}",
    "conversations": """
        SELECT campaign, day, useful_conversations FROM {calls_daily}
        UNION ALL SELECT campaign, day, useful_conversations FROM {totals}
    """,
    "appointments": """
        SELECT campaign, booked_on, 1 FROM {appointments}
        UNION ALL SELECT campaign, day, appointments_set FROM {totals}
    """,
    "contacts": "SELECT campaign, first_call_on, 1 FROM {journey}",
}
# what each campaign weighs in the period of a shared entry, as a fraction
_OF_DAYS = """
    WITH driver(campaign, day, weight) AS ({daily}), near AS (
        SELECT campaign, day, sum(weight) AS weight FROM driver
        WHERE day BETWEEN '{begin}' AND '{end}' GROUP BY campaign, day
    )
    SELECT cost, campaign, sum(weight), 1 FROM shared s JOIN near d ON d.day BETWEEN s."begin" AND s."end"
    GROUP BY cost, campaign
"""
_OF_PERIODS = {
    # hours of an entry that overlaps the period count for the days they share
    "hours": """
        SELECT cost, d.campaign, sum(d.hours * ((least(d."end", s."end") - greatest(d."begin", s."begin")) + 1)),
            (d."end" - d."begin") + 1 AS length
        FROM shared s JOIN hours_worked d ON d."begin" <= s."end" AND d."end" >= s."begin" GROUP BY ALL
    """,
    "equal": """
        SELECT cost, d.campaign, 1, 1 FROM shared s
        JOIN {campaigns} d ON d.starts_on <= s."end" AND (d.ends_on IS NULL OR d.ends_on >= s."begin")
    """,
}


def fill(store: Store) -> None:
    """Write the whole ledger and the spend of the channels into an empty table."""
    store.append("costs", [_rows(store, tables.COSTS.rows()), _spend()])


def update(store: Store, since: int, days: set[date]) -> None:
    """Write again the entries touched after a journal entry and the shared ones whose weights may have changed.

    `days` are those on which any driver changed.
    """
    changed = journal.touched("records_cost", since)
    if changed:
        ids = store.give("changed_costs", changed)
        days = days | store.values(
            f"SELECT day FROM {store.rows('costs')} WHERE cost IN (SELECT id FROM {ids})"
        )
        days |= _days(tables.COSTS.rows(changed))
    reallocated = _shared_over(days) if days else set()
    if journal.touched("records_campaign", since):
        reallocated |= set(tables.COSTS.rows(None, *tables.SHARED, "r.allocation_key = 'equal'")["cost"])
    spend = bool(changed or journal.touched("records_channelactivity", since))
    if not (changed or reallocated or spend):
        return
    ids = store.give("changed_costs", changed | reallocated)
    new = _rows(store, tables.COSTS.rows(changed | reallocated))
    keep = f"(cost IS NULL OR cost NOT IN (SELECT id FROM {ids}))"
    if spend:
        keep, new = f"{keep} AND channel_activity IS NULL", pl.concat([new, _spend()])
    store.replace("costs", keep, f"SELECT * FROM {store.give('new_costs', new)}")


def _days(periods: pl.DataFrame) -> set[date]:
    return set(over_days(periods.select("begin", "end"), [], [])["day"])


def _shared_over(days: set[date]) -> set[int]:
    """Return the shared entries whose period covers one of the days."""
    condition = f"r.period_start <= '{max(days)}' AND COALESCE(r.period_end, r.period_start) >= '{min(days)}'"
    near = tables.COSTS.rows(None, *tables.SHARED, condition).select("cost", "begin", "end")
    touched = pl.DataFrame({"day": sorted(days)}, schema={"day": pl.Date})
    covered = near.join_where(touched, pl.col("begin") <= pl.col("day"), pl.col("end") >= pl.col("day"))
    return set(covered["cost"])


def _rows(store: Store, entries: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the lake for some entries of the ledger."""
    entries = entries.with_columns(
        pl.Series("cents", map(_cents, entries["cents"], entries["hours"], entries["rate"]), pl.Int64),
        shared=pl.col("campaign").is_null().cast(pl.Int8),
    )
    keyed = (pl.col("shared") == 1) & pl.col("key").is_not_null()
    shared = _allocated(store, entries.filter(keyed))
    named = entries.filter(~keyed).with_columns(from_millionths("hours")).select(_PARTS.keys())
    parts = pl.concat([named, pl.DataFrame(list(shared), schema=_PARTS, orient="row")])
    return (
        over_days(parts, ["cents"], ["hours"])
        .with_columns(channel_activity=pl.lit(None, pl.Int64))
        .select(_COLUMNS)
    )


_COLUMNS = [
    "cost",
    "channel_activity",
    "day",
    "campaign",
    "category",
    "nature",
    "key",
    "shared",
    "cents",
    "hours",
]


def _cents(cents: int | None, hours: int | None, rate: int | None) -> int | None:
    """Return the amount, else hours × rate (both in millionths) rounded half up, else nothing known."""
    if cents is not None or hours is None or rate is None:
        return cents
    return (2 * hours * rate * 100 + _MILLION**2) // (2 * _MILLION**2)


def _allocated(store: Store, entries: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield each shared entry's part by campaign; where nothing drives it, the whole with no campaign."""
    weights = _weights(store, entries)
    for row in entries.iter_rows(named=True):
        drivers = weights.get(row["cost"]) or {None: Fraction(1)}
        whole = sum(drivers.values())
        cents: list[int | None] = [None] * len(drivers)
        if row["cents"] is not None:
            cents = list(allocate(row["cents"], list(drivers.values())))
        for (campaign, weight), part in zip(drivers.items(), cents, strict=True):
            hours = None if row["hours"] is None else float(row["hours"] * weight / whole / _MILLION)
            head = (row["cost"], row["begin"], row["end"], campaign, row["category"], row["nature"])
            yield (*head, row["key"], 1, part, hours)


def _weights(store: Store, entries: pl.DataFrame) -> dict[int, dict[int | None, Fraction]]:
    """Return the positive weights by campaign of each shared entry, in the order of the campaigns' numbers."""
    found = [row for (key,), of_key in entries.group_by("key") for row in _drivers(store, str(key), of_key)]
    weights: dict[int, dict[int | None, Fraction]] = {}
    for cost, campaign, numerator, denominator in sorted(found, key=lambda row: (row[0], row[1] or 0)):
        if campaign is not None and numerator:
            of_cost = weights.setdefault(cost, {})
            of_cost[campaign] = of_cost.get(campaign, Fraction(0)) + Fraction(
                int(numerator), int(denominator)
            )
    return {cost: {key: weight for key, weight in of.items() if weight > 0} for cost, of in weights.items()}


def _drivers(store: Store, key: str, entries: pl.DataFrame) -> list[tuple[int, int, int, int]]:
    """Return what drives the entries of one key: cost, campaign, numerator and denominator of its weight."""
    store.give("shared", entries.select("cost", "begin", "end"))
    names = {
        name: store.rows(name) for name in ("calls_daily", "appointments", "journey", "campaigns", "totals")
    }
    if key == "hours":
        store.give("hours_worked", _hours_worked(store))
    if key in _OF_PERIODS:
        query = _OF_PERIODS[key].format(**names)
    else:
        daily = _DAILY[key].format(**names)
        query = _OF_DAYS.format(daily=daily, begin=entries["begin"].min(), end=entries["end"].max())
    return store.sql.execute(query).fetchall()


def _hours_worked(store: Store) -> pl.DataFrame:
    """Return the hours (in millionths) of each campaign: ledger entries, and totals that no entry covers."""
    counted = store.values(f"SELECT DISTINCT activity FROM {store.rows('totals')} WHERE hours IS NOT NULL")
    columns = ("campaign", "begin", "end", "hours")
    ledger = tables.COSTS.rows(None, *tables.WORKED_HOURS).select(columns)
    return pl.concat([ledger, tables.TOTALS.rows(counted).select(columns)])


def _spend() -> pl.DataFrame:
    """Return the spend of channels as direct media costs, where the ledger has none of that campaign and day."""
    channel = tables.CHANNEL.rows().filter(pl.col("spend_cents").is_not_null())
    media = tables.COSTS.rows(None, "r.category = 'media'", "r.campaign_id IS NOT NULL")
    ledger = over_days(media.select("campaign", "begin", "end").unique(), [], []).unique()
    return channel.join(ledger, on=["campaign", "day"], how="anti").select(
        pl.lit(None, pl.Int64).alias("cost"),
        "channel_activity",
        "day",
        "campaign",
        pl.lit("media").alias("category"),
        pl.lit("direct").alias("nature"),
        pl.lit(None, pl.String).alias("key"),
        pl.lit(0, pl.Int8).alias("shared"),
        pl.col("spend_cents").alias("cents"),
        pl.lit(None, pl.Float64).alias("hours"),
    )
