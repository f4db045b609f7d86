"""The feeds: for each kind of record, the columns that leave and the rows they come from.

Soft references are resolved here: a feed names the live rows that its references point to now.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from filon.records.feeds.reading import Column, Kind, among, read, stream

K = Kind


@dataclass(frozen=True, slots=True)
class Feed:
    """The live rows of one table, known as `r`, with what they refer to."""

    table: str
    joins: str
    columns: tuple[Column, ...]

    def batches(self, *conditions: str) -> Iterator[pl.DataFrame]:
        """Stream the rows that meet the SQL conditions, all of them where there is none."""
        return stream(self.columns, self._rest(conditions))

    def rows(self, ids: Iterable[int] | None = None, *conditions: str) -> pl.DataFrame:
        """Return the rows of those ids (all where None) that meet the SQL conditions, as one frame."""
        if ids is None:
            return read(self.columns, self._rest(conditions))
        condition, parameters = among("r.id", ids)
        return read(self.columns, self._rest((condition, *conditions)), parameters)

    def of_contacts(self, ids: Iterable[int]) -> pl.DataFrame:
        """Return the rows of those contacts."""
        condition, parameters = among("r.contact_id", ids)
        return read(self.columns, self._rest((condition,)), parameters)

    def _rest(self, conditions: Iterable[str]) -> str:
        where = " AND ".join(("r.voided_at IS NULL", *conditions))
        return f"FROM {self.table} r {self.joins} WHERE {where}"


CALL = "LEFT JOIN records_call c ON c.voided_at IS NULL AND c.call_id = {}.call_ref"
APPOINTMENT = (
    "LEFT JOIN records_appointment a ON a.voided_at IS NULL AND a.appointment_id = {}.appointment_ref"
)
OPPORTUNITY = (
    "LEFT JOIN records_opportunity o ON o.voided_at IS NULL AND o.opportunity_id = {}.opportunity_ref"
)

CALLS = Feed(
    "records_call",
    "LEFT JOIN records_contact k ON k.id = r.contact_id",
    (
        Column("call", "r.id"),
        Column("started_at", "r.started_at", K.INSTANT),
        Column("campaign", "r.campaign_id"),
        Column("contact", "r.contact_id"),
        Column("outcome", "r.outcome_id", K.TEXT),
        Column("refusal_reason", "r.refusal_reason", K.TEXT),
        Column("duration_s", "r.duration_s"),
        Column("talk_s", "r.talk_s"),
        Column("change", "r.change_id"),
        Column("operator", "r.operator_id"),
        Column("script", "r.script_id"),
        # a call that names no list was made from the list its prospect came with
        Column("list", "COALESCE(r.contact_list_id, k.contact_list_id)"),
        Column("variant", "r.variant", K.TEXT),
    ),
)
CONTACTS = Feed(
    "records_contact",
    "",
    (
        Column("contact", "r.id"),
        Column("list", "r.contact_list_id"),
        Column("sector", "r.sector", K.TEXT),
        Column("size_band", "r.size_band", K.TEXT),
        Column("region", "r.region", K.TEXT),
        Column("country", "r.country", K.TEXT),
    ),
)
_PROSPECT = "LEFT JOIN records_contact k ON k.id = COALESCE({})"

APPOINTMENTS = Feed(
    "records_appointment",
    f"{CALL.format('r')} {_PROSPECT.format('r.contact_id, c.contact_id')}",
    (
        Column("appointment", "r.id"),
        Column("campaign", "r.campaign_id"),
        Column("contact", "k.id"),
        Column("own_list", "k.contact_list_id"),
        Column("call", "c.id"),
        Column("call_campaign", "c.campaign_id"),
        Column("operator", "r.operator_id"),
        Column("booked_at", "r.booked_at", K.INSTANT),
        Column("status", "r.status", K.TEXT),
        Column("validation", "r.validation", K.TEXT),
        Column("qualified", "r.qualified", K.FLAG),
        Column("variant", "r.variant", K.TEXT),
    ),
)
OPPORTUNITIES = Feed(
    "records_opportunity",
    f"{APPOINTMENT.format('r')} {CALL.format('a')} "
    + _PROSPECT.format("r.contact_id, a.contact_id, c.contact_id"),
    (
        Column("opportunity", "r.id"),
        Column("own_campaign", "r.campaign_id"),
        Column("contact", "k.id"),
        Column("own_list", "k.contact_list_id"),
        Column("appointment", "a.id"),
        Column("created_at", "r.created_at", K.INSTANT),
        Column("qualified_at", "r.qualified_at", K.INSTANT),
        Column("proposed_at", "r.proposed_at", K.INSTANT),
        Column("closed_at", "r.closed_at", K.INSTANT),
        Column("status", "r.status", K.TEXT),
        Column("amount_cents", "r.amount_cents"),
        Column("product", "r.product", K.TEXT),
        Column("sales_rep", "r.sales_rep_id"),
    ),
)
CONTRACTS = Feed(
    "records_contract",
    f"{OPPORTUNITY.format('r')} {APPOINTMENT.format('o')} {CALL.format('a')} "
    + _PROSPECT.format("r.contact_id, o.contact_id, a.contact_id, c.contact_id"),
    (
        Column("contract", "r.id"),
        Column("opportunity", "o.id"),
        Column("own_campaign", "COALESCE(o.campaign_id, r.campaign_id)"),
        Column("contact", "k.id"),
        Column("own_list", "k.contact_list_id"),
        Column("appointment", "a.id"),
        Column("created_at", "o.created_at", K.INSTANT),
        Column("signed_on", "r.signed_on", K.DAY),
        Column("revenue_cents", "r.revenue_cents"),
        Column("margin_cents", "r.margin_cents"),
        Column("margin_rate", "r.margin_rate", K.DECIMAL),
        Column("recurring_cents", "r.recurring_amount_cents"),
        Column("recurring_period", "r.recurring_period", K.TEXT),
        Column("term_months", "r.term_months"),
        Column("ended_on", "r.ended_on", K.DAY),
        Column("product", "COALESCE(r.product, o.product)", K.TEXT),
        Column("sales_rep", "o.sales_rep_id"),
    ),
)
COSTS = Feed(
    "records_cost",
    "",
    (
        Column("cost", "r.id"),
        Column("campaign", "r.campaign_id"),
        Column("category", "r.category", K.TEXT),
        Column("nature", "r.nature", K.TEXT),
        Column("begin", "r.period_start", K.DAY),
        Column("end", "COALESCE(r.period_end, r.period_start)", K.DAY),
        Column("cents", "r.amount_cents"),
        Column("hours", "r.hours", K.DECIMAL),
        Column("rate", "r.hourly_rate", K.DECIMAL),
        Column("key", "r.allocation_key", K.TEXT),
    ),
)
# conditions on costs: hours that a campaign's operators worked; entries shared by a key
WORKED_HOURS = ("r.category = 'operator_time'", "r.campaign_id IS NOT NULL", "r.hours IS NOT NULL")
SHARED = ("r.campaign_id IS NULL", "r.allocation_key IS NOT NULL")
TOTALS = Feed(
    "records_activitytotal",
    "",
    (
        Column("activity", "r.id"),
        Column("campaign", "r.campaign_id"),
        Column("operator", "r.operator_id"),
        Column("begin", "r.period_start", K.DAY),
        Column("end", "r.period_end", K.DAY),
        Column("calls", "r.calls"),
        Column("reached", "r.reached"),
        Column("useful_conversations", "r.useful_conversations"),
        Column("appointments_set", "r.appointments_set"),
        Column("appointments_validated", "r.appointments_validated"),
        Column("appointments_held", "r.appointments_held"),
        Column("proposals", "r.proposals"),
        Column("contracts", "r.contracts"),
        Column("hours", "r.hours", K.DECIMAL),
        Column("revenue_cents", "r.revenue_cents"),
        Column("margin_cents", "r.margin_cents"),
    ),
)
CHANNEL = Feed(
    "records_channelactivity",
    "",
    (
        Column("channel_activity", "r.id"),
        Column("day", "r.day", K.DAY),
        Column("campaign", "r.campaign_id"),
        Column("impressions", "r.impressions"),
        Column("clicks", "r.clicks"),
        Column("leads", "r.leads"),
        Column("spend_cents", "r.spend_cents"),
    ),
)
CAMPAIGNS = Feed(
    "records_campaign",
    "LEFT JOIN records_client k ON k.id = r.client_id",
    (
        Column("campaign", "r.id"),
        Column("code", "r.campaign_code", K.TEXT),
        Column("client", "r.client_id"),
        Column("client_code", "k.client_code", K.TEXT),
        Column("channel", "r.channel", K.TEXT),
        Column("organisation", "r.organisation", K.TEXT),
        Column("kind", "r.kind", K.TEXT),
        Column("offer", "r.offer", K.TEXT),
        Column("target", "r.target", K.TEXT),
        Column("country", "r.country", K.TEXT),
        Column("starts_on", "r.starts_on", K.DAY),
        Column("ends_on", "r.ends_on", K.DAY),
        Column("horizon_months", "r.horizon_months"),
    ),
)
LISTS = Feed("records_contactlist", "", (Column("list", "r.id"), Column("code", "r.list_code", K.TEXT)))
SCRIPTS = Feed("records_script", "", (Column("script", "r.id"), Column("code", "r.script", K.TEXT)))


def outcomes() -> pl.DataFrame:
    """Return the outcomes: code, human, decision, useful, final (0 or 1)."""
    columns = [Column("outcome", "code", K.TEXT)]
    columns += [Column(name, name, K.FLAG) for name in ("human", "decision", "useful", "final")]
    return read(columns, "FROM records_outcome")


def reasons(prospects: int) -> list[str]:
    """Return the reasons of refusal that calls to at least so many prospects give."""
    rest = (
        "FROM records_call WHERE voided_at IS NULL AND refusal_reason IS NOT NULL "
        "GROUP BY refusal_reason HAVING count(DISTINCT contact_id) >= %s"
    )
    return read([Column("reason", "refusal_reason", K.TEXT)], rest, [prospects])["reason"].to_list()


def rules() -> pl.DataFrame:
    """Return the qualification rules, oldest first: version, valid_from, useful_min_talk_s."""
    columns = (
        Column("version", "version", K.TEXT),
        Column("valid_from", "valid_from", K.DAY),
        Column("useful_min_talk_s", "useful_min_talk_s"),
    )
    return read(columns, "FROM records_qualificationrule ORDER BY valid_from")
