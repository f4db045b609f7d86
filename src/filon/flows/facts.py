"""Gathers what the bias checks read: figures from the lake, entries and dates from the records."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from filon.flows.answer import ask, dimensions, engine_of
from filon.insight.biases.facts import CampaignFacts, ContractFacts, Entry, Facts, Overlap, Segment
from filon.metrics.language.query import Query
from filon.terms.attribution import DEFAULT_MODEL
from filon.terms.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from filon.records.models import Campaign

COUNTS = {
    "calls": "calls",
    "conversations": "useful_conversations",
    "appointments": "appointments_set",
    "validated": "appointments_validated",
    "rejected": "appointments_rejected",
    "held": "appointments_held",
    "no_show": "appointments_no_show",
    "opportunities": "opportunities",
    "won": "opportunities_won",
    "lost": "opportunities_lost",
    "contracts": "contracts",
}
"""A field of CampaignFacts and the measure that gives it."""
SEGMENTS = ("campaign", "operator", "script", "list", "sector", "size_band", "region")
OVERLAPS = ("calls", "useful_conversations")  # measures that call records give for any period
SLOT_GRACE = timedelta(days=7)
ASLEEP_DAYS, ASLEEP_CYCLES = 180, 3  # an open deal sleeps past both this age and this many median cycles


def gather(home: Path, as_of: date, scope: Scope = EVERYTHING) -> Facts:
    """Return the facts of the campaigns that may be seen, as they stand on a day."""
    contracts, cycle = _contracts(home, scope)
    return Facts(
        as_of=as_of,
        campaigns=tuple(_Campaigns(home, as_of, scope, cycle).all()),
        entries=tuple(_entries(scope)),
        contracts=tuple(contracts),
        segments=tuple(_segments(home, scope)),
        overlaps=tuple(_overlaps(home, scope)),
        cycle_days=cycle,
    )


@dataclass(frozen=True)
class _Campaigns:
    """The sums of each campaign."""

    home: Path
    as_of: date
    scope: Scope
    cycle: float | None

    def all(self) -> list[CampaignFacts]:
        """Return the facts of every campaign that may be seen."""
        query = Query((*COUNTS.values(), "revenue", "margin", "hours"), by=("campaign",))
        rows = {row.dimensions["campaign"]: row for row in ask(self.home, query, self.scope).rows}
        costs, leads, amounts = self._costs(), self._sums("channel", "leads"), self._open_deals()
        slots, asleep = self._stale_appointments(), self._stale_opportunities()
        found = []
        for campaign in visible(self.scope):
            code, row = campaign.campaign_code, rows.get(campaign.campaign_code)
            values = {name: cell.value for name, cell in row.cells.items()} if row else {}
            counts = {field: round(values.get(measure) or 0) for field, measure in COUNTS.items()}
            margin = values.get("margin", 0)
            opened, amount = amounts.get(code, (0, 0))
            found.append(
                CampaignFacts(
                    code=code,
                    name=campaign.name,
                    channel=campaign.channel,
                    organisation=campaign.organisation,
                    kind=campaign.kind,
                    starts_on=campaign.starts_on,
                    horizon_months=campaign.horizon_months,
                    leads=leads.get(code, 0),
                    open_opportunities=opened,
                    open_amount_cents=amount,
                    revenue_cents=round(100 * (values.get("revenue") or 0)),
                    margin_cents=None if margin is None else round(100 * margin),
                    hours=float(values.get("hours") or 0),
                    costs=costs.get(code, {}),
                    stale_appointments=slots[campaign.pk],
                    stale_opportunities=asleep[campaign.pk],
                    **counts,
                )
            )
        return found

    def _costs(self) -> Mapping[str, dict[str, int]]:
        """Return the cents of each campaign by category, shared parts included."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        with engine_of(self.home) as engine:
            costs, codes = engine.lake.table("costs"), engine.context(Query(("calls",))).reference.codes
            grouped = costs.filter(costs.cents.notnull()).group_by("campaign", "category")
            for row in _rows(grouped.aggregate(cents=costs.cents.sum())):
                if row["campaign"] is not None:
                    found[codes["campaign"][row["campaign"]]][row["category"]] = int(row["cents"])
        return found

    def _sums(self, table: str, column: str) -> Mapping[str, int]:
        with engine_of(self.home) as engine:
            rows, codes = engine.lake.table(table), engine.context(Query(("calls",))).reference.codes
            summed = _rows(rows.group_by("campaign").aggregate(total=rows[column].sum()))
            return {codes["campaign"][row["campaign"]]: int(row["total"] or 0) for row in summed}

    def _open_deals(self) -> Mapping[str, tuple[int, int]]:
        """Return how many deals of each campaign are open, and their cents."""
        with engine_of(self.home) as engine:
            deals, codes = (
                engine.lake.table("opportunities"),
                engine.context(Query(("calls",))).reference.codes,
            )
            kept = deals.filter((deals.status == "open") & deals.campaign.notnull() & _counted(deals))
            grouped = kept.group_by("campaign").aggregate(
                count=kept.count(), cents=(kept.amount_cents * kept.weight).sum()
            )
            return {
                codes["campaign"][row["campaign"]]: (int(row["count"]), round(row["cents"] or 0))
                for row in _rows(grouped)
            }

    def _stale_appointments(self) -> Counter[int]:
        from django.db.models import Q

        from filon.records.models import Appointment

        limit = self.as_of - SLOT_GRACE
        waiting = Q(status__isnull=True) | Q(status="booked")
        rows = Appointment.objects.filter(waiting, voided_at__isnull=True, slot_at__date__lt=limit)
        return Counter(rows.values_list("campaign_id", flat=True))

    def _stale_opportunities(self) -> Counter[int | None]:
        from filon.records.models import Opportunity

        age = timedelta(days=max(ASLEEP_DAYS, ASLEEP_CYCLES * (self.cycle or 0)))
        rows = Opportunity.objects.filter(
            status="open", voided_at__isnull=True, created_at__date__lt=self.as_of - age
        )
        return Counter(rows.values_list("campaign_id", flat=True))


