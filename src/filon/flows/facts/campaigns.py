"""The sums of each campaign, and how much was seen of each segment."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from filon.flows.answer import ask, dimensions
from filon.flows.facts import calls, sales
from filon.flows.facts.reading import counted, opened
from filon.flows.maturity import maturity
from filon.insight.biases.facts import CampaignFacts, Projection, Segment
from filon.metrics.language.query import Query
from filon.terms.scope import Scope

if TYPE_CHECKING:
    from filon.records.models import Campaign

COUNTS = {
    "calls": "calls",
    "reached": "reached",
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
SLOT_GRACE = timedelta(days=7)
ASLEEP_DAYS, ASLEEP_CYCLES = 180, 3  # an open deal sleeps past both this age and this many median cycles


@dataclass(frozen=True)
class Campaigns:
    """The sums of each campaign."""

    home: Path
    as_of: date
    scope: Scope
    cycle: float | None

    def all(self) -> list[CampaignFacts]:
        """Return the facts of every campaign that may be seen."""
        query = Query((*COUNTS.values(), "revenue", "margin", "hours", "cost_total"), by=("campaign",))
        answered = {row.dimensions["campaign"]: row for row in ask(self.home, query, self.scope).rows}
        costs, leads, amounts = self._costs(), self._sums("channel", "leads"), self._open_deals()
        slots, asleep = self._stale_appointments(), self._stale_opportunities()
        unsigned, months = sales.won_unsigned(self.home, self.as_of), calls.months(self.home, self.as_of)
        outside, (twins, _) = calls.outside(self.home), self._twins
        ahead = self._projections() if any(waiting for waiting, _ in amounts.values()) else {}
        found = []
        for campaign in visible(self.scope):
            code, row = campaign.campaign_code, answered.get(campaign.campaign_code)
            values = {name: cell.value for name, cell in row.cells.items()} if row else {}
            counts = {field: round(values.get(measure) or 0) for field, measure in COUNTS.items()}
            margin = values.get("margin", 0)
            waiting, amount = amounts.get(code, (0, 0))
            owed, owed_cents = unsigned.get(code, (0, 0))
            month = months.get(code, calls.MonthsOfCalls())
            found.append(
                CampaignFacts(
                    code=code,
                    name=campaign.name,
                    channel=campaign.channel,
                    organisation=campaign.organisation,
                    kind=campaign.kind,
                    starts_on=campaign.starts_on,
                    ends_on=campaign.ends_on,
                    horizon_months=campaign.horizon_months,
                    leads=leads.get(code, 0),
                    open_opportunities=waiting,
                    open_amount_cents=amount,
                    revenue_cents=round(100 * (values.get("revenue") or 0)),
                    margin_cents=None if margin is None else round(100 * margin),
                    hours=float(values.get("hours") or 0),
                    costs=costs.get(code, {}),
                    stale_appointments=slots[campaign.pk],
                    stale_opportunities=asleep[campaign.pk],
                    won_unsigned=owed,
                    won_unsigned_cents=owed_cents,
                    calls_outside=outside.get(code, 0),
                    calls_uncosted=0 if campaign.organisation == "platform" else month.calls_uncosted,
                    calls_costed=month.calls_costed,
                    own_cost_cents=month.own_cost_cents,
                    twin_calls=twins.get(code, 0),
                    cost_known=values.get("cost_total", 0) is not None,
                    projection=ahead.get(code),
                    **counts,
                )
            )
        return found

    @cached_property
    def _twins(self) -> tuple[Mapping[str, int], int]:
        return calls.twins(self.home)

    @property
    def sampled(self) -> int:
        """Return on one day out of how many twin calls were looked for."""
        return self._twins[1]

    def _costs(self) -> Mapping[str, dict[str, int]]:
        """Return the cents of each campaign by category, shared parts included."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        with opened(self.home) as (lake, codes):
            costs = lake.table("costs")
            grouped = costs.filter(costs.cents.notnull()).group_by("campaign", "category")
            for row in lake.rows(grouped.aggregate(cents=costs.cents.sum())):
                if row["campaign"] is not None:
                    found[codes[row["campaign"]]][row["category"]] = int(row["cents"])
        return found

    def _sums(self, table: str, column: str) -> Mapping[str, int]:
        with opened(self.home) as (lake, codes):
            whole = lake.table(table)
            summed = lake.rows(whole.group_by("campaign").aggregate(total=whole[column].sum()))
            return {codes[row["campaign"]]: int(row["total"] or 0) for row in summed}

    def _open_deals(self) -> Mapping[str, tuple[int, int]]:
        """Return how many deals of each campaign are open, and their cents."""
        with opened(self.home) as (lake, codes):
            deals = lake.table("opportunities")
            kept = deals.filter((deals.status == "open") & deals.campaign.notnull() & counted(deals))
            grouped = kept.group_by("campaign").aggregate(
                count=kept.count(), cents=(kept.amount_cents * kept.weight).sum()
            )
            return {
                codes[row["campaign"]]: (int(row["count"]), round(row["cents"] or 0))
                for row in lake.rows(grouped)
            }

    def _projections(self) -> Mapping[str, Projection]:
        """Return what the maturity study says of each campaign with open deals."""
        # As the list of campaigns asks it, so that one study serves both.
        asked = Query(("roi",), by=("campaign",), view="cohort")
        found = {}
        for line in maturity(self.home, asked, self.scope).groups:
            later, now = line.projected_margin.value, line.margin.value
            coming = None if later is None or now is None else round(100 * (later - now))
            found[str(line.dimensions["campaign"])] = Projection(line.roi, line.projected, coming)
        return found

    def _stale_appointments(self) -> Counter[int]:
        from django.db.models import Q

        from filon.records.models import Appointment

        limit = self.as_of - SLOT_GRACE
        waiting = Q(status__isnull=True) | Q(status="booked")
        past = Appointment.objects.filter(waiting, voided_at__isnull=True, slot_at__date__lt=limit)
        return Counter(past.values_list("campaign_id", flat=True))

    def _stale_opportunities(self) -> Counter[int | None]:
        from filon.records.models import Opportunity

        age = timedelta(days=max(ASLEEP_DAYS, ASLEEP_CYCLES * (self.cycle or 0)))
        old = Opportunity.objects.filter(
            status="open", voided_at__isnull=True, created_at__date__lt=self.as_of - age
        )
        return Counter(old.values_list("campaign_id", flat=True))


def visible(scope: Scope) -> "Sequence[Campaign]":
    """Return the campaigns that may be seen, by code."""
    from filon.records.models import Campaign

    live = Campaign.objects.filter(voided_at__isnull=True).order_by("campaign_code")
    return list(live if scope.client_ids is None else live.filter(client_id__in=scope.client_ids))


def segments(home: Path, scope: Scope) -> list[Segment]:
    """Return the appointments and contracts of each value of the dimensions that people rank."""
    found = []
    for dimension in dimensions(SEGMENTS, scope):
        answer = ask(home, Query(("appointments_set", "contracts"), by=(dimension,)), scope)
        for row in answer.rows:
            if (value := row.dimensions[dimension]) is not None:
                met, signed = (round(row.cells[name].value or 0) for name in answer.query.metrics)
                found.append(Segment(dimension, str(value), met, signed))
    return found
