"""Channels like for like: one horizon for all, the basis printed, what differs flagged."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from filon.metrics.language.query import Query
from filon.records.actions.accounts import make_account
from filon.reports.pages.channels import mature
from filon.terms.period import Period
from tests import world

TODAY = date(2026, 8, 31)


@pytest.fixture
def reader(home: Path) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="marketing", password="a-long-enough-secret", actor="t"))
    return client


def test_with_a_horizon_only_calls_old_enough_to_have_had_it_count() -> None:
    query = mature(Query(("roi",), horizon_months=6), TODAY)
    assert (query.view, query.period) == ("cohort", Period(None, date(2026, 2, 28)))
    earlier = Query(("roi",), horizon_months=6, period=Period(date(2025, 1, 1), date(2026, 1, 1)))
    assert mature(earlier, TODAY).period == earlier.period
    assert mature(Query(("roi",)), TODAY) == Query(("roi",))


def test_what_one_channel_pays_and_another_does_not_is_flagged(reader: Client) -> None:
    phone, mail = world.campaign("TEL"), world.campaign("MAIL", channel="email", organisation=None)
    for category in ("operator_time", "sales_time"):
        world.cost(phone, amount=500, category=category)
    world.cost(mail, amount=100, category="email_tool", period_start="2026-06-01")
    text = reader.get("/canaux/").content.decode()
    assert "périmètre de coûts\u00a0: rien pour équipe d'appel, temps des commerciaux" in text.replace(
        "&#x27;", "'"
    )
    assert "observé depuis juin 2026 seulement" in text
    assert "horizon à date, marge brute de la première période" in text


def test_a_test_campaign_inside_a_channel_is_told(reader: Client) -> None:
    for code, kind in (("A", "recurring"), ("B", "test")):
        world.cost(world.campaign(code, kind=kind), amount=100)
    assert "50\u202f% du coût vient de campagnes de test" in reader.get("/canaux/").content.decode()


def test_the_horizon_chosen_is_printed_and_followed_by_the_links(reader: Client) -> None:
    world.cost(world.campaign("TEL"), amount=500)
    text = reader.get("/canaux/?horizon=3").content.decode()
    assert "horizon 3 mois" in text
    assert "view=cohort&amp;horizon=3" in text


def test_without_anything_the_page_says_what_to_do(reader: Client) -> None:
    assert "élargissez la période" in reader.get("/canaux/").content.decode()
