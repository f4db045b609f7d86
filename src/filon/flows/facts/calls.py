"""What the calls say: outside their campaign's dates, in months without cost, told twice, or as totals too."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

from filon.flows.facts.reading import opened
from filon.insight.biases.facts import Overlap
from filon.terms.period import add_months
from filon.terms.scope import Scope

OVERLAPS = ("calls", "useful_conversations")  # measures that call records give for any period
BOOKKEEPING = timedelta(days=45)  # from the end of a month to its last invoice
MOST_CALLS = 500_000  # beyond, twins are looked for on some of the days only


@dataclass(frozen=True, slots=True)
class MonthsOfCalls:
    """The calls of a campaign in months with and without a cost of its own, and those costs."""

    calls_costed: int = 0
    calls_uncosted: int = 0
    own_cost_cents: int = 0


def months(home: Path, as_of: date) -> Mapping[str, MonthsOfCalls]:
    """Return the calls of each campaign by whether their month has a cost, months still being booked left out."""
    with opened(home) as (lake, codes):
        calls, costs = lake.table("calls_daily"), lake.table("costs")
        dialled = lake.rows(calls.group_by("campaign", "month").aggregate(calls=calls.calls.sum()))
        own = costs.filter((costs.shared == 0) & costs.campaign.notnull())
        own = own.mutate(month=own.day.strftime("%Y-%m"))
        booked = lake.rows(
            own.group_by("campaign", "month").aggregate(
                cents=own.cents.sum(), unknown=(own.cents.isnull()).sum()
            )
        )
    spent = {(row["campaign"], row["month"]): row for row in booked}
    found: dict[str, MonthsOfCalls] = defaultdict(MonthsOfCalls)
    for row in dialled:
        over = add_months(date.fromisoformat(f"{row['month']}-01"), 1)
        if over + BOOKKEEPING > as_of:
            continue
        cost, before = spent.get((row["campaign"], row["month"])), found[codes[row["campaign"]]]
        found[codes[row["campaign"]]] = MonthsOfCalls(
            before.calls_costed + (row["calls"] if cost else 0),
            before.calls_uncosted + (0 if cost else row["calls"]),
            before.own_cost_cents + (int(cost["cents"] or 0) if cost else 0),
        )
    return found


def outside(home: Path) -> Mapping[str, int]:
    """Return how many calls of each campaign are before its first day or after its last."""
    with opened(home) as (lake, codes):
        calls, campaigns = lake.table("calls_daily"), lake.table("campaigns")
        dated = calls.join(campaigns.select("campaign", "starts_on", "ends_on"), "campaign")
        out = dated.filter((dated.day < dated.starts_on) | (dated.day > dated.ends_on))
        return {
            codes[row["campaign"]]: int(row["calls"])
            for row in lake.rows(out.group_by("campaign").aggregate(calls=out.calls.sum()))
        }


def twins(home: Path) -> tuple[Mapping[str, int], int]:
    """Return how many calls of each campaign repeat another, on one day out of the number returned."""
    with opened(home) as (lake, codes):
        daily, calls = lake.table("calls_daily"), lake.table("calls")
        days = sorted(
            lake.rows(daily.group_by("day").aggregate(calls=daily.calls.sum())), key=itemgetter("day")
        )
        sampled = max(1, -(-sum(row["calls"] for row in days) // MOST_CALLS))
        if not days:
            return {}, sampled
        timed = calls.filter(calls.day.isin([row["day"] for row in days[::sampled]]) & (calls.duration_s > 0))
        same = timed.group_by("campaign", "contact", "started_at", "duration_s", "outcome").aggregate(
            times=timed.count()
        )
        more = same.filter(same.times > 1)
        extra = more.group_by("campaign").aggregate(extra=(more.times - 1).sum())
        return {codes[row["campaign"]]: int(row["extra"]) for row in lake.rows(extra)}, sampled


def overlaps(home: Path, scope: Scope) -> list[Overlap]:
    """Return, per campaign and measure, the totals of periods that call records cover too."""
    from filon.records.models import ActivityTotal

    given = ActivityTotal.objects.filter(voided_at__isnull=True).select_related("campaign")
    if scope.client_ids is not None:
        given = given.filter(campaign__client_id__in=scope.client_ids)
    told = list(given)
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


def _calls_by_day(home: Path) -> dict[tuple[int, date], dict[str, Any]]:
    with opened(home) as (lake, _):
        table = lake.table("calls_daily")
        summed = {measure: table[measure].sum() for measure in OVERLAPS}
        return {
            (row["campaign"], row["day"]): row
            for row in lake.rows(table.group_by("campaign", "day").aggregate(**summed))
        }
