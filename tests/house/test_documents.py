"""The documents say what is true: their links lead somewhere, their commands exist, their lists are current."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from filon.faces.cli import COMMANDS, filon
from tests.house.repository import ROOT, tracked_files

LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
COMMAND = re.compile(r"^(?:\./run )?filon (.+)$")


def test_links_lead_to_files_that_exist() -> None:
    broken = [
        f"{document.relative_to(ROOT)}: {link}"
        for document in documents()
        for link in LINK.findall(document.read_text("utf-8"))
        if not (document.parent / link).resolve().exists()
    ]
    assert not broken


@pytest.mark.parametrize("name", [*COMMANDS])
def test_every_command_is_in_both_guides(name: str) -> None:
    guides = [(ROOT / "docs" / f"guide.{language}.md").read_text("utf-8") for language in ("fr", "en")]
    assert all(f"filon {name}" in guide for guide in guides)


def test_commands_shown_exist_with_the_options_shown() -> None:
    unknown = [f"{where}: {problem}" for where, words in shown_commands() for problem in problems(words)]
    assert not unknown


@pytest.mark.parametrize("name", ["figures", "checks"])
def test_the_lists_written_from_the_code_are_up_to_date(name: str) -> None:
    script = str(ROOT / "docs" / f"{name}.py")
    done = subprocess.run([sys.executable, script, "--check"], check=False)
    assert done.returncode == 0, f"run: python docs/{name}.py"


def documents() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


def shown_commands() -> Iterator[tuple[str, list[str]]]:
    """Give every command line shown in a block of shell."""
    for document in documents():
        for block in re.findall(r"```sh\n(.*?)```", document.read_text("utf-8"), re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                if match := COMMAND.match(line.strip()):
                    yield document.name, shlex.split(match[1], comments=True)


def problems(words: list[str]) -> Iterator[str]:
    """Tell which parts of a command line Filon does not know."""
    context = click.Context(filon)
    command: click.Command | None = filon
    if words[0] not in COMMANDS:
        yield words[0]
        return
    command = filon.get_command(context, words[0])
    if isinstance(command, click.Group) and len(words) > 1:
        command = command.get_command(context, words[1])
    if command is None:
        yield " ".join(words[:2])
        return
    known = {name for parameter in command.params for name in parameter.opts}
    for word in words:
        option = word.strip("[]").split("=")[0]
        if option.startswith("--") and option not in known:
            yield f"{words[0]} {option}"
