"""The funnel: stages, rates and unit costs, as a whole and side by side."""

from pathlib import Path

import pytest
from django.test import Client

from filon.faces.office.access import WITHOUT_MONEY
from filon.records.actions.accounts import make_account
from filon.records.models import User
from filon.reports.pages.funnel import CLIENT_STAGES, STAGES
from tests import world


def page(address: str, role: str = User.Role.SALES_DIRECTOR) -> str:
    client = Client(headers={"accept-language": "fr"})
    user = User.objects.filter(username=str(role)).first() or make_account(
        str(role), role=role, password="a-long-enough-secret", actor="test"
    )
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


@pytest.fixture
def calls(home: Path) -> None:
    campaign = world.campaign("C1")
    for number in range(40):
        call = world.call(
            campaign,
            outcome="appointment" if number < 8 else "no_answer",
            script="A" if number % 2 else "B",
        )
        if number < 8:
            world.appointment(campaign, of_call=call, status="held" if number < 6 else "no_show")
    world.cost(campaign, amount=400)


def test_the_stages_follow_one_another_with_their_rates_and_costs(calls: None) -> None:
    text = page("/entonnoir/")
    assert "1\u202f000 appels donnent 200 conversations utiles, 200 rendez-vous posés" in text
    assert 'href="/chiffre/appointments_held_of_calls/?w.channel=phone"' in text
    assert ">50,00\u00a0€<" in text  # 400 euros for 8 conversations


def test_a_dimension_puts_its_values_side_by_side(calls: None) -> None:
    text = page("/entonnoir/?by=script&stage=appointments_held")
    for value in "AB":
        assert f'<th scope="row">{value}</th>' in text
        assert f"w.script={value}" in text
    assert "Rendez-vous tenus sur rendez-vous posés" in text


def test_a_dimension_that_some_stage_lacks_is_refused_in_a_sentence(calls: None) -> None:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="finance", password="a-long-enough-secret", actor="t"))
    response = client.get("/entonnoir/?by=outcome")
    assert response.status_code == 400
    assert "ne peut pas être ventilé" in response.content.decode()


def test_a_client_is_shown_no_cost_and_no_contract(calls: None) -> None:
    assert {name for stage in CLIENT_STAGES for name in stage.metrics(money=False)} <= WITHOUT_MONEY
    text = page("/entonnoir/?by=script", User.Role.CLIENT_VIEWER)
    assert "€" not in text
    assert "contrats" not in text.lower().split("<main")[1]


def test_every_stage_after_the_calls_has_both_rates() -> None:
    assert all(stage.before and stage.first and stage.price for stage in STAGES[1:])
