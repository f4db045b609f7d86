import json
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from filon.faces.cli import main
from filon.flows.check import check
from filon.flows.demo.build import Demo, NotADemo, build, claim
from filon.flows.experiments import watched
from filon.metrics.answer import Cell
from tests.conftest import Opener

END = date(2026, 11, 1)
PLANTED = {
    "missing_cost_items": "GTB-TERTIAIRE",
    "shared_cost_without_key": None,
    "duplicate_costs": "CVC-INDUSTRIE",
    "activity_without_pipeline": "TEST-SANTE",
    "unqualified_appointments": "AUDIT-PRESTA",
    "stale_appointments": None,
    "stale_opportunities": None,
    "cost_per_lead_across_channels": None,
    "test_and_recurring_mixed": None,
    "too_small_to_rank": None,
    "short_horizon": "GTB-TERTIAIRE",
    "recurrence_ignored": "CVC-INDUSTRIE",
    "churn_ignored": None,
    "implausible_pace": "AUDIT-PRESTA",
    "totals_overlap": "AUDIT-PRESTA",
    "unattributed_money": None,
}


@pytest.fixture(scope="module")
def demo(open_home: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with open_home(tmp_path_factory.mktemp("demo") / "home") as home:
        yield build(home, END)


def cells(demo: Demo, campaign: str) -> dict[str, Cell]:
    (row,) = (row for row in demo.campaigns.rows if row.dimensions["campaign"] == campaign)
    return dict(row.cells)


def test_the_importer_takes_every_row(demo: Demo) -> None:
    assert [result for result in demo.taken if result.read != result.created] == []
    assert len(demo.taken) == 12


def test_worked_case_1_comes_out_exactly(demo: Demo) -> None:
    found = {name: cell.value for name, cell in cells(demo, "AUDIT-PME").items()}
    assert found["calls"] == 8_000
    assert found["contracts"] == 15
    assert (found["cost_total"], found["margin"]) == (12_000, 36_000)
    assert (found["roi"], found["cac"]) == (Fraction(2), Fraction(800))


def test_campaigns_and_channels_sum_to_the_same_total(demo: Demo) -> None:
    for answer in (demo.campaigns, demo.channels):
        costs = [row.cells["cost_total"].value for row in answer.rows]
        assert None not in costs
        assert (
            sum(cost for cost in costs if cost is not None) == demo.campaigns.total.cells["cost_total"].value
        )


@pytest.mark.parametrize(("name", "campaign"), PLANTED.items())
def test_each_planted_bias_is_found(demo: Demo, name: str, campaign: str | None) -> None:
    assert campaign in [finding.campaign for finding in demo.findings if finding.id == name]


def test_nothing_is_found_wrong_with_the_worked_case(demo: Demo) -> None:
    assert [finding.id for finding in demo.findings if finding.campaign == "AUDIT-PME"] == []


def test_one_campaign_is_checked_with_all_that_its_roi_rests_on(demo: Demo) -> None:
    found = check(demo.home, campaign="AUDIT-PRESTA", as_of=END)
    assert {finding.campaign for finding in found} == {"AUDIT-PRESTA", None}
    assert all(finding.touches("AUDIT-PRESTA") for finding in found)
    assert "test_and_recurring_mixed" not in {finding.id for finding in found}


def test_check_prints_json(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["filon", "check", "--json", "--lang", "en", "--campaign", "GTB-TERTIAIRE"]
    monkeypatch.setattr(sys, "argv", argv)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    (missing,) = (
        f for f in json.loads(capsys.readouterr().out)["findings"] if f["id"] == "missing_cost_items"
    )
    assert missing["effect"] < 0
    assert "sales time" in missing["evidence"]


def test_an_unknown_campaign_is_answered_with_the_nearest(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["filon", "check", "--campaign", "AUDIT-PNE"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "AUDIT-PME" in capsys.readouterr().err


def test_the_report_opens_offline_and_tells_the_figures(demo: Demo) -> None:
    text = demo.report.read_text(encoding="utf-8")
    assert "http" not in text
    assert "Brévenne Énergie" in text
    assert "12\u202f000\u00a0€" in text
    assert len(text) < 400_000


def test_one_test_is_under_way_and_one_was_decided(demo: Demo) -> None:
    running, decided = (watched(demo.home, code) for code in ("CVC-OUVERTURE", "SANTE-ACCROCHE"))
    assert (running.record.status, decided.record.status) == ("running", "decided")
    assert running.watch is not None
    assert (running.watch.misplaced, running.watch.hidden) == (0, False)
    assert len(running.watch.comparisons[0].looks) > 30
    assert decided.verdict is not None
    assert decided.verdict.decision == decided.record.decision == "cannot_tell"


def test_building_it_again_changes_nothing(demo: Demo) -> None:
    again = build(demo.home, END)
    assert again.known
    assert [row.cells["roi"].value for row in again.campaigns.rows] == [
        row.cells["roi"].value for row in demo.campaigns.rows
    ]


def test_a_folder_is_claimed_once_and_keeps_its_date(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    assert claim(home, END) == END
    assert claim(home, date(2027, 1, 1)) == END


def test_a_folder_that_holds_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "filon.sqlite3").write_text("mine")
    with pytest.raises(NotADemo):
        claim(tmp_path, END)
    assert [path.name for path in tmp_path.iterdir()] == ["filon.sqlite3"]


def test_a_shared_database_is_never_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FILON_DATABASE_URL", "postgres://nowhere/real")
    monkeypatch.setattr(sys, "argv", ["filon", "demo", "--home", str(tmp_path / "demo")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "FILON_DATABASE_URL" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()
