"""A young cohort is projected from what its open deals are worth, counted once, and never from what nobody knows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from filon.insight.maturity import notes
from filon.insight.maturity.study import METRICS, Facts, Maturity, study
from filon.insight.methods.interval import NotEnough
from filon.lake.tables import Lake
from filon.metrics.engine import Engine
from filon.metrics.gather import deals
from filon.metrics.language.query import Query
from tests.lakes import PUBLISHED, campaign, write_lake

TODAY = PUBLISHED.date()
Rows = list[dict[str, Any]]


def deal(number: int, age: int, **values: Any) -> dict[str, Any]:
    """Return an open deal opened `age` days ago, of campaign 1."""
    day = TODAY - timedelta(days=age)
    return {
        "opportunity": number, "campaign": 1, "created_on": day, "origin_on": day, "status": "open", "weight": 1.0,
        **values,
    }  # fmt: skip


def closed(number: int, age: int, took: int, status: str, **values: Any) -> dict[str, Any]:
    """Return a deal opened `age` days ago and closed `took` days later."""
    return deal(number, age, status=status, closed_on=TODAY - timedelta(days=age - took), **values)


def contract(number: int, of: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Return the contract of a won deal: 1,000 € of margin."""
    return {
        "contract": number, "opportunity": of["opportunity"], "campaign": of["campaign"], "signed_on": of["closed_on"],
        "origin_on": of["origin_on"], "revenue_cents": 250_000, "margin_cents": 100_000, "new_customer": 1,
        "weight": 1.0, **values,
    }  # fmt: skip


def cost(number: int, age: int, euros: int) -> dict[str, Any]:
    known = {"campaign": 1, "category": "overhead", "nature": "indirect"}
    return {"cost": number, "day": TODAY - timedelta(days=age), "cents": 100 * euros, **known}


def old(won: int = 40, lost: int = 60, *, first: int = 1, age: int = 400) -> Rows:
    """Return deals of long ago: won after 50 days, lost after 30."""
    return [closed(first + i, age, 50, "won") for i in range(won)] + [
        closed(first + won + i, age, 30, "lost") for i in range(lost)
    ]


def studied(
    folder: Path,
    opportunities: Rows,
    contracts: Rows,
    costs: Sequence[dict[str, Any]] = (),
    by: Sequence[str] = (),
) -> Maturity:
    """Study deals, as the flow does."""
    lake = write_lake(
        folder,
        {
            "campaigns": [campaign(1, "C1"), campaign(2, "C2")],
            "opportunities": opportunities,
            "contracts": contracts,
            "costs": costs,
        },
    )
    engine = Engine(Lake(lake))
    query = Query(METRICS, by=tuple(by), view="cohort")
    months = engine.answer(replace(query, by=("month",)))
    groups = engine.answer(query) if by else None
    context = engine.context(query)
    return study(
        Facts(months, groups, deals.deals(context, (*by, "month")), alone=deals.contracts_alone(context))
    )


def billed(rows: Rows) -> Rows:
    return [contract(row["opportunity"], row) for row in rows if row["status"] == "won"]


def test_an_open_deal_is_neither_won_nor_lost(tmp_path: Path) -> None:
    """Of 100 old deals 40 were won: ten of yesterday are worth 4 contracts of 1,000 € more."""
    before = old()
    rows = [*before, *(deal(200 + i, 1) for i in range(10))]
    found = studied(tmp_path, rows, billed(before), [cost(1, 400, 10_000), cost(2, 1, 2_000)])
    whole = found.whole
    assert (whole.opened, whole.signed, whole.lost, whole.open) == (110, 40, 60, 10)
    assert float(whole.expected.value or 0) == pytest.approx(44, abs=0.05)
    assert float(whole.projected_margin.value or 0) == pytest.approx(44_000, abs=50)
    assert float(whole.roi.value or 0) == pytest.approx(40_000 / 12_000 - 1)
    assert float(whole.projected.value or 0) == pytest.approx(44_000 / 12_000 - 1, abs=0.01)
    assert whole.projected.low is not None
    assert whole.projected.high is not None
    assert whole.projected.low < float(whole.projected.value or 0) < whole.projected.high


def test_the_youngest_cohort_is_projected_with_the_whole_only(tmp_path: Path) -> None:
    before = old()
    found = studied(
        tmp_path, [*before, *(deal(200 + i, 1) for i in range(10))], billed(before), [cost(1, 1, 500)]
    )
    first, last = found.cohorts[0], found.cohorts[-1]
    assert (first.maturity, first.matured, first.immature) == (1.0, True, False)
    assert (last.maturity, last.immature, last.projected.value) == (0.0, True, None)
    assert "projection" not in notes.next_step(found).en  # there is none of its own to judge it by
    assert last.projected.reason is not None
    assert "20 %" in last.projected.reason.fr
    assert last.cape_cod == pytest.approx(10 * 40 / 100)
    assert found.matured_cohorts == 1


