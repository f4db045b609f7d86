"""Three to five indicators, chosen by directors, shown first to everyone."""

from pathlib import Path

import pytest
from django.test import Client

from filon.records.actions.accounts import make_account
from filon.records.models import User
from filon.records.queries.settings import priority_indicators
from filon.reports.pages.home import DEFAULT
from tests import world

CHOSEN = ["cac", "close_rate", "ltv_cac"]


def account(role: str) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(str(role), role=role, password="a-long-enough-secret", actor="t"))
    return client


def test_what_a_director_chooses_is_shown_first_to_everyone(home: Path) -> None:
    world.call(world.campaign("C1"))
    director = account(User.Role.SALES_DIRECTOR)
    director.post("/indicateurs/", {"indicator": [*CHOSEN, "", ""]})
    assert priority_indicators(DEFAULT) == tuple(CHOSEN)
    text = account(User.Role.MARKETING).get("/").content.decode()
    assert text.index("CAC (coût") < text.index("Taux de transformation") < text.index("LTV / CAC")
    assert "Choisir ces indicateurs" not in text
    assert "Choisir ces indicateurs" in director.get("/").content.decode()


@pytest.mark.parametrize("names", [["cac", "roi"], ["cac", "cac", "cac"], [], ["cac", "roi", "nothing"]])
def test_too_few_or_unknown_ones_are_refused_and_nothing_changes(home: Path, names: list[str]) -> None:
    response = account(User.Role.FINANCE).post("/indicateurs/", {"indicator": names})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert priority_indicators(DEFAULT) == DEFAULT
