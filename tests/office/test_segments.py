"""Segments: one dimension ranked, two as a heat map, and what is too few set apart."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from filon.records.actions.accounts import make_account
from filon.records.models import User
from tests import world


def reader(role: str = User.Role.MARKETING) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(str(role), role=role, password="a-long-enough-secret", actor="t"))
    return client


@pytest.fixture
def calls(home: Path) -> None:
    """Make 40 calls to industry, 30 of them reached, and 3 to health, on Monday and Tuesday mornings."""
    campaign = world.campaign("C1")
    for number in range(43):
        contact = world.contact(sector="Industrie" if number < 40 else "Santé")
        world.call(
            campaign,
            contact=contact,
            at=f"2026-01-0{5 + number % 2} {9 + number % 3:02}:00",
            outcome="refused" if number < 30 else "no_answer",
        )


def test_what_is_too_few_is_set_apart_from_the_ranking(calls: None) -> None:
    text = reader().get("/segments/?metric=reach_rate&by=sector").content.decode()
    ranked, apart = text.split("Trop peu pour classer (moins", 1)
    assert '<th scope="row">Industrie' in ranked
    assert '<th scope="row">Santé' in apart
    assert ">0/3<" in apart  # counts, never a percentage


def test_two_dimensions_make_a_heat_map_with_its_totals(calls: None) -> None:
    text = reader().get("/segments/?metric=reach_rate&by=weekday&and=hour").content.decode()
    assert '<th scope="col">9\u202fh</th>' in text or '<th scope="col">9 h</th>' in text
    assert '<th scope="row">lundi</th>' in text
    assert "w.hour=9&amp;w.weekday=1" in text  # each square leads to its own rows
    assert '"segments-spec"' in text


def test_a_price_of_all_channels_says_which_ones_do_not_call_and_leads_to_those_that_do(calls: None) -> None:
    event = world.campaign("SALON", channel="event")
    world.cost(event, amount=100)
    address = "/segments/?metric=cost_per_conversation&by=sector"
    text = reader().get(address).content.decode()
    assert "de ce qui n'appelle pas (salons et évènements)" in unescape(text)
    (kept,) = {unescape(link) for link in re.findall(r'href="(\?[^"]*w\.channel[^"]*)"', text)}
    assert "n'appelle pas" not in unescape(
        reader(User.Role.FINANCE).get(f"/segments/{kept}").content.decode()
    )
    rates = reader(User.Role.SALES_DIRECTOR).get("/segments/?metric=reach_rate&by=sector").content.decode()
    assert "n'appelle pas" not in unescape(rates)


def test_the_usual_slots_are_one_click_away(calls: None) -> None:
    assert (
        'href="?metric=reach_rate&amp;by=weekday&amp;and=hour"' in reader().get("/segments/").content.decode()
    )


def test_a_refusal_is_a_sentence_beside_the_choices(calls: None) -> None:
    response = reader().get("/segments/?metric=cac&by=outcome")
    text = response.content.decode()
    assert (response.status_code, 'role="alert"' in text, 'name="metric"' in text) == (400, True, True)


def test_a_client_finds_no_figure_of_money(calls: None) -> None:
    client = reader(User.Role.CLIENT_VIEWER)
    assert client.get("/segments/?metric=roi").status_code == 404
    text = client.get("/segments/").content.decode()
    assert "Coût" not in text
    assert "ROI net" not in text


def test_every_figure_that_is_shown_leads_to_its_rows(calls: None) -> None:
    for role in (User.Role.QUALITY_CONTROLLER, User.Role.MARKETING):
        client = reader(role)
        text = client.get("/segments/?metric=reach_rate&by=sector").content.decode()
        links = {unescape(link) for link in re.findall(r'href="(/chiffre/[^"]+)"', text)}
        assert links
        for link in links:
            assert client.get(link).status_code == 200, (role, link)
