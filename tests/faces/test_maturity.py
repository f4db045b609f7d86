"""`filon maturity` as people call it, and the same study from Python."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

import filon
from filon.faces.cli.maturity import OwnHorizon, command
from filon.insight.maturity.notes import CERTAIN
from filon.reports.charts.every import spec
from filon.reports.pages.maturity import Projected
from filon.terms.clock import now
from filon.terms.faults import Fault
from tests import world


def asked(*words: str) -> str:
    result = CliRunner().invoke(
        command, [*words, "--lang", "en"], catch_exceptions=False, standalone_mode=False
    )
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def firm(home: Path) -> Path:
    """A firm whose twenty old deals are half won at 1,000 € of margin, with four open ones of last week."""
    today = timezone.localdate(now())
    campaign = world.campaign("C1", starts_on=today - timedelta(days=400))
    for number in range(20):
        opened, done = today - timedelta(days=300), today - timedelta(days=270)
        won = number % 2 == 0
        deal = world.opportunity(
            campaign, created=f"{opened} 10:00", status="won" if won else "lost", closed_at=f"{done} 10:00"
        )
        if won:
            world.contract(of=deal, revenue=2500, signed_on=done)
    for _ in range(4):
        world.opportunity(campaign, created=f"{today - timedelta(days=7)} 10:00")
    world.cost(campaign, amount=5000, period_start=today - timedelta(days=300))
    return home


def test_the_answer_tells_the_roi_to_date_and_the_projected_one(firm: Path) -> None:
    found: dict[str, Any] = json.loads(asked("--json"))
    total = found["total"]
    assert (total["opened"], total["signed"], total["open"]) == (24, 10, 4)
    assert total["roi"]["value"] == 1.0
    assert total["expected"]["value"] == pytest.approx(12, abs=0.05)
    assert total["projected_roi"]["value"] == pytest.approx(1.4, abs=0.02)
    assert total["projected_roi"]["low"] <= 1.4 <= total["projected_roi"]["high"]
    assert [line["immature"] for line in found["cohorts"]] == [False, True]
    assert {walk["months"] for walk in found["walk_back"]} == {3, 6}
    assert found["triangle"]["signed"][0][-1] == 10


def test_the_terminal_shows_cohorts_groups_and_what_they_rest_on(firm: Path) -> None:
    text = asked("--by", "campaign")
    assert "100% to date, 140% projected" in text
    assert "Cape Cod" in text
    assert CERTAIN.en in text
    assert "C1" in text
    assert "immature" in text


def test_a_roi_on_too_few_is_refused_in_the_terminal_and_hollow_in_the_chart(firm: Path) -> None:
    campaign = world.campaign("C2")
    world.contract(campaign, revenue=2500, signed_on=timezone.localdate(now()) - timedelta(days=7))
    world.cost(campaign, amount=100, period_start=timezone.localdate(now()) - timedelta(days=7))
    assert "too few (1)*" in asked("--by", "campaign")
    found = filon.connect(firm).maturity(by=["campaign"])
    few = replace(found.cohorts[0], roi=replace(found.cohorts[0].roi, too_few=True))
    assert '"unsure": true' in json.dumps(spec(Projected((few,)), "en", 640))


def test_a_projected_roi_on_too_few_is_told_as_the_one_to_date_is(firm: Path) -> None:
    """Five deals of last month, two of them won: fewer than five contracts are to be expected of them."""
    today = timezone.localdate(now())
    opened = today - timedelta(days=25)
    young = world.campaign("C2", starts_on=opened)
    for _ in range(2):
        won = world.opportunity(young, created=f"{opened} 10:00", status="won", closed_at=f"{today} 08:00")
        world.contract(of=won, revenue=2500, signed_on=today)
    for _ in range(3):
        world.opportunity(young, created=f"{opened} 10:00")
    world.cost(young, amount=100, period_start=opened)
    found = filon.connect(firm).maturity(by=["campaign"])
    (line,) = [each for each in found.groups if each.dimensions["campaign"] == "C2"]
    assert line.projected.low is not None
    assert line.projected.too_few
    assert line.projected.events is not None
    assert 2 < line.projected.events < 5
    assert f"too few ({float(line.projected.events):g})*" in asked("--by", "campaign")
    drawn = json.dumps(spec(Projected((replace(line, dimensions={"month": "2026-01"}),)), "en", 640))
    assert drawn.count('"unsure": true') == 2  # its dot and its diamond, both hollow


def test_the_same_study_from_python(firm: Path) -> None:
    found = filon.connect(firm).maturity(by=["campaign"])
    assert [line.dimensions["campaign"] for line in found.groups] == ["C1"]
    assert found.whole.immature is False


def test_an_empty_instance_says_what_to_import(home: Path) -> None:
    assert "Import your opportunities" in asked()


def test_an_empty_period_is_not_taken_for_missing_deals(firm: Path) -> None:
    told = asked("--from", "2099-01-01")
    assert "No deal comes from this period or these filters: widen them" in told
    assert "Import your opportunities" not in told


@pytest.mark.parametrize("words", [("--horizon-months", "12"), ("--campaign", "NONE"), ("--by", "moon")])
def test_what_cannot_be_asked_is_a_sentence(firm: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(Fault):
        asked(*words)


def test_a_horizon_is_the_curves_own() -> None:
    assert "--horizon-months" in OwnHorizon().sentence("fr")
