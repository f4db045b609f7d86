"""What divides by calls or appointments: pages leave out the channels that never call, the terminal says they count."""

import html
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils.timezone import localdate

import filon
from filon.faces.cli.query import command as query
from filon.flows.report import build_report
from filon.metrics.definitions import CATALOGUE
from filon.records.actions.accounts import make_account
from filon.reports.paint.numbers import value as painted
from filon.terms.period import Period
from tests import world

FIGURES = ("cost_per_held_appointment", "close_rate")


@pytest.fixture
def reader(home: Path) -> Client:
    phone, fair = world.campaign("C1"), world.campaign("SALON", channel="event", organisation=None)
    for _ in range(40):
        world.appointment(phone, of_call=world.call(phone, outcome="appointment"), status="held")
    world.cost(phone, amount=4000)
    world.cost(fair, amount=9000)
    for campaign in (phone, phone, phone, phone, phone, phone, fair, fair):
        world.contract(campaign, revenue=4000)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="finance", password="a-long-enough-secret", actor="t"))
    return client


@pytest.mark.parametrize("name", FIGURES)
def test_home_the_figure_and_its_link_are_of_the_channels_that_call(
    reader: Client, home: Path, name: str
) -> None:
    answer = filon.connect(home).query([name], where={"channel": "phone"}).answer
    shown = painted(answer.total.cells[name], "fr")
    page = html.unescape(reader.get("/").content.decode())
    link = re.search(rf'href="(/chiffre/{name}/[^"]*)"[^>]*>([^<]*)<', page)
    assert link is not None
    assert link[2] == shown
    assert "w.channel=phone" in link[1]
    assert shown in html.unescape(reader.get(link[1]).content.decode())
    assert CATALOGUE.find(CATALOGUE.metrics[name].events or "").label.fr in page
    assert "· téléphone" in page


def test_the_price_of_an_appointment_is_the_same_at_home_in_the_funnel_and_in_the_report(
    reader: Client, home: Path
) -> None:
    assert ">100\u00a0€<" in reader.get("/").content.decode()  # 4 000 euros, 40 appointments
    assert ">100\u00a0€<" in reader.get("/entonnoir/").content.decode()
    today = localdate()
    report = build_report(
        home, Period(today.replace(year=today.year - 2), today.replace(year=today.year + 1)), company="Essai"
    )
    assert report.headline[-1].cell.value == 100


def test_a_chosen_channel_is_asked_as_it_is(reader: Client) -> None:
    page = html.unescape(reader.get("/?w.channel=event").content.decode())
    assert "/chiffre/close_rate/?w.channel=event&" in page


def test_where_nobody_calls_nothing_is_left_out(home: Path) -> None:
    fair = world.campaign("SALON", channel="event", organisation=None)
    world.cost(fair, amount=9000)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="finance", password="a-long-enough-secret", actor="t"))
    assert "w.channel" not in re.sub(
        r'name="w.channel"|id="[^"]*"|for="[^"]*"', "", client.get("/").content.decode()
    )


def test_home_and_the_funnel_say_which_campaigns_count_and_agree_on_the_same_ones(reader: Client) -> None:
    test = world.campaign("T1", kind="test")
    world.cost(test, amount=800)
    world.appointment(test, of_call=world.call(test, outcome="appointment"), status="held")
    home, funnel = (html.unescape(reader.get(address).content.decode()) for address in ("/", "/entonnoir/"))
    assert "campagnes récurrentes et ce qui n'a pas de type, sans les tests" in home
    assert "toutes les campagnes, tests compris" in funnel
    assert ">100\u00a0€<" in home
    assert ">100\u00a0€<" not in funnel
    alike = "?w.kind=recurring&w.kind=~"
    for address in ("/", "/entonnoir/"):
        page = html.unescape(reader.get(address + alike).content.decode())
        assert "campagnes récurrentes et ce qui n'a pas de type, sans les tests" in page
        assert ">100\u00a0€<" in page


def test_home_shows_which_kinds_count_where_none_is_asked_and_can_be_asked_for_all(reader: Client) -> None:
    world.cost(world.campaign("T1", kind="test"), amount=800)
    kept, every = (html.unescape(reader.get(address).content.decode()) for address in ("/", "/?w.kind=*"))
    assert '<option value="">récurrentes et sans type</option>' in kept
    assert '<option value="*">tous</option>' in kept
    assert "Comptent ici\u00a0: campagnes récurrentes et ce qui n'a pas de type, sans les tests." in kept
    assert '<option value="*" selected>tous</option>' in every
    assert "Comptent ici\u00a0: toutes les campagnes, tests compris." in every
    roi = [re.search(r'href="/chiffre/roi/[^"]*"[^>]*>([^<]*)<', page) for page in (kept, every)]
    assert [found and found[1] for found in roi] == ["−1,5\u202f%", "−7,2\u202f%"]
    assert "toutes les campagnes, tests compris" in reader.get("/rapport/").content.decode()


def test_an_answer_about_all_channels_names_those_that_never_call_and_the_filter_without_them(
    reader: Client, home: Path
) -> None:
    del reader
    company = filon.connect(home)
    (note,) = company.query(["close_rate"]).notes
    assert "(salons et évènements)" in note.fr
    assert "--where channel=phone" in note.fr
    assert "salons" in company.query(["close_rate"])._repr_html_()
    assert company.query(["close_rate"], where={"channel": "phone"}).notes == ()
    assert company.query(["roi"]).notes == ()
    said = CliRunner().invoke(query, ["--metrics", "close_rate", "--json", "--lang", "fr"]).output
    assert json.loads(said)["notes"] == [note.fr]
    printed = CliRunner().invoke(query, ["--metrics", "close_rate", "--lang", "fr"]).output
    assert note.fr in " ".join(printed.split())
