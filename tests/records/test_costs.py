"""The ledger written by hand: closed months stay as they are, and are corrected in an open one."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from filon.flows.answer import ask
from filon.metrics.language.query import Query
from filon.records.actions.books import NothingClosed, NotOver, close_through, reopen
from filon.records.actions.costs import (
    AlreadyCorrected,
    ClosedMeanwhile,
    CounterEntry,
    StillUnknown,
    correct_cost,
    enter_cost,
    restore_cost,
    withdraw_cost,
)
from filon.records.actions.revise import ChangedMeanwhile
from filon.records.models import Cost, JournalEntry, Revision
from filon.records.queries.settings import books
from tests import world

JANUARY, TODAY = date(2026, 1, 1), date(2026, 3, 15)
INVOICE: dict[str, Any] = {
    "cost_id": "F1", "category": "telephony", "nature": "direct", "period_start": date(2026, 1, 10),
    "period_end": date(2026, 1, 20), "amount_cents": 10_000,
}  # fmt: skip


def invoice(**changed: Any) -> dict[str, Any]:
    return {**INVOICE, **changed}


def close_january() -> None:
    close_through(JANUARY, today=TODAY, actor="tests")


def by_month(home: Path, *by: str) -> dict[tuple[Any, ...], Any]:
    rows = ask(home, Query(("cost_total",), by=("month", *by))).rows
    return {tuple(row.dimensions.values()): row.cells["cost_total"].value for row in rows}


def test_a_cost_entered_twice_is_booked_once(home: Path) -> None:
    assert enter_cost(actor="me", **INVOICE) == enter_cost(actor="me", **INVOICE)
    assert Cost.objects.count() == 1


def test_a_cost_of_an_open_month_is_edited_in_place(home: Path) -> None:
    cost = enter_cost(actor="me", **INVOICE)
    written = correct_cost(cost, actor="me", seen=cost.change_id, **invoice(amount_cents=9_000))
    assert (written.countered, Cost.objects.get().amount_cents) == (False, 9_000)


def test_correcting_a_closed_month_leaves_its_published_figures_unchanged(home: Path) -> None:
    campaign = world.campaign("C1")
    cost = enter_cost(actor="me", **invoice(campaign_id=campaign.pk))
    before = by_month(home, "campaign")
    close_january()
    written = correct_cost(
        cost, actor="me", seen=cost.change_id, **invoice(campaign_id=campaign.pk, amount_cents=7_501)
    )
    after = by_month(home, "campaign")
    assert before == {("2026-01", "C1"): 100}
    assert after == {("2026-01", "C1"): 100, ("2026-02", "C1"): Fraction(-2499, 100)}
    assert written.entry is not None
    assert (written.entry.cost_id, written.entry.original_start) == ("F1~1+", date(2026, 1, 10))
    assert set(Cost.objects.values_list("cost_id", "amount_cents")) == {
        ("F1", 10_000), ("F1~1-", -10_000), ("F1~1+", 7_501),
    }  # fmt: skip


def test_a_correction_sent_twice_is_made_once(home: Path) -> None:
    cost = enter_cost(actor="me", **INVOICE)
    seen = cost.change_id
    close_january()
    for _ in range(2):
        correct_cost(Cost.objects.get(cost_id="F1"), actor="me", seen=seen, **invoice(amount_cents=7_000))
    assert Cost.objects.count() == 3


def test_a_corrected_entry_is_corrected_through_the_one_that_replaces_it(home: Path) -> None:
    cost = enter_cost(actor="me", **INVOICE)
    close_january()
    replaced = correct_cost(cost, actor="me", **invoice(amount_cents=7_000)).entry
    with pytest.raises(AlreadyCorrected):
        correct_cost(cost, actor="me", **invoice(amount_cents=6_000))
    with pytest.raises(CounterEntry):
        correct_cost(Cost.objects.get(cost_id="F1~1-"), actor="me", **INVOICE)
    close_through(date(2026, 2, 1), today=TODAY, actor="tests")
    assert replaced is not None
    again = correct_cost(replaced, actor="me", **invoice(amount_cents=6_000)).entry
    assert again is not None
    assert again.cost_id == "F1~2+"
    assert sum(cost.amount_cents or 0 for cost in Cost.objects.all()) == 6_000


def test_taking_back_an_entry_of_a_closed_month_leaves_only_its_counter_entry(home: Path) -> None:
    cost = enter_cost(actor="me", **INVOICE)
    close_january()
    withdraw_cost(cost, actor="me")
    assert by_month(home) == {("2026-01",): 100, ("2026-02",): -100}
    assert not Cost.objects.filter(voided_at__isnull=False).exists()


def test_an_entry_of_an_open_month_is_voided(home: Path) -> None:
    withdraw_cost(enter_cost(actor="me", **INVOICE), actor="me")
    assert Cost.objects.get().voided_at is not None


def test_a_withdrawn_entry_counts_again_unless_its_month_was_closed_since(home: Path) -> None:
    cost = enter_cost(actor="me", **INVOICE)
    withdraw_cost(cost, actor="me")
    restore_cost(cost, actor="me", seen=cost.change_id)
    assert by_month(home) == {("2026-01",): 100}
    withdraw_cost(cost, actor="me")
    close_january()
    with pytest.raises(ClosedMeanwhile):
        restore_cost(cost, actor="me")
    assert by_month(home) == {}


def test_a_cost_that_comes_once_its_month_is_closed_counts_in_the_open_month(home: Path) -> None:
    close_january()
    late = enter_cost(actor="me", **INVOICE)
    assert (late.period_start, late.period_end) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (late.original_start, late.original_end) == (date(2026, 1, 10), date(2026, 1, 20))
    assert by_month(home) == {("2026-02",): 100}


def test_a_period_partly_closed_counts_in_its_open_days(home: Path) -> None:
    close_january()
    late = enter_cost(actor="me", **invoice(period_end=date(2026, 3, 31)))
    assert (late.period_start, late.period_end) == (date(2026, 2, 1), date(2026, 3, 31))


def test_hours_are_taken_back_with_their_cost(home: Path) -> None:
    campaign = world.campaign("C1")
    hours = invoice(
        campaign_id=campaign.pk, category="operator_time", amount_cents=None, hours=Decimal("10.5"),
        hourly_rate=Decimal("20.33"),
    )  # fmt: skip
    cost = enter_cost(actor="me", **hours)
    close_january()
    correct_cost(cost, actor="me", **{**hours, "hours": Decimal(8)})
    assert by_month(home) == {("2026-01",): Fraction(21347, 100), ("2026-02",): Fraction(16264 - 21347, 100)}
    hours_by_month = ask(home, Query(("hours",), by=("month",))).rows
    assert [row.cells["hours"].value for row in hours_by_month] == [Fraction(21, 2), Fraction(-5, 2)]


def test_hours_without_a_rate_cost_in_the_open_month_once_they_have_one(home: Path) -> None:
    campaign = world.campaign("C1")
    hours = invoice(campaign_id=campaign.pk, category="operator_time", amount_cents=None, hours=Decimal(10))
    cost = enter_cost(actor="me", **hours)
    enter_cost(actor="me", **invoice(cost_id="F2", campaign_id=campaign.pk))
    assert by_month(home) == {("2026-01",): None}
    close_january()
    with pytest.raises(StillUnknown):
        correct_cost(cost, actor="me", **{**hours, "supplier": "Other"})
    correct_cost(cost, actor="me", **{**hours, "hourly_rate": Decimal(20)})
    assert by_month(home) == {("2026-01",): 100, ("2026-02",): 200}
    worked = ask(home, Query(("hours",), by=("month",))).rows
    assert [row.cells["hours"].value for row in worked] == [10, 0]
    assert Revision.objects.get(record_id=cost.pk).before["amount_cents"] is None


def test_a_shared_entry_taken_back_still_sums_to_the_cent(home: Path) -> None:
    for code, calls in (("C1", 3), ("C2", 7)):
        campaign = world.campaign(code)
        for _ in range(calls):
            world.call(campaign)
            world.call(campaign, at="2026-02-03 10:00")
    shared = invoice(allocation_key="calls", amount_cents=10_001)
    cost = enter_cost(actor="me", **shared)
    before = by_month(home, "campaign")
    close_january()
    correct_cost(cost, actor="me", **{**shared, "amount_cents": 5_000})
    after = by_month(home, "campaign")
    assert {key: value for key, value in after.items() if key[0] == "2026-01"} == before
    assert sum(after.values()) == 50


def test_negative_hours_never_weigh_in_a_shared_cost(home: Path) -> None:
    worked = world.campaign("C1")
    other = world.campaign("C2")
    hours: dict[str, Any] = {"category": "operator_time", "hours": 10, "hourly_rate": 20}
    cost = world.cost(worked, period_start="2026-01-10", **hours)
    world.cost(other, period_start="2026-02-10", **hours)
    close_january()
    withdraw_cost(Cost.objects.get(pk=cost.pk), actor="me")
    world.cost(None, amount=50, period_start="2026-02-01", period_end="2026-02-28", allocation_key="hours")
    assert by_month(home, "campaign")["2026-02", "C2"] == 250


def test_an_entry_changed_meanwhile_is_not_corrected(home: Path) -> None:
    cost = enter_cost(actor="me", **INVOICE)
    seen = cost.change_id
    correct_cost(cost, actor="them", seen=seen, **invoice(amount_cents=1))
    with pytest.raises(ChangedMeanwhile):
        correct_cost(cost, actor="me", seen=seen, **invoice(amount_cents=2))
    assert Cost.objects.get().amount_cents == 1


def test_only_a_correction_may_be_negative(home: Path) -> None:
    with pytest.raises(IntegrityError):
        world.cost(amount=-1)


def test_a_month_is_closed_once_it_is_over_and_opened_again(home: Path) -> None:
    with pytest.raises(NotOver):
        close_through(date(2026, 3, 1), today=TODAY, actor="tests")
    with pytest.raises(NothingClosed):
        reopen(actor="tests")
    close_january()
    assert books().open_from == date(2026, 2, 1)
    reopen(actor="tests")
    assert books().open_from == JANUARY
    assert "reopen_month" in JournalEntry.objects.order_by("-sequence")[0].content


def test_a_reopened_month_is_edited_in_place(home: Path) -> None:
    cost = enter_cost(actor="me", **INVOICE)
    close_january()
    reopen(actor="tests")
    assert not correct_cost(cost, actor="me", **invoice(amount_cents=1)).countered
