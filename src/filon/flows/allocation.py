"""Shows what entries of the ledger become: their parts by campaign and month, which sum to what was booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filon.flows.answer import engine_of
from filon.metrics.gather.select import truncated

FEW = 1_000  # up to this many entries are named in the question; for more, all are asked


@dataclass(frozen=True, slots=True)
class Allocated:
    """The part of an entry that a campaign bears in a month.

    `campaign` is a code, None where nothing tells who bears it; `cents` is None where hours have no rate.
    """

    cost: int
    campaign: str | None
    month: date
    cents: int | None


def allocation(home: Path, costs: Iterable[int]) -> list[Allocated]:
    """Return the parts of some entries, by their numbers: by entry, then campaign, then month."""
    from filon.records.models import Campaign

    wanted = set(costs)
    with engine_of(home) as engine:
        days = engine.lake.table("costs")
        kept = days.filter(days.cost.isin(wanted) if 0 < len(wanted) <= FEW else days.cost.notnull())
        dated = kept.mutate(month=truncated(kept.day, "month"))
        grouped = dated.group_by("cost", "campaign", "month").aggregate(cents=dated.cents.sum())
        rows = [row for row in engine.lake.rows(grouped) if row["cost"] in wanted]
    codes = dict(Campaign.objects.values_list("pk", "campaign_code"))
    found = [Allocated(row["cost"], codes.get(row["campaign"]), row["month"], row["cents"]) for row in rows]
    return sorted(found, key=lambda part: (part.cost, part.campaign is None, part.campaign or "", part.month))
