"""The article's worked cases come out exact, from a lake and from totals."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from filon.insight import intervals
from filon.insight.calculator import InconsistentTotals, NegativeTotal, calculate
from filon.metrics.definitions import CATALOGUE
from filon.metrics.engine import Engine
from filon.metrics.language.query import Query
from filon.terms.period import Period
from tests.lakes import Rows, call, campaign, daily

DAY = date(2026, 3, 2)
EngineOver = Callable[[Rows], Engine]
CASE_1 = {
    "margin": Fraction(36_000),
    "roi": Fraction(2),
    "return_multiple": Fraction(3),
    "cost_per_conversation": Fraction(75, 2),
    "cost_per_appointment": Fraction(150),
    "cost_per_proposal": Fraction(240),
    "cac": Fraction(800),
    "conversation_rate": Fraction(4, 100),
    "appointment_rate": Fraction(25, 100),
    "proposal_rate": Fraction(625, 1000),
    "win_rate": Fraction(30, 100),
    "close_rate": Fraction(1875, 10_000),
    "net_gain": Fraction(24_000),
}
CASE_1_TOTALS: dict[str, Decimal | int] = {
    "calls": 8000,
    "useful_conversations": 320,
    "appointments_set": 80,
    "proposals": 50,
    "contracts": 15,
    "revenue": Decimal(90_000),
    "margin": Decimal(36_000),
    "cost_total": Decimal(12_000),
}


def _credit(day: date) -> dict[str, Any]:
    return {"campaign": 1, "weight": 1.0, "credit": "chain", "origin_on": day}


def case_1() -> Rows:
    calls = [
        call(number, DAY, reached=int(number <= 900), useful=int(number <= 320)) for number in range(1, 8001)
    ]
    appointment = {"booked_on": DAY, "validated": 0, "rejected": 0, "held": 0, "no_show": 0, "cancelled": 0}
    return {
        "campaigns": [campaign(1, "C1")],
        "calls": calls,
        "calls_daily": daily(calls),
        "appointments": [{"appointment": number, **appointment, **_credit(DAY)} for number in range(80)],
        "opportunities": [
            {"opportunity": number, "qualified_on": DAY, "proposed_on": DAY, "status": "open", **_credit(DAY)}
            for number in range(50)
        ],
        "contracts": [
            {
                "contract": number,
                "contact": number,
                "signed_on": DAY,
                "revenue_cents": 600_000,
                "margin_cents": 240_000,
                "new_customer": 1,
                **_credit(DAY),
            }
            for number in range(15)
        ],
        "costs": [
            {
                "cost": 1,
                "day": DAY,
                "campaign": 1,
                "category": "overhead",
                "nature": "indirect",
                "cents": 1_200_000,
            }
        ],
    }


def test_case_1_from_records(engine_over: EngineOver) -> None:
    engine = engine_over(case_1())
    query = Query(tuple(CASE_1), by=("campaign",))
    answer = engine.answer(query, extra=intervals.needed(CATALOGUE, query))
    cells = intervals.decorate(answer, CATALOGUE).rows[0].cells
    assert {name: cell.value for name, cell in cells.items()} == CASE_1
    roi = cells["roi"]
    assert roi.low == pytest.approx(0.679, abs=1e-3)
    assert roi.high == pytest.approx(3.948, abs=1e-3)
    assert roi.method == "poisson exact"


def test_case_1_from_totals() -> None:
    cells = calculate(CASE_1_TOTALS).answer.total.cells
    assert {name: cells[name].value for name in CASE_1} == CASE_1
    assert (round(cells["roi"].low or 0, 3), round(cells["roi"].high or 0, 3)) == (0.679, 3.948)
    close = cells["close_rate"]
    assert (round(close.low or 0, 3), round(close.high or 0, 3)) == (0.117, 0.287)
    assert cells["break_even_contracts"].value == 5


def test_case_2_shows_both_figures_and_never_confuses_them() -> None:
    cells = calculate(
        {"margin": 20_000, "cost_total": 10_000, "revenue": 50_000, "contracts": 8}
    ).answer.total.cells
    assert cells["roi"].value == 1
    assert cells["return_multiple"].value == 2
    assert CATALOGUE.find("roi").label != CATALOGUE.find("return_multiple").label


def test_case_3_three_of_twenty_five() -> None:
    cells = calculate({"calls": 500, "appointments_set": 25, "contracts": 3}).answer.total.cells
    close = cells["close_rate"]
    assert close.value == Fraction(3, 25)
    assert (round(close.low or 0, 3), round(close.high or 0, 3)) == (0.042, 0.3)
    assert close.too_few


def test_case_4_says_on_what_basis_it_compares(engine_over: EngineOver) -> None:
    phone, email = (1, 400_000), (2, 150_000)
    rows: dict[str, Any] = {
        "campaigns": [campaign(1, "TEL"), campaign(2, "MAIL", channel="email")],
        "contracts": [
            {"contract": number, "signed_on": DAY, "revenue_cents": margin, "margin_cents": margin, "campaign": number,
             "new_customer": 1, "weight": 1.0, "origin_on": DAY}
            for number, margin in (phone, email)
        ],
        "costs": [
            {"cost": number, "day": DAY, "campaign": number, "category": "media", "nature": "direct", "cents": 100_000}
            for number in (1, 2)
        ],
    }  # fmt: skip
    query = Query(("return_multiple",), by=("channel",), period=Period(DAY, date(2026, 3, 3)))
    answer = engine_over(rows).answer(query)
    assert {row.dimensions["channel"]: row.cells["return_multiple"].value for row in answer.rows} == {
        "phone": 4,
        "email": Fraction(3, 2),
    }
    assert (answer.query.view, answer.query.period, answer.formula) == (
        "activity",
        query.period,
        "return_multiple.v1",
    )


def test_case_5_calls_per_hour_beyond_hand_dialling_are_flagged() -> None:
    found = calculate({**CASE_1_TOTALS, "hours": 120})
    assert found.answer.total.cells["calls_per_hour"].value == Fraction(200, 3)
    assert ["67 calls per hour" in warning.en for warning in found.warnings] == [True]
    assert calculate({**CASE_1_TOTALS, "hours": 400}).warnings == ()


def test_totals_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(InconsistentTotals, match="Contracts"):
        calculate({"contracts": 5, "proposals": 3})
    with pytest.raises(NegativeTotal):
        calculate({"calls": -1})


def test_what_totals_do_not_tell_is_unknown_and_never_zero() -> None:
    cells = calculate({"calls": 8000, "cost_total": 12_000}).answer.total.cells
    for name in ("contracts", "margin", "roi", "cac", "close_rate"):
        assert cells[name].value is None, name
        assert cells[name].reason is not None, name


def test_scenarios_order_from_prudent_to_optimistic() -> None:
    scenarios = calculate(CASE_1_TOTALS).scenarios
    returns = [scenario.figures["roi"] for scenario in scenarios]
    assert returns == sorted(returns)
    assert returns[0] < 2 < returns[2]
    assert calculate(CASE_1_TOTALS).scenarios == scenarios
