"""The calculator: totals in the address, every figure that follows, and what is wrong beside its field."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from filon.flows.demo.marker import MARKER
from filon.records.actions.accounts import make_account
from filon.records.models import User

CASE_1 = {
    "calls": "8000", "conversations": "320", "appointments": "80", "proposals": "50", "contracts": "15",
    "revenue": "90 000", "margin_rate": "40 %", "cost": "12 000,00",
}  # fmt: skip


@pytest.fixture
def visitor(home: Path) -> Client:
    (home / MARKER).write_text("{}")
    return Client()


def page(client: Client, totals: dict[str, str], status: int = 200) -> str:
    response = client.get(f"{reverse('office:calculator')}?{urlencode(totals)}")
    assert response.status_code == status
    return re.sub(r"[\u202f\u00a0]", " ", response.content.decode())


def test_the_worked_case_comes_out_of_the_address_alone(visitor: Client) -> None:
    text = page(visitor, CASE_1)
    assert "Un euro dépensé a rapporté 3,00 € de marge brute, entre 1,68 et 4,95 €" in text
    for figure in ("200 %", "68 % à 395 %", "37,50 €", "150 €", "800 €", "24 000 €"):
        assert figure in text, figure
    assert "Il faut 5 contrats pour couvrir 12 000 € de coût ; vous en avez 15." in text
    assert all(name in text for name in ("prudent", "réaliste", "optimiste"))


def test_a_demonstration_opens_to_a_visitor_the_calculator_alone(visitor: Client) -> None:
    assert page(visitor, {})
    assert visitor.get(reverse("office:checks")).status_code == 302
    assert visitor.get(reverse("office:home")).status_code == 302


def test_elsewhere_the_calculator_asks_for_an_account_whatever_its_role(home: Path) -> None:
    assert Client().get(reverse("office:calculator")).status_code == 302
    client = Client()
    client.force_login(make_account("op", role=User.Role.OPERATOR, password="a-long-enough-one", actor="t"))
    assert page(client, CASE_1)


@pytest.mark.parametrize(
    ("totals", "field", "sentence"),
    [
        ({"calls": "beaucoup"}, "calls", "« beaucoup »"),
        ({"calls": "-1"}, "calls", "négatif"),
        ({"cost": "1e3"}, "cost", "« 1e3 »"),
        ({"cost": "Infinity"}, "cost", "« Infinity »"),
        ({"contracts": "20", "proposals": "5"}, "contracts", "dépasse"),
        ({"margin": "1", "margin_rate": "40 %", "revenue": "2"}, "margin_rate", "gardez l'un des deux"),
        ({"margin_rate": "40 %"}, "margin_rate", "chiffre d'affaires"),
        ({"margin_rate": "400 %", "revenue": "2"}, "margin_rate", "une part va"),
        ({"calls": "<script>"}, "calls", "&lt;script&gt;"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    visitor: Client, totals: dict[str, str], field: str, sentence: str
) -> None:
    text = page(visitor, totals, 400).replace("&#x27;", "'")
    fault = re.search(rf'id="{field}-fault">([^<]*)<', text)
    assert fault
    assert sentence in fault[1]
    assert "<script>" not in text.split("<main", 1)[1]


def test_what_is_not_given_is_not_zero(visitor: Client) -> None:
    text = page(visitor, {"calls": "1000", "appointments": "10"})
    assert "Pas de réponse" in text
    assert "Coût par appel" not in text
    assert "Taux de conversation" not in text


def test_an_implausible_pace_is_flagged(visitor: Client) -> None:
    assert "67 appels par heure" in page(visitor, {"calls": "8000", "hours": "120"})


def test_english_numbers_are_read_in_english(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    assert "€1.50" in page(visitor, {"calls": "8,000", "cost": "12,000.00"})
