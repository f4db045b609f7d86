"""Mapping files: how the columns of somebody else's export become Filon's (see docs/mapping)."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, TypeVar

from filon.intake.kinds import KINDS, Kind, Type
from filon.terms.faults import Fault, UnknownName
from filon.terms.system import reason
from filon.terms.text import Text

_T = TypeVar("_T")
LINE = "line"
"""In a template, `{line}` is the line number of the record."""
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_TABLE_KEYS = {
    "kind", "file", "sheet", "encoding", "delimiter", "header_row", "names", "once", "null", "columns",
    "values", "keep", "drop",
}  # fmt: skip
_SOURCE_KEYS = {"from", "template", "constant", "row_day", "format", "decimal"}


class MappingUnreadable(Fault):
    """The mapping file is absent or is not TOML."""

    def __init__(self, path: Path, detail: Text) -> None:
        super().__init__(
            f"Correspondance {path.name} illisible : {detail.fr}. Un exemple se trouve dans docs/mapping.fr.md.",
            f"Mapping {path.name} cannot be read: {detail.en}. See docs/mapping.en.md for an example.",
        )


class MappingInvalid(Fault):
    """A part of the mapping file does not say something that can be done."""

    def __init__(self, where: str, fr: str, en: str) -> None:
        super().__init__(f"Correspondance, {where} : {fr}.", f"Mapping, {where}: {en}.")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a canonical column comes from: exactly one of the first four.

    `row_day` gives each record a day of its own, counted from that one, for totals without any date.
    `format` is a date order (dmy, mdy, ymd) or a strptime pattern; `decimal` is comma or point.
    """

    header: str | None = None
    template: str | None = None
    constant: str | None = None
    row_day: date | None = None
    format: str | None = None
    decimal: str | None = None

    def headers(self) -> list[str]:
        """Return the source headers it reads."""
        if self.header is not None:
            return [self.header]
        return [name for name in _PLACEHOLDER.findall(self.template or "") if name != LINE]


@dataclass(frozen=True, slots=True)
class Table:
    """How one file (or sheet) gives the records of one kind."""

    kind: Kind
    columns: dict[str, Source]
    file: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    names: tuple[str, ...] | None = None
    once: bool = False
    null: frozenset[str] = frozenset()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    keep: dict[str, frozenset[str]] = field(default_factory=dict)
    drop: dict[str, frozenset[str]] = field(default_factory=dict)

    def headers(self) -> list[str]:
        """Return every source header it reads, once each."""
        read = [header for source in self.columns.values() for header in source.headers()]
        values = [name for name in self.values if name not in self.columns]
        return list(dict.fromkeys([*read, *values, *self.keep, *self.drop]))

    def is_for(self, path: Path) -> bool:
        """Tell whether the file's name is one it was written for."""
        return self.file is None or fnmatch(path.name.casefold(), self.file.casefold())


@dataclass(frozen=True, slots=True)
class Mapping:
    """The tables of a mapping file, in its order."""

    name: str
    tables: tuple[Table, ...]


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping file.

    Raises MappingUnreadable, MappingInvalid, or UnknownName for a kind, column or key nobody knows.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingUnreadable(path, reason(error)) from error
    except ValueError as error:  # not UTF-8, or not TOML
        told = str(error).splitlines()[0]
        raise MappingUnreadable(path, Text(told, told)) from error
    tables = content.get("table")
    if not isinstance(tables, list) or not tables:
        raise MappingInvalid(path.name, "aucune [[table]]", "no [[table]]")
    return Mapping(path.name, tuple(_table(entry, number) for number, entry in enumerate(tables, 1)))


