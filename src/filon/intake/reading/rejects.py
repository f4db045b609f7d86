"""The file of rejected rows: the source's layout, where each row was, and why it was left out."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import polars as pl

from filon.intake.reading.dates import unambiguous_date
from filon.intake.reading.fields import Field
from filon.intake.reading.numbers import unambiguous_number
from filon.intake.reading.recognise import REJECT_COLUMNS
from filon.intake.reading.shapes import NUMBER_MARK, Batch, Reject, Row
from filon.intake.reading.words import fold
from filon.terms.text import Language

if TYPE_CHECKING:
    from filon.intake.reading.reading import Reading

MISSING_CELL = "#N/A"
"""Stands where a row was too short: read again uncorrected, the row is refused again."""


def write_rejects(reading: "Reading", path: Path, rejects: Sequence[Reject], language: Language) -> None:
    """Write the rows of the rejects, aside and then renamed; see `Reading.write_rejects`."""
    by_line: dict[int, list[Reject]] = {}
    for reject in rejects:
        by_line.setdefault(reject.line, []).append(reject)
    aside = path.with_name(f"{path.name}.part")
    with aside.open("w", encoding="utf-8", newline="") as file:
        _write(reading, file, by_line, language)
    aside.replace(path)


def _write(reading: "Reading", file: TextIO, by_line: dict[int, list[Reject]], language: Language) -> None:
    header = reading.grid.header
    kept = _kept_columns(header)
    writer = csv.writer(file, delimiter=reading.delimiter, lineterminator="\n")
    writer.writerow([*(header[i] for i in kept), *REJECT_COLUMNS])
    rewrite = {each.index: each for each in reading.plan.fields if each.index is not None}
    for batch in reading.grid.batches():
        for row in _rows(batch, by_line):
            cells = [MISSING_CELL if i >= len(row.cells) else row.cells[i] for i in kept]
            if row.fault is None:
                cells = [_clear(reading, rewrite.get(i), cell) for i, cell in zip(kept, cells, strict=True)]
            found = by_line[row.line]
            columns = ", ".join(dict.fromkeys(each.column for each in found if each.column))
            reason = " ".join(each.reason[language] for each in found)
            writer.writerow([*cells, row.line, columns, reason, *row.cells[len(header) :]])


def _kept_columns(header: Sequence[str]) -> list[int]:
    """Return the columns to write, without those a file of rejects already added."""
    added = [i for i, name in enumerate(header) if fold(name) in REJECT_COLUMNS]
    return [i for i in range(len(header)) if len(added) != len(REJECT_COLUMNS) or i not in added]


def _rows(batch: Batch, by_line: dict[int, list[Reject]]) -> Iterator[Row]:
    found = batch.frame.filter(pl.col("line").is_in(list(by_line)))
    rows = [Row(line, [cell or "" for cell in cells]) for line, *cells in found.iter_rows()]
    rows += [row for row in batch.misfits if row.line in by_line]
    yield from sorted(rows, key=lambda row: row.line)


def _clear(reading: "Reading", each: Field | None, cell: str) -> str:
    if each is not None and cell.strip():
        name = each.column.name
        if each.is_number:
            return unambiguous_number(cell, reading.formats.signs.get(name, "point"))
        if each.is_date and name in reading.formats.calendars:
            return unambiguous_date(cell, reading.formats.calendars[name])
    return cell.removeprefix(NUMBER_MARK)
