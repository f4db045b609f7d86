"""The rules of the house, executed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.repository import ROOT, SOURCE, python_files, tracked_files

HEAVY = (
    "adbc_driver_sqlite",
    "altair",
    "deltalake",
    "django",
    "duckdb",
    "ibis",
    "numpy",
    "pandas",
    "polars",
    "scipy",
)
LONGEST = 500

# Written so that this very file does not match.
MACHINE = re.compile(
    rb"(?<![\w.])/(?:[w]ork|[r]oot|[U]sers|[o]pt/wheels)/|[p]ypi\.|[p]ythonhosted|[f]iles\.python"
)


def test_imports_point_downwards_only() -> None:
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    checked = subprocess.run([*lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_source_file_is_longer_than_a_reader_can_hold() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := path.read_text("utf-8").count("\n")) > LONGEST
    }
    assert not long


def test_every_room_says_in_one_sentence_what_it_holds() -> None:
    silent = [
        path for path in python_files(under=SOURCE) if not path.read_text("utf-8").startswith(('"""', "#!"))
    ]
    assert not silent


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = {
        str(path.relative_to(ROOT)): match.group()
        for path in tracked_files()
        if (match := MACHINE.search(path.read_bytes()))
    }
    assert not named


@pytest.mark.parametrize(
    "code",
    ["import filon", "from filon.faces.cli import main; sys.argv = ['filon', '--help']; main()"],
    ids=["import filon", "filon --help"],
)
def test_nothing_heavy_is_imported_to_start(code: str, tmp_path: Path) -> None:
    program = f"import sys\ntry:\n    {code}\nfinally:\n    print(*sorted(set(sys.modules) & set({HEAVY})))"
    started = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout.splitlines()[-1] == ""
    assert not list(tmp_path.iterdir())
