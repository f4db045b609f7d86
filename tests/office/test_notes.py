"""Why a figure has no answer, and on how many too few it rests: written under the table, not in a tip."""

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from filon.faces.office.notes import Notes
from filon.metrics.answer import Cell
from filon.records.actions.accounts import make_account
from filon.terms.text import Text
from tests import world


@pytest.fixture
def reader(home: Path) -> Client:
    del home
    phone, fair = world.campaign("C1"), world.campaign("SALON", channel="event", organisation=None)
    world.call(phone)
    world.cost(phone, amount=4000)
    for _ in range(3):
        world.contract(fair, revenue=4000)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="finance", password="a-long-enough-secret", actor="t"))
    return client


def text(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def test_the_dash_of_a_figure_bears_the_number_of_its_reason_under_the_table(reader: Client) -> None:
    page = text(reader, "/canaux/")
    found = re.search(r'aria-describedby="note-(\d+)">–<sup>(\d+)</sup></a>', page)
    assert found is not None
    number = found[1]
    assert found[2] == number
    reason = re.search(rf'<li value="{number}" id="note-{number}">([^<]+)</li>', page)
    assert reason is not None
    assert page.index(reason[0]) > found.start()
    assert "title=" not in found[0]


@pytest.mark.parametrize(
    "address", ["/", "/entonnoir/?by=channel", "/campagnes/", "/campagnes/C1/", "/segments/"]
)
def test_every_number_leads_to_a_note_and_no_note_has_two_places(reader: Client, address: str) -> None:
    page = text(reader, address)
    asked, given = (
        re.findall(pattern, page) for pattern in (r'aria-describedby="(note-\d+)"', r'id="(note-\d+)"')
    )
    assert set(asked) == set(given)
    assert len(given) == len(set(given))


def test_a_roi_on_too_few_says_on_how_many(reader: Client) -> None:
    world.cost(world.campaign("SALON2", channel="event", organisation=None), amount=1000)
    page = text(reader, "/canaux/")
    assert ">trop peu (3)<" in page
    assert page.count("moins de 20 observés ou de 5 évènements (leur nombre, entre parenthèses)") == 1


def test_each_table_has_its_own_notes_numbered_in_order() -> None:
    notes = Notes()
    unknown, none, late = (
        Cell(None, "money", reason=Text(word, word)) for word in ("unknown", "none", "late")
    )
    assert [notes.number(cell) for cell in (unknown, none, unknown)] == [1, 2, 1]
    assert [number for number, _ in notes.take()[0]] == [1, 2]
    assert [notes.number(cell) for cell in (none, late)] == [3, 4]
    assert [number for number, _ in notes.take()[0]] == [3, 4]


def test_figures_in_italics_without_their_number_do_not_promise_it() -> None:
    notes = Notes()
    notes.number(Cell(100, "money", too_few=True, events=3))
    assert notes.take()[1:] == (True, False)
