"""The import pages: what is dropped is shown, tried, taken, and can be undone."""

import io
import os
import sqlite3
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from filon.flows import uploads
from filon.flows.work import work, work_once
from filon.records.actions import jobs
from filon.records.actions.accounts import make_account
from filon.records.models import Call, Campaign, Cost, ImportBatch, Job, User
from filon.terms.clock import now
from tests import world

PASSWORD = "a-long-enough-secret"
CAMPAIGNS = "campaign_code;nom;canal;début\nC1;Une;téléphone;01/02/2026\nC2;Deux;phone;25/02/2026\n"


def client_of(role: str, name: str = "someone") -> Client:
    client = Client()
    client.force_login(make_account(name, role=role, password=PASSWORD, actor="test"))
    return client


def drop(client: Client, name: str, content: str) -> str:
    file = io.BytesIO(content.encode())
    file.name = name
    response = client.post(reverse("office:imports"), {"files": [file]})
    assert response.status_code == 302
    url: str = response["Location"]
    return url


def run(client: Client, url: str) -> Any:
    return after(client, client.post(f"{url}lancer/"))


def after(client: Client, response: Any) -> Any:
    assert work_once()
    return client.get(response["Location"])


def fields(client: Client, url: str) -> dict[str, list[str]]:
    """Return what a browser sends of the form of a page, untouched."""
    form = _Form()
    form.feed(client.get(url).content.decode())
    return form.fields


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name"):
            self.fields.setdefault(given["name"] or "", []).append(given.get("value") or "")
        elif tag == "select" and given.get("name"):
            self._select = given["name"] or ""
            self.fields.setdefault(self._select, []).append("")
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select][-1] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def say(client: Client, url: str, *, button: str = "", **said: list[str] | str) -> Any:
    """Send the form of the first table with some fields changed."""
    changed = {f"0-{name}": value for name, value in said.items()}
    return client.post(url, {**fields(client, url), **changed, **({button: "1"} if button else {})})


@pytest.fixture
def director(home: Path) -> Client:
    return client_of(User.Role.SALES_DIRECTOR)


def test_a_file_is_shown_tried_and_taken(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS)
    page = director.get(url).content.decode()
    assert "campagnes" in page
    assert "starts_on" in page
    tried = after(director, say(director, url, button="dry_run")).content.decode()
    assert "Prendre ces lignes" in tried
    assert not Campaign.objects.exists()
    run(director, url)
    assert Campaign.objects.count() == 2


def test_what_a_column_may_become_is_said_in_the_reader_s_language(director: Client) -> None:
    page = director.get(drop(director, "campagnes.csv", CAMPAIGNS)).content.decode()
    assert '<option value="starts_on" selected>Début</option>' in page


def test_a_column_is_called_alike_where_it_is_read_and_where_it_is_shown(director: Client) -> None:
    world.call(world.campaign("C1"))
    page = director.get(drop(director, "appels.csv", CALLS)).content.decode()
    assert '<option value="started_at" selected>Appelé le</option>' in page
    assert ">Appelé le</th>" in director.get(reverse("office:records-list", args=["appels"])).content.decode()


def test_a_doubt_is_shown_with_what_settles_it(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS.replace("25/02", "03/02"))
    assert "notice error" in director.get(url).content.decode()
    say(director, url, date_order="dmy")
    assert "notice error" not in director.get(url).content.decode()
    run(director, url)
    assert {row.starts_on.month for row in Campaign.objects.all()} == {2}


def test_a_column_mapped_once_is_remembered(director: Client) -> None:
    content = CAMPAIGNS.replace("nom;", "intitulé maison;")
    url = drop(director, "campagnes.csv", content)
    say(director, url, kind="campaigns", column=["campaign_code", "name", "channel", "starts_on"])
    run(director, url)
    assert Campaign.objects.get(campaign_code="C1").name == "Une"


def test_a_column_that_lacks_is_asked_among_those_of_the_file_then_remembered(director: Client) -> None:
    content = CAMPAIGNS.replace("campaign_code;", "N°;")
    url = drop(director, "campagnes.csv", content)
    page = director.get(url).content.decode()
    assert "Titre le plus proche" in page
    assert "Dites ci-dessous quelle colonne" in page
    assert "--mapping" not in page
    assert 'name="0-column" aria-label="N°"' in page
    say(director, url, column=["campaign_code", "name", "channel", "starts_on"])
    run(director, url)
    assert Campaign.objects.count() == 2
    again = drop(director, "campagnes.csv", content)
    assert "Dites ci-dessous" not in director.get(again).content.decode()


