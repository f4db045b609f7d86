"""The checks: a computed checklist, and beside each ROI the trust it deserves."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from filon.faces.cli.check import COMMANDS
from filon.faces.cli.check import command as check
from filon.faces.cli.roi import command as roi
from filon.faces.office.mending import PAGES
from filon.insight.biases.every import CHECKS, FAMILIES
from filon.records.actions.accounts import make_account
from tests import world


def reader(role: str = "finance", **more: object) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role=role, password="a-long-enough-secret", actor="t", **more))  # type: ignore[arg-type] # of a client
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(unescape(response.content.decode()).replace("\u202f", " ").replace("\u00a0", " ").split())


@pytest.fixture
def doubtful(home: Path) -> Path:
    """A campaign with contracts enough, one of them on a lost deal, and another that lacks nothing."""
    for code in ("DOUBT", "SURE"):
        campaign = world.campaign(code, kind="recurring")
        for category in ("operator_time", "management", "sales_time", "telephony", "list_purchase"):
            world.cost(campaign, amount=100, category=category)
        for number in range(6):
            status = "lost" if (code, number) == ("DOUBT", 0) else "won"
            world.contract(
                campaign, of=world.opportunity(campaign, status=status, contact=world.contact()),
                revenue=1000 + number, margin=400,
            )  # fmt: skip
    return home


def test_every_family_of_errors_is_on_the_page_with_what_holds_and_what_lacks(doubtful: Path) -> None:
    page = text(reader(), reverse("office:checks"))
    for family in FAMILIES:
        assert family.label.fr in page
    assert "Des contrats signés sur des affaires perdues" in page
    assert "Chaque contrat a une marge" in page  # holds
    assert "aucun appel dans les données" in page  # could not be looked for


def test_a_finding_says_what_mending_does_to_the_roi_and_leads_to_where_it_is_mended(doubtful: Path) -> None:
    page = text(reader(), reverse("office:checks"))
    assert "ROI des campagnes concernées : 380 % → 300 % (−80 points)" in page
    assert f'href="{reverse("office:records-list", args=["opportunites"])}"' in page


def test_the_page_of_a_campaign_keeps_what_its_roi_rests_on(doubtful: Path) -> None:
    client = reader()
    assert "affaires perdues" in text(client, f"{reverse('office:checks')}?w.campaign=DOUBT")
    assert "Des contrats signés" not in text(client, f"{reverse('office:checks')}?w.campaign=SURE")


def test_each_roi_is_shown_with_its_grade_and_a_click_leads_to_the_findings(doubtful: Path) -> None:
    client = reader()
    for address in ("/", "/campagnes/", "/campagnes/DOUBT/", "/canaux/", "/chiffre/roi/"):
        assert 'class="trust ' in text(client, address), address
    listed = text(client, "/campagnes/")
    grades = dict(
        re.findall(r'class="trust \w" href="/controles/\?w\.campaign=(\w+)"[^>]*>.*?</span>(\w)</a>', listed)
    )
    assert grades == {"DOUBT": "C", "SURE": "A"}


def test_who_sees_no_money_sees_no_grade(doubtful: Path) -> None:
    for role in ("quality_controller", "operator"):
        client = Client()
        client.force_login(make_account(role, role=role, password="a-long-enough-secret", actor="t"))
        assert 'class="trust' not in client.get("/").content.decode()
        assert client.get(reverse("office:checks")).status_code == 404


def test_a_roi_without_an_answer_or_on_too_few_has_no_grade(home: Path) -> None:
    world.call(world.campaign("C1"))
    assert 'class="trust ' not in text(reader(), "/campagnes/")


def test_the_terminal_prints_the_checklist_and_the_grade(doubtful: Path) -> None:
    shown = CliRunner().invoke(check, ["--lang", "fr"])
    assert shown.exit_code == 0
    assert "✗ Des contrats signés sur des affaires perdues" in shown.output
    assert "✓ Chaque contrat a une marge" in shown.output
    assert "– Aucun appel n'est compté deux fois (aucun appel dans les données)" in shown.output
    assert "Indice de confiance du ROI : B" in shown.output


def test_json_tells_each_check_its_state_and_each_finding_its_points(doubtful: Path) -> None:
    found = json.loads(CliRunner().invoke(check, ["--json", "--campaign", "DOUBT"]).output)
    states = {one["id"]: one["state"] for one in found["checks"]}
    assert len(states) == len(CHECKS)
    assert (states["contracts_on_lost_deals"], states["duplicate_calls"]) == ("found", "unknown")
    (lost,) = (one for one in found["findings"] if one["id"] == "contracts_on_lost_deals")
    assert (lost["effect"], lost["roi_points"], lost["campaigns"]) == (-400.0, -80, ["DOUBT"])
    assert found["trust"]["grade"] == "C"


def test_roi_as_json_gains_trust_and_keeps_what_it_promised(doubtful: Path) -> None:
    found = json.loads(CliRunner().invoke(roi, ["--json", "--by", "campaign"]).output)
    assert {row["dimensions"]["campaign"]: row["trust"]["grade"] for row in found["rows"]} == {
        "DOUBT": "C", "SURE": "A",
    }  # fmt: skip
    assert found["trust"]["findings"] == ["contracts_on_lost_deals"]
    assert found["total"]["roi"]["value"] > 0
    assert "(C)" in CliRunner().invoke(roi, ["--by", "campaign"]).output


def test_a_new_instance_is_told_what_to_import_and_not_that_all_is_well(home: Path) -> None:
    page = text(reader(), reverse("office:checks"))
    assert "Rien à contrôler encore" in page
    assert 'class="passed"' not in page
    assert "Indice de confiance" not in page


def test_every_check_has_a_page_and_a_command_to_mend_it() -> None:
    places = {check.place for check in CHECKS}
    assert places <= PAGES.keys()
    assert places <= COMMANDS.keys()
