"""`filon triangle`: a triangle of one's own, checked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from filon.faces.cli.triangle import command
from filon.flows.plain_files import NoSuchColumns
from filon.flows.triangle import NoTriangle
from tests.data.sets import DATA, needs_data


def asked(*words: str) -> str:
    result = CliRunner().invoke(
        command, [*words, "--lang", "en"], catch_exceptions=False, standalone_mode=False
    )
    assert result.exit_code == 0, result.output
    return result.output


def written(folder: Path, text: str) -> str:
    file = folder / "triangle.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


@needs_data
def test_the_raa_triangle_gives_macks_numbers() -> None:
    total: dict[str, Any] = json.loads(asked(str(DATA / "chainladder" / "raa.csv"), "--json"))["total"]
    assert (round(total["ultimate"]), round(total["reserve"]), round(total["standard_error"])) == (
        213_122,
        52_135,
        26_909,
    )


def test_months_and_ages_are_a_triangle_too(tmp_path: Path) -> None:
    """By hand: 150 / 100, so 80 becomes 120."""
    file = written(tmp_path, "cohorte;age;valeur\n2026-01;0;100\n2026-01;1;150\n2026-02;0;80\n")
    found = json.loads(asked(file, "--json"))
    assert [(line["origin"], line["ultimate"]) for line in found["origins"]] == [
        ("2026-01", 150),
        ("2026-02", 120),
    ]
    assert found["total"]["standard_error"] is None
    assert "120" in asked(file)


def test_an_error_that_cannot_be_told_says_what_it_takes(tmp_path: Path) -> None:
    few = written(tmp_path, "origin,development,value\n1,0,100\n1,1,150\n2,0,80\n")
    assert "Mack's error takes at least two origins" in asked(few)
    rows = "1,0,100\n1,1,150\n1,2,160\n2,0,80\n2,1,120\n2,2,130\n3,0,90\n"
    assert "Mack's error takes" not in asked(written(tmp_path, f"origin,development,value\n{rows}"))


def test_values_that_are_not_cumulated_are_added_up(tmp_path: Path) -> None:
    file = written(tmp_path, "origin,development,value\n1,0,100\n1,1,50\n2,0,80\n")
    assert json.loads(asked(file, "--incremental", "--json"))["total"]["ultimate"] == 270


@pytest.mark.parametrize(
    "lines", ["2026-01;0;100\n", "2026-01;0;100\n2026-01;2;150\n2026-02;0;80\n2026-02;1;90\n", "2026-01;0;1\n2026-01;0;2\n"]
)  # fmt: skip
def test_what_makes_no_triangle_is_a_sentence(tmp_path: Path, lines: str) -> None:
    with pytest.raises(NoTriangle):
        asked(written(tmp_path, "origin;development;value\n" + lines))


def test_other_columns_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoSuchColumns):
        asked(written(tmp_path, "a;b\n1;2\n"))
