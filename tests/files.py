"""Canonical files, as a company would bring them."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from filon.intake.kinds import KINDS

Rows = list[dict[str, Any]]


def write_csv(folder: Path, kind: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Write the canonical file of a kind, its columns in the order of the format; return its path."""
    rows = list(rows)
    given = {name for row in rows for name in row}
    columns = [column.name for column in KINDS[kind].columns if column.name in given]
    if unknown := given - set(columns):
        raise ValueError(f"not columns of {kind}: {', '.join(sorted(unknown))}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


CASE_1 = "CAS-1"
FIRST_DAY = date(2026, 1, 5)
PROSPECTS = 2000
USEFUL = 320
APPOINTMENTS = 80
PROPOSALS = 50
CONTRACTS = 15


def worked_case_1(folder: Path) -> Path:
    """Write the files of worked case 1 and return their folder.

    8,000 calls, 320 useful conversations, 80 appointments, 50 proposals and 15 contracts of 6,000 EUR at a
    40 % margin, for 12,000 EUR of costs: a net ROI of 200 %. Every contract leads back to its call. Calls
    and costs lie between 5 January and 31 March 2026; the last contract is signed on 23 April.
    """
    write_csv(
        folder,
        "campaigns",
        [
            {
                "campaign_code": CASE_1,
                "name": "Cas concret",
                "channel": "phone",
                "organisation": "in_house",
                "kind": "recurring",
                "starts_on": FIRST_DAY,
                "ends_on": "2026-03-31",
            }
        ],
    )
    write_csv(folder, "calls", _calls())
    write_csv(folder, "appointments", _appointments())
    write_csv(folder, "opportunities", _opportunities())
    write_csv(folder, "contracts", _contracts())
    write_csv(folder, "costs", _costs())
    return folder


def _moment(number: int) -> datetime:
    """Return when a call was made: 134 a day from nine o'clock, one every three minutes, on weekdays."""
    workday, slot = divmod(number, 134)
    weeks, weekday = divmod(workday, 5)
    day = FIRST_DAY + timedelta(weeks=weeks, days=weekday)
    return datetime(day.year, day.month, day.day, 9) + timedelta(minutes=3 * slot)  # noqa: DTZ001 - local time is meant


def _calls() -> Rows:
    """Call every prospect four times; the useful conversations come in the last round, the best first."""
    rows: Rows = []
    for number in range(4 * PROSPECTS):
        attempt, prospect = divmod(number, PROSPECTS)
        outcome = ("no_answer", "voicemail", "gatekeeper", "absent")[attempt]
        if attempt == 3 and prospect < USEFUL:
            outcome = "appointment" if prospect < APPOINTMENTS else ("refused", "information")[prospect % 2]
        talked = {"appointment": 240, "refused": 90, "information": 150}.get(outcome, 0)
        rows.append(
            {
                "call_id": f"A{number + 1}",
                "campaign_code": CASE_1,
                "contact_id": f"P{prospect + 1}",
                "operator": f"OP{prospect % 4 + 1}",
                "started_at": _moment(number),
                "duration_s": 20 + talked,
                "talk_s": talked,
                "outcome": outcome,
                "script": f"S{prospect % 2 + 1}",
                "list_code": f"L{prospect % 3 + 1}",
            }
        )
    return rows


def _appointments() -> Rows:
    return [
        {
            "appointment_id": f"RDV{number + 1}",
            "campaign_code": CASE_1,
            "contact_id": f"P{number + 1}",
            "call_id": f"A{3 * PROSPECTS + number + 1}",
            "operator": f"OP{number % 4 + 1}",
            "booked_at": _moment(3 * PROSPECTS + number),
            "slot_at": _moment(3 * PROSPECTS + number) + timedelta(days=14),
            "status": "held" if number < 64 else "no_show" if number < 72 else "cancelled",
            "validation": "validated" if number < 70 else "rejected",
            "rejection_reason": "" if number < 70 else "hors cible",
            "qualified": "true" if number < 64 else "false",
        }
        for number in range(APPOINTMENTS)
    ]


def _opportunities() -> Rows:
    rows: Rows = []
    for number in range(PROPOSALS):
        held = _moment(3 * PROSPECTS + number) + timedelta(days=14)
        won = number < CONTRACTS
        rows.append(
            {
                "opportunity_id": f"OPP{number + 1}",
                "appointment_id": f"RDV{number + 1}",
                "contact_id": f"P{number + 1}",
                "created_at": held,
                "qualified_at": held,
                "proposed_at": held + timedelta(days=7),
                "closed_at": held + timedelta(days=21 + number % 14),
                "status": "won" if won else "lost",
                "amount": 6000,
                "lost_reason": "" if won else "budget",
                "sales_rep": f"R{number % 3 + 1}",
            }
        )
    return rows


def _contracts() -> Rows:
    return [
        {
            "contract_id": f"CT{number + 1}",
            "opportunity_id": opportunity["opportunity_id"],
            "contact_id": opportunity["contact_id"],
            "signed_on": opportunity["closed_at"].date(),
            "revenue": 6000,
            "margin_rate": "0.4",
        }
        for number, opportunity in enumerate(_opportunities()[:CONTRACTS])
    ]


def _costs() -> Rows:
    period = {"campaign_code": CASE_1, "period_start": FIRST_DAY, "period_end": "2026-03-31"}
    amounts = (
        ("list_purchase", 1500),
        ("telephony", 800),
        ("management", 1500),
        ("script_preparation", 600),
        ("reporting", 400),
    )
    hours = {"cost_id": "F1", **period, "category": "operator_time", "hours": 400, "hourly_rate": 18}
    others = [
        {"cost_id": f"F{number}", **period, "category": category, "amount": amount}
        for number, (category, amount) in enumerate(amounts, start=2)
    ]
    return [hours, *others]
