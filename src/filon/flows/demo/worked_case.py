"""The campaign of the worked case: 8,000 calls, 320 conversations, 80 appointments, 15 contracts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from filon.flows.demo.chance import Dice
from filon.flows.demo.dates import Span, at, later
from filon.flows.demo.dialling import APPOINTMENT, HUMAN, USEFUL, Calls
from filon.flows.demo.selling import LOST, SALES_REPS, Booking, Row, Sales, appointment, contract
from filon.flows.demo.story import AUDIT, WORKED_CASE
from filon.terms.money import allocate

CALLS, CONVERSATIONS, APPOINTMENTS, HELD, PROPOSALS, CONTRACTS = 8_000, 320, 80, 62, 50, 15
REVENUE_EUROS, COST_EUROS = 90_000, 12_000


def exact_calls(calls: Calls, dice: Dice) -> Calls:
    """Return 8,000 of the calls, of which exactly 320 are useful and 80 end with an appointment.

    Only the last call to a contact becomes useful, so that nobody is called after an appointment.
    """
    kept = calls.take(np.arange(CALLS))
    last = np.zeros(CALLS, bool)
    last[CALLS - 1 - np.unique(kept.contact[::-1], return_index=True)[1]] = True
    answered = np.flatnonzero(last & (kept.outcome >= HUMAN))
    chosen = answered[np.argsort(dice.uniform(len(answered)), kind="stable")[:CONVERSATIONS]]
    outcome, talk = kept.outcome.copy(), kept.talk.copy()
    outcome[chosen[:APPOINTMENTS]] = APPOINTMENT
    outcome[chosen[APPOINTMENTS:]] = USEFUL + (np.arange(len(chosen) - APPOINTMENTS) % 3 == 0)
    talk[chosen] = 150 + (dice.uniform(len(chosen)) * 200).astype(np.int64)
    return replace(kept, outcome=outcome, talk=talk, duration=kept.duration - kept.talk + talk)


def exact_sales(bookings: Sequence[Booking], dice: Dice) -> Sales:
    """Return 80 appointments (62 held), 50 proposals and 15 contracts worth 90,000 EUR, all settled."""
    sales = Sales()
    prices = _prices(dice)
    for number, booking in enumerate(bookings, start=1):
        slot = at(later(booking.booked_at.date(), dice.between(3, 9)), dice.between(9, 16) * 3600)
        row = appointment(WORKED_CASE, booking, number, slot)
        held = number * HELD % len(bookings) < HELD
        row["status"] = "held" if held else ("cancelled" if number % 5 == 0 else "no_show")
        row["validation"] = "rejected" if row["status"] == "cancelled" else "validated"
        row["rejection_reason"] = "hors cible" if row["status"] == "cancelled" else None
        row["qualified"] = "oui" if held else None
        sales.appointments.append(row)
        if held and len(sales.opportunities) < PROPOSALS:
            _propose(sales, row, prices, dice)
    return sales


def _prices(dice: Dice) -> list[int]:
    """Return 15 prices in euros, whole tens, that sum to the revenue."""
    draws = [int(dice.lognormal(AUDIT.price, AUDIT.spread)) for _ in range(CONTRACTS)]
    return [10 * part for part in allocate(REVENUE_EUROS // 10, draws)]


def _propose(sales: Sales, met: Row, prices: list[int], dice: Dice) -> None:
    """Add an opportunity with its proposal; three in ten are won, the others lost."""
    number = len(sales.opportunities) + 1
    won = number * CONTRACTS % PROPOSALS < CONTRACTS
    created = met["slot_at"] + timedelta(days=dice.between(0, 5))
    proposed = created + timedelta(days=dice.between(4, 12))
    closed = proposed + timedelta(days=dice.between(12, 55))
    deal: Row = {
        "opportunity_id": f"OPP-{WORKED_CASE.code}-{number:04d}",
        "campaign_code": WORKED_CASE.code,
        "appointment_id": met["appointment_id"],
        "contact_id": met["contact_id"],
        "created_at": created,
        "qualified_at": created,
        "proposed_at": proposed,
        "closed_at": closed,
        "status": "won" if won else "lost",
        "amount": prices[len(sales.contracts)] if won else 6_000,
        "lost_reason": None if won else LOST[number % len(LOST)],
        "product": AUDIT.name,
        "sales_rep": SALES_REPS[number % 2],
    }
    sales.opportunities.append(deal)
    if won:
        sales.contracts.append(contract(deal, AUDIT, closed.date()))


def ledger(span: Span) -> list[Row]:
    """Return the costs of the worked case: 12,000 EUR, everything included."""
    first, last = span.month(0), span.last_day(2)
    amounts = (("list_purchase", 1_000, None), ("tool_licence", 600, None), ("telephony", 400, None))
    hours = (
        ("operator_time", 300.0, 24.0),
        ("management", 30.0, 40.0),
        ("script_preparation", 10.0, 35.0),
        ("sales_time", 25.0, 50.0),
    )
    return [
        {
            "cost_id": f"{WORKED_CASE.code}-{category}",
            "campaign_code": WORKED_CASE.code,
            "category": category,
            "period_start": first,
            "period_end": last,
            "amount": amount if rate is None else None,
            "hours": None if rate is None else amount,
            "hourly_rate": rate,
            "allocation_key": "calls",
        }
        for category, amount, rate in (*amounts, *hours)
    ]
