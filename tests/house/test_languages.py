"""Both languages are complete: no sentence is left without its translation."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.repository import ROOT, SOURCE, python_files

PAIRS = ("Text", "tell", "__init__")  # the last: a fault builds its sentences in its constructor


@dataclass(frozen=True)
class Pair:
    """A sentence in both languages, as written in the source; a part that is computed reads as `{}`."""

    where: str
    fr: str
    en: str


def test_every_sentence_is_said_in_both_languages() -> None:
    halves = [pair for pair in sentences() if bool(pair.fr.strip()) != bool(pair.en.strip())]
    assert not halves


def test_a_sentence_that_quotes_what_was_seen_does_so_in_both_languages() -> None:
    differing = [pair for pair in sentences() if ("{}" in pair.fr) != ("{}" in pair.en)]
    assert not differing


def test_no_sentence_is_left_untranslated() -> None:
    same = [
        pair
        for pair in sentences()
        if pair.fr == pair.en and len(pair.fr.split()) > 3 and "{}" not in pair.fr
    ]
    assert not same


def test_there_are_sentences_to_look_at() -> None:
    assert len(list(sentences())) > 100


def sentences() -> Iterator[Pair]:
    for path in python_files(under=SOURCE):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in PAIRS and len(node.args) == 2:
                fr, en = (_literal(argument) for argument in node.args)
                if fr is not None and en is not None and any(letter.isalpha() for letter in fr + en):
                    yield Pair(_where(path, node), fr, en)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _where(path: Path, node: ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"
