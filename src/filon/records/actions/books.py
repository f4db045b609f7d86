"""Closes months for costs, and opens them again."""

from datetime import date

from filon.records.actions.change import change
from filon.records.models import Setting
from filon.records.queries.settings import CLOSED_SPLITS, OPEN_FROM, Splits, books, closed_splits
from filon.terms.books import Books
from filon.terms.faults import Fault
from filon.terms.period import add_months


class NotOver(Fault):
    """A month that is not over cannot be closed."""

    def __init__(self, month: date) -> None:
        super().__init__(
            f"Le mois {month:%m/%Y} n'est pas fini : il se clôt à partir du mois suivant.",
            f"Month {month:%Y-%m} is not over: it can be closed from the next month on.",
        )


class NothingClosed(Fault):
    """There is no closed month to open again."""

    def __init__(self) -> None:
        super().__init__("Aucun mois n'est clos.", "No month is closed.")


def close_through(month: date, *, today: date, actor: str, splits: Splits | None = None) -> Books:
    """Close a month, by its first day, and every month before; `splits` are kept of those not closed yet.

    Raises NotOver.
    """
    opened_from = add_months(month, 1)
    if opened_from > today:
        raise NotOver(month)
    return _open_from(opened_from, "close_month", actor, {**(splits or {}), **closed_splits()})


def reopen(*, actor: str) -> Books:
    """Open the last closed month again. Raises NothingClosed."""
    last = books().last_closed
    if last is None:
        raise NothingClosed
    return _open_from(last.replace(day=1), "reopen_month", actor, closed_splits())


def _open_from(day: date, action: str, actor: str, splits: Splits) -> Books:
    closed = {month: split for month, split in splits.items() if month < f"{day:%Y-%m}"}
    with change(action, actor=actor) as opened:
        opened.details.update(open_from=day.isoformat())
        for key, value in ((OPEN_FROM, day.isoformat()), (CLOSED_SPLITS, closed)):
            Setting.objects.update_or_create(pk=key, defaults={"value": value, "change_id": opened.id})
    return Books(day)
