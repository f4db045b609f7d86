"""Tests are planned, launched, stopped and decided; what was planned stays."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from filon.records.actions.enter import Taken
from filon.records.actions.experiments import (
    BadVariants,
    DecisionNeedsReason,
    EndsBeforeStart,
    NotNow,
    OneLeverAtATime,
    decide,
    discard,
    launch,
    plan,
    stop,
)
from filon.records.models import Campaign, CampaignChange, Experiment, JournalEntry
from filon.records.queries.experiments import experiment, experiments, variants
from filon.records.queries.journal import broken_entry
from filon.terms.faults import UnknownName
from filon.terms.scope import Scope
from tests import world

DAY = date(2026, 3, 2)
PAIR = ({"variant": "A", "control": True}, {"variant": "B"})


def planned(campaign: Campaign, code: str = "T1", **fields: Any) -> Experiment:
    values: dict[str, Any] = {
        "name": "Question d'abord", "lever": "script", "unit": "contact", "metric": "appointments_per_contact",
        "minimum_effect": "0.2", "sample": 2_000, "weeks": 6, "window_days": 14, **fields,
    }  # fmt: skip
    rows: Any = values.pop("variants", PAIR)
    return plan(rows, actor="t", experiment_code=code, campaign=campaign, **values)


def test_a_test_goes_from_draft_to_decision(home: Path) -> None:
    found = planned(world.campaign("C1"))
    assert [(row.variant, row.control, row.weight) for row in variants(found)] == [
        ("A", True, 1),
        ("B", False, 1),
    ]
    launch(found, DAY, actor="t")
    stop(found, date(2026, 4, 10), actor="t")
    decide(found, "roll_out", "B prend plus de rendez-vous", date(2026, 4, 12), actor="user:1")
    again = experiment("T1")
    assert (again.status, again.decision, again.decided_by) == ("decided", "roll_out", "user:1")
    assert (again.launched_on, again.ended_on, again.decided_on) == (
        DAY,
        date(2026, 4, 10),
        date(2026, 4, 12),
    )
    actions = [entry.change.action for entry in JournalEntry.objects.order_by("sequence")]
    assert actions[-4:] == ["plan_test", "launch_test", "stop_test", "decide_test"]
    assert broken_entry() is None


def test_a_decision_shows_on_the_curves_of_its_campaign(home: Path) -> None:
    found = planned(world.campaign("C1"), lever="slot")
    launch(found, DAY, actor="t")
    decide(found, "drop", "aucun effet", date(2026, 4, 12), actor="t")
    (seen,) = CampaignChange.objects.all()
    assert (seen.campaign, seen.changed_on, seen.kind) == (found.campaign, date(2026, 4, 12), "slot")
    assert seen.description == "Test T1 (Question d'abord) : abandonner"


@pytest.mark.parametrize(
    "rows",
    [
        ({"variant": "A", "control": True},),
        ({"variant": "A", "control": True}, {"variant": "A"}),
        ({"variant": "A"}, {"variant": "B"}),
        ({"variant": "A", "control": True}, {"variant": "B", "control": True}),
        ({"variant": "A", "control": True}, {"variant": "B", "weight": 0}),
    ],
)
def test_variants_that_cannot_be_compared_are_refused(
    home: Path, rows: tuple[Mapping[str, Any], ...]
) -> None:
    with pytest.raises(BadVariants):
        planned(world.campaign("C1"), variants=rows)
    assert not Experiment.objects.exists()


def test_a_code_is_taken_once(home: Path) -> None:
    campaign = world.campaign("C1")
    planned(campaign)
    with pytest.raises(Taken):
        planned(campaign, name="Autre")


def test_one_lever_at_a_time_in_a_campaign(home: Path) -> None:
    campaign = world.campaign("C1")
    first, second, elsewhere = planned(campaign), planned(campaign, "T2"), planned(world.campaign("C2"), "T3")
    launch(first, DAY, actor="t")
    launch(elsewhere, DAY, actor="t")
    with pytest.raises(OneLeverAtATime, match="T1"):
        launch(second, DAY, actor="t")
    stop(first, DAY, actor="t")
    launch(second, DAY, actor="t")


def test_each_step_starts_where_the_test_stands(home: Path) -> None:
    found = planned(world.campaign("C1"))
    with pytest.raises(NotNow):
        stop(found, DAY, actor="t")
    with pytest.raises(NotNow):
        decide(found, "drop", "non", DAY, actor="t")
    launch(found, DAY, actor="t")
    with pytest.raises(NotNow):
        launch(found, DAY, actor="t")
    with pytest.raises(NotNow):
        discard(found, actor="t")
    with pytest.raises(EndsBeforeStart):
        stop(found, date(2026, 3, 1), actor="t")


def test_a_decision_says_why_and_is_a_known_one(home: Path) -> None:
    found = planned(world.campaign("C1"))
    launch(found, DAY, actor="t")
    with pytest.raises(DecisionNeedsReason):
        decide(found, "drop", " ", DAY, actor="t")
    with pytest.raises(UnknownName, match="roll_out"):
        decide(found, "rollout", "oui", DAY, actor="t")


def test_a_draft_can_be_discarded_and_its_code_used_again(home: Path) -> None:
    campaign = world.campaign("C1")
    discard(planned(campaign), actor="t")
    assert not experiments()
    assert planned(campaign).status == "draft"


def test_a_scope_shows_the_tests_of_its_client(home: Path) -> None:
    client = world.client("ALPHA")
    planned(world.campaign("C1", client=client))
    planned(world.campaign("C2"), "T2")
    assert [row.experiment_code for row in experiments(Scope(frozenset({client.pk})))] == ["T1"]
    with pytest.raises(UnknownName):
        experiment("T2", Scope(frozenset({client.pk})))
