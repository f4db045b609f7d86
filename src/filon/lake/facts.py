"""The tables of the lake: their columns, keys and partitions.

No name, phone number, e-mail address, source identifier or remark on a person enters: rows are known by the
numbers the records gave them. Money is whole cents. Days are local days of the instance's time zone. A result
(appointment, opportunity, contract) carries the call it is credited to, so that it can be counted by
operator, script or hour, and dated by that call in the cohort view (`origin_on`).
"""

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = 5
JOURNEY_BUCKETS = 128  # journey rows are kept by contact modulo this, so that one call rewrites one file


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the lake; `key` identifies a row, `partition` names the folders it is kept in."""

    name: str
    schema: pa.Schema
    key: tuple[str, ...]
    partition: tuple[str, ...] = ()


def _schema(**types: pa.DataType) -> list[tuple[str, pa.DataType]]:
    return list(types.items())


_TEXT, _ID, _DAY, _INSTANT, _SMALL = pa.string(), pa.int64(), pa.date32(), pa.timestamp("us"), pa.int8()

# What is known of the call a row belongs to or is credited to.
_CALL_DIMENSIONS = _schema(
    hour=_SMALL, weekday=_SMALL, operator=_ID, script=_ID, list=_ID, variant=_TEXT
)  # hour: local, 0-23; weekday: Monday 1 to Sunday 7; list: the prospect's own where no call is credited

# How a result is credited. `model` is empty where every attribution model agrees (an explicit chain, a
# named campaign, or nobody to credit), else the model the row belongs to; per model the weights of a
# result sum to 1 and its cents to its cents. `credit` is chain, campaign, window or none.
_CREDIT = _schema(model=_TEXT, credit=_TEXT, weight=pa.float64(), call=_ID, origin_on=_DAY)


def _table(
    name: str, columns: list[tuple[str, pa.DataType]], key: tuple[str, ...], partition: tuple[str, ...] = ()
) -> Table:
    return Table(name, pa.schema(columns), key, partition)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "calls",
            _schema(
                call=_ID,
                month=_TEXT,  # local, YYYY-MM
                day=_DAY,
                started_at=_INSTANT,  # UTC
                campaign=_ID,
                contact=_ID,
                outcome=_TEXT,
                refusal_reason=_TEXT,  # else its fingerprint, where few prospects give it
                duration_s=_ID,
                talk_s=_ID,
                reached=_SMALL,
                decision_maker=_SMALL,
                useful=_SMALL,
                final=_SMALL,  # 1 where the outcome says not to call the prospect again
                change=_ID,
            )
            + _CALL_DIMENSIONS,
            ("call",),
            ("month",),
        ),
        _table(
            "calls_daily",
            _schema(
                month=_TEXT,  # local, YYYY-MM
                day=_DAY,
                campaign=_ID,
                operator=_ID,
                calls=_ID,
                reached=_ID,
                decision_makers=_ID,
                useful_conversations=_ID,
                talk_seconds=_ID,
            ),
            ("day", "campaign", "operator"),
            ("month",),
        ),
        _table(
            "journey",
            _schema(
                contact=_ID,
                campaign=_ID,
                bucket=_SMALL,
                first_call_at=_INSTANT,
                first_call_on=_DAY,
                first_reached_on=_DAY,
                first_useful_on=_DAY,
                appointment_on=_DAY,
                validated_on=_DAY,  # booking day of the first validated appointment
                held_on=_DAY,  # booking day of the first held appointment
                opportunity_on=_DAY,
                proposal_on=_DAY,
                signed_on=_DAY,
                closed_on=_DAY,  # first call with a final outcome
                calls=_ID,
                reached=_ID,
                revenue_cents=_ID,
                margin_cents=_ID,
            )
            + _CALL_DIMENSIONS,  # of the first call
            ("contact", "campaign"),
            ("bucket",),
        ),
        _table(
            "appointments",
            _schema(
                appointment=_ID,  # the head of a chain of rescheduled ones
                campaign=_ID,
                contact=_ID,
                booked_on=_DAY,
                validated=_SMALL,
                rejected=_SMALL,
                held=_SMALL,
                no_show=_SMALL,
                cancelled=_SMALL,
                qualified=_SMALL,  # null where unknown
                chain=pa.list_(_ID),  # all the appointments of the chain, the head first
            )
            + _CREDIT
            + _CALL_DIMENSIONS,
            ("appointment", "model", "call"),
        ),
        _table(
            "opportunities",
            _schema(
                opportunity=_ID,
                campaign=_ID,
                contact=_ID,
                created_on=_DAY,
                qualified_on=_DAY,  # else created_on
                proposed_on=_DAY,
                closed_on=_DAY,
                status=_TEXT,
                amount_cents=_ID,
                product=_TEXT,
                sales_rep=_ID,
            )
            + _CREDIT
            + _CALL_DIMENSIONS,
            ("opportunity", "model", "call"),
        ),
        _table(
            "contracts",
            _schema(
                contract=_ID,
                opportunity=_ID,
                campaign=_ID,
                contact=_ID,
                signed_on=_DAY,
                revenue_cents=_ID,
                margin_cents=_ID,  # null where unknown
                new_customer=_SMALL,  # 1 on the first contract of a contact
                monthly_cents=_ID,  # recurring revenue per month; null where none
                monthly_margin_cents=_ID,  # null where none or unknown
                term_months=_ID,
                ended_on=_DAY,
                product=_TEXT,
                sales_rep=_ID,
            )
            + _CREDIT
            + _CALL_DIMENSIONS,
            ("contract", "model", "call"),
        ),
        _table(
            "costs",  # one row per entry, campaign and day; the rows of an entry sum to its amount
            _schema(
                cost=_ID,  # null where the cost is the spend of a channel's day
                channel_activity=_ID,
                day=_DAY,
                campaign=_ID,  # null where no campaign can be named
                category=_TEXT,
                nature=_TEXT,
                key=_TEXT,  # allocation key, down to segments
                shared=_SMALL,  # 1 where the entry names no campaign
                cents=_ID,  # null where hours have no rate
                hours=pa.float64(),  # null but for hours entries
            ),
            ("cost", "channel_activity", "day", "campaign"),
        ),
        _table(
            "totals",  # activity totals spread over their days; only what no detailed record covers
            _schema(
                activity=_ID,
                day=_DAY,
                campaign=_ID,
                operator=_ID,
                calls=_ID,
                reached=_ID,
                useful_conversations=_ID,
                appointments_set=_ID,
                appointments_validated=_ID,
                appointments_held=_ID,
                proposals=_ID,
                contracts=_ID,
                hours=pa.float64(),
                revenue_cents=_ID,
                margin_cents=_ID,
            ),
            ("activity", "day"),
        ),
        _table(
            "channel",
            _schema(
                channel_activity=_ID,
                day=_DAY,
                campaign=_ID,
                impressions=_ID,
                clicks=_ID,
                leads=_ID,
                spend_cents=_ID,
            ),
            ("channel_activity",),
        ),
        _table(
            "campaigns",
            _schema(
                campaign=_ID,
                code=_TEXT,
                client=_ID,
                client_code=_TEXT,
                channel=_TEXT,
                organisation=_TEXT,
                kind=_TEXT,
                offer=_TEXT,
                target=_TEXT,
                country=_TEXT,
                starts_on=_DAY,
                ends_on=_DAY,
                horizon_months=_ID,
            ),
            ("campaign",),
        ),
        _table(
            "contacts",
            _schema(contact=_ID, list=_ID, sector=_TEXT, size_band=_TEXT, region=_TEXT, country=_TEXT),
            ("contact",),
        ),
        _table("lists", _schema(list=_ID, code=_TEXT), ("list",)),
        _table("scripts", _schema(script=_ID, code=_TEXT), ("script",)),
    )
}
