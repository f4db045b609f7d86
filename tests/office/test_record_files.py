"""Lists of records as files: all that the list holds, and nothing that its reader may not see."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from filon.faces.office import record_sheets
from filon.flows.take_in import take_in
from filon.records.actions.accounts import make_account
from filon.records.models import JournalEntry, User
from filon.records.queries.browse import PAGE
from tests import world
from tests.files import write_csv


def client_of(role: str, **more: Any) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(
        make_account("someone", role=role, password="a-long-enough-secret", actor="test", **more)
    )
    return client


@pytest.fixture
def director(home: Path) -> Client:
    return client_of(User.Role.SALES_DIRECTOR)


def taken(client: Client, slug: str, **question: str) -> list[dict[str, str]]:
    response = client.get(reverse("office:records-list", args=[slug]), {"format": "csv", **question})
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined] # a file
    return list(csv.DictReader(io.StringIO(text)))


def test_every_record_of_a_list_leaves_with_what_its_page_shows(director: Client) -> None:
    on = world.campaign("C1")
    firm = world.contact("P-1", company="Acme", phone="+33612345678")
    for number in range(PAGE + 5):
        world.call(on, call_id=f"K{number}", contact=firm, outcome="refused", at="2026-01-05 10:00")
    world.call(on, call_id="OTHER", outcome="no_answer")
    rows = taken(director, "appels", **{"w.outcome": "refused", "older": "3"})
    assert len(rows) == PAGE + 5
    assert (rows[0]["call_id"], rows[0]["contact_id"], rows[0]["company"]) == (f"K{PAGE + 4}", "P-1", "Acme")
    assert (rows[0]["started_at"], rows[0]["campaign_code"]) == ("2026-01-05T10:00:00+01:00", "C1")
    assert taken(director, "contacts", q="acme")[0]["phone"] == "+33612345678"


def test_a_list_of_thousands_leaves_whole(director: Client, tmp_path: Path) -> None:
    rows = [
        {"call_id": f"K{n}", "campaign_code": "C1", "contact_id": f"P{n}", "started_at": "2026-01-05 10:00",
         "duration_s": "10", "outcome": "refused"} for n in range(2_100)
    ]  # fmt: skip
    world.campaign("C1")
    take_in([write_csv(tmp_path, "calls", rows)], actor="cli")
    assert len({row["contact_id"] for row in taken(director, "appels")}) == 2_100


def test_a_file_of_records_is_journalled_without_what_was_sought(director: Client) -> None:
    world.contact("P-1", company="Acme", phone="+33612345678")
    taken(director, "contacts", q="+33612345678")
    content = JournalEntry.objects.order_by("-sequence")[0].content
    assert '"details":{"filters":["q"],"rows":1,"table":"contact"}' in content
    assert "612345678" not in content


def test_a_client_takes_away_nothing_that_its_page_hides(home: Path) -> None:
    firm = world.client("ACME")
    on = world.campaign("C1", client=firm)
    person = world.contact("+33612345678", company="Prospect", last_name="Durand", phone="+33612345678")
    world.call(on, contact=person, operator="OP1")
    world.call(world.campaign("C2"), call_id="OTHERS")
    viewer = client_of(User.Role.CLIENT_VIEWER, client=firm)
    entries = JournalEntry.objects.count()
    (row,) = taken(viewer, "appels")
    assert set(row) == {
        "started_at", "campaign_code", "outcome", "refusal_reason", "duration_s", "talk_s", "company",
    }  # fmt: skip
    assert row["company"] == "Prospect"
    assert JournalEntry.objects.count() == entries


def test_too_many_records_for_a_file_are_refused_with_what_to_do(
    director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.contact()
    world.contact()
    monkeypatch.setattr(record_sheets, "MOST", 1)
    response = director.get(reverse("office:records-list", args=["contacts"]), {"format": "csv"})
    assert response.status_code == 400
    assert "filon export" in response.content.decode()
