"""Activity totals by day: only the measures of which the campaign has no detailed record in the period."""

from datetime import date

import polars as pl

from filon.lake.facts import TABLES
from filon.lake.publish.spread import from_millionths, over_days
from filon.lake.publish.store import Store
from filon.records.feeds import tables
from filon.records.feeds.reading import numbers

# measures of a total → where the campaign's detailed records are, as (campaign, begin, end)
_DETAILS = {
    (
        "calls",
        "reached",
        "useful_conversations",
    ): "SELECT campaign, day AS begin, day AS end FROM {calls_daily}",
    (
        "appointments_set",
        "appointments_validated",
        "appointments_held",
    ): "SELECT campaign, booked_on, booked_on FROM {appointments}",
    ("proposals",): """
        SELECT campaign, qualified_on, qualified_on FROM {opportunities}
        UNION SELECT campaign, proposed_on, proposed_on FROM {opportunities}
    """,
    ("contracts", "revenue_cents", "margin_cents"): "SELECT campaign, signed_on, signed_on FROM {contracts}",
    ("hours",): 'SELECT campaign, "begin", "end" FROM worked',
}
_WHOLE = [column for measures in _DETAILS for column in measures if column != "hours"]
_ANY = "SELECT 1 FROM records_activitytotal WHERE voided_at IS NULL LIMIT 1"


def write(store: Store) -> set[date]:
    """Write the table again if it changes; return the days that do."""
    old = store.table(f"SELECT * FROM {store.rows('totals')}")
    if old.is_empty() and not numbers(_ANY):
        return set()
    new = _spread(store).select(TABLES["totals"].schema.names)
    both = pl.concat([old, new.cast(old.schema)])
    days = set(both.filter(both.is_unique())["day"])
    if days:
        store.overwrite("totals", [new])
    return days


def _spread(store: Store) -> pl.DataFrame:
    totals = tables.TOTALS.rows()
    store.give("raw_totals", totals)
    store.give("worked", tables.COSTS.rows(None, *tables.WORKED_HOURS))
    names = {name: store.rows(name) for name in ("calls_daily", "appointments", "opportunities", "contracts")}
    for measures, details in _DETAILS.items():
        covered = store.values(f"""
            WITH details(campaign, first_on, last_on) AS (SELECT DISTINCT * FROM ({details.format(**names)}))
            SELECT DISTINCT activity FROM raw_totals t JOIN details d
                ON d.campaign = t.campaign AND d.first_on <= t.end AND d.last_on >= t.begin
        """)
        known = pl.when(~pl.col("activity").is_in(covered))
        totals = totals.with_columns(known.then(pl.col(measure)).alias(measure) for measure in measures)
    return over_days(totals.with_columns(from_millionths("hours")), _WHOLE, ["hours"])