CHANNELS = (
    "campaign_code;nom;canal;début\nC1;Une;bouche à oreille;01/02/2026\nC2;Deux;Bouche à oreille;25/02/2026\n"
)


def test_an_unknown_value_is_asked_once_then_remembered(director: Client) -> None:
    url = drop(director, "campagnes.csv", CHANNELS)
    page = director.get(url).content.decode()
    assert page.count("bouche à oreille</th><td>2</td>") == 1
    assert "n'est pas une valeur connue" not in page
    say(director, url, meaning=["partner"])
    assert '<option value="partner" selected>' in director.get(url).content.decode()
    run(director, url)
    again = drop(director, "campagnes-2.csv", CHANNELS.replace("C2", "C3"))
    run(director, again)
    assert {row.channel for row in Campaign.objects.all()} == {"partner"}
    assert Campaign.objects.count() == 3


def test_a_value_left_unanswered_is_rejected_and_a_false_answer_too(director: Client) -> None:
    url = drop(director, "campagnes.csv", CHANNELS)
    for meaning in ("", "<script>", "nowhere"):
        say(director, url, meaning=[meaning])
        assert director.get(url).status_code == 200
        run(director, url)
        assert not Campaign.objects.exists()


def test_trying_keeps_the_meanings_chosen_without_another_click(director: Client) -> None:
    url = drop(director, "campagnes.csv", CHANNELS)
    tried = say(director, url, button="dry_run", meaning=["partner"])
    assert "<td>2</td><td>0</td><td>0</td><td>0</td>" in after(director, tried).content.decode()
    run(director, url)
    assert {row.channel for row in Campaign.objects.all()} == {"partner"}


def test_a_meaning_survives_another_setting_of_the_same_file(director: Client) -> None:
    url = drop(director, "campagnes.csv", CHANNELS.replace("25/02", "03/02").replace("01/02", "02/03"))
    say(director, url, date_order="dmy")
    say(director, url, meaning=["partner"])
    say(director, url, date_order="mdy")
    run(director, url)
    assert {(row.channel, row.starts_on.day) for row in Campaign.objects.all()} == {
        ("partner", 2),
        ("partner", 3),
    }


def test_a_file_that_is_not_touched_keeps_the_reading_of_its_headers(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS)
    say(director, url, button="dry_run")
    assert not uploads.open_upload(url.rstrip("/").rsplit("/", 1)[1], owner=User.objects.get().pk).choices


CALLS = "id appel;date;téléphone;résultat\nA1;02/03/2026 10:00;0600000001;refus\nA2;25/03/2026 10:00;0600000002;refus\n"


def test_a_file_of_calls_without_a_campaign_is_given_one_for_the_whole_of_it(director: Client) -> None:
    run(director, drop(director, "campagnes.csv", CAMPAIGNS))
    url = drop(director, "appels.csv", CALLS)
    page = director.get(url).content.decode()
    assert "colonne obligatoire absente" in page
    assert "ou donnez-la pour tout le fichier" in page
    assert fields(director, url)["0-whole"] == ["campaign_code"]
    say(director, url, constant=["C2"])
    assert "notice error" not in director.get(url).content.decode()
    run(director, url)
    assert {row.campaign.campaign_code for row in Call.objects.all()} == {"C2"}
    assert Call.objects.count() == 2
    again = director.get(drop(director, "appels.csv", CALLS.replace("A1", "A3"))).content.decode()
    assert "ou donnez-la pour tout le fichier" in again  # it may be of another campaign


def test_costs_without_days_are_given_those_of_their_month(director: Client) -> None:
    url = drop(director, "factures.csv", "n° facture;catégorie;montant ht\nF1;infrastructure;120,50\n")
    say(director, url, kind="costs")
    asked = fields(director, url)
    assert asked["0-whole"] == ["period_start"]
    say(director, url, constant=["2026-03-01"])
    run(director, url)
    assert Cost.objects.get().period_start.isoformat() == "2026-03-01"


