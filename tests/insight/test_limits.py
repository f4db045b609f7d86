"""What the data says a split of the budget cannot exceed: calling hours, and prospects left to call."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from filon.insight.arbitration.asked import BudgetOutOfReach, NotEnoughHours, Wanted
from filon.insight.arbitration.found import Arbitration, Place
from filon.insight.arbitration.study import arbitrate
from filon.lake.tables import Lake
from filon.metrics.engine import Engine
from filon.metrics.language.query import Query
from filon.terms.period import add_months
from tests.lakes import campaign, write_lake

FIRST, MONTHS = date(2026, 1, 1), 11  # the lakes are published on 31 December 2026: that month is not over
Firm = Callable[..., Engine]
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm of two lines of 6,000 € a month: calls, 100 hours and ten new prospects a month, that bring most; e-mails.

    Its busiest month takes `busiest` hours. Besides the 110 prospects called, all refused, its list holds `fresh`
    ones never called and `again` ones called once in vain; `listed` tells whether prospects are of a list on record.
    """

    def made(
        *, busiest: float = 120, fresh: int = 0, again: int = 0, listed: bool = True, hours: bool = True
    ) -> Engine:
        rows: Rows = {"campaigns": [campaign(1, "TEL"), campaign(2, "MEL", channel="email")], "costs": []}
        months = [add_months(FIRST, place) for place in range(MONTHS)]
        for place, month in enumerate(months):
            worked = busiest if place == MONTHS - 1 else 100
            rows["costs"] += [
                _cost(2 * place, month, 1, hours=worked if hours else None),
                _cost(2 * place + 1, month, 2, category="media"),
            ]
        rows["contracts"] = [
            _contract(len(months) * 10 * line + 10 * place + i, month, line + 1)
            for line, many in enumerate((9, 1))
            for place, month in enumerate(months)
            for i in range(many)
        ]
        rows["lists"] = [{"list": 1, "code": "L1"}]
        called: list[tuple[int, date, int | None]] = [(n, months[n // 10], 1) for n in range(10 * MONTHS)]
        called += [(1000 + n, months[-1], None) for n in range(again)]
        rows["journey"] = [_called(number, day, closed) for number, day, closed in called]
        everybody = [number for number, _, _ in called] + [2000 + n for n in range(fresh)]
        rows["contacts"] = [{"contact": number, "list": 1 if listed else None} for number in everybody]
        return Engine(Lake(write_lake(tmp_path / "lake", rows)))

    return made


def _cost(number: int, day: date, of: int, **values: Any) -> dict[str, Any]:
    row = {"cost": number, "day": day, "campaign": of, "category": "operator_time", "nature": "direct"}
    return {**row, "cents": 600_000, **values}


def _contract(number: int, month: date, of: int) -> dict[str, Any]:
    return {
        "contract": number, "campaign": of, "contact": 5000 + number, "origin_on": month, "weight": 1.0,
        "signed_on": month + timedelta(days=3), "new_customer": 1, "revenue_cents": 400_000,
        "margin_cents": 200_000 + 1000 * (number % 3),
    }  # fmt: skip


def _called(number: int, day: date, closed: int | None) -> dict[str, Any]:
    return {
        "contact": number, "campaign": 1, "bucket": number % 64, "first_call_on": day, "list": 1,
        "calls": 2 if closed else 1, "closed_on": day if closed else None,
    }  # fmt: skip


def study(engine: Engine, **wanted: Any) -> tuple[Arbitration, Place]:
    found = arbitrate(engine, Query(("roi",)), "channel", Wanted(**wanted))
    return found, next(place for place in found.places if place.value == "phone")


def test_calls_stop_where_the_hours_of_the_busiest_month_are_all_taken(firm: Firm) -> None:
    """Mean hours are (10 · 100 + 120) ÷ 11: 101.8 a month; at most 120, or 7,071 € of calls."""
    found, phone = study(firm(), heeded="hours")
    assert found.hours is not None
    assert (found.hours.month, found.hours.short) == ("2026-11", True)
    assert found.hours.most == pytest.approx(120)
    assert found.hours.today == pytest.approx(1120 / 11)
    assert found.hours.proposed == pytest.approx(120, rel=1e-4)
    assert phone.proposed == pytest.approx(6000 * 120 * 11 / 1120, rel=1e-4)
    assert phone.hours == pytest.approx(1120 / 11)
    free, phone = study(firm(), heeded="none")
    assert phone.proposed is not None
    assert phone.proposed > 7500
    assert free.hours is not None
    assert not free.hours.short


def test_hours_that_are_given_replace_those_seen(firm: Firm) -> None:
    found, phone = study(firm(), heeded="none", hours=110.0)
    assert found.hours is not None
    assert (found.hours.most, found.hours.month) == (110, None)
    assert phone.proposed == pytest.approx(6000 * 110 * 11 / 1120, rel=1e-4)
    with pytest.raises(NotEnoughHours) as refused:
        study(firm(), hours=10.0)
    assert "10 calling hours a month are not enough: the least that the bounds allow takes 72" in str(
        refused.value.sentence("en")
    )


def test_a_budget_beyond_the_hours_is_refused_with_what_they_allow(firm: Firm) -> None:
    with pytest.raises(BudgetOutOfReach) as refused:
        study(firm(), heeded="hours", budget=17_000.0)
    assert (
        "the calling hours and the prospects left: possible from €8,400 to €16,071"
        in refused.value.sentence("en")
    )
    assert study(firm(), heeded="none", budget=17_000.0)[0].proposal is not None


def test_the_hours_of_lines_that_stay_as_they_are_are_taken_first(firm: Firm) -> None:
    found, _ = study(firm(), keep=frozenset({"phone"}))
    assert found.proposal is None
    assert found.hours is not None
    assert found.hours.most == pytest.approx(120)


def test_a_line_gets_more_only_where_the_prospects_left_last_a_year(firm: Firm) -> None:
    """Ten new prospects a month: 60 are left, or half a year; then 144, or a fifth more for a year."""
    found, phone = study(firm(fresh=50, again=10), heeded="prospects")
    left = phone.prospects
    assert left is not None
    assert (left.never_called, left.to_call_again) == (50, 10)
    assert left.begun == pytest.approx(120 / 11)
    assert left.months() == pytest.approx(5.5)
    assert phone.proposed == pytest.approx(phone.monthly)
    assert (phone.bound, phone.by_prospects) == (1, True)
    assert found.proposal is not None
    _, phone = study(firm(fresh=144), heeded="prospects")
    assert phone.proposed == pytest.approx(1.2 * phone.monthly)
    assert study(firm(fresh=144), heeded="hours")[1].by_prospects is False


def test_a_ceiling_that_is_given_wins_over_the_prospects_left(firm: Firm) -> None:
    _, phone = study(firm(fresh=60), heeded="prospects", most_of={"phone": 7000.0})
    assert phone.proposed == pytest.approx(7000)
    assert not phone.by_prospects


def test_a_prospect_called_as_often_as_any_is_exhausted(firm: Firm) -> None:
    """Of 110 settled after two calls, and one called once: that one may be called again; with two calls it may not."""
    _, phone = study(firm(again=1))
    assert phone.prospects is not None
    assert phone.prospects.to_call_again == 1


def test_prospects_of_no_list_limit_nothing_and_it_is_told(firm: Firm) -> None:
    found, phone = study(firm(listed=False), heeded="prospects")
    assert (phone.prospects, phone.unlisted, phone.by_prospects) == (None, True, False)
    assert phone.proposed is not None
    assert phone.proposed > 7500
    assert found.untold == ()


def test_hours_that_nobody_recorded_limit_nothing_and_it_is_told(firm: Firm) -> None:
    found, phone = study(firm(hours=False), heeded="hours")
    assert found.hours is None
    assert "No calling hours are known over these months" in found.untold[0].en
    assert phone.proposed is not None
    assert phone.proposed > 7500


def test_what_no_month_ever_cost_is_the_share_extrapolated(firm: Firm) -> None:
    """6,000 € in each month: of what is proposed to calls, all that exceeds 6,000 € was never seen."""
    found, phone = study(firm(), heeded="none")
    assert phone.proposed is not None
    assert phone.beyond == pytest.approx(1 - 6000 / phone.proposed)
    assert found.proposal is not None
    assert found.proposal.beyond == pytest.approx((phone.proposed - 6000) / 12_000)
    same, phone = study(firm(), least=1.0, most=1.0)
    assert (phone.beyond, same.proposal and same.proposal.beyond) == (0, 0)
