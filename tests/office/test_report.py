"""The ROI report of one's own records, from the terminal and from the home page."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from filon.faces.cli.report import command
from filon.flows.report import NothingToReport
from filon.records.actions.accounts import make_account
from filon.records.models import User
from tests import world


@pytest.fixture
def sold(home: Path) -> None:
    campaign = world.campaign("C1")
    world.call(campaign)
    world.cost(campaign, amount=400)
    world.contract(campaign, revenue=4000)


def account(role: str) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(str(role), role=role, password="a-long-enough-secret", actor="t"))
    return client


def test_the_terminal_writes_one_file_that_fetches_nothing(sold: None, tmp_path: Path) -> None:
    path = tmp_path / "roi.html"
    result = CliRunner().invoke(command, [str(path), "--company", "Essai & Fils"], catch_exceptions=False)
    assert str(path) in result.output
    written = path.read_text()
    assert "Essai &amp; Fils" in written
    assert "C1" in written
    assert "src=" not in written


def test_the_home_page_gives_the_report_of_its_days(sold: None) -> None:
    finance = account(User.Role.FINANCE)
    assert 'href="/rapport/?from=2025-01-01"' in finance.get("/?from=2025-01-01").content.decode()
    response = finance.get("/rapport/?from=2025-01-01")
    assert response["Content-Disposition"] == 'attachment; filename="filon-report.html"'
    assert "1er janv. 2025" in response.content.decode()


def test_who_sees_no_money_is_offered_none(sold: None) -> None:
    controller = account(User.Role.QUALITY_CONTROLLER)
    assert controller.get("/rapport/").status_code == 404
    assert "/rapport/" not in controller.get("/").content.decode()


def test_without_a_dated_record_there_is_nothing_to_report(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToReport):
        CliRunner().invoke(command, [str(tmp_path / "roi.html")], catch_exceptions=False)
    assert not list(tmp_path.glob("*.html"))