def test_rejected_rows_can_be_downloaded(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS + "C3;Trois;pigeon;26/02/2026\n")
    response = director.post(f"{url}lancer/")
    work_once()
    rejects = director.get(f"{response['Location']}rejets/0.csv")
    assert "pigeon" in b"".join(rejects.streaming_content).decode()  # type: ignore[attr-defined]


def test_an_import_can_be_undone_from_its_line(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS)
    run(director, url)
    director.post(reverse("office:imports-undo", args=[ImportBatch.objects.get().pk]))
    assert not Campaign.objects.filter(voided_at=None).exists()


def test_a_second_click_queues_nothing_more(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS)
    first = director.post(f"{url}lancer/")["Location"]
    assert director.post(f"{url}lancer/")["Location"] == first
    assert Job.objects.count() == 1


def test_a_job_whose_worker_died_is_taken_up_again(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS)
    director.post(f"{url}lancer/")
    dead = jobs.take()
    assert dead is not None
    assert jobs.take() is None
    Job.objects.update(lease_until=now() - jobs.LEASE)
    assert work_once()
    assert Job.objects.get().state == Job.State.DONE
    assert Campaign.objects.count() == 2


def test_a_job_that_kills_every_worker_is_failed_at_last(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS)
    page = director.post(f"{url}lancer/")["Location"]
    for _ in range(jobs.MOST_ATTEMPTS):
        assert jobs.take() is not None
        Job.objects.update(lease_until=now() - jobs.LEASE)
    assert jobs.take() is None
    assert "interrompu 3 fois" in director.get(page).content.decode()


def test_a_worker_outlives_whoever_holds_the_database(director: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL one writer does not stop another")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    holder = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert jobs.take() is None
    holder.rollback()
    director.post(f"{drop(director, 'campagnes.csv', CAMPAIGNS)}lancer/")
    holder.execute("BEGIN IMMEDIATE")
    turns = iter([False, True])
    work(lambda: next(turns))
    holder.close()
    assert work_once()
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "..\\x.csv", ".hidden.csv", "<script>.csv"])
def test_a_hostile_file_name_stays_in_its_folder_and_inert(director: Client, home: Path, name: str) -> None:
    url = drop(director, name, CAMPAIGNS)
    page = director.get(url)
    assert page.status_code == 200
    assert b"<script>.csv" not in page.content
    inside = list((home / "uploads").rglob("*.csv"))
    assert len(inside) == 1
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    "names", [("été.csv", "été.csv"), ("a&b.csv", "a+b.csv"), ("長" * 200 + ".csv", "長" * 201 + ".csv")]
)
def test_no_file_takes_the_place_of_another_and_a_long_name_keeps_its_suffix(
    home: Path, names: tuple[str, str]
) -> None:
    upload = uploads.keep([(name, io.BytesIO(name.encode())) for name in names], owner=1)
    assert sorted(file.read_bytes() for file in upload.files) == sorted(name.encode() for name in names)
    assert {file.suffix for file in upload.files} == {".csv"}


def test_a_drop_that_is_refused_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    with pytest.raises(uploads.TooLarge):
        uploads.keep([("small.csv", io.BytesIO(b"a")), ("large.csv", io.BytesIO(b"a" * 11))], owner=1)
    assert not list((home / "uploads").iterdir())


def test_files_dropped_long_ago_are_removed_when_others_come(home: Path) -> None:
    old, recent = (uploads.keep([("a.csv", io.BytesIO(b"a"))], owner=1) for _ in range(2))
    os.utime(old.folder, (0, time.time() - 31 * 86_400))
    uploads.keep([("b.csv", io.BytesIO(b"b"))], owner=1)
    assert (old.folder.exists(), recent.folder.exists()) == (False, True)


def test_another_person_s_files_and_jobs_do_not_exist(director: Client) -> None:
    url = drop(director, "campagnes.csv", CAMPAIGNS)
    job = director.post(f"{url}lancer/")["Location"]
    other = client_of(User.Role.FINANCE, "other")
    assert other.get(url).status_code == 400
    assert other.get(job).status_code == 404


@pytest.mark.parametrize("role", [User.Role.OPERATOR, User.Role.CLIENT_VIEWER, User.Role.QUALITY_CONTROLLER])
def test_the_import_pages_are_closed_to_other_roles(home: Path, role: str) -> None:
    assert client_of(role).get(reverse("office:imports")).status_code == 404
