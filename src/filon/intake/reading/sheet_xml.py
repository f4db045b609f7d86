"""What the workbook reader hides: error cells, formulas never computed, and areas too wide to unfold."""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from filon.intake.reading.faults import SheetTooLarge

MAX_CELLS = 25_000_000
_SPARSE_FLOOR = 2_000_000
_SPARSE_RATIO = 50
_PART = 8 << 20
ERROR_MARK = "#ERROR"
FORMULA_MARK = "#FORMULA"

_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+\d+)"[^>]*>(.*?)</(?:\w+:)?c>', re.DOTALL
)
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]*number-rows-repeated="(\d+)"(?:[^>]*[^/>])?>(.*?)</table:table-row>', re.DOTALL
)
_REPEATED_CELL = re.compile(rb'<table:table-cell\b[^>]*number-columns-repeated="(\d+)"[^>]*[^/]>')
_REPEATED_LIMIT = 100_000


@dataclass(slots=True)
class Hidden:
    """Cells by address (`D12`): an error sign, or the mark of a formula without a value; and hidden rows, counted."""

    marks: dict[str, str] = field(default_factory=dict)
    rows: int = 0


def column_letters(index: int) -> str:
    """Return the letters a spreadsheet gives to a column, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_place(address: str) -> tuple[int, int]:
    """Return the row and column of an address, both counted from 0."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def hidden_cells(path: Path) -> dict[str, Hidden]:
    """Return what each sheet of an XLSX workbook hides, by sheet name; raises SheetTooLarge."""
    found: dict[str, Hidden] = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive):
            found[name] = _scan(path, archive, part)
    return found


def check_repeats(path: Path) -> None:
    """Raise SheetTooLarge for an ODS sheet that repeats filled cells beyond any real table."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    for match in _REPEATED_ROW.finditer(content):
        if int(match[1]) > _REPEATED_LIMIT and b"office:value-type" in match[2]:
            raise SheetTooLarge(path, int(match[1]), 1)
    for match in _REPEATED_CELL.finditer(content):
        if int(match[1]) > _REPEATED_LIMIT:
            raise SheetTooLarge(path, 1, int(match[1]))


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    names = set(archive.namelist())
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        for tag in _RELATION.findall(relations):
            attributes = dict(_ATTRIBUTE.findall(tag))
            targets[attributes.get("Id", "")] = attributes.get("Target", "")
    for tag in _SHEET.findall(workbook):
        attributes = dict(_ATTRIBUTE.findall(tag))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        part = posixpath.normpath(posixpath.join("xl", targets.get(relation, ""))).lstrip("/")
        part = part.removeprefix("xl//")
        if part in names:
            yield html.unescape(attributes.get("name", "")), part


def _scan(path: Path, archive: zipfile.ZipFile, part: str) -> Hidden:
    hidden, cells, last_row, widest = Hidden(), 0, 0, b"A"
    with archive.open(part) as stream:
        rest = b""
        while block := stream.read(_PART):
            text = rest + block
            cut = text.rfind(b"row>") + len(b"row>") if len(block) == _PART and b"row>" in text else len(text)
            text, rest = text[:cut], text[cut:]
            for letters, row in _REFERENCE.findall(text):
                cells += 1
                widest = max(widest, letters, key=lambda each: (len(each), each))
                last_row = max(last_row, int(row))
            _collect(text, hidden)
    _, column = cell_place(widest.decode() + "1")
    area = last_row * (column + 1)
    if area > MAX_CELLS or (area > _SPARSE_FLOOR and area > _SPARSE_RATIO * cells):
        raise SheetTooLarge(path, last_row, column + 1)
    return hidden


def _collect(text: bytes, hidden: Hidden) -> None:
    hidden.rows += len(_HIDDEN_ROW.findall(text))
    if b't="e"' in text:
        for address, content in _ERROR.findall(text):
            value = _VALUE.search(content)
            hidden.marks[address.decode()] = value[1].decode("utf-8", "replace") if value else ERROR_MARK
    if b"<f" in text or b":f" in text:
        for match in _FORMULA.finditer(text):
            hidden.marks[match[1].decode()] = FORMULA_MARK
