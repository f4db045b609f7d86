"""The cast and the builders that every other test leans on."""

import csv
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from filon.records.models import Campaign, Client, Contract, Cost, JournalEntry
from tests import world


def test_every_builder_makes_a_record_that_the_database_accepts(home: Path) -> None:
    campaign = world.campaign("C1", client=world.client("ACME"), budget=5000)
    call = world.call(campaign, at="2026-01-05 10:30", outcome="appointment", operator="OP1", script="S1")
    appointment = world.appointment(campaign, of_call=call, status="held", validation="validated")
    deal = world.opportunity(of=appointment, status="won", amount="6000", sales_rep="R1")
    contract = world.contract(of=deal, revenue="6000.50")
    cost = world.cost(campaign, amount=12_000, period_end="2026-03-31")
    world.activity(campaign, calls=10)
    world.channel_activity(campaign, spend=5)
    world.campaign_change(campaign)
    assert call.started_at == datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    assert (contract.revenue_cents, cost.amount_cents, campaign.budget_cents) == (600_050, 1_200_000, 500_000)
    assert contract.contact == deal.contact == appointment.contact == call.contact
    assert JournalEntry.objects.count() > 10


def test_an_edit_marks_the_record_as_a_persons_and_a_void_withdraws_it(home: Path) -> None:
    cost = world.cost(amount=10)
    before = cost.change_id
    world.edit(cost, amount=20)
    assert cost.amount_cents == 2000
    assert cost.edited_at
    assert cost.change_id > before
    world.void(cost)
    assert not Cost.objects.filter(voided_at=None).exists()


def test_the_cast_has_two_clients_one_of_whom_is_a_stranger(home: Path) -> None:
    cast = world.cast()
    assert cast.client_viewer.client == cast.client != cast.stranger_viewer.client


def test_a_home_is_empty_whatever_was_written_in_another(
    home: Path, another_home: Callable[[], Path]
) -> None:
    world.campaign("C1")
    other = another_home()
    assert other != home
    assert other == settings.FILON_HOME
    assert not Campaign.objects.exists()


def test_programs_started_by_a_test_see_its_home(home: Path) -> None:
    world.client("ACME")
    code = (
        "import django; django.setup(); from filon.records.models import Client; print(Client.objects.get())"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout == f"{Client.objects.get()}\n"


def test_the_files_of_worked_case_1_hold_its_figures(tmp_path: Path) -> None:
    folder = world.worked_case_1(tmp_path)
    rows = {path.stem: list(csv.DictReader(path.read_text().splitlines())) for path in folder.glob("*.csv")}
    useful = [row for row in rows["calls"] if row["outcome"] in ("refused", "information", "appointment")]
    cents = sum(
        int(row["amount"] or 0) + int(row["hours"] or 0) * int(row["hourly_rate"] or 0)
        for row in rows["costs"]
    )
    assert (len(rows["calls"]), len(useful), len(rows["appointments"])) == (8000, 320, 80)
    assert (len(rows["opportunities"]), len(rows["contracts"])) == (50, 15)
    assert sum(int(row["revenue"]) for row in rows["contracts"]) == 90_000
    assert cents == 12_000
    assert len({row["call_id"] for row in rows["calls"]}) == 8000


def test_a_contract_without_a_margin_can_be_made(home: Path) -> None:
    assert Contract.objects.filter(pk=world.contract(margin_rate=None).pk, margin_rate=None).exists()
