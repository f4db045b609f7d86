"""Appointments, opportunities and contracts: resolved, credited, and written where they changed."""

from dataclasses import dataclass

import polars as pl

from filon.lake.publish.calls import CallShape
from filon.lake.publish.credit import credit
from filon.lake.publish.moments import day, end_of_day, until
from filon.lake.publish.store import Store
from filon.records.feeds import tables
from filon.records.feeds.related import Related

# A result that no call is credited with still came from the list its prospect came with.
_DIMENSIONS = (
    "k.hour, k.weekday, coalesce(c.operator, k.operator) AS operator, k.script, "
    "CASE WHEN k.call IS NULL THEN own_list ELSE k.list END AS list, coalesce(c.variant, k.variant) AS variant"
)
_CREDITED = f"c.campaign, c.model, c.credit, c.weight, c.call, c.origin_on, {_DIMENSIONS}"

# Half away from zero, as everywhere.
_DIVIDED = """
    CREATE OR REPLACE TEMP MACRO divided(numerator, denominator) AS
        (sign(numerator) * ((2 * abs(numerator) + denominator) // (2 * denominator)))::BIGINT
"""

# An appointment that follows a rescheduled one of the same campaign and prospect continues its chain.
_HEADS = """
    CREATE OR REPLACE TEMP TABLE heads AS
    WITH before AS (
        SELECT *, lag(status) OVER chains AS status_before FROM raw_appointments
        WINDOW chains AS (PARTITION BY campaign, contact ORDER BY booked_at, appointment)
    ), linked AS (
        SELECT *, count(*) FILTER (WHERE contact IS NULL OR status_before IS DISTINCT FROM 'rescheduled')
            OVER (PARTITION BY campaign, contact ORDER BY booked_at, appointment) AS link
        FROM before
    ), ordered AS (
        SELECT *, row_number() OVER (PARTITION BY campaign, contact, link ORDER BY booked_at, appointment) AS place
        FROM linked
    )
    SELECT first(appointment ORDER BY place) AS head, campaign AS own_campaign, contact,
        list(appointment ORDER BY place) AS chain,
        first(call ORDER BY place) FILTER (WHERE call IS NOT NULL) AS call,
        first(call_campaign ORDER BY place) FILTER (WHERE call IS NOT NULL) AS call_campaign,
        first(operator ORDER BY place) FILTER (WHERE operator IS NOT NULL) AS operator,
        first(variant ORDER BY place) FILTER (WHERE variant IS NOT NULL) AS variant,
        first(booked_on ORDER BY place) AS booked_on, first(booked_until ORDER BY place) AS booked_until,
        last(status ORDER BY place) AS status, last(validation ORDER BY place) AS validation,
        last(qualified ORDER BY place) AS qualified, any_value(own_list) AS own_list
    FROM ordered GROUP BY campaign, contact, link
"""
_MONEY = """
    CREATE OR REPLACE TEMP TABLE contract_money AS
    WITH known AS (
        SELECT *,
            coalesce(margin_cents, divided(revenue_cents::HUGEINT * margin_rate, 1000000)) AS margin,
            CASE recurring_period
                WHEN 'month' THEN recurring_cents
                WHEN 'year' THEN divided(recurring_cents, 12)
            END AS monthly
        FROM raw_contracts
    )
    SELECT * EXCLUDE (margin_cents), margin AS margin_cents, monthly AS monthly_cents,
        CASE
            WHEN margin_rate IS NOT NULL THEN divided(monthly::HUGEINT * margin_rate, 1000000)
            WHEN revenue_cents > 0 THEN divided(monthly::HUGEINT * margin, revenue_cents)
        END AS monthly_margin_cents,
        (contact IS NULL OR row_number() OVER (PARTITION BY contact ORDER BY signed_on, contract) = 1)::TINYINT
            AS new_customer
    FROM known
"""
_ROWS = {
    "appointments": f"""
        SELECT h.head AS appointment, h.contact, h.booked_on,
            coalesce(h.validation = 'validated', FALSE)::TINYINT AS validated,
            coalesce(h.validation = 'rejected', FALSE)::TINYINT AS rejected,
            coalesce(h.status = 'held', FALSE)::TINYINT AS held,
            coalesce(h.status = 'no_show', FALSE)::TINYINT AS no_show,
            coalesce(h.status = 'cancelled', FALSE)::TINYINT AS cancelled,
            h.qualified, h.chain, {_CREDITED}
        FROM heads h JOIN credits c ON c.subject = 'appointment' AND c.id = h.head
        LEFT JOIN touched_calls k ON k.call = c.call
    """,
    "opportunities": f"""
        SELECT o.opportunity, o.contact, o.created_on, coalesce(o.qualified_on, o.created_on) AS qualified_on,
            o.proposed_on, o.closed_on, o.status, c.amount_cents, o.product, o.sales_rep,
            {_CREDITED}
        FROM raw_opportunities o JOIN credits c ON c.subject = 'opportunity' AND c.id = o.opportunity
        LEFT JOIN touched_calls k ON k.call = c.call
    """,
    "contracts": f"""
        SELECT s.contract, s.opportunity, s.contact, s.signed_on, c.revenue_cents, c.margin_cents,
            s.new_customer, c.monthly_cents, c.monthly_margin_cents, s.term_months, s.ended_on, s.product,
            s.sales_rep, {_CREDITED}
        FROM contract_money s JOIN credits c ON c.subject = 'contract' AND c.id = s.contract
        LEFT JOIN touched_calls k ON k.call = c.call
    """,
}
KEYS = {"appointments": "appointment", "opportunities": "opportunity", "contracts": "contract"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The results and prospects to compute anew; None means all of them."""

    ids: Related | None = None

    def of(self, table: str) -> set[int] | None:
        """Return the ids of one of the tables of results, None for all."""
        return getattr(self.ids, table) if self.ids else None

    @property
    def contacts(self) -> set[int] | None:
        """The prospects, None for all."""
        return self.ids.contacts if self.ids else None


def resolve(store: Store, scope: Scope, shape: CallShape) -> None:
    """Read the results in scope and credit them; SQL then sees them as `new_<table>` and their calls as `touched_calls`."""
    _read(store, scope, shape.zone)
    _touch_calls(store, scope, shape)
    for statement in (_DIVIDED, _HEADS, _MONEY):
        store.sql.execute(statement)
    credit(store)
    for name, query in _ROWS.items():
        store.sql.execute(f"CREATE OR REPLACE TEMP TABLE new_{name} AS {query}")


def write(store: Store, table: str, scope: Scope) -> None:
    """Put the results that were resolved in place of those in scope."""
    ids = scope.of(table)
    if ids is None:
        store.overwrite(table, f"SELECT * FROM new_{table}")
    elif ids:
        keep = f"{KEYS[table]} NOT IN (SELECT id FROM {store.give('in_scope', ids)})"
        store.replace(table, keep, f"SELECT * FROM new_{table}")


def _read(store: Store, scope: Scope, zone: str) -> None:
    appointments = tables.APPOINTMENTS.rows(scope.of("appointments"))
    opportunities = tables.OPPORTUNITIES.rows(scope.of("opportunities"))
    contracts = tables.CONTRACTS.rows(scope.of("contracts"))
    store.give(
        "raw_appointments",
        appointments.with_columns(booked_on=day("booked_at", zone), booked_until=until("booked_at", zone)),
    )
    store.give(
        "raw_opportunities",
        opportunities.with_columns(
            created_until=until("created_at", zone),
            **{
                f"{stage}_on": day(f"{stage}_at", zone)
                for stage in ("created", "qualified", "proposed", "closed")
            },
        ),
    )
    store.give(
        "raw_contracts",
        contracts.with_columns(
            event_on=pl.coalesce(day("created_at", zone), "signed_on"),
            event_until=pl.coalesce(until("created_at", zone), end_of_day(pl.col("signed_on"), zone)),
        ),
    )


def _touch_calls(store: Store, scope: Scope, shape: CallShape) -> None:
    """Let SQL see the calls of the prospects in scope and those that appointments refer to.

    A few prospects' calls come from the records, by index: finding them in the lake would scan it all.
    """
    calls = store.rows("calls")
    if scope.contacts is not None:
        referred = store.values("SELECT call FROM raw_appointments")
        both = pl.concat([tables.CALLS.of_contacts(scope.contacts), tables.CALLS.rows(referred)])
        calls = store.give("few_calls", shape.shape(both.unique("call")))
    store.sql.execute(f"CREATE OR REPLACE TEMP VIEW touched_calls AS SELECT * FROM {calls}")
