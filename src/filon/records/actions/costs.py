"""Writes the cost ledger by hand; what is in a closed month stays, and is corrected in an open one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from filon.records.actions.change import OpenChange, change
from filon.records.actions.enter import create, enter, says
from filon.records.actions.revise import amend, bring_back, hold, revise
from filon.records.models import Cost
from filon.records.queries.settings import books
from filon.terms.books import Books
from filon.terms.faults import Fault

_ROUND = re.compile(r"~(\d+)[+-]$")


class AlreadyCorrected(Fault):
    """The entry was taken back before."""

    def __init__(self, cost_id: str) -> None:
        super().__init__(
            f"L'écriture « {cost_id} » est déjà corrigée par une contre-écriture : corrigez celle qui la remplace.",
            f"The entry “{cost_id}” is already corrected by a counter-entry: correct the one that replaces it.",
        )


class CounterEntry(Fault):
    """A counter-entry only takes another entry back."""

    def __init__(self) -> None:
        super().__init__(
            "Une contre-écriture ne se modifie pas : corrigez l'écriture qui remplace l'ancienne.",
            "A counter-entry is not edited: correct the entry that replaces the former one.",
        )


class StillUnknown(Fault):
    """Hours of a closed month would be corrected without telling what they cost."""

    def __init__(self) -> None:
        super().__init__(
            "Ces heures sont d'un mois clos et n'ont pas de taux : donnez-leur un taux ou un montant, leur coût "
            "comptera dans le premier mois ouvert.",
            "These hours are of a closed month and have no rate: give them a rate or an amount, their cost will "
            "count in the first open month.",
        )


class ClosedMeanwhile(Fault):
    """The month of a withdrawn entry was closed since."""

    def __init__(self) -> None:
        super().__init__(
            "Le mois de cette écriture est clos : la rétablir en changerait les chiffres. Saisissez-la de nouveau, "
            "elle comptera dans le premier mois ouvert.",
            "The month of this entry is closed: restoring it would change its figures. Enter it again, it will "
            "count in the first open month.",
        )


@dataclass(frozen=True, slots=True)
class Written:
    """The entry that now stands (None: it was taken back), and whether a counter-entry was written."""

    entry: Cost | None
    countered: bool


def enter_cost(*, actor: str, **values: Any) -> Cost:
    """Enter a cost; where its month is closed it counts in an open one. Raises Taken."""
    return enter(Cost, key="cost_id", actor=actor, settle=lambda: placed(books(hold=True), values), **values)


def correct_cost(cost: Cost, *, actor: str, seen: int | None = None, **values: Any) -> Written:
    """Give an entry new values: in place, or by a counter-entry and a new one where its month is closed.

    The same correction sent twice is made once. Raises ChangedMeanwhile, AlreadyCorrected, CounterEntry or
    StillUnknown.
    """
    with change("correct_cost", actor=actor) as opened:
        closed, identity = books(hold=True), {"cost_id": next_id(cost, "+"), "corrects": cost.cost_id}
        new = {**values, **identity, **placed(closed, values)}
        known = _live(cost_id=identity["cost_id"]).first()
        if known is not None and says(known, new):
            opened.abandoned = True
            return Written(known, countered=True)
        _take(cost, seen)
        if not closed.closed(cost.period_start):
            amend(opened, cost, **{**values, **placed(closed, values)})
            return Written(cost, countered=False)
        if cost.cents is None and Cost(**values).cents is None:
            raise StillUnknown
        _counter(opened, cost, closed)
        return Written(create(opened, Cost, **new), countered=True)


def withdraw_cost(cost: Cost, *, actor: str, seen: int | None = None) -> Written:
    """Take an entry out of the ledger: void it, or write a counter-entry where its month is closed.

    Raises ChangedMeanwhile, AlreadyCorrected or CounterEntry.
    """
    with change("withdraw_cost", actor=actor) as opened:
        closed = books(hold=True)
        _take(cost, seen)
        countered = closed.closed(cost.period_start)
        if countered:
            _counter(opened, cost, closed)
        else:
            amend(opened, cost, voided_at=opened.at)
    return Written(None, countered)


def restore_cost(cost: Cost, *, actor: str, seen: int | None = None) -> None:
    """Put a withdrawn entry back into the ledger. Raises ClosedMeanwhile and the faults of `bring_back`."""
    with change("restore_cost", actor=actor) as opened:
        if books(hold=True).closed(cost.period_start):
            raise ClosedMeanwhile
        bring_back(opened, cost, seen)


def placed(closed: Books, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the open period in which an entry counts and the one it gives, where the latter is closed."""
    first, last = values["period_start"], values.get("period_end")
    if not closed.closed(first):
        return {}
    begin, end = closed.open_part(first, last or first)
    return {"period_start": begin, "period_end": end, "original_start": first, "original_end": last}


def next_id(cost: Cost, sign: str) -> str:
    """Return the id of the entry that takes another one back (-) or replaces it (+)."""
    found = _ROUND.search(cost.cost_id)
    root, number = (cost.cost_id[: found.start()], int(found[1]) + 1) if found else (cost.cost_id, 1)
    return f"{root}~{number}{sign}"


def _take(cost: Cost, seen: int | None) -> None:
    """Hold an entry that may still be altered."""
    if cost.is_counter:
        raise CounterEntry
    hold(cost, seen)
    if _live(corrects=cost.cost_id).exists():
        raise AlreadyCorrected(cost.cost_id)


def _counter(opened: OpenChange, cost: Cost, closed: Books) -> None:
    """Take an entry back in full, in the open part of its period; no import alters it any more.

    What it costs, where that was unknown, is said by what replaces it: in its own month it is nothing.
    """
    same = ("campaign_id", "category", "nature", "hourly_rate", "allocation_key", "supplier", "note")
    period = {"period_start": cost.period_start, "period_end": cost.period_end}
    create(
        opened,
        Cost,
        cost_id=next_id(cost, "-"),
        corrects=cost.cost_id,
        amount_cents=-(cost.cents or 0),
        hours=None if cost.hours is None else -cost.hours,
        **{name: getattr(cost, name) for name in same},
        **{**period, **placed(closed, period)},
    )
    settled = {"amount_cents": 0} if cost.cents is None else {}
    revise(opened, cost, edited_at=opened.at, **settled)


def _live(**conditions: Any) -> QuerySet[Cost]:
    return Cost.objects.filter(voided_at__isnull=True, **conditions)
