"""`filon lake` in a terminal."""

import json
from pathlib import Path

from click.testing import CliRunner

from filon.faces.cli.lake import command
from tests import world


def run(*arguments: str) -> tuple[int, str]:
    """Run a sub-command and return its exit code and output."""
    result = CliRunner().invoke(command, list(arguments))
    return result.exit_code, result.output


def test_status_tells_what_waits_and_publish_takes_it(home: Path) -> None:
    world.call(world.campaign())
    assert "3 writes" in run("status", "--lang", "en")[1]
    code, output = run("publish", "--json")
    assert (code, json.loads(output)["rows"]["calls"]) == (0, 1)
    state = json.loads(run("status", "--json")[1])
    assert (state["pending"], state["sequence"], state["head"]) == (0, 3, 3)
    assert "règle useful.v1" in run("status", "--lang", "fr")[1]


def test_verify_and_rebuild_answer_in_both_languages(home: Path) -> None:
    world.call(world.campaign())
    run("publish")
    assert run("verify", "--lang", "fr") == (0, "Le lac est conforme aux enregistrements.\n")
    next((home / "lake" / "calls").rglob("*.parquet")).unlink()
    code, output = run("verify", "--lang", "en", "--json")
    assert (code, json.loads(output)["differences"][0]["table"]) == (3, "calls")
    assert run("rebuild", "--lang", "fr")[1].startswith("Lac à jour")
    assert run("verify")[0] == 0
