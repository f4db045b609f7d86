"""The campaign pages: the referential, its forms and what is seen of one campaign."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from filon.records.actions.accounts import make_account
from filon.records.actions.campaigns import set_naming_rule
from filon.records.actions.revise import edit
from filon.records.models import Campaign, CampaignChange, JournalEntry, User
from filon.records.queries.settings import naming_rule
from tests import world

PASSWORD = "a-long-enough-secret"
FORM = {"name": "Maintenance été", "channel": "phone", "starts_on": "2026-03-01", "budget": "1 234,50"}


def client_of(role: str, name: str = "someone", **fields: object) -> Client:
    client = Client()
    client.force_login(make_account(name, role=role, password=PASSWORD, actor="test", **fields))  # type: ignore[arg-type]
    return client


@pytest.fixture
def director(home: Path) -> Client:
    return client_of(User.Role.SALES_DIRECTOR)


def text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def page_of(code: str) -> str:
    return reverse("office:campaigns-page", kwargs={"code": code})


def test_a_campaign_is_created_from_the_form(director: Client) -> None:
    response = director.post(reverse("office:campaigns-new"), FORM)
    assert response["Location"] == page_of("MAINTENANCE-ETE")
    made = Campaign.objects.get()
    assert (made.name, made.budget_cents, made.starts_on) == ("Maintenance été", 123_450, date(2026, 3, 1))
    assert "enter_record" in JournalEntry.objects.order_by("-sequence")[0].content


def test_enter_held_down_creates_one_campaign(director: Client) -> None:
    for _ in range(2):
        assert director.post(reverse("office:campaigns-new"), FORM).status_code == 302
    assert Campaign.objects.count() == 1


def test_the_code_is_shown_while_the_form_is_filled_in_and_without_scripts(director: Client) -> None:
    set_naming_rule("{channel}-{words}-{year}", actor="tests")
    shown = director.post(reverse("office:campaigns-preview"), FORM).content.decode()
    whole = director.post(reverse("office:campaigns-new"), {**FORM, "preview": "1"})
    assert "TEL-MAINTENANCE-ETE-2026" in shown
    assert "TEL-MAINTENANCE-ETE-2026" in whole.content.decode()
    assert not Campaign.objects.exists()


def test_a_code_that_is_taken_is_said_before_anything_is_sent(director: Client) -> None:
    world.campaign("MAINTENANCE-ETE")
    shown = director.post(reverse("office:campaigns-preview"), FORM).content.decode()
    assert "déjà ce code" in shown
    refused = director.post(reverse("office:campaigns-new"), FORM)
    assert refused.status_code == 400
    assert 'value="Maintenance été"' in refused.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "à remplir"),
        ("channel", "pigeon", "pas une valeur connue"),
        ("ends_on", "2026-02-01", "finit avant de commencer"),
        ("budget", "12 k€", "en entier"),
        ("starts_on", "31/02/2026", "31/02/2026"),
        ("client_code", "NOBODY", "NOBODY"),
    ],
)
def test_what_an_import_would_reject_the_form_refuses_beside_the_field(
    director: Client, field: str, value: str, sentence: str
) -> None:
    page = director.post(reverse("office:campaigns-new"), {**FORM, field: value})
    assert page.status_code == 400
    assert f'id="{field}-fault"' in page.content.decode()
    assert sentence in page.content.decode()
    assert not Campaign.objects.exists()


def test_two_people_editing_one_campaign_lose_nothing(director: Client) -> None:
    director.post(reverse("office:campaigns-new"), FORM)
    campaign = Campaign.objects.get()
    address = reverse("office:campaigns-edit", kwargs={"code": campaign.campaign_code})
    seen = campaign.change_id
    edit(campaign, actor="them", seen=seen, offer="Theirs")
    page = director.post(address, {**FORM, "offer": "Mine", "seen": seen})
    assert page.status_code == 409
    assert "Theirs" in page.content.decode()
    assert 'value="Mine"' in page.content.decode()
    assert Campaign.objects.get().offer == "Theirs"


def test_a_campaign_is_closed_on_a_day_and_opened_again(director: Client) -> None:
    campaign = world.campaign("C1")
    address = reverse("office:campaigns-close", kwargs={"code": "C1"})
    director.post(address, {"seen": campaign.change_id, "ends_on": "2026-02-01"})
    assert Campaign.objects.get().ends_on == date(2026, 2, 1)
    assert ">terminée</span>" in text(director, reverse("office:campaigns"))
    director.post(address, {"seen": Campaign.objects.get().change_id, "ends_on": ""})
    assert Campaign.objects.get().ends_on is None


def test_a_campaign_does_not_end_before_it_starts(director: Client) -> None:
    world.campaign("C1")
    director.post(reverse("office:campaigns-close", kwargs={"code": "C1"}), {"ends_on": "2020-01-01"})
    assert Campaign.objects.get().ends_on is None


def test_a_dated_change_is_added_once_and_can_be_withdrawn(director: Client) -> None:
    world.campaign("C1")
    form = {"date": "2026-02-03", "kind": "script", "description": "Nouveau script"}
    for _ in range(2):
        director.post(reverse("office:campaigns-changes", kwargs={"code": "C1"}), form)
    change = CampaignChange.objects.get()
    assert "Nouveau script" in text(director, page_of("C1"))
    director.post(reverse("office:campaigns-changes-drop", kwargs={"code": "C1", "number": change.pk}))
    assert "Nouveau script" not in text(director, page_of("C1"))


def test_every_figure_of_the_list_leads_to_its_rows(director: Client) -> None:
    campaign = world.campaign("C1")
    world.call(campaign, outcome="appointment")
    world.cost(campaign, amount=100)
    page = text(director, reverse("office:campaigns"))
    for metric in ("calls", "appointments_set", "contracts", "cost_total", "roi"):
        assert f'/chiffre/{metric}/?w.campaign=C1"' in page


def test_the_costs_of_a_campaign_are_named_without_repeating_that_they_are_costs(director: Client) -> None:
    world.cost(world.campaign("C1"), amount=100, category="list_purchase")
    page = text(director, page_of("C1"))
    assert '<th scope="row">Fichiers</th>' in page
    assert "Coûts : " not in page
    assert '<tr class="total"><th scope="row">Coût total</th>' in page
    assert page.index("Coût total") < page.index("dont directs")


def test_codes_that_do_not_follow_the_rule_are_tagged(director: Client) -> None:
    world.campaign("FOLLOWS")
    assert "hors règle" not in text(director, reverse("office:campaigns"))
    world.campaign("printemps 2026/3")
    assert text(director, reverse("office:campaigns")).count("hors règle") == 1
    assert "printemps 2026/3" in text(director, page_of("printemps 2026/3"))


def test_only_an_administrator_changes_the_rule_and_a_bad_one_is_refused(home: Path) -> None:
    address = reverse("office:campaigns-rule")
    admin = client_of(User.Role.ADMINISTRATOR, "admin")
    assert client_of(User.Role.MARKETING).get(address).status_code == 404
    assert admin.post(address, {"template": "{year}"}).status_code == 400
    admin.post(address, {"template": "{channel}-{words}"})
    assert naming_rule().template == "{channel}-{words}"


def test_trying_a_rule_changes_nothing(home: Path) -> None:
    world.campaign("C1")
    admin = client_of(User.Role.ADMINISTRATOR)
    page = admin.post(reverse("office:campaigns-rule"), {"template": "{channel}-{words}", "preview": "1"})
    assert ">C1</a>" in page.content.decode()
    assert naming_rule().template == "{words}"


def test_a_client_sees_its_campaign_without_costs_and_cannot_write(home: Path) -> None:
    client = world.client("ACME")
    campaign = world.campaign("C1", client=client, budget=5000)
    world.cost(campaign, amount=100)
    world.contract(campaign)
    viewer = client_of(User.Role.CLIENT_VIEWER, client=client)
    page = text(viewer, page_of("C1"))
    for word in ("Coût", "ROI", "Budget", "Marge", "Modifier", "contrat"):
        assert word not in page
    assert viewer.get(reverse("office:campaigns-edit", kwargs={"code": "C1"})).status_code == 404


def test_an_empty_referential_says_what_to_do(director: Client) -> None:
    assert "Nouvelle campagne" in text(director, reverse("office:campaigns"))


def test_the_list_and_the_months_of_a_campaign_are_taken_away(director: Client) -> None:
    world.call(world.campaign("C1", name="Une"))
    world.campaign("C2", name="Deux")
    whole, alone = taken(director, reverse("office:campaigns")), taken(director, page_of("C1"))
    assert "Une" in whole
    assert "Deux" in whole
    assert "2026-01" in alone


def taken(client: Client, address: str) -> str:
    file: Any = client.get(f"{address}?format=csv")
    return b"".join(file.streaming_content).decode("utf-8-sig")


def test_the_page_leads_to_the_pages_filtered_on_the_campaign(director: Client) -> None:
    world.campaign("A&B 1")
    page = text(director, page_of("A&B 1"))
    assert "/entonnoir/?w.campaign=A%26B+1" in page
    assert "/couts/?campaign=A%26B%201" in page
