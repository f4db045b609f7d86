"""Values that nobody understands: each told once with its rows, and the lines that say what it means."""

from pathlib import Path

from click.testing import CliRunner

from filon.faces.cli.take_in import command
from filon.flows.take_in import take_in
from filon.intake.coded import UNSAID
from filon.intake.mapping import load_mapping
from filon.intake.reading import ReadOptions
from filon.records.models import Call
from tests.files import write_csv

CAMPAIGN = {"campaign_code": "C1", "name": "Une", "channel": "phone", "starts_on": "2026-01-01"}
CALL = {"campaign_code": "C1", "contact_id": "P1", "started_at": "2026-02-02T10:00:00"}


def calls(folder: Path, *outcomes: str) -> Path:
    take_in([write_csv(folder, "campaigns", [CAMPAIGN])])
    return write_csv(
        folder, "calls", [{**CALL, "call_id": f"A{i}", "outcome": said} for i, said in enumerate(outcomes)]
    )


def test_an_unknown_value_is_told_once_with_its_rows(home: Path, tmp_path: Path) -> None:
    (taken,) = take_in([calls(tmp_path, "Bof", "bof", "Bof", "Refus", 'Vu "ça"')])
    assert [(value.column, value.written, value.rows) for value in taken.unknown] == [
        ("outcome", "Bof", 3),
        ("outcome", 'Vu "ça"', 1),
    ]
    assert taken.created == 1


def test_the_lines_told_make_a_mapping_that_takes_the_file(home: Path, tmp_path: Path) -> None:
    path = calls(tmp_path, "Bof", "Bof", 'Vu "ça"')
    (refused,) = take_in([path])
    mapping = tmp_path / "ours.toml"
    mapping.write_text(refused.mapping.replace(f'"{UNSAID}"', '"information"'), encoding="utf-8")
    (taken,) = take_in([path], options=ReadOptions(mapping=load_mapping(mapping)))
    assert (taken.created, taken.rejected, taken.mapping) == (3, 0, "")
    assert set(Call.objects.values_list("outcome_id", flat=True)) == {"information"}


def test_lines_left_unfilled_are_refused_again(home: Path, tmp_path: Path) -> None:
    path = calls(tmp_path, "Bof")
    (refused,) = take_in([path])
    mapping = tmp_path / "ours.toml"
    mapping.write_text(refused.mapping, encoding="utf-8")
    (again,) = take_in([path], options=ReadOptions(mapping=load_mapping(mapping)))
    assert again.rejected == 1


def test_an_unknown_category_with_its_nature_needs_no_translation(home: Path, tmp_path: Path) -> None:
    cost = {"period_start": "2026-01-01", "amount": "10", "category": "drones"}
    rows = [{**cost, "cost_id": "1", "nature": "direct"}, {**cost, "cost_id": "2", "nature": ""}]
    (taken,) = take_in([write_csv(tmp_path, "costs", rows)])
    assert [(value.written, value.rows) for value in taken.unknown] == [("drones", 1)]


def test_the_command_prints_the_lines_to_write(home: Path, tmp_path: Path) -> None:
    path = calls(tmp_path, *["Bof"] * 3)
    told = CliRunner().invoke(command, [str(path)]).output
    assert "[table.values.outcome]" in told
    assert '"Bof" = "?"  # × 3' in told
