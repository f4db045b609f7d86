"""Which kind of record a table holds, and where its header is, told from its first rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from filon.intake.kinds import KINDS, Kind, Type
from filon.intake.mapping import Table
from filon.intake.reading.doubts import (
    MappingDoesNotFit,
    MissingColumn,
    TwoColumnsOneField,
    UnknownKind,
    headers_of,
)
from filon.intake.reading.shapes import Row
from filon.intake.reading.words import fold, is_clock

PREVIEW_ROWS = 40
REJECT_COLUMNS = ("line", "column", "reason")
_HALF = 0.5
_NUMBERS = {"n", "no", "num", "numero", "number", "id", "identifiant", "ref", "reference"}


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its names, the line where the data begins, and how many filled rows stand above."""

    names: tuple[str, ...]
    data_line: int
    above: int = 0
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Recognised:
    """A kind with its header; `columns` tells which source column each canonical one is, by number."""

    kind: Kind
    header: Header
    columns: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: Kind
    header: Header
    found: dict[str, list[int]]
    missing: tuple[str, ...]
    share: float
    hinted: bool

    @property
    def rank(self) -> tuple[bool, float, bool, int, int, int]:
        matched = len(self.found)
        return not self.missing, self.share, self.hinted, matched, -self.header.lines, -self.header.data_line

    @property
    def nearness(self) -> tuple[float, bool, int, int]:
        """How much of the header the kind knows, whatever it lacks: what is told when none fits."""
        matched = len(self.found)
        return matched * self.share, self.hinted, -len(self.missing), -self.header.lines

    @property
    def sure(self) -> bool:
        exact = {fold(name) for name in self.header.names}
        named = all(fold(column.name) in exact for column in self.kind.columns if column.required)
        return not self.missing and (self.share >= _HALF or self.hinted or named)


def recognise(path: Path, rows: Sequence[Row], *, kind: str | None, hint: str) -> Recognised:
    """Find the header among the first rows and the kind it is of.

    `kind` is what the person said; `hint` the file's and the sheet's name, which only break ties.
    Raises UnknownKind, MissingColumn or TwoColumnsOneField.
    """
    candidates = list(_candidates(rows, kind, hint))
    best = max(candidates, key=lambda each: each.rank)
    if not (best.sure or (kind and not best.missing)):
        best = max(candidates, key=lambda each: each.nearness)
    if best.missing and (kind or _nearly(best)):
        raise _missing(path, best, rows)
    if not (best.sure or kind):
        raise UnknownKind(path, best.header.names, best.kind, best.missing)
    columns = {}
    for name, found in best.found.items():
        places = found
        if best.kind.column(name).type is Type.INSTANT:  # “Call date” and “Call time” are read together
            places = [i for i in places if not is_clock(best.header.names[i])] or places
        if len(places) > 1:
            raise TwoColumnsOneField(path, name, [best.header.names[i] for i in places])
        columns[name] = places[0]
    return Recognised(best.kind, best.header, columns)


def known_words(mapping_headers: Sequence[str] = ()) -> frozenset[str]:
    """Return every header anybody may expect, folded."""
    words = {word for kind in KINDS.values() for word in _answers(kind.name)}
    return frozenset(words | {fold(header) for header in mapping_headers})


def _nearly(candidate: _Candidate) -> bool:
    return candidate.share >= _HALF and len(candidate.found) > len(candidate.missing)


def _candidates(rows: Sequence[Row], kind: str | None, hint: str) -> Iterator[_Candidate]:
    words = fold(hint)
    for header in _headers(rows):
        places: dict[str, list[int]] = {}
        for index, name in enumerate(header.names):
            places.setdefault(fold(name), []).append(index)
        places.pop("", None)
        if all(name in places for name in REJECT_COLUMNS):
            for name in REJECT_COLUMNS:
                del places[name]
        for each in KINDS.values() if kind is None else (KINDS[kind],):
            yield _candidate(each, header, places, words)


def _candidate(kind: Kind, header: Header, places: dict[str, list[int]], words: str) -> _Candidate:
    found: dict[str, list[int]] = {}
    for folded, indices in places.items():
        name = _answers(kind.name).get(folded)
        if name:
            found.setdefault(name, []).extend(indices)
    missing = [column.name for column in kind.columns if column.required and column.name not in found]
    if kind.one_of and not any(name in found for name in kind.one_of):
        missing.append(" / ".join(kind.one_of))
    matched = sum(len(indices) for indices in found.values())
    headers = sum(len(indices) for indices in places.values())
    hinted = any(fold(label) in words for label in (kind.name, kind.label.fr, kind.label.en))
    return _Candidate(kind, header, found, tuple(missing), matched / headers if headers else 0.0, hinted)


