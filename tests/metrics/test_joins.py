"""No join multiplies anything: the traps that semantic layers fall into, each with its few rows."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from filon.metrics.engine import Engine
from filon.metrics.language.query import Query
from tests.lakes import Rows, call, campaign, daily

DAY = date(2026, 3, 2)
EngineOver = Callable[[Rows], Engine]


def contract(number: int, margin: int, **values: Any) -> dict[str, Any]:
    return {
        "contract": number,
        "campaign": 1,
        "contact": number,
        "signed_on": DAY,
        "revenue_cents": margin * 2,
        "margin_cents": margin,
        "new_customer": 1,
        "weight": 1.0,
        "origin_on": DAY,
        **values,
    }


def cost(number: int, cents: int | None, **values: Any) -> dict[str, Any]:
    base = {"cost": number, "day": DAY, "campaign": 1, "category": "overhead", "nature": "indirect"}
    return {**base, "cents": cents, **values}


def test_one_cost_is_not_multiplied_by_fifteen_contracts(engine_over: EngineOver) -> None:
    """15 contracts of 2,400 margin and one cost of 12,000: 2.0; joined, the cost would be 180,000 and give -0.8,
    and with margins counted once -0.5."""
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1")],
            "contracts": [contract(number, 240_000) for number in range(15)],
            "costs": [cost(1, 1_200_000)],
        }
    )
    for by in ((), ("campaign",), ("month",), ("client", "channel")):
        answer = engine.answer(Query(("roi", "cost_total"), by=by))
        assert answer.total.cells["roi"].value == 2, by
        assert answer.total.cells["cost_total"].value == 12_000, by


def test_fan_trap_three_facts_of_one_campaign(engine_over: EngineOver) -> None:
    """Revenue 4,500 over 2 contracts, 8 calls, costs 805 over 3 entries: naive joins give 11,500 or 19,000."""
    calls = [call(number, DAY) for number in range(8)]
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1")],
            "calls": calls,
            "calls_daily": daily(calls),
            "contracts": [contract(1, 50_000), contract(2, 175_000)],
            "costs": [cost(1, 50_000), cost(2, 20_000), cost(3, 10_500)],
        }
    )
    cells = engine.answer(Query(("revenue", "calls", "cost_total"), by=("campaign",))).rows[0].cells
    assert [cells[name].value for name in ("revenue", "calls", "cost_total")] == [4_500, 8, 805]


def test_chasm_trap_two_results_of_one_contact(engine_over: EngineOver) -> None:
    """One contact in the contacts table, two appointments, three contracts by its sector: 2 and 3, not 6."""
    rows: Rows = {
        "campaigns": [campaign(1, "C1")],
        "contacts": [{"contact": 1, "sector": "BTP"}],
        "appointments": [
            {"appointment": number, "campaign": 1, "contact": 1, "booked_on": DAY, "weight": 1.0, "origin_on": DAY,
             "validated": 1, "rejected": 0, "held": 0, "no_show": 0, "cancelled": 0}
            for number in range(2)
        ],
        "contracts": [contract(number, 100, contact=1) for number in range(3)],
    }  # fmt: skip
    cells = engine_over(rows).answer(Query(("appointments_set", "contracts"), by=("sector",))).rows[0].cells
    assert [cells[name].value for name in ("appointments_set", "contracts")] == [2, 3]


def test_two_open_deals_do_not_make_two_prospects(engine_over: EngineOver) -> None:
    """One prospect called once, two open opportunities: one cycle, not two."""
    journey = {"contact": 1, "campaign": 1, "first_call_on": DAY, "signed_on": None}
    deal = {
        "campaign": 1,
        "contact": 1,
        "qualified_on": DAY,
        "status": "open",
        "weight": 1.0,
        "origin_on": DAY,
    }
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1")],
            "journey": [journey, {**journey, "contact": 2, "signed_on": date(2026, 3, 12)}],
            "opportunities": [{"opportunity": number, **deal} for number in range(3)],
        }
    )
    # Signed after 10 days, one open: half have signed, so the median is reached.
    assert engine.answer(Query(("sales_cycle_days",))).total.cells["sales_cycle_days"].value == 10


def test_ratio_of_sums_is_not_a_sum_of_ratios(engine_over: EngineOver) -> None:
    """Margins 100 and 131 over costs of 1 each day: 231 for 2, not 100 + 131."""
    other = date(2026, 3, 3)
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1")],
            "contracts": [contract(1, 10_000), contract(2, 13_100, signed_on=other)],
            "costs": [cost(1, 100), cost(2, 100, day=other)],
        }
    )
    answer = engine.answer(Query(("return_multiple",), by=("day",)))
    assert [row.cells["return_multiple"].value for row in answer.rows] == [100, 131]
    assert answer.total.cells["return_multiple"].value == Fraction(231, 2)


def test_an_unknown_margin_leaves_no_answer_and_says_how_many(engine_over: EngineOver) -> None:
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1")],
            "contracts": [contract(1, 10_000), contract(2, 0) | {"margin_cents": None}],
            "costs": [cost(1, 100)],
        }
    )
    cell = engine.answer(Query(("roi", "margin"))).total.cells["roi"]
    assert cell.value is None
    assert cell.reason is not None
    assert "1 contrat" in cell.reason.fr
    assert "1 contract" in cell.reason.en


def test_an_unknown_cost_leaves_its_measure_without_answer_and_no_other(engine_over: EngineOver) -> None:
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1")],
            "costs": [
                cost(1, 100),
                cost(2, None, nature="direct", hours=3.0),
                cost(2, None, nature="direct", hours=3.0),
            ],
        }
    )
    cells = engine.answer(Query(("cost_total", "cost_direct", "cost_indirect"))).total.cells
    assert (cells["cost_total"].value, cells["cost_direct"].value) == (None, None)
    assert cells["cost_indirect"].value == 1
    assert cells["cost_total"].reason is not None
    assert cells["cost_total"].reason.en.startswith("1 cost")


def test_no_cost_recorded_is_not_a_cost_of_zero(engine_over: EngineOver) -> None:
    engine = engine_over({"campaigns": [campaign(1, "C1")], "contracts": [contract(1, 10_000)]})
    cells = engine.answer(Query(("roi", "cost_total", "net_gain", "cac", "margin"))).total.cells
    assert cells["margin"].value == 100
    for name in ("roi", "cost_total", "net_gain", "cac"):
        assert cells[name].value is None, name
        assert cells[name].reason is not None, name


@pytest.mark.parametrize("weight", [1 / 3])
def test_three_thirds_of_a_sale_are_one_sale(engine_over: EngineOver, weight: float) -> None:
    rows: Rows = {
        "campaigns": [campaign(1, "C1")],
        "contracts": [
            contract(1, 100, weight=weight, model="linear", call=number, origin_on=DAY) for number in range(3)
        ],
    }
    assert (
        engine_over(rows).answer(Query(("contracts",), attribution="linear")).total.cells["contracts"].value
        == 1
    )
