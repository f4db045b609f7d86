"""What the tests of the house look at: the files that the repository keeps."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "filon"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the files under version control that exist; skip the test outside of a clone."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a clone of the repository")
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def python_files(*, under: Path = ROOT) -> list[Path]:
    """Return the Python sources under version control, without generated migrations."""
    return [
        path
        for path in tracked_files()
        if path.suffix == ".py" and path.is_relative_to(under) and "migrations" not in path.parts
    ]
