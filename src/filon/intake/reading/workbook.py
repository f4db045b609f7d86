"""Workbooks (XLSX, XLSM, XLS, ODS) as grids of texts, one per sheet."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from filon.intake.reading.archive import check_archive
from filon.intake.reading.content import Content
from filon.intake.reading.faults import DamagedFile, SheetTooLarge
from filon.intake.reading.shapes import NUMBER_MARK, Batch, Row
from filon.intake.reading.sheet_xml import (
    MAX_CELLS,
    Hidden,
    cell_place,
    check_repeats,
    column_letters,
    hidden_cells,
)

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
_XLS_LIMIT = 100 << 20
_DIGITS = 15  # what a spreadsheet shows of a binary fraction; beyond lie artefacts such as 36.300000000000004


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as texts: `rows` are its lines from the first, None standing for an empty cell.

    `hidden_rows` counts those an XLSX workbook hides, which are read as the others.
    """

    name: str
    hidden: bool
    rows: list[list[str | None]]
    hidden_rows: int = 0


def read_workbook(path: Path, content: Content) -> list[Sheet]:
    """Return the sheets of a workbook, values only.

    Raises DangerousArchive, DamagedFile or SheetTooLarge.
    """
    marks: dict[str, Hidden] = {}
    if content is Content.XLS:
        if path.stat().st_size > _XLS_LIMIT:
            raise SheetTooLarge(path, 65536, 256)
    else:
        check_archive(path)
        if content is Content.ODS:
            check_repeats(path)
        else:
            marks = hidden_cells(path)
    try:
        with (
            path.open("rb") as file,
            CalamineWorkbook.from_filelike(file) as workbook,
        ):  # by content, not by name
            return [
                Sheet(
                    meta.name,
                    meta.visible is not SheetVisibleEnum.Visible,
                    _rows(path, workbook, meta.name, marks.get(meta.name)),
                    marks[meta.name].rows if meta.name in marks else 0,
                )
                for meta in workbook.sheets_metadata
                if meta.typ is SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedFile(path) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the Rust reader gave up; it has no importable class
            raise DamagedFile(path) from error
        raise


def _rows(path: Path, workbook: CalamineWorkbook, name: str, hidden: Hidden | None) -> list[list[str | None]]:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MAX_CELLS:
        raise SheetTooLarge(path, sheet.end[0] + 1, sheet.end[1] + 1)
    rows = [[_as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for address, mark in (hidden.marks if hidden else {}).items():
        row, column = cell_place(address)
        while len(rows) <= row:
            rows.append([None] * (len(rows[0]) if rows else 0))
        for each in rows if len(rows[row]) <= column else ():
            each.extend([None] * (column + 1 - len(each)))
        rows[row][column] = mark
    return rows


def _as_text(cell: Cell) -> str | None:  # noqa: PLR0911 - one per type
    """Return what a cell says; numbers carry NUMBER_MARK, because their decimal sign is not in doubt."""
    if isinstance(cell, str):
        return cell.replace("\0", "") or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            return str(cell)
        number = Decimal(f"{cell:.{_DIGITS}g}")
        plain = format(number, "f")
        return NUMBER_MARK + (plain.rstrip("0").rstrip(".") if "." in plain else plain)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return cell.isoformat()


class SheetGrid:
    """A grid over the rows of a sheet below its header."""

    def __init__(self, sheet: Sheet, header: Sequence[str], data_line: int) -> None:
        self.header = tuple(header)
        width = len(self.header)
        body = sheet.rows[data_line - 1 :]
        kept = [(line, row) for line, row in enumerate(body, data_line) if any(row)]
        self._frame = pl.DataFrame(
            [
                pl.Series("line", [line for line, _ in kept], dtype=pl.Int64),
                *(
                    pl.Series(str(i), [row[i] if i < len(row) else None for _, row in kept], dtype=pl.String)
                    for i in range(width)
                ),
            ]
        )

    def batches(self, wanted: Sequence[int] | None = None) -> Iterator[Batch]:
        """Yield the records, all at once: a sheet is bounded."""
        names = self._frame.columns if wanted is None else ["line", *map(str, wanted)]
        yield Batch(self._frame.select(names))

    def address(self, column: int, line: int) -> str | None:
        """Return the name of a cell, such as `D12`."""
        return f"{column_letters(column)}{line}"


def preview(sheet: Sheet, count: int) -> list[Row]:
    """Return the first filled rows of a sheet, without the marks of numbers."""
    found = []
    for line, row in enumerate(sheet.rows, 1):
        if any(row):
            found.append(Row(line, [(cell or "").removeprefix(NUMBER_MARK) for cell in row]))
            if len(found) == count:
                break
    return found
