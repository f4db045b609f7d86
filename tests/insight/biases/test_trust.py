from dataclasses import replace

import pytest

from filon.insight.biases.every import examine, find
from filon.insight.biases.facts import Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.trust import Trust, priced, trust
from filon.terms.text import Text
from tests.insight.biases.test_biases import CLEAN, COMPLETE, TODAY, world

SAID = Text("dit", "said")
COST, STAKE = 1_104_000, 4_704_000  # of CLEAN, in cents: its costs, and with its margin
OTHER = replace(CLEAN, code="C2")


def doubt(name: str, severity: Severity, cents: int | None = None, **more: object) -> Finding:
    found = Finding(name, severity, SAID, SAID, SAID, SAID, cents, "C1", "cost" if cents else None)
    return replace(found, **more)  # type: ignore[arg-type] # any field


def graded(findings: list[Finding], facts: Facts, *campaigns: str) -> Trust:
    found = trust(findings, facts, campaigns)
    assert found is not None
    return found


MAJOR, MEDIUM, MINOR = (doubt(level.name, level) for level in (Severity.HIGH, Severity.MEDIUM, Severity.LOW))


@pytest.mark.parametrize(
    ("findings", "grade"),
    [
        ([], "A"),
        ([MINOR], "A"),
        ([MEDIUM], "A"),
        ([MEDIUM, replace(MEDIUM, id="again")], "B"),
        ([MAJOR], "B"),
        ([MAJOR, MAJOR], "B"),  # two of a kind on one campaign weigh as one
        ([MAJOR, MEDIUM], "B"),
        ([MAJOR, replace(MAJOR, id="again")], "C"),
        ([doubt("few", Severity.LOW, STAKE * 4 // 100)], "A"),
        ([doubt("some", Severity.LOW, STAKE * 5 // 100)], "B"),
        ([doubt("many", Severity.LOW, STAKE * 15 // 100)], "C"),
        ([doubt("most", Severity.HIGH, STAKE * 30 // 100)], "E"),
        ([doubt("all", Severity.HIGH, STAKE * 3)], "E"),
    ],
)
def test_the_grade_follows_the_stated_rule(findings: list[Finding], grade: str) -> None:
    assert graded(findings, world(CLEAN), "C1").grade == grade


def test_a_finding_of_another_campaign_does_not_touch_a_roi() -> None:
    facts = world(CLEAN, OTHER)
    assert graded([MAJOR], facts, "C2").findings == ()
    assert graded([replace(MAJOR, campaign=None, covers=())], facts, "C1", "C2").grade == "A"
    assert graded([replace(MAJOR, campaign=None)], facts, "C2").grade == "B"


def test_a_finding_weighs_on_a_total_by_the_euros_it_touches() -> None:
    large = replace(CLEAN, code="C2", margin_cents=60_000_000)
    assert graded([MAJOR], world(CLEAN, large), "C1", "C2").grade == "A"
    assert graded([MAJOR], world(CLEAN, OTHER, replace(CLEAN, code="C3")), "C1", "C2").grade == "A"
    assert graded([replace(MAJOR, campaign=None)], world(CLEAN, large), "C1", "C2").grade == "B"


def test_the_euros_in_doubt_of_several_campaigns_are_shared_by_what_each_carries() -> None:
    shared = doubt("shared", Severity.LOW, STAKE // 5, campaign=None)
    found = graded([shared], world(CLEAN, OTHER), "C1")
    assert (found.grade, round(found.doubt, 3)) == ("B", 0.1)


def test_a_roi_without_an_answer_has_no_grade() -> None:
    for silent in (
        replace(CLEAN, costs={}),
        replace(CLEAN, margin_cents=None),
        replace(CLEAN, cost_known=False),
    ):
        assert trust([MAJOR], world(silent), {"C1"}) is None


def test_mending_a_cost_moves_the_roi_through_both_its_terms() -> None:
    found = priced(doubt("missing", Severity.HIGH, -COST), world(CLEAN))
    assert found.roi == (3_600_000 / COST - 1, 3_600_000 / (2 * COST) - 1)
    assert found.points == 63 - 226


def test_mending_a_margin_moves_the_roi_through_its_margin() -> None:
    found = priced(doubt("early", Severity.HIGH, COST, side="margin"), world(CLEAN))
    assert found.points == 100


def test_a_roi_without_an_answer_is_not_moved() -> None:
    missing = doubt("missing", Severity.HIGH, -COST)
    assert priced(missing, world(replace(CLEAN, margin_cents=None))).points is None
    assert priced(missing, world(replace(CLEAN, cost_known=False))).points is None
    assert priced(replace(missing, side=None), world(CLEAN)).points is None


def test_findings_come_with_their_points() -> None:
    costs = {name: cents for name, cents in COMPLETE.items() if name != "sales_time"}
    (found,) = find(world(CLEAN, replace(CLEAN, code="C2", costs=costs)))
    assert found.points is not None
    assert found.points < 0


def test_a_check_that_lacks_its_data_says_what_it_lacks() -> None:
    states = {verdict.state for verdict in examine(Facts(TODAY))}
    assert states == {"unknown"}
    assert all(verdict.reason for verdict in examine(Facts(TODAY)))


def test_a_clean_world_passes_all_that_can_be_checked() -> None:
    states = [verdict.state for verdict in examine(world(CLEAN))]
    assert "found" not in states
    assert states.count("passed") > 30