def test_a_matured_cohort_is_projected_as_it_is(tmp_path: Path) -> None:
    before = old()
    found = studied(tmp_path, before, billed(before), [cost(1, 400, 10_000)])
    (line,) = found.cohorts
    assert line.projected.value == line.roi.value == found.matured.value
    assert (line.projected.low, line.projected.high) == (None, None)


def test_credited_shares_of_a_deal_do_not_make_several(tmp_path: Path) -> None:
    """The ten open deals are shared between two campaigns by two calls each; other models' rows do not count."""
    before = old()
    shares = [
        deal(200 + i, 1, campaign=number, call=number, weight=0.5, model=model)
        for i in range(10)
        for number in (1, 2)
        for model in ("last", "linear")
    ]
    found = studied(tmp_path, [*before, *shares], billed(before), by=["campaign"])
    assert (found.whole.opened, found.whole.open) == (110, 10)
    assert [line.open for line in found.groups] == [5, 5]


def test_a_contract_wins_its_deal_whatever_the_deal_says(tmp_path: Path) -> None:
    """The source never closes a deal: the contracts do (as in Olist)."""
    rows = [deal(i, 400) for i in range(1, 101)]
    signed = [
        contract(row["opportunity"], row | {"closed_on": TODAY - timedelta(days=350)}) for row in rows[:40]
    ]
    found = studied(tmp_path, rows, signed)
    assert (found.whole.signed, found.whole.lost, found.whole.open) == (40, 0, 60)
    assert not found.records_losses
    assert any("perdue" in line.fr for line in notes.notes(found))


def test_two_contracts_of_a_deal_win_it_once_and_bring_both(tmp_path: Path) -> None:
    before = old()
    twice = [
        *billed(before),
        *(contract(1000 + row["opportunity"], row) for row in before if row["status"] == "won"),
    ]
    rows = [*before, *(deal(200 + i, 1) for i in range(10))]
    found = studied(tmp_path, rows, twice)
    assert found.whole.signed == 40
    assert float(found.whole.projected_margin.value or 0) == pytest.approx(88_000, abs=100)


def test_a_deal_won_without_a_contract_is_projected_at_the_mean_and_told(tmp_path: Path) -> None:
    before = old()
    found = studied(tmp_path, before, billed(before)[:30])
    assert found.unbilled == 10
    assert float(found.whole.projected_margin.value or 0) == pytest.approx(40_000)
    assert any("sans contrat" in line.fr for line in notes.notes(found))


def test_contracts_without_a_deal_are_certain_already(tmp_path: Path) -> None:
    before = old()
    alone = contract(900, before[0]) | {"opportunity": None}
    found = studied(tmp_path, before, [*billed(before), alone])
    assert (found.alone, found.whole.signed) == (1, 40)
    assert float(found.whole.margin.value or 0) == 41_000


def test_an_unknown_margin_leaves_the_count_and_says_why_there_is_no_more(tmp_path: Path) -> None:
    before = old()
    unknown = [row | {"margin_cents": None} for row in billed(before)]
    found = studied(tmp_path, [*before, *(deal(200 + i, 1) for i in range(10))], unknown, [cost(1, 1, 500)])
    assert found.whole.expected.value is not None
    assert found.whole.projected.value is None
    assert found.whole.projected.reason is not None


@pytest.mark.parametrize(("won", "lost", "lacks"), [(0, 0, NotEnough(0, 10)), (4, 6, NotEnough(0, 5)), (3, 2, NotEnough(5, 10))])  # fmt: skip
def test_too_few_deals_give_no_projection_but_a_reason(
    tmp_path: Path, won: int, lost: int, lacks: NotEnough
) -> None:
    before = old(won, lost)
    found = studied(tmp_path, before, billed(before), [cost(1, 400, 100)])
    assert found.horizon == lacks
    assert (found.whole.expected.value, found.whole.maturity) == (None, None)
    assert (found.curve, found.dormant) == ((), None)
    assert notes.finding(found).fr
    assert "mature" not in notes.next_step(found).en.replace("whether these cohorts are mature", "")


def test_a_deal_closed_without_a_day_is_counted_and_told(tmp_path: Path) -> None:
    before = old()
    found = studied(tmp_path, [*before, deal(900, 400, status="lost")], billed(before))
    assert (found.undated, found.whole.lost) == (1, 61)


