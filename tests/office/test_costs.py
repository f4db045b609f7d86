"""The cost pages: the ledger, entries, corrections, closed months, and the allocation to the cent."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from filon.flows.answer import ask
from filon.metrics.language.query import Query
from filon.records.actions.accounts import make_account
from filon.records.actions.books import close_through
from filon.records.models import Campaign, Cost, User
from filon.records.queries.settings import books
from filon.terms.period import Period
from tests import world

FORM = {
    "cost_id": "F1", "category": "telephony", "period_start": "2026-01-10", "period_end": "2026-01-20",
    "amount": "1 234,56",
}  # fmt: skip


def client_of(role: str, name: str = "someone") -> Client:
    client = Client()
    client.force_login(make_account(name, role=role, password="a-long-enough-secret", actor="test"))
    return client


@pytest.fixture
def finance(home: Path) -> Client:
    return client_of(User.Role.FINANCE)


def text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def enter(client: Client, **changed: str) -> Any:
    return client.post(reverse("office:costs-new"), {**FORM, **changed})


def correct(client: Client, cost: Cost, seen: int | None = None, **changed: str) -> Any:
    form = {**FORM, "seen": seen or cost.change_id, **changed}
    return client.post(reverse("office:costs-correct", args=[cost.pk]), form)


def close_january() -> None:
    close_through(date(2026, 1, 1), today=date(2026, 3, 1), actor="tests")


def test_a_cost_is_entered_and_shown_with_what_it_becomes(finance: Client) -> None:
    world.campaign("C1")
    response = enter(finance, campaign_code="C1")
    page = text(finance, response["Location"])
    assert "Réparti 1 234,56 € = écrit 1 234,56 €" in page
    assert ">C1</a>" in page


def test_a_cost_sent_twice_is_booked_once(finance: Client) -> None:
    assert enter(finance)["Location"] == enter(finance)["Location"]
    assert Cost.objects.count() == 1


def test_the_form_gives_each_new_cost_a_number_of_its_own(finance: Client) -> None:
    pages = [text(finance, reverse("office:costs-new")) for _ in range(2)]
    numbers = [page.split('name="cost_id" value="', 1)[1].split('"', 1)[0] for page in pages]
    assert len({*numbers, ""}) == 3


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"amount": ""}, "amount", "ni montant ni heures"),
        ({"amount": "-5"}, "amount", "correction"),
        ({"amount": "10", "hours": "2", "hourly_rate": "20"}, "amount", "se contredisent"),
        ({"category": "unheard_of"}, "category", "catégorie inconnue"),
        ({"period_end": "2026-01-01"}, "period_end", "finit avant de commencer"),
        ({"campaign_code": "NOBODY"}, "campaign_code", "NOBODY"),
    ],
)
def test_what_an_import_would_reject_the_form_refuses_and_keeps_what_was_typed(
    finance: Client, changed: dict[str, str], field: str, sentence: str
) -> None:
    page = enter(finance, note="kept", **changed)
    assert page.status_code == 400
    assert f'id="{field}-fault"' in page.content.decode()
    assert sentence in page.content.decode()
    assert ">kept</textarea>" in page.content.decode()
    assert not Cost.objects.exists()


def test_a_cost_of_a_closed_month_is_corrected_by_a_counter_entry(finance: Client) -> None:
    enter(finance)
    close_january()
    cost = Cost.objects.get()
    assert "contre-écriture" in text(finance, reverse("office:costs-correct", args=[cost.pk]))
    response = correct(finance, cost, amount="1 000,00")
    assert "contre-écriture annule" in text(finance, response["Location"])
    amounts = dict(Cost.objects.values_list("cost_id", "amount_cents"))
    assert amounts == {"F1": 123_456, "F1~1-": -123_456, "F1~1+": 100_000}
    page = text(finance, reverse("office:costs"))
    assert "−1 234,56 €" in page or "-1 234,56 €" in page
    assert "corrigée" in text(finance, reverse("office:costs-page", args=[cost.pk]))


def test_enter_held_down_writes_one_correction(finance: Client) -> None:
    enter(finance)
    close_january()
    cost = Cost.objects.get()
    seen = cost.change_id
    for _ in range(2):
        assert correct(finance, cost, seen, amount="1").status_code == 302
    assert Cost.objects.count() == 3


def test_a_late_cost_says_where_it_counts(finance: Client) -> None:
    close_january()
    page = text(finance, enter(finance)["Location"])
    assert "compte du 1er févr. 2026 au 28 févr. 2026" in page
    assert "Période d'origine" in page.replace("&#x27;", "'")


def test_two_people_correcting_one_entry_lose_nothing(finance: Client) -> None:
    enter(finance)
    cost = Cost.objects.get()
    seen = cost.change_id
    correct(finance, cost, amount="5,00")
    page = correct(finance, cost, seen, amount="7,00")
    assert page.status_code == 409
    assert 'value="7,00"' in page.content.decode()
    assert Cost.objects.get().amount_cents == 500


def test_finance_closes_and_reopens_months_and_marketing_does_not(finance: Client) -> None:
    enter(finance)
    address = reverse("office:costs-months")
    assert client_of(User.Role.MARKETING, "marketing").post(address, {"month": "2026-01"}).status_code == 404
    finance.post(address, {"month": "2026-01"})
    assert books().open_from == date(2026, 2, 1)
    finance.post(address, {"reopen": "1"})
    assert books().open_from == date(2026, 1, 1)
    for month in ("", "9999-99", "2999-01"):
        finance.post(address, {"month": month})
    assert books().open_from == date(2026, 1, 1)


def test_what_a_late_call_moves_in_a_closed_month_is_shown(finance: Client) -> None:
    one, two = world.campaign("C1"), world.campaign("C2")
    world.cost(None, amount=30, period_start="2026-01-01", period_end="2026-01-31", allocation_key="calls")
    for on in (one, two):
        world.call(on, at="2026-01-08 10:00")
    finance.post(reverse("office:costs-months"), {"month": "2026-01"})
    assert "depuis leur clôture" not in text(finance, reverse("office:costs"))
    world.call(two, at="2026-01-09 10:00")
    told = re.sub(r"<[^>]+>", " ", text(finance, reverse("office:costs")).split("depuis leur clôture", 1)[1])
    assert " ".join(told.split()).count("01/2026 C1 15,00 € 10,00 € 01/2026 C2 15,00 € 20,00 €") == 1
    finance.post(reverse("office:costs-months"), {"reopen": "1"})
    assert "depuis leur clôture" not in text(finance, reverse("office:costs"))


def test_the_allocation_sums_to_what_is_booked_whatever_the_filter(finance: Client) -> None:
    for code in ("C1", "C2", "C3"):
        world.call(world.campaign(code))
    world.cost(amount="100.01", period_start="2026-01-01", period_end="2026-02-28", allocation_key="calls")
    world.cost(Campaign.objects.get(campaign_code="C1"), amount="33.33", period_start="2026-01-31")
    assert "Réparti 133,34 € = écrit 133,34 €" in text(finance, reverse("office:costs-allocation"))
    assert "Réparti 100,01 € = écrit 100,01 €" in text(
        finance, reverse("office:costs-allocation") + "?campaign=~"
    )


def test_the_ledger_is_filtered_paged_and_taken_away(finance: Client) -> None:
    for number in range(60):
        world.cost(amount=number + 1, supplier="Odd" if number % 2 else "Even")
    address = reverse("office:costs")
    assert "page 1 / 2" in text(finance, address)
    assert "page 2 / 2" in text(finance, f"{address}?page=2")
    assert "30" in text(finance, f"{address}?q=odd")
    assert "Aucune écriture" in text(finance, f"{address}?from=2030-01-01")
    file = finance.get(f"{address}?q=odd&format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert len([row for row in rows if "Odd" in row]) == 30


def test_hours_without_a_rate_are_unknown_and_not_zero(finance: Client) -> None:
    world.cost(hours=3, category="operator_time")
    assert "1 écriture en heures sans taux" in text(finance, reverse("office:costs"))
    assert "Des heures n" in text(finance, reverse("office:costs-allocation"))


def test_the_ledger_leads_to_the_total_cost_to_the_cent(finance: Client, home: Path) -> None:
    on = world.campaign("C1", channel="email")
    world.cost(on, amount="31.01", period_start="2026-01-01", period_end="2026-01-31")
    world.cost(None, amount="7.77", period_start="2026-01-10", allocation_key="equal")
    world.channel_activity(on, day="2026-01-12", spend="16.46")
    page = text(finance, reverse("office:costs"))
    assert re.search(r"38,78 € \+ .* 16,46 € = .*coût total</a> <b>55,24 €</b>", page)
    part = text(finance, f"{reverse('office:costs')}?from=2026-01-11&to=2026-01-20")
    assert re.search(r"31,01 € \+ .* 16,46 € − .* = .*coût total", part)
    query = Query(("cost_total",), period=Period(date(2026, 1, 11), date(2026, 1, 21)))
    total = ask(home, query).total.cells["cost_total"].value
    assert f"<b>{float(total or 0):.2f} €</b>".replace(".", ",") in part


def test_a_part_of_the_ledger_says_that_the_spend_of_channels_is_not_in_it(finance: Client) -> None:
    world.cost(world.campaign("C1"), amount=10)
    page = text(finance, f"{reverse('office:costs')}?campaign=C1")
    assert "la dépense des canaux n'est pas dans le grand livre" in page.replace("&#x27;", "'")
    assert "coût total</a> <b>" not in page


def test_a_withdrawn_entry_is_found_and_restored(finance: Client) -> None:
    enter(finance)
    cost = Cost.objects.get()
    finance.post(reverse("office:costs-withdraw", args=[cost.pk]), {"seen": cost.change_id})
    assert ">F1</a>" not in text(finance, reverse("office:costs"))
    assert ">F1</a>" in text(finance, f"{reverse('office:costs')}?withdrawn=1")
    assert "Rétablir" in text(finance, reverse("office:costs-page", args=[cost.pk]))
    finance.post(reverse("office:costs-restore", args=[cost.pk]))
    assert Cost.objects.get().voided_at is None


@pytest.mark.parametrize("role", [User.Role.OPERATOR, User.Role.CLIENT_VIEWER, User.Role.QUALITY_CONTROLLER])
def test_the_ledger_is_closed_to_other_roles(home: Path, role: str) -> None:
    assert client_of(role).get(reverse("office:costs")).status_code == 404
