"""What comes of the appointments: kept or not, opportunities, proposals, contracts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from filon.flows.demo.chance import Dice
from filon.flows.demo.dates import Span, at, later
from filon.flows.demo.story import Mission, Offer

Row = dict[str, Any]
SALES_REPS = ("M. Perrin", "S. Collet")
REJECTIONS = ("hors cible", "pas de décideur", "projet à plus d'un an", "doublon")
LOST = ("prix", "prestataire en place", "projet gelé", "sans suite")


@dataclass(slots=True)
class Sales:
    """The rows of the three files of the sales team."""

    appointments: list[Row] = field(default_factory=list)
    opportunities: list[Row] = field(default_factory=list)
    contracts: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Booking:
    """A call that ended with an appointment."""

    call_id: str
    contact_id: str
    operator: str
    booked_at: datetime
    variant: str | None = None


def sell(mission: Mission, bookings: Iterable[Booking], span: Span, dice: Dice) -> Sales:
    """Follow each booking of a mission to its end, or to the end of the demonstration."""
    sales = Sales()
    for booking in bookings:
        _meet(sales, mission, booking, span, dice)
    return sales


def _meet(sales: Sales, mission: Mission, booking: Booking, span: Span, dice: Dice) -> None:
    """Add the appointments of a booking (a chain where it is rescheduled) and what follows."""
    number = len(sales.appointments) + 1
    slot = _slot(booking.booked_at, dice)
    row = appointment(mission, booking, number, slot)
    sales.appointments.append(row)
    rescheduled = dice.one() < 0.12
    if slot.date() < span.end and rescheduled:
        row["status"] = "rescheduled"
        moved = Booking(booking.call_id, booking.contact_id, booking.operator, slot - timedelta(hours=20))
        slot = _slot(moved.booked_at, dice)
        row = appointment(mission, moved, number + 1, slot)
        sales.appointments.append(row)
    row["status"] = _status(mission, slot, span, dice)
    judge(row, mission, span, dice)
    held = row["status"] == "held" and row["validation"] != "rejected"
    if held and dice.one() < mission.pursue and mission.pipeline:
        created = slot + timedelta(days=dice.between(0, 6))
        if created.date() < span.end:
            pursue(sales, mission, row, created, span, dice)


def appointment(mission: Mission, booking: Booking, number: int, slot: datetime) -> Row:
    """Return the row of an appointment nobody has judged yet."""
    return {
        "appointment_id": f"RDV-{mission.code}-{number:04d}",
        "campaign_code": mission.code,
        "contact_id": booking.contact_id,
        "call_id": booking.call_id,
        "operator": booking.operator,
        "booked_at": booking.booked_at,
        "slot_at": slot,
        "status": "booked",
        "validation": None,
        "rejection_reason": None,
        "qualified": None,
        "variant": booking.variant,
    }


def _slot(booked_at: datetime, dice: Dice) -> datetime:
    day = later(booked_at.date(), dice.between(3, 11))
    return at(day, dice.between(9, 16) * 3600 + 1800 * dice.between(0, 1))


def _status(mission: Mission, slot: datetime, span: Span, dice: Dice) -> str:
    """Return what became of a slot; a few are never updated by anyone."""
    chance, forgotten = dice.one(), dice.one() < (0.02 if mission.checked else 0.12)
    if slot.date() >= span.end or forgotten:
        return "booked"
    if chance < 0.06:
        return "cancelled"
    return "held" if chance < 0.06 + 0.94 * mission.show else "no_show"


def judge(row: Row, mission: Mission, span: Span, dice: Dice) -> None:
    """Validate or reject an appointment, where someone does."""
    chance, qualified = dice.one(), dice.one() < 0.82
    reason = REJECTIONS[dice.between(0, len(REJECTIONS) - 1)]
    if not mission.checked:
        return
    if row["booked_at"].date() >= span.end - timedelta(days=3):
        row["validation"] = "pending"
        return
    rejected = chance < mission.rejected
    late = chance >= mission.rejected + mission.validated
    row["validation"] = "rejected" if rejected else "pending" if late else "validated"
    row["rejection_reason"] = reason if rejected else None
    if row["status"] == "held":
        row["qualified"] = "non" if rejected or not qualified else "oui"


def pursue(sales: Sales, mission: Mission, met: Row, created: datetime, span: Span, dice: Dice) -> None:
    """Add the opportunity opened after a meeting, and its contract where it is won."""
    offer = mission.offer
    proposed = created + timedelta(days=dice.lognormal(offer.proposal_days, 0.5))
    closed = proposed + timedelta(days=dice.lognormal(offer.decision_days, 0.55))
    early, won, forgotten = dice.one() < 0.14, dice.one() < mission.win, dice.one() < 0.06
    if early:
        closed, won = created + timedelta(days=dice.lognormal(20, 0.4)), False
    price = round(dice.lognormal(offer.price, offer.spread), -1)
    reason = LOST[dice.between(0, len(LOST) - 1)]
    proposal = None if early or proposed.date() >= span.end else proposed
    is_open = closed.date() >= span.end or (forgotten and not won)
    row: Row = {
        "opportunity_id": f"OPP-{mission.code}-{len(sales.opportunities) + 1:04d}",
        "campaign_code": mission.code,
        "appointment_id": met["appointment_id"],
        "contact_id": met["contact_id"],
        "created_at": created,
        "qualified_at": created,
        "proposed_at": proposal,
        "closed_at": None if is_open else closed,
        "status": "open" if is_open else "won" if won else "lost",
        "amount": price,
        "lost_reason": None if is_open or won else reason,
        "product": offer.name,
        "sales_rep": SALES_REPS[dice.between(0, 1)],
    }
    sales.opportunities.append(row)
    if row["status"] == "won":
        ends = span.last_day(span.index(closed.date()) + dice.between(4, 10))  # notice runs to a month's end
        cut = offer.monthly and dice.one() < 0.2 and ends < span.end
        sales.contracts.append(contract(row, offer, closed.date(), ends if cut else None))


def contract(deal: Row, offer: Offer, signed_on: date, ended_on: date | None = None) -> Row:
    """Return the contract of a won opportunity; a monthly offer runs twelve months and renews."""
    return {
        "contract_id": str(deal["opportunity_id"]).replace("OPP", "CTR"),
        "opportunity_id": deal["opportunity_id"],
        "campaign_code": deal["campaign_code"],
        "contact_id": deal["contact_id"],
        "signed_on": signed_on,
        "revenue": deal["amount"],
        "margin_rate": offer.margin_rate,
        "recurring_amount": round(deal["amount"] / 12, 2) if offer.monthly else None,
        "recurring_period": "month" if offer.monthly else None,
        "term_months": 12 if offer.monthly else None,
        "ended_on": ended_on,
        "product": offer.name,
    }