def test_a_small_group_is_drawn_to_the_whole(tmp_path: Path) -> None:
    before = old()
    mine = [closed(500 + i, 300, 50, "won", campaign=2) for i in range(5)] + [deal(600, 1, campaign=2)]
    found = studied(tmp_path, [*before, *mine], [*billed(before), *billed(mine)], by=["campaign"])
    group = next(line for line in found.groups if line.dimensions["campaign"] == "C2")
    chance = float(group.expected.value or 0) - 5
    assert 0.4 < chance < 1.0


def test_a_past_projection_is_held_to_what_came(tmp_path: Path) -> None:
    """Ten deals opened 100 days ago, all won since: 3 months ago, 4 of them were expected."""
    before = old()
    since = [closed(200 + i, 100, 50, "won") for i in range(10)]
    rows = [*before, *since, closed(900, 20, 10, "lost")]
    found = studied(tmp_path, rows, billed(rows))
    walk = found.walks[0]
    assert (walk.months, walk.open, walk.came) == (3, 10, 10)
    assert walk.expected is not None
    assert float(walk.expected.value or 0) == pytest.approx(4, abs=0.6)
    assert walk.error == pytest.approx(float(walk.expected.value or 0) / 10 - 1)


def test_a_cycle_that_lengthens_raises_the_banner(tmp_path: Path) -> None:
    rng, rows = np.random.default_rng(3), []
    for number in range(270):
        age = int(rng.integers(40, 270))
        took = 25 if age > 125 else 85
        won = "won" if rng.random() < 0.5 else "lost"
        rows.append(closed(number, age, took, won) if took <= age else deal(number, age))
    found = studied(tmp_path, rows, billed(rows))
    warning = notes.banner(found)
    assert warning is not None
    assert "cycle" in warning.fr


def test_the_triangle_shows_what_each_cohort_had_signed_by_each_age(tmp_path: Path) -> None:
    rows = [closed(1, 90, 5, "won"), closed(2, 90, 40, "won"), closed(3, 5, 2, "won"), *old(first=10)]
    found = studied(tmp_path, rows, billed(rows))
    months, signed = found.triangle.months, found.triangle.signed
    assert months[-1] == "2026-12"
    place = months.index("2026-10")
    assert list(signed[place][:3]) == [1, 2, 2]
    assert np.isnan(signed[place][3:]).all()


def test_the_same_question_has_the_same_answer(tmp_path: Path) -> None:
    before = old()
    rows = [*before, *(deal(200 + i, 1 + i) for i in range(20))]
    one = studied(tmp_path / "a", rows, billed(before), [cost(1, 1, 500)], by=["campaign"])
    other = studied(tmp_path / "b", rows[::-1], billed(before), [cost(1, 1, 500)])
    assert one.whole == other.whole


def test_nothing_at_all_is_an_empty_study(tmp_path: Path) -> None:
    found = studied(tmp_path, [], [])
    assert found.cohorts == ()
    assert notes.finding(found).en == "No deal to project"


def test_a_deal_opened_after_today_is_not_there_yet(tmp_path: Path) -> None:
    before = old()
    assert studied(tmp_path, [*before, deal(900, -30)], billed(before)).whole.opened == 100


def test_a_deal_signed_before_it_was_opened_took_no_time(tmp_path: Path) -> None:
    before = [*old(), closed(900, 400, -3, "won")]
    found = studied(tmp_path, before, billed(before))
    assert found.curve[0].won == pytest.approx(1 / 101)
    assert date(2025, 1, 1) < found.walks[0].day < TODAY


def test_deals_are_no_older_than_the_last_sight_of_their_source(tmp_path: Path) -> None:
    """Nothing moved for 300 days: the ten deals opened then are taken for new, not for dead."""
    before = old(age=700)
    found = studied(tmp_path, [*before, *(deal(200 + i, 300) for i in range(10))], billed(before))
    assert found.day == TODAY - timedelta(days=300)
    assert float(found.whole.expected.value or 0) == pytest.approx(44, abs=0.05)
    assert any(f"{found.day:%d/%m/%Y}" in line.fr for line in notes.notes(found))


def test_a_source_read_once_a_month_does_not_age_its_open_deals_until_the_next(tmp_path: Path) -> None:
    """A deal was opened every day, then none for 20 days: that is the last export, not a silence of the market."""
    daily = [closed(i, 200 - i, 10, "won" if i % 2 else "lost") for i in range(150)]
    found = studied(tmp_path, [*daily, *(deal(500 + i, 25 - i) for i in range(6))], billed(daily))
    assert found.day == TODAY - timedelta(days=20)
