"""Saved views belong to one person, lead to our own pages only, and hold a page in its state."""

from pathlib import Path

import pytest
from django.test import Client

from filon.records.actions.accounts import make_account
from filon.records.models import JournalEntry, SavedView, User
from tests import world

PAGE = "/segments/?metric=reach_rate&by=hour&w.campaign=C1"


def account(name: str, role: str = User.Role.MARKETING) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(name, role=role, password="a-long-enough-secret", actor="t"))
    return client


@pytest.fixture
def lea(home: Path) -> Client:
    world.call(world.campaign("C1"))
    return account("lea")


def test_a_page_is_kept_with_its_state_and_listed_on_the_others(lea: Client) -> None:
    response = lea.post("/vues/", {"name": "Mes heures", "page": f"{PAGE}&from=&format=csv"})
    assert response["Location"] == PAGE
    assert f'<a href="{PAGE.replace("&", "&amp;")}">Mes heures</a>' in lea.get("/entonnoir/").content.decode()


def test_the_same_name_again_replaces_the_view(lea: Client) -> None:
    for page in (PAGE, "/entonnoir/"):
        lea.post("/vues/", {"name": "Lundi", "page": page})
    assert [view.page for view in SavedView.objects.all()] == ["/entonnoir/"]


def test_a_view_is_forgotten_from_any_page(lea: Client) -> None:
    lea.post("/vues/", {"name": "Lundi", "page": PAGE})
    response = lea.post(f"/vues/{SavedView.objects.get().pk}/supprimer/", {"page": "/canaux/"})
    assert (response["Location"], SavedView.objects.count()) == ("/canaux/", 0)


def test_somebody_else_s_view_does_not_exist(lea: Client) -> None:
    lea.post("/vues/", {"name": "Secret de Léa", "page": PAGE})
    other = account("max")
    assert "Secret de Léa" not in other.get("/entonnoir/").content.decode()
    assert other.post(f"/vues/{SavedView.objects.get().pk}/supprimer/").status_code == 404


@pytest.mark.parametrize(
    "address", ["https://example.com/", "//example.com/", "javascript:alert(1)", "/nowhere/", ""]
)
def test_a_view_never_leads_elsewhere(lea: Client, address: str) -> None:
    assert lea.post("/vues/", {"name": "x", "page": address})["Location"] == "/"
    assert SavedView.objects.get().page == "/"


@pytest.mark.parametrize(
    ("name", "page"), [("", PAGE), ("x" * 81, PAGE), ("x", PAGE + "&w.offer=" + "x" * 200)]
)
def test_what_cannot_be_kept_is_said(lea: Client, name: str, page: str) -> None:
    response = lea.post("/vues/", {"name": name, "page": page}, follow=True)
    assert 'class="notice error"' in response.content.decode()
    assert not SavedView.objects.exists()


def test_the_journal_holds_no_name_of_a_view(lea: Client) -> None:
    lea.post("/vues/", {"name": "Rappeler Mme Durand", "page": PAGE})
    assert "Durand" not in "".join(JournalEntry.objects.values_list("content", flat=True))
