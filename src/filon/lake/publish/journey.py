"""The journey: one row per prospect and campaign, with the day each stage was first reached."""

from itertools import pairwise

from filon.lake.facts import JOURNEY_BUCKETS
from filon.lake.publish.results import Scope
from filon.lake.publish.store import Store
from filon.terms.attribution import DEFAULT_MODEL

MOST_CALLS = 1_000_000  # grouped by prospect and campaign at once: such groups cannot spill to the disk
_CREDITED = (
    f"contact IS NOT NULL AND campaign IS NOT NULL AND coalesce(model, '{DEFAULT_MODEL}') = '{DEFAULT_MODEL}'"
)
_CONTRACTS = f"""
    SELECT contact, campaign, min(signed_on) AS signed_on, sum(revenue_cents)::BIGINT AS revenue_cents,
        -- one unknown margin makes the sum unknown
        CASE WHEN count(*) = count(margin_cents) THEN sum(margin_cents)::BIGINT END AS margin_cents
    FROM new_contracts WHERE {_CREDITED} AND {{inside}} GROUP BY contact, campaign
"""
_JOURNEY = f"""
    WITH called AS (
        SELECT contact, campaign, min(started_at) AS first_call_at, min(day) AS first_call_on,
            min(day) FILTER (WHERE reached = 1) AS first_reached_on,
            min(day) FILTER (WHERE useful = 1) AS first_useful_on, min(day) FILTER (WHERE final = 1) AS closed_on,
            count(*) AS calls, sum(reached)::BIGINT AS reached,
            arg_min(
                struct_pack(hour := hour, weekday := weekday, "operator" := operator, script := script,
                    list := list, variant := variant),
                struct_pack(at := started_at, call := call)
            ) AS first
        FROM touched_calls WHERE {{inside}} GROUP BY contact, campaign
    ), met AS (
        SELECT contact, campaign, min(booked_on) AS appointment_on,
            min(booked_on) FILTER (WHERE validated = 1) AS validated_on,
            min(booked_on) FILTER (WHERE held = 1) AS held_on
        FROM new_appointments WHERE {_CREDITED} AND {{inside}} GROUP BY contact, campaign
    ), opened AS (
        SELECT contact, campaign, min(qualified_on) AS opportunity_on, min(proposed_on) AS proposal_on
        FROM new_opportunities WHERE {_CREDITED} AND {{inside}} GROUP BY contact, campaign
    ), sold AS ({_CONTRACTS})
    SELECT contact, campaign, (contact % {JOURNEY_BUCKETS})::TINYINT AS bucket,
        * EXCLUDE (contact, campaign, calls, reached, first),
        coalesce(calls, 0) AS calls, coalesce(reached, 0) AS reached,
        first.hour AS hour, first.weekday AS weekday, first.operator AS operator, first.script AS script,
        first.list AS list, first.variant AS variant
    FROM called FULL JOIN met USING (contact, campaign) FULL JOIN opened USING (contact, campaign)
        FULL JOIN sold USING (contact, campaign)
"""


def write(store: Store, scope: Scope) -> None:
    """Compute the rows of the prospects in scope from what was resolved, and write the buckets they lie in."""
    if scope.contacts is None:
        first, *rest = (_JOURNEY.format(inside=inside) for inside in _passes(store))
        store.overwrite("journey", first)
        for rows in rest:  # each in a commit of its own: what the writer holds in memory is given back
            store.append("journey", store.frames(rows))
        return
    contacts = store.give("contacts_in_scope", scope.contacts)
    inside = f"contact IN (SELECT id FROM {contacts})"
    buckets = sorted({contact % JOURNEY_BUCKETS for contact in scope.contacts})
    store.replace("journey", f"NOT ({inside})", _JOURNEY.format(inside=inside), buckets)


def _passes(store: Store) -> list[str]:
    """Return the SQL conditions of so many parts of the buckets that the prospects of one fit into memory."""
    (calls,) = store.sql.execute("SELECT count(*) FROM touched_calls").fetchone() or (0,)
    parts = min(1 + calls // MOST_CALLS, JOURNEY_BUCKETS)
    ends = [part * JOURNEY_BUCKETS // parts for part in range(parts + 1)]
    return [f"contact % {JOURNEY_BUCKETS} BETWEEN {begin} AND {end - 1}" for begin, end in pairwise(ends)]