@cache
def _answers(kind: str) -> dict[str, str]:
    """Return the canonical column each folded header means for a kind; canonical names come first."""
    answers: dict[str, str] = {}
    for column in KINDS[kind].columns:
        answers[fold(column.name)] = column.name
    for column in KINDS[kind].columns:
        for other in column.also:
            answers.setdefault(fold(other), column.name)
    return answers


def _headers(rows: Sequence[Row]) -> Iterator[Header]:
    """Yield what may be the header: each row, and each pair of adjacent rows read as one."""
    yield Header((), 1)
    for above, row in enumerate(rows):
        yield Header(tuple(cell.strip() for cell in row.cells), _line_after(row), above)
        if above + 1 < len(rows) and rows[above + 1].line == _line_after(row):
            yield from _pairs(row, rows[above + 1], above)


def _pairs(upper: Row, lower: Row, above: int) -> Iterator[Header]:
    width = max(len(upper.cells), len(lower.cells))
    over = [cell.strip() for cell in upper.cells] + [""] * (width - len(upper.cells))
    under = [cell.strip() for cell in lower.cells] + [""] * (width - len(lower.cells))
    yield Header(tuple(b or a for a, b in zip(over, under, strict=True)), _line_after(lower), above, 2)
    spread, last = [], ""
    for name in over:
        last = name or last
        spread.append(last)
    joined = tuple(f"{a} {b}".strip() for a, b in zip(spread, under, strict=True))
    yield Header(joined, _line_after(lower), above, 2)


def _line_after(row: Row) -> int:
    return row.line + 1 + sum(cell.count("\n") for cell in row.cells)


def _missing(path: Path, best: _Candidate, rows: Sequence[Row]) -> MissingColumn:
    names = best.header.names
    found = {name: places[0] for name, places in best.found.items() if len(places) == 1}
    cells = [row.cells for row in rows if row.line >= best.header.data_line]
    near = _near(best.missing, best.kind, names)
    if best.kind.key[0] in best.missing:
        numbers = [
            name for i, name in enumerate(names) if i not in found.values() and _identifies(i, name, cells)
        ]
        near = list(dict.fromkeys([*numbers[:1], *near]))
    return MissingColumn(path, best.kind, best.missing, near, header=names, found=found, cells=cells)


def _identifies(place: int, name: str, cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column is named as a number of rows, and never says the same one twice."""
    values = [row[place] if place < len(row) else "" for row in cells]
    return fold(name) in _NUMBERS and all(values) and len(set(values)) == len(values)


def _near(missing: Sequence[str], kind: Kind, headers: Sequence[str]) -> list[str]:
    seen = {fold(header): header for header in headers if header}
    columns = {column.name: column for column in kind.columns}
    wanted = [word for name in missing for part in name.split(" / ") for word in headers_of(columns[part])]
    near = [match for word in wanted for match in get_close_matches(fold(word), seen, n=1, cutoff=0.5)]
    return list(dict.fromkeys(seen[match] for match in near))[:3]


def locate(path: Path, rows: Sequence[Row], table: Table) -> Header | None:
    """Find the header a mapping's table asks for; None where the table is not meant for these rows.

    Raises MappingDoesNotFit where the table names its file but not its columns, TwoColumnsOneField where
    a column it reads is there twice.
    """
    needed = {fold(header): header for header in table.headers()}
    if table.names is not None:
        first = rows[0].line if rows else 1
        return Header(table.names, table.header_row + 1 if table.header_row else first)
    chosen = [row for row in rows if table.header_row in (None, row.line)]
    for above, row in enumerate(chosen):
        names = tuple(cell.strip() for cell in row.cells)
        folded = [fold(name) for name in names]
        if all(word in folded for word in needed):
            twice = [word for word in needed if folded.count(word) > 1]
            if twice:
                raise TwoColumnsOneField(path, needed[twice[0]], [n for n in names if fold(n) == twice[0]])
            return Header(names, _line_after(row), above)
    if table.file is None:
        return None
    seen = {fold(cell): cell for row in chosen[:1] for cell in row.cells if fold(cell)}
    missing = [header for word, header in needed.items() if word not in seen]
    near = [seen[match] for name in missing for match in get_close_matches(fold(name), seen, n=1)]
    raise MappingDoesNotFit(path, table.kind, missing, list(dict.fromkeys(near)))
