"""Parts sum to the whole, figures are the sum of their rows, and the order of rows changes nothing."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from filon.insight import intervals
from filon.lake.tables import Lake
from filon.metrics.definitions import CATALOGUE
from filon.metrics.engine import Engine
from filon.metrics.evaluate import Figures
from filon.metrics.gather import behind
from filon.metrics.language.components import Sum
from filon.metrics.language.query import Query
from filon.terms.period import Period
from filon.terms.scope import Scope
from tests.lakes import Rows, call, campaign, daily, write_lake
from tests.metrics.companies import company

ADDITIVE = (
    "calls",
    "appointments_set",
    "contracts",
    "revenue",
    "margin",
    "cost_total",
    "cost_direct",
    "cost_indirect",
    "hours",
)
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]  # a query takes a second: no hundreds to shrink one
COMMON = [name for name in CATALOGUE.dimensions if name in CATALOGUE.splits("roi")]
VALUES: Mapping[str, tuple[Any, ...]] = {
    "campaign": ("C1", "C2", "C3", None),
    "client": ("K1", "K2"),
    "channel": ("phone",),
    "operator": (11, 12, None),
    "script": ("S1", None),
    "sector": ("BTP", None),
    "region": ("Bretagne",),
    "variant": ("A", None),
    "weekday": (1, 2, 3),
    "hour": (9, 10, 11, None),
    "month": ("2026-01", "2026-02"),
    "week": ("2026-W05", "2026-W06"),
}
EngineOver = Callable[[Rows], Engine]
Engines = Callable[[int], Engine]

filters = st.dictionaries(
    st.sampled_from(sorted(VALUES)), st.integers(min_value=1, max_value=4), max_size=2
).map(lambda chosen: {name: VALUES[name][:count] for name, count in chosen.items()})
queries = st.builds(
    Query,
    st.just(ADDITIVE),
    by=st.lists(st.sampled_from(COMMON), max_size=3, unique=True).map(tuple),
    where=filters,
    period=st.sampled_from(
        [Period(), Period(date(2026, 1, 10), date(2026, 2, 20)), Period(None, date(2026, 3, 1))]
    ),
    view=st.sampled_from(["activity", "cohort"]),
    horizon_months=st.sampled_from([None, 1, 3]),
    attribution=st.sampled_from(["last", "linear"]),
)


@settings(max_examples=20, phases=PHASES)
@given(query=queries, seed=st.integers(1, 3))
def test_parts_sum_to_the_whole(engines: Engines, query: Query, seed: int) -> None:
    engine = engines(seed)
    answer = engine.answer(query)
    whole = engine.answer(replace(query, by=())).total.cells
    for name in ADDITIVE:
        parts = sum((row.cells[name].value or 0 for row in answer.rows), start=Fraction(0))
        # Hours are read on a grid of a millionth: each part is within half of one.
        slack = Fraction(len(answer.rows) if name == "hours" else 0, 10**6)
        assert abs(Fraction(parts) - Fraction(whole[name].value or 0)) <= slack, name
        assert answer.total.cells[name].value == whole[name].value, name
    for row in answer.rows:
        if row.cells["cost_total"].value is not None:
            natures = Fraction(row.cells["cost_direct"].value or 0) + Fraction(
                row.cells["cost_indirect"].value or 0
            )
            assert row.cells["cost_total"].value == natures


@settings(max_examples=12, phases=PHASES)
@given(query=queries, seed=st.integers(1, 3))
def test_a_figure_is_the_sum_of_the_rows_behind_it(engines: Engines, query: Query, seed: int) -> None:
    engine = engines(seed)
    query = replace(query, by=())
    cells = engine.answer(query).total.cells
    for name in ADDITIVE:
        rows = list(behind.rows(engine.context(query), CATALOGUE.measures[name]))
        total = sum((row.value for row in rows if row.value is not None), start=Fraction(0))
        assert abs(total - (cells[name].value or 0)) < Fraction(1, 10**6), name
        if CATALOGUE.measures[name].unit == "money":
            assert total == (cells[name].value or 0), name


def test_distinct_contacts_have_one_row_each(engines: Engines) -> None:
    query = Query(("contacts_reached",), where={"channel": ("phone",)})
    engine = engines(1)
    rows = list(behind.rows(engine.context(query), CATALOGUE.measures["contacts_reached"]))
    assert (
        len(rows)
        == len({row.number for row in rows})
        == engine.answer(query).total.cells["contacts_reached"].value
    )


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = company(7)
    names = tuple(CATALOGUE.names())
    answers = []
    for seed in (0, 1):
        shuffled = {
            table: random.Random(seed).sample(content, len(content)) for table, content in rows.items()
        }
        engine = Engine(Lake(write_lake(tmp_path / str(seed), shuffled)))
        query = Query(names, by=("campaign", "operator"), attribution="linear", retention=Fraction(9, 10))
        answers.append(engine.answer(query))
    one, two = answers
    assert [(row.dimensions, row.cells) for row in one.rows] == [
        (row.dimensions, row.cells) for row in two.rows
    ]
    assert one.total.cells == two.total.cells


def test_rows_are_sorted_with_the_unattributed_last(engines: Engines) -> None:
    rows = engines(2).answer(Query(("contracts",), by=("campaign",))).rows
    codes = [row.dimensions["campaign"] for row in rows]
    assert codes == ["C1", "C2", "C3", "C4", None]


def test_costs_reach_segments_by_their_key_and_sum_to_the_cent(engine_over: EngineOver) -> None:
    """Operator 1 made 2 of 3 calls and none of the 1 useful conversation; 100.01 by calls, 50 by conversations."""
    day = date(2026, 3, 2)
    calls = [
        call(1, day, operator=1),
        call(2, day, operator=1),
        call(3, day, operator=2, reached=1, useful=1),
    ]
    base = {"campaign": 1, "category": "overhead", "nature": "indirect"}
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1")],
            "calls": calls,
            "calls_daily": daily(calls),
            "costs": [
                {"cost": 1, "day": date(2026, 3, 31), "cents": 10_001, **base},
                {"cost": 2, "day": day, "cents": 5_000, "key": "conversations", **base},
                {"cost": 3, "day": date(2026, 4, 1), "cents": 700, **base},
            ],
        }
    )
    rows = engine.answer(Query(("cost_total",), by=("operator",))).rows
    found = {row.dimensions["operator"]: row.cells["cost_total"].value for row in rows}
    assert found == {1: Fraction(6667, 100), 2: Fraction(8334, 100), None: 7}
    one = engine.answer(Query(("cost_total",), where={"operator": (1,)})).total.cells["cost_total"].value
    assert one == Fraction(6667, 100)


@pytest.mark.parametrize("key", ["calls", "hours", "conversations", "appointments", "contacts", "equal"])
def test_a_key_without_driver_leaves_the_cost_unattributed(engine_over: EngineOver, key: str) -> None:
    day = date(2026, 3, 2)
    cost = {
        "cost": 1,
        "day": day,
        "campaign": 1,
        "category": "overhead",
        "nature": "indirect",
        "cents": 999,
        "key": key,
    }
    rows = (
        engine_over({"campaigns": [campaign(1, "C1")], "costs": [cost]})
        .answer(Query(("cost_total",), by=("sector", "operator")))
        .rows
    )
    assert [(tuple(row.dimensions.values()), row.cells["cost_total"].value) for row in rows] == [
        ((None, None), Fraction(999, 100))
    ]


def test_a_client_sees_its_campaigns_alone(engines: Engines) -> None:
    engine = engines(1)
    names = (*ADDITIVE, "contacts_called")
    seen = engine.answer(Query(names, by=("campaign",)), Scope(frozenset({2})))
    everything = {
        row.dimensions["campaign"]: row.cells for row in engine.answer(Query(names, by=("campaign",))).rows
    }
    assert [row.dimensions["campaign"] for row in seen.rows] == ["C1", "C3"]
    for row in seen.rows:
        assert row.cells == everything[row.dimensions["campaign"]]
    assert seen.total.cells["revenue"].value == sum(
        (row.cells["revenue"].value or 0 for row in seen.rows), start=Fraction(0)
    )
    nothing = engine.answer(Query(names, by=("campaign",)), Scope(frozenset()))
    assert nothing.rows == ()
    assert nothing.total.cells["calls"].value == 0


def test_a_return_is_bounded_by_its_own_formula_at_the_bounds_of_what_contracts_bring(
    engines: Engines,
) -> None:
    returns = {
        name: next(amount for amount in intervals.AMOUNTS if CATALOGUE.measures[amount] in needed)
        for name, metric in CATALOGUE.metrics.items()
        if metric.interval == "return" and (needed := CATALOGUE.needed([name]))
    }
    query = Query((*intervals.AMOUNTS, *returns), by=("campaign",))
    answer = engines(1).answer(query, extra=intervals.needed(CATALOGUE, query))
    checked = set()
    for row in intervals.decorate(answer, CATALOGUE).rows:
        for name, amount in returns.items():
            bounds, cell = row.cells[amount], row.cells[name]
            if bounds.low is None or bounds.high is None or cell.value is None:
                continue
            at = [
                Figures(CATALOGUE, {**row.components, amount: Sum(round(bound * 100))}, query).figure(name)
                for bound in (bounds.low, bounds.high)
            ]
            assert [float(found.value or 0) for found in at] == pytest.approx([cell.low, cell.high])
            checked.add(name)
    assert checked == set(returns)