def _table(entry: Any, number: int) -> Table:
    where = f"table {number}"
    if not isinstance(entry, dict):
        raise MappingInvalid(where, "une [[table]] est attendue", "a [[table]] is expected")
    _known(entry, _TABLE_KEYS, Text("clé de table", "table key"))
    name = entry.get("kind", "")
    if name not in KINDS:
        raise UnknownName(Text("type", "kind"), str(name), KINDS)
    kind = KINDS[name]
    where = f"{where} ({name})"
    columns = _section(entry, "columns", where)
    if not columns:
        raise MappingInvalid(where, "[table.columns] est vide", "[table.columns] is empty")
    known = {column.name for column in kind.columns}
    _known(columns, known, Text(f"colonne de {name}", f"column of {name}"))
    sources = {column: _source(value, kind, column) for column, value in columns.items()}
    once = _typed(entry, "once", bool, where) or False
    if once and any(source.constant is None for source in sources.values()):
        raise MappingInvalid(where, "`once` demande des constantes", "`once` asks for constants only")
    names = _typed(entry, "names", list, where)
    return Table(
        kind,
        sources,
        file=_typed(entry, "file", str, where),
        sheet=_typed(entry, "sheet", str, where),
        encoding=_typed(entry, "encoding", str, where),
        delimiter=_typed(entry, "delimiter", str, where),
        header_row=_typed(entry, "header_row", int, where),
        names=None if names is None else tuple(map(str, names)),
        once=once,
        null=_texts(_typed(entry, "null", list, where) or []),
        values={
            column: {str(seen).strip().casefold(): _text(meant) for seen, meant in pairs.items()}
            for column, pairs in _sections(entry, "values", where).items()
        },
        keep={column: _texts(kept) for column, kept in _lists(entry, "keep", where).items()},
        drop={column: _texts(dropped) for column, dropped in _lists(entry, "drop", where).items()},
    )


def _source(value: Any, kind: Kind, column: str) -> Source:
    where = f"{kind.name}.{column}"
    if isinstance(value, str):
        return Source(header=value)
    if not isinstance(value, dict):
        raise MappingInvalid(
            where,
            'un titre entre guillemets ou {from = "…"} est attendu',
            'a quoted header or {from = "…"} is expected',
        )
    _known(value, _SOURCE_KEYS, Text("clé de colonne", "column key"))
    origins = [key for key in ("from", "template", "constant", "row_day") if key in value]
    if len(origins) != 1:
        raise MappingInvalid(
            where,
            "il faut exactement un de from, template, constant, row_day",
            "exactly one of from, template, constant, row_day is needed",
        )
    decimal = _typed(value, "decimal", str, where)
    if decimal not in {None, "comma", "point"}:
        raise UnknownName(Text("signe décimal", "decimal sign"), str(decimal), ("comma", "point"))
    return Source(
        header=_typed(value, "from", str, where),
        template=_typed(value, "template", str, where),
        constant=_text(value["constant"]) if "constant" in value else None,
        row_day=_row_day(value, kind, column),
        format=_typed(value, "format", str, where),
        decimal=decimal,
    )


def _row_day(value: dict[str, Any], kind: Kind, column: str) -> date | None:
    if "row_day" not in value:
        return None
    given, where = value["row_day"], f"{kind.name}.{column}"
    if kind.column(column).type is not Type.DATE:
        raise MappingInvalid(where, "row_day ne remplit qu'une date", "row_day only fills a date")
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError as error:
        raise MappingInvalid(
            where, "row_day attend un jour AAAA-MM-JJ", "row_day expects a day YYYY-MM-DD"
        ) from error


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(values: list[Any]) -> frozenset[str]:
    return frozenset(_text(value).strip().casefold() for value in values)


def _known(entry: dict[str, Any], keys: set[str], what: Text) -> None:
    for key in entry:
        if key not in keys:
            raise UnknownName(what, key, keys)


def _typed(entry: dict[str, Any], key: str, kind: type[_T], where: str) -> _T | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, kind):
        raise MappingInvalid(
            where, f"`{key}` n'est pas de la forme attendue", f"`{key}` is not of the expected form"
        )
    return value


def _section(entry: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    section: dict[str, Any] = _typed(entry, key, dict, where) or {}
    return section


def _sections(entry: dict[str, Any], key: str, where: str) -> dict[str, dict[str, Any]]:
    section = _section(entry, key, where)
    return {name: _section(section, name, f"{where}, [{key}]") for name in section}


def _lists(entry: dict[str, Any], key: str, where: str) -> dict[str, list[Any]]:
    section = _section(entry, key, where)
    return {name: _typed(section, name, list, f"{where}, [{key}]") or [] for name in section}
