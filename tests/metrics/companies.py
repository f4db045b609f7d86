"""A random small company as rows of the lake: segments, credits, totals, unknown amounts, shared costs."""

import random
from datetime import date, timedelta
from typing import Any

from tests.lakes import call, campaign, daily

FIRST = date(2026, 1, 1)
DAYS = 120
CAMPAIGNS = 4
OPERATORS = (None, 11, 12, 13)


def company(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table; the same for the same seed."""
    chance = random.Random(seed)
    contacts = [
        {
            "contact": number,
            "sector": chance.choice(["BTP", "Santé", None]),
            "size_band": chance.choice(["1-9", "10-49"]),
            "region": chance.choice(["Bretagne", "Occitanie"]),
            "country": chance.choice(["FR", None]),
            "list": number % 3 or None,
        }
        for number in range(1, 61)
    ]
    contacts += [{"contact": number, "list": number % 3 or None} for number in range(61, 76)]  # never called
    calls = [_call(chance, number) for number in range(1, 401)]
    return {
        "campaigns": [
            campaign(
                number,
                f"C{number}",
                client=number % 2 + 1,
                client_code=f"K{number % 2 + 1}",
                channel="phone" if number < CAMPAIGNS else "email",
                country="BE" if number == 2 else None,
                horizon_months=None,
            )
            for number in range(1, CAMPAIGNS + 1)
        ],
        "contacts": contacts,
        "lists": [{"list": 1, "code": "L1"}, {"list": 2, "code": "L2"}],
        "scripts": [{"script": 1, "code": "S1"}, {"script": 2, "code": "S2"}],
        "calls": calls,
        "calls_daily": daily(calls),
        "journey": _journey(calls),
        "appointments": _appointments(chance),
        "opportunities": _opportunities(chance),
        "contracts": _contracts(chance),
        "costs": _costs(chance),
        "totals": _totals(chance),
    }


def _day(chance: random.Random) -> date:
    return FIRST + timedelta(days=chance.randrange(DAYS))


def _call(chance: random.Random, number: int) -> dict[str, Any]:
    reached = int(chance.random() < 0.5)
    useful = int(reached and chance.random() < 0.4)
    return call(
        number,
        _day(chance),
        chance.randint(1, CAMPAIGNS - 1),
        contact=chance.randint(1, 60),
        outcome="refused" if useful else "no_answer",
        reached=reached,
        decision_maker=int(reached and chance.random() < 0.5),
        useful=useful,
        talk_s=chance.choice([None, 0, 65, 240]),
        hour=chance.randint(8, 19),
        operator=chance.choice(OPERATORS),
        script=chance.choice([None, 1, 2]),
        list=chance.choice([1, 2]),
        variant=chance.choice([None, "A", "B"]),
    )


def _journey(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for row in sorted(calls, key=lambda row: (row["day"], row["call"])):
        first = found.setdefault(
            (row["contact"], row["campaign"]),
            {
                **{name: row[name] for name in ("contact", "campaign", "hour", "weekday", "operator")},
                **{name: row[name] for name in ("script", "list", "variant")},
                "bucket": row["contact"] % 64,
                "first_call_on": row["day"],
                "first_reached_on": None,
                "closed_on": None,
                "calls": 0,
                "signed_on": row["day"] + timedelta(days=40) if row["contact"] % 7 == 0 else None,
            },
        )
        if row["reached"] and first["first_reached_on"] is None:
            first["first_reached_on"] = row["day"]
        if row["outcome"] == "refused" and first["closed_on"] is None:
            first["closed_on"] = row["day"]
        first["calls"] += 1
    return list(found.values())


def _credit(chance: random.Random, model: str | None = None, weight: float = 1.0) -> dict[str, Any]:
    origin = _day(chance)
    return {
        "campaign": chance.choice([None, *range(1, CAMPAIGNS + 1)]),
        "contact": chance.choice([None, *range(1, 61)]),
        "model": model,
        "credit": "window" if model else "chain",
        "weight": weight,
        "call": chance.randint(1, 400),
        "origin_on": origin,
        "hour": chance.randint(8, 19),
        "weekday": origin.isoweekday(),
        "operator": chance.choice(OPERATORS),
        "script": chance.choice([None, 1, 2]),
        "list": chance.choice([None, 1, 2]),
        "variant": chance.choice([None, "A"]),
    }


def _appointments(chance: random.Random) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, 41):
        state = chance.choice(["validated", "rejected", None])
        kept = chance.choice(["held", "no_show", "cancelled", None])
        row = {
            name: int(name in (state, kept))
            for name in ("validated", "rejected", "held", "no_show", "cancelled")
        }
        credit = _credit(chance)
        rows.append({"appointment": number, **credit, **row, "booked_on": credit["origin_on"]})
    return rows


def _opportunities(chance: random.Random) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, 41):
        created = _day(chance)
        status = chance.choice(["open", "won", "lost"])
        later = created + timedelta(days=chance.randint(0, 60))
        base = {
            "opportunity": number,
            "created_on": created,
            "qualified_on": created,
            "proposed_on": chance.choice([None, later]),
            "closed_on": None if status == "open" else later,
            "status": status,
            "product": chance.choice(["P1", "P2", None]),
            "sales_rep": chance.choice([None, 21, 22]),
        }
        rows.append({**base, **_credit(chance)})
    return rows


def _contracts(chance: random.Random) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number in range(1, 31):
        signed = FIRST + timedelta(days=chance.randrange(DAYS))
        revenue = chance.randrange(10_000, 2_000_000)
        base = {
            "contract": number,
            "signed_on": signed,
            "new_customer": int(chance.random() < 0.8),
            "product": chance.choice(["P1", "P2", None]),
        }
        whole = {"revenue_cents": revenue, "margin_cents": revenue * 2 // 5 - 30_000}
        if number % 3:
            rows.append({**base, **whole, **_credit(chance)})
            continue
        rows.append({**base, **whole, **_credit(chance, "last")})
        half = {name: cents // 2 for name, cents in whole.items()}
        rest = {name: cents - half[name] for name, cents in whole.items()}
        rows.append({**base, **half, **_credit(chance, "linear", 0.5)})
        rows.append({**base, **rest, **_credit(chance, "linear", 0.5)})
    return rows


def _costs(chance: random.Random) -> list[dict[str, Any]]:
    categories = [("operator_time", "direct"), ("list_purchase", "direct"), ("overhead", "indirect")]
    rows = []
    for number in range(1, 13):
        category, nature = chance.choice(categories)
        number_of = chance.choice([None, *range(1, CAMPAIGNS + 1)])
        key = chance.choice([None, "calls", "hours", "conversations", "appointments", "contacts", "equal"])
        start = chance.randrange(DAYS - 40)
        rows += [
            {
                "cost": number,
                "day": FIRST + timedelta(days=start + offset),
                "campaign": number_of,
                "category": category,
                "nature": nature,
                "key": key,
                "shared": int(number_of is None),
                "cents": chance.randrange(0, 20_001),
                "hours": 7.5 if category == "operator_time" else None,
            }
            for offset in range(40)
        ]
    return rows


def _totals(chance: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "activity": 1,
            "day": FIRST + timedelta(days=offset),
            "campaign": CAMPAIGNS,
            "operator": chance.choice([None, 11]),
            "calls": chance.randrange(50),
            "reached": 5,
            "useful_conversations": 2,
            "appointments_set": 1,
            "appointments_validated": 1,
            "appointments_held": 0,
            "proposals": 1,
            "contracts": offset % 2,
            "hours": 3.5,
            "revenue_cents": 12_345,
            "margin_cents": 2_345,
        }
        for offset in range(10)
    ]