def visible(scope: Scope) -> "Sequence[Campaign]":
    """Return the campaigns that may be seen, by code."""
    from filon.records.models import Campaign

    rows = Campaign.objects.filter(voided_at__isnull=True).order_by("campaign_code")
    return list(rows if scope.client_ids is None else rows.filter(client_id__in=scope.client_ids))


def _entries(scope: Scope) -> list[Entry]:
    from filon.records.models import Cost

    rows = Cost.objects.filter(voided_at__isnull=True).order_by("pk").select_related("campaign")
    if scope.client_ids is not None:
        rows = rows.filter(campaign__client_id__in=scope.client_ids)
    return [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    from filon.terms.money import to_cents

    cents = row.amount_cents
    if cents is None and row.hourly_rate is not None:
        cents = to_cents(row.hours * row.hourly_rate)
    return Entry(
        id=row.cost_id,
        campaign=row.campaign.campaign_code if row.campaign else None,
        category=row.category,
        first=row.period_start,
        last=row.period_end or row.period_start,
        cents=cents,
        hours=None if row.hours is None else float(row.hours),
        key=row.allocation_key,
        supplier=row.supplier,
    )


def _contracts(home: Path, scope: Scope) -> tuple[list[ContractFacts], float | None]:
    """Return the contracts as they are credited, and the median days from origin to signature."""
    with engine_of(home) as engine:
        table, reference = engine.lake.table("contracts"), engine.context(Query(("calls",)), scope).reference
        rows = _rows(table.filter(_counted(table)))
    codes = reference.codes["campaign"]
    if scope.client_ids is not None:
        rows = [row for row in rows if row["campaign"] in codes]
    cycles = [
        (row["signed_on"] - row["origin_on"]).days for row in rows if row["origin_on"] and row["campaign"]
    ]
    return [_contract(row, codes) for row in rows], median(cycles) if cycles else None


def _contract(row: Mapping[str, Any], codes: Mapping[int, str]) -> ContractFacts:
    return ContractFacts(
        campaign=None if row["campaign"] is None else codes[row["campaign"]],
        signed_on=row["signed_on"],
        revenue_cents=row["revenue_cents"],
        margin_cents=row["margin_cents"],
        monthly_margin_cents=row["monthly_margin_cents"],
        term_months=row["term_months"],
        ended_on=row["ended_on"],
    )


def _segments(home: Path, scope: Scope) -> list[Segment]:
    found = []
    for dimension in dimensions(SEGMENTS, scope):
        answer = ask(home, Query(("appointments_set", "contracts"), by=(dimension,)), scope)
        for row in answer.rows:
            if (value := row.dimensions[dimension]) is not None:
                met, signed = (round(row.cells[name].value or 0) for name in answer.query.metrics)
                found.append(Segment(dimension, str(value), met, signed))
    return found


def _overlaps(home: Path, scope: Scope) -> list[Overlap]:
    """Return, per campaign and measure, the totals of periods that call records cover too."""
    from filon.records.models import ActivityTotal

    rows = ActivityTotal.objects.filter(voided_at__isnull=True).select_related("campaign")
    if scope.client_ids is not None:
        rows = rows.filter(campaign__client_id__in=scope.client_ids)
    told = list(rows)
    if not told:
        return []
    days = _calls_by_day(home)
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in told:
        inside = [sums for (campaign, day), sums in days.items()
                  if campaign == row.campaign_id and row.period_start <= day <= row.period_end]  # fmt: skip
        for measure in OVERLAPS:
            total, detailed = getattr(row, measure), sum(sums[measure] for sums in inside)
            if total and inside:
                before = found[row.campaign.campaign_code, measure]
                found[row.campaign.campaign_code, measure] = (before[0] + total, before[1] + detailed)
    return [Overlap(*key, *sums) for key, sums in sorted(found.items())]


def _calls_by_day(home: Path) -> dict[tuple[int, date], dict[str, int]]:
    with engine_of(home) as engine:
        table = engine.lake.table("calls_daily")
        summed = {measure: table[measure].sum() for measure in OVERLAPS}
        rows = _rows(table.group_by("campaign", "day").aggregate(**summed))
    return {(row["campaign"], row["day"]): row for row in rows}


def _counted(table: Any) -> Any:
    """Return the condition that keeps each result once: its only model, or the one in force."""
    return table.model.isnull() | (table.model == DEFAULT_MODEL)


def _rows(table: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows
