"""Numbers typed beside a question: read as people write them, and given back with why where they cannot be."""

from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from filon.records.actions.accounts import make_account
from filon.records.models import Scenario, User
from tests import world


@pytest.fixture
def finance(home: Path) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(
        make_account("finance", role=User.Role.FINANCE, password="a-long-enough-secret", actor="t")
    )
    return client


def spaced(text: str) -> str:
    """Return a page with plain spaces and apostrophes."""
    return unescape(text).replace("\u202f", " ").replace("\xa0", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("/arbitrage/", "budget"),
        ("/arbitrage/", "least"),
        ("/arbitrage/", "most"),
        ("/arbitrage/", "hours"),
        ("/scenarios/", "target"),
        ("/valeur-vie/", "retention"),
        ("/valeur-vie/", "discount"),
    ],
)
def test_a_number_that_cannot_be_read_comes_back_in_its_field_with_why_beside_it(
    finance: Client, page: str, name: str
) -> None:
    response = finance.get(page, {name: "beaucoup", "from": "2025-01-01"})
    text = response.content.decode()
    field = text.split(f'id="{name}"', 1)[1].split("</div>")[0]
    assert response.status_code == 400
    assert 'value="beaucoup"' in field
    assert 'aria-invalid="true"' in field
    assert "« beaucoup » n'est pas un nombre lisible (décimales à virgule ici : 1250,5)" in spaced(field)
    assert text.count('role="alert"') == 1
    assert 'value="2025-01-01"' in text
    assert "importez" not in text


def test_what_is_beside_a_number_that_cannot_be_read_stays(finance: Client) -> None:
    typed = {"budget": "9 000", "least": "beaucoup", "limits": "none"}
    text = finance.get("/arbitrage/", typed).content.decode()
    assert 'value="9 000"' in text
    assert '<option value="none" selected>' in text


def test_a_target_is_read_as_french_readers_write_it(finance: Client) -> None:
    campaign, begin = world.campaign("TEL"), date(2025, 11, 1)
    world.activity(
        campaign,
        begin=begin,
        end=date(2025, 11, 30),
        calls=1000,
        useful_conversations=40,
        appointments_set=10,
    )
    world.cost(campaign, amount=1500, period_start=begin, period_end=date(2025, 11, 30))
    for _ in range(2):
        world.contract(campaign, signed_on=begin, revenue=3000)
    for place, typed in enumerate(("50,5", "50,5 %", "50,5\u202f%", "50,5\xa0%")):
        query = {"target": typed, "from": "2025-11-01", "to": "2025-11-30"}
        finance.post("/scenarios/garder/", {"name": f"P{place}"}, query_params=query)
    assert list(Scenario.objects.values_list("target_roi", flat=True)) == [0.505] * 4
    refused = finance.post("/scenarios/garder/?target=bof", {"name": "Non"}, follow=True)
    assert "ROI visé, % : « bof » n'est pas un nombre" in spaced(refused.content.decode())
    fragment = finance.get("/scenarios/?target=bof", headers={"hx-request": "true"})
    assert (fragment.status_code, 'id="d.calls"' in fragment.content.decode()) == (200, True)
