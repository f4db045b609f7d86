"""The form of the import page: how each table is shown, and what a person says of it, whatever button is pressed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from django.http import QueryDict

from filon.faces.office.choices import Option, campaign_values
from filon.flows.import_preview import Sample
from filon.flows.uploads import Choices
from filon.intake.coded import values_of
from filon.intake.kind import Column, Type
from filon.intake.kinds import KINDS
from filon.terms.scope import Scope
from filon.terms.text import Language, Text

_OF_A_WHOLE_FILE = {"period_start", "period_end", "starts_on"}
"""The days that all the rows of a file may share; other days differ by nature from row to row."""


@dataclass(frozen=True)
class Whole:
    """A column that no column of the file gives, and that one value may give to every row."""

    name: str
    label: Text
    value: str
    is_day: bool
    options: Sequence[Option]


@dataclass(frozen=True)
class Shown:
    """A table as the form shows it; `before` recognises one that comes back untouched."""

    place: int
    sample: Sample
    whole: Sequence[Whole]
    before: str


@dataclass(frozen=True)
class Said:
    """What came back of a table: its file, how to read it, and its headers."""

    name: str
    choices: Choices
    headers: list[str]


def shown(place: int, sample: Sample, chosen: Choices, language: Language) -> Shown:
    """Return a table with what the form asks of it."""
    given = {each.canonical for each in sample.columns}
    whole = [
        _whole(column, chosen.constants.get(column.name, ""), language)
        for column in KINDS[sample.kind].columns
        if column.name not in given and _may_be_same(column, KINDS[sample.kind].key)
    ]
    asked = [one for one in whole if one.is_day or one.options]
    untouched = Choices(
        kind=sample.kind,
        date_order=chosen.date_order or None,
        decimal=chosen.decimal or None,
        encoding=chosen.encoding or None,
        delimiter=chosen.delimiter or None,
        columns={each.header: each.canonical for each in sample.columns if each.canonical},
        values=_after(
            chosen.values,
            [(one.name, value.written, value.meaning) for one in sample.coded for value in one.values],
        ),
        constants={one.name: one.value for one in asked if one.value},
    )
    return Shown(place, sample, asked, _signature(untouched))


def said(post: QueryDict, earlier: Mapping[str, Choices]) -> Iterator[Said]:
    """Yield what a person says of each table that they touched, given what was chosen `earlier` for each file."""
    for place in post.getlist("table"):
        name = post.get(f"{place}-file", "")
        before = earlier.get(name, Choices())
        headers = _texts(post, f"{place}-header")
        kind = post.get(f"{place}-kind") or None
        same = kind == (post.get(f"{place}-kind_read") or None)
        columns = _paired(headers, post.getlist(f"{place}-column"))
        constants = _paired(post.getlist(f"{place}-whole"), post.getlist(f"{place}-constant"))
        if not headers:  # its columns could not be shown
            columns, constants = dict(before.columns), dict(before.constants)
        chosen = Choices(
            kind=kind,
            date_order=post.get(f"{place}-date_order") or None,
            decimal=post.get(f"{place}-decimal") or None,
            encoding=post.get(f"{place}-encoding") or None,
            delimiter=before.delimiter or None,
            columns=columns if same else {},
            values=_after(before.values, _meanings(post, place)) if same else {},
            constants=constants if same else {},
        )
        if _signature(chosen) != (post.get(f"{place}-before") or _signature(before)):
            yield Said(name, chosen, headers)


def _may_be_same(column: Column, key: Sequence[str]) -> bool:
    if column.refers == "campaigns":
        return True
    if not column.required or (column.name,) == tuple(key):
        return False
    return column.name in _OF_A_WHOLE_FILE or bool(values_of(column))


def _whole(column: Column, value: str, language: Language) -> Whole:
    if column.refers == "campaigns":
        listed = campaign_values(Scope())
    else:
        listed = [(code, label[language]) for code, label in values_of(column).items()]
    options = [Option(code, label, code == value) for code, label in listed]
    return Whole(column.name, column.label, value, column.type is Type.DATE, options)


def _meanings(post: QueryDict, place: str) -> list[tuple[str, str, str]]:
    columns, written = post.getlist(f"{place}-value_column"), _texts(post, f"{place}-value")
    return list(zip(columns, written, post.getlist(f"{place}-meaning"), strict=False))


def _after(
    before: Mapping[str, Mapping[str, str]], asked: Sequence[tuple[str, str, str]]
) -> dict[str, dict[str, str]]:
    """Return the meanings by column and value: those asked now, and those given before that were not asked again."""
    found = {column: dict(meant) for column, meant in before.items()}
    for column, written, code in asked:
        meant = found.setdefault(column, {})
        for same in [seen for seen in meant if seen.lower() == written.lower()]:
            del meant[same]
        if code:
            meant[written] = code
    return {column: meant for column, meant in found.items() if meant}


def _paired(names: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in zip(names, values, strict=False) if value}


def _texts(post: QueryDict, name: str) -> list[str]:
    """Return texts of the file as they were: browsers send another end of line."""
    return [text.replace("\r\n", "\n") for text in post.getlist(name)]


def _signature(chosen: Choices) -> str:
    return sha256(json.dumps(asdict(chosen), sort_keys=True).encode()).hexdigest()
