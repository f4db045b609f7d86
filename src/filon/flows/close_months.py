"""Closes months, keeping how their shared costs are split, and shows what has moved since."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filon.flows.answer import engine_of
from filon.metrics.gather.select import in_period, truncated
from filon.records.actions import books
from filon.records.queries.settings import Splits, closed_splits
from filon.terms.books import Books
from filon.terms.period import Period, add_months


@dataclass(frozen=True, slots=True)
class Shift:
    """What a campaign bears of the shared costs of a closed month, in cents: when it was closed, and now.

    `campaign` is a code, None where nothing tells who bears them.
    """

    month: date  # its first day
    campaign: str | None
    then: int
    now: int


def close_through(home: Path, month: date, *, today: date, actor: str) -> Books:
    """Close a month, by its first day, and every month before. Raises NotOver."""
    splits = _splits(home, add_months(month, 1))
    return books.close_through(month, today=today, actor=actor, splits=splits)


def shifts(home: Path) -> list[Shift]:
    """Return what late calls, appointments or hours have moved between campaigns since months were closed."""
    from filon.records.models import Campaign

    kept = closed_splits()
    if not kept:
        return []
    present = _splits(home, add_months(_first(max(kept)), 1))
    codes = dict(Campaign.objects.values_list("pk", "campaign_code"))
    found = []
    for month, then in sorted(kept.items()):
        now = present.get(month, {})
        for number in sorted({*then, *now}):
            shift = Shift(
                _first(month), codes[int(number)] if number else None, then.get(number, 0), now.get(number, 0)
            )
            found += [shift] if shift.then != shift.now else []
    return found


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _splits(home: Path, before: date) -> Splits:
    with engine_of(home) as engine:
        days = engine.lake.table("costs")
        shared = days.filter(days.shared == 1, days.cents.notnull(), *in_period(days.day, Period(end=before)))
        dated = shared.mutate(month=truncated(shared.day, "month"))
        rows = engine.lake.rows(dated.group_by("month", "campaign").aggregate(cents=dated.cents.sum()))
    found: Splits = {}
    for row in rows:
        number = "" if row["campaign"] is None else str(row["campaign"])
        found.setdefault(f"{row['month']:%Y-%m}", {})[number] = int(row["cents"])
    return found
