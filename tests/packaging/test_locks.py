"""The lock files hold what the project asks for, and hashes for all of it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def wanted(name: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked: list[str] = list(project["project"]["dependencies"])
    return asked + (project["dependency-groups"]["dev"] if name == "dev" else [])


def pins(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for package, version in PINNED.findall((ROOT / "requirements" / f"{name}.lock").read_text("utf-8")):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


@pytest.mark.parametrize("name", ["app", "dev"])
def test_every_requirement_is_locked_to_a_version_that_fits_it(name: str) -> None:
    locked = pins(name)
    for text in wanted(name):
        requirement = Requirement(text)
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{text} is not in {name}.lock: ./run lock"
        assert all(requirement.specifier.contains(version) for version in versions), f"{text}: ./run lock"


def test_both_locks_choose_the_same_versions() -> None:
    app, dev = pins("app"), pins("dev")
    assert {name: dev[name] for name in app} == app


@pytest.mark.parametrize("name", ["app", "dev"])
def test_every_locked_version_carries_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))
    assert "://" not in text
