"""Shows what entries of the ledger become, and how what is booked leads to the total cost, to the cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filon.flows.answer import engine_of
from filon.metrics.gather.select import in_period, truncated
from filon.terms.period import Period

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


@dataclass(frozen=True, slots=True)
class Counted:
    """Cents that count in some days: of the ledger, and of the spend of channels, which is not in it."""

    ledger: int
    spend: int

    @property
    def total(self) -> int:
        """The total cost of these days, as the figure says it."""
        return self.ledger + self.spend


def counted(home: Path, period: Period) -> Counted:
    """Return what counts in a period."""
    with engine_of(home) as engine:
        days = engine.lake.table("costs")
        kept = days.filter(days.cents.notnull(), *in_period(days.day, period))
        grouped = kept.group_by(spend=kept.cost.isnull()).aggregate(cents=kept.cents.sum())
        cents = {row["spend"]: int(row["cents"]) for row in engine.lake.rows(grouped)}
    return Counted(cents.get(False, 0), cents.get(True, 0))


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
