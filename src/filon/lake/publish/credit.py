"""To which call, and so to which campaign, each result is credited."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

import polars as pl

from filon.lake.publish.store import Store
from filon.terms.attribution import MODELS, WINDOW_DAYS, weights
from filon.terms.money import allocate

_AMOUNTS = ("amount_cents", "revenue_cents", "margin_cents", "monthly_cents", "monthly_margin_cents")
_SECONDS_PER_DAY = 86_400

# What each result says of where it came from: the chain's call, the first campaign named from the call up,
# and the moment before which calls count.
_CLAIMS = """
    CREATE OR REPLACE TEMP TABLE claims AS
    WITH members AS (SELECT *, unnest(chain) AS appointment FROM heads)
    SELECT 'appointment' AS subject, head AS id, contact, coalesce(call_campaign, own_campaign) AS campaign, call,
        booked_on AS event_on, booked_until AS event_until, booked_on AS origin_on, operator, variant,
        NULL::BIGINT AS amount_cents, NULL::BIGINT AS revenue_cents, NULL::BIGINT AS margin_cents,
        NULL::BIGINT AS monthly_cents, NULL::BIGINT AS monthly_margin_cents
    FROM heads
    UNION ALL
    SELECT 'opportunity', o.opportunity, coalesce(m.contact, o.contact),
        coalesce(m.call_campaign, m.own_campaign, o.own_campaign), m.call,
        coalesce(m.booked_on, o.created_on), coalesce(m.booked_until, o.created_until),
        coalesce(m.booked_on, o.created_on), m.operator, m.variant, o.amount_cents, NULL, NULL, NULL, NULL
    FROM raw_opportunities o LEFT JOIN members m USING (appointment)
    UNION ALL
    SELECT 'contract', s.contract, coalesce(m.contact, s.contact),
        coalesce(m.call_campaign, m.own_campaign, s.own_campaign), m.call,
        coalesce(m.booked_on, s.event_on), coalesce(m.booked_until, s.event_until),
        coalesce(m.booked_on, s.event_on), m.operator, m.variant,
        NULL, s.revenue_cents, s.margin_cents, s.monthly_cents, s.monthly_margin_cents
    FROM contract_money s LEFT JOIN members m USING (appointment)
"""
# A campaign without a call: the prospect's last call of that campaign, if any.
_NAMED = """
    CREATE OR REPLACE TEMP TABLE credits AS
    WITH last_call AS (
        SELECT c.subject, c.id, arg_max({'call': k.call, 'day': k.day}, {'at': k.started_at, 'call': k.call}) AS k
        FROM claims c JOIN touched_calls k
            ON k.contact = c.contact AND k.campaign = c.campaign AND k.started_at <= c.event_until
        WHERE c.call IS NULL GROUP BY c.subject, c.id
    )
    SELECT c.* EXCLUDE (call, origin_on, contact, event_on, event_until), NULL::VARCHAR AS model,
        CASE WHEN c.call IS NULL THEN 'campaign' ELSE 'chain' END AS credit, 1.0::DOUBLE AS weight,
        coalesce(c.call, l.k.call) AS call, coalesce(k.day, l.k.day, c.origin_on) AS origin_on
    FROM claims c LEFT JOIN last_call l USING (subject, id) LEFT JOIN touched_calls k ON k.call = c.call
    WHERE c.campaign IS NOT NULL
"""
# No campaign at all: the prospect's calls in the window; none of them, nobody is credited.
_TOUCHES = f"""
    CREATE OR REPLACE TEMP TABLE touches AS
    SELECT c.* EXCLUDE (call, campaign, origin_on), k.call, k.campaign, coalesce(k.day, c.origin_on) AS origin_on,
        (epoch_us(c.event_until) - epoch_us(k.started_at)) / 1e6 AS age_seconds,
        row_number() OVER (PARTITION BY c.subject, c.id ORDER BY k.started_at, k.call) AS place,
        count(*) OVER (PARTITION BY c.subject, c.id) AS count
    FROM claims c LEFT JOIN touched_calls k
        ON k.contact = c.contact AND k.started_at <= c.event_until AND k.day >= c.event_on - {WINDOW_DAYS}
    WHERE c.campaign IS NULL
"""
_SINGLE = """
    INSERT INTO credits BY NAME
    SELECT * EXCLUDE (contact, event_on, event_until, age_seconds, place, count), NULL AS model,
        CASE WHEN call IS NULL THEN 'none' ELSE 'window' END AS credit, 1.0::DOUBLE AS weight
    FROM touches WHERE count = 1
"""
_SHARED = f"""
    INSERT INTO credits BY NAME
    SELECT t.* EXCLUDE (contact, event_on, event_until, age_seconds, place, count, {", ".join(_AMOUNTS)}),
        s.* EXCLUDE (subject, id, call), 'window' AS credit
    FROM touches t JOIN shares s USING (subject, id, call)
"""


def credit(store: Store) -> None:
    """Credit what `heads`, `raw_opportunities` and `contract_money` hold; SQL then sees `credits`.

    One row per result where every model agrees, else one per model and credited call: weights sum to 1
    and cents to the result's cents. Source: metrics reference, "Attribution".
    """
    for statement in (_CLAIMS, _NAMED, _TOUCHES, _SINGLE):
        store.sql.execute(statement)
    columns = ", ".join(("subject", "id", "call", "age_seconds", *_AMOUNTS))
    several = store.sql.execute(
        f"SELECT {columns} FROM touches WHERE count > 1 ORDER BY subject, id, place"
    ).fetchall()
    if several:
        schema = {
            "subject": pl.String,
            "id": pl.Int64,
            "call": pl.Int64,
            "model": pl.String,
            "weight": pl.Float64,
        }
        shares = pl.DataFrame(
            list(_shares(several)), schema={**schema, **dict.fromkeys(_AMOUNTS, pl.Int64)}, orient="row"
        )
        store.give("shares", shares)
        store.sql.execute(_SHARED)


def _shares(touches: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for (subject, number), group in groupby(touches, key=lambda touch: touch[:2]):
        rows = list(group)
        ages = [row[3] / _SECONDS_PER_DAY for row in rows]
        amounts = rows[0][4:]
        for model in MODELS:
            shares = weights(model, ages)
            parts = [_split(amount, shares) for amount in amounts]
            for row, share, *cents in zip(rows, shares, *parts, strict=True):
                if share:
                    yield (subject, number, row[2], model, float(share), *cents)


def _split(cents: int | None, shares: list[Fraction]) -> list[int] | list[None]:
    return [None] * len(shares) if cents is None else allocate(cents, shares)
