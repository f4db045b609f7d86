"""The built wheel holds everything and works where only it was installed."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "filon"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    kept = {
        f"filon/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    }
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert kept <= held
    assert "filon/py.typed" in held
    assert not [name for name in held if name.startswith(("tests", "bench"))]


@pytest.mark.long
def test_an_installed_wheel_answers_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    programs = install(wheel, tmp_path / "venv")
    calc = "calc --calls 8000 --conversations 320 --appointments 80 --proposals 50 --contracts 15 --revenue 90000"
    answer = json.loads(
        run(
            programs / "filon",
            *calc.split(),
            "--margin-rate",
            "0.4",
            "--cost",
            "12000",
            "--json",
            cwd=tmp_path,
        )
    )
    assert answer["rows"][0]["metrics"]["roi"]["value"] == 2.0
    run(programs / "filon", "template", "calls", "--output", "calls.xlsx", cwd=tmp_path)
    run(programs / "filon", "batches", cwd=tmp_path)
    assert (tmp_path / "filon-home" / "filon.sqlite3").exists()


def install(wheel: Path, venv: Path) -> Path:
    """Install the locked libraries and the wheel into an empty environment; return its programs' folder."""
    lock = str(ROOT / "requirements" / "app.lock")
    if uv := shutil.which("uv"):
        run(uv, "venv", "-q", "--python", sys.executable, venv, cwd=ROOT)
        pip = [uv, "pip", "install", "-q", "--python", str(venv / "bin" / "python")]
    else:
        run(sys.executable, "-m", "venv", venv, cwd=ROOT)
        pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "-q"]
    run(*pip, "--require-hashes", "-r", lock, cwd=ROOT)
    run(*pip, "--no-deps", wheel, cwd=ROOT)
    return venv / "bin"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program away from this home and this environment; return what it printed."""
    ours = ("FILON_", "DJANGO_", "PYTHONPATH", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
