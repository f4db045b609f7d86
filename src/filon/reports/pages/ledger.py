"""What ledger entries become: a table of campaigns and months whose parts sum to what was booked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from filon.reports.pages.sheets import Content, Head, Sheet
from filon.terms.money import to_amount
from filon.terms.text import Text

NOBODY = Text("réparti à personne", "borne by no campaign")
Part = tuple[str | None, date, int | None]  # campaign code, first day of a month, cents


@dataclass(frozen=True, slots=True)
class Share:
    """What a campaign bears: cents by month (None where nothing is known to be), and in all."""

    campaign: str | None
    cents: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """The table; `unknown` tells that some hours have no rate, so that their cost is in no cell."""

    months: tuple[date, ...]
    shares: tuple[Share, ...]
    totals: tuple[int, ...]
    total: int
    unknown: bool


def allocate(parts: Iterable[Part]) -> Allocation:
    """Sum the parts by campaign and month; what no campaign bears comes last."""
    cells: dict[str | None, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    months: set[date] = set()
    unknown = False
    for campaign, month, cents in parts:
        months.add(month)
        if cents is None:
            unknown = True
        else:
            cells[campaign][month] += cents
    order = sorted(months)
    shares = tuple(
        Share(campaign, tuple(cells[campaign].get(month) for month in order), sum(cells[campaign].values()))
        for campaign in sorted(cells, key=lambda code: (code is None, code or ""))
    )
    totals = tuple(sum(by_month.get(month, 0) for by_month in cells.values()) for month in order)
    return Allocation(tuple(order), shares, totals, sum(totals), unknown)


def sheet(found: Allocation) -> Sheet:
    """Return the table to take away, its totals included."""
    heads = (
        Head("campaign", Text("Campagne", "Campaign")),
        *(
            Head(f"{month:%Y-%m}", Text(f"{month:%Y-%m}", f"{month:%Y-%m}"), "money")
            for month in found.months
        ),
        Head("total", Text("Ensemble", "Total"), "money"),
    )
    rows: list[Sequence[Content]] = [
        (share.campaign or NOBODY, *map(_amount, share.cents), to_amount(share.total))
        for share in found.shares
    ]
    rows.append((Text("Ensemble", "Total"), *map(to_amount, found.totals), to_amount(found.total)))
    return Sheet(Text("Répartition des coûts", "Allocation of costs"), heads, rows)


def _amount(cents: int | None) -> Content:
    return None if cents is None else to_amount(cents)
