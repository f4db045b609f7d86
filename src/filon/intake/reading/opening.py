"""From a path to the readings it holds: the content told, the kinds recognised, the formats decided."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from filon.intake.kinds import KINDS, Kind
from filon.intake.mapping import Table
from filon.intake.reading.clocks import clock_notes, read_together
from filon.intake.reading.content import Content, recognise_content
from filon.intake.reading.delimited import (
    DELIMITERS,
    MAX_COLUMNS,
    check_delimiter,
    grid_over,
    open_delimited,
)
from filon.intake.reading.doubts import MissingColumn, UnknownKind
from filon.intake.reading.faults import EmptyFile, FileFault, TooManyColumns
from filon.intake.reading.fields import Plan, headers_named, plan_by_headers, plan_by_mapping, used_columns
from filon.intake.reading.formats import decide_formats
from filon.intake.reading.reading import Reading
from filon.intake.reading.recognise import (
    PREVIEW_ROWS,
    REJECT_COLUMNS,
    Header,
    known_words,
    locate,
    recognise,
)
from filon.intake.reading.shapes import Batch, Grid, ReadOptions, Row
from filon.intake.reading.text_file import inspect
from filon.intake.reading.words import fold, quote
from filon.intake.reading.workbook import Sheet, SheetGrid, preview, read_workbook
from filon.terms.faults import UnknownName
from filon.terms.text import Text, plural

MakeGrid: TypeAlias = Callable[[Header], Grid]


def read_path(path: Path, options: ReadOptions) -> list[Reading]:
    """Return every recognised table of one file: one of a CSV, one or more of a workbook or a mapping.

    Raises a Fault, one class per cause, for a file that cannot be read, recognised or understood
    without asking.
    """
    _check(options)
    content, head = recognise_content(path)
    if content is Content.DELIMITED:
        return _from_text(path, head, options)
    return _from_workbook(path, content, options)


def _check(options: ReadOptions) -> None:
    if options.kind is not None and options.kind not in KINDS:
        raise UnknownName(Text("type", "kind"), options.kind, KINDS)
    if options.delimiter is not None and not check_delimiter(options.delimiter):
        raise UnknownName(Text("séparateur", "separator"), options.delimiter, map(repr, DELIMITERS))
    try:
        ZoneInfo(options.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnknownName(
            Text("fuseau horaire", "time zone"), options.time_zone, ("Europe/Paris",)
        ) from error


def _tables(path: Path, options: ReadOptions) -> list[Table]:
    if options.mapping is None:
        return []
    return [
        table
        for table in options.mapping.tables
        if table.is_for(path) and options.kind in (None, table.kind.name)
    ]


def _from_text(path: Path, head: bytes, options: ReadOptions) -> list[Reading]:
    inspection, tables = inspect(path), _tables(path, options)
    said = [table.delimiter for table in tables if table.delimiter]
    encodings = [table.encoding for table in tables if table.encoding]
    opened = open_delimited(
        path,
        head,
        inspection,
        encoding=options.encoding or next(iter(encodings), None),
        delimiter=options.delimiter or next(iter(said), None),
        words=known_words([header for table in tables for header in table.headers()]),
    )
    source = _Source(path, None, inspection.sha256, opened.delimiter, options)
    readings = list(source.mapped(tables, opened.rows, lambda header: grid_over(opened, header)))
    if not readings:
        readings = [source.recognised(opened.rows, lambda header: grid_over(opened, header))]
    return [replace(each, notes=[*opened.notes, *each.notes]) for each in readings]


def _from_workbook(path: Path, content: Content, options: ReadOptions) -> list[Reading]:
    sheets = read_workbook(path, content)
    names = [sheet.name for sheet in sheets]
    if options.sheet is not None and options.sheet not in names:
        raise UnknownName(Text("feuille", "sheet"), options.sheet, names)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    readings: list[Reading] = []
    refused: list[tuple[str, FileFault]] = []
    for sheet in sheets:
        rows = preview(sheet, PREVIEW_ROWS)
        if not rows or options.sheet not in (None, sheet.name):
            continue
        try:
            readings += _from_sheet(_Source(path, sheet.name, sha256, ",", options), sheet, rows)
        except (UnknownKind, MissingColumn) as fault:
            refused.append((sheet.name, fault))
    if not readings:
        _raise_clearest(path, [fault for _, fault in refused])
    notes = [*_hidden(sheets), *(_passed_over(name, fault) for name, fault in refused)]
    return [replace(readings[0], notes=[*notes, *readings[0].notes]), *readings[1:]]


def _from_sheet(source: "_Source", sheet: Sheet, rows: Sequence[Row]) -> list[Reading]:
    width = max(len(row.cells) for row in rows)
    if width > MAX_COLUMNS:
        raise TooManyColumns(source.path, width, MAX_COLUMNS)

    def make(header: Header) -> Grid:
        return SheetGrid(sheet, header.names, header.data_line)

    tables = [table for table in _tables(source.path, source.options) if table.sheet in (None, sheet.name)]
    return list(source.mapped(tables, rows, make)) or [source.recognised(rows, make)]


def _raise_clearest(path: Path, faults: Sequence[FileFault]) -> NoReturn:
    """Raise the fault that says most: a column that lacks before a table nobody knows."""
    for fault in sorted(faults, key=lambda each: not isinstance(each, MissingColumn)):
        raise fault
    raise EmptyFile(path)


def _hidden(sheets: Sequence[Sheet]) -> Iterator[Text]:
    for sheet in sheets:
        name, rows = quote(sheet.name), sheet.hidden_rows
        if sheet.hidden:
            yield Text(f"La feuille « {name} » est masquée.", f"The sheet “{name}” is hidden.")
        if rows:
            many = plural(
                rows,
                ("ligne masquée ou filtrée, lue", "lignes masquées ou filtrées, lues"),
                ("hidden or filtered row, read", "hidden or filtered rows, read"),
            )
            yield Text(
                f"Feuille « {name} » : {many.fr} comme les autres.",
                f"Sheet “{name}”: {many.en} as the others.",
            )


def _passed_over(name: str, fault: FileFault) -> Text:
    shown = quote(name)
    return Text(
        f"Feuille « {shown} » non lue : {fault.text.fr}", f"Sheet “{shown}” not read: {fault.text.en}"
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A file, or one of its sheets, and what makes readings of it."""

    path: Path
    sheet: str | None
    sha256: str
    delimiter: str
    options: ReadOptions

    def mapped(self, tables: Sequence[Table], rows: Sequence[Row], make: MakeGrid) -> Iterator[Reading]:
        """Yield a reading for each table of the mapping that is meant for these rows."""
        for table in tables:
            header = locate(self.path, rows, table)
            if header is None:
                continue
            plan = plan_by_mapping(table, header)
            if missing := _unmapped(table):
                found = {each.column.name: each.index for each in plan.fields if each.index is not None}
                cells = [row.cells for row in rows if row.line >= header.data_line]
                raise MissingColumn(
                    self.path, table.kind, missing, (), header=header.names, found=found, cells=cells
                )
            grid = OnceGrid() if table.once else make(header)
            yield self._reading(table.kind, grid, plan, header)

    def recognised(self, rows: Sequence[Row], make: MakeGrid) -> Reading:
        """Return the reading of rows whose headers say their kind."""
        hint = f"{self.path.stem} {self.sheet or ''}"
        found = recognise(self.path, rows, kind=self.options.kind, hint=hint)
        return self._reading(found.kind, make(found.header), plan_by_headers(found), found.header)

    def _reading(self, kind: Kind, grid: Grid, plan: Plan, header: Header) -> Reading:
        plan = replace(read_together(plan, header.names), marked=self.sheet is not None)
        formats = decide_formats(self.path, grid, plan, self.options)
        notes = list(_notes(header, plan)) if grid.header else []
        return Reading(kind, self.path, self.sheet, self.sha256, grid, plan, formats, self.delimiter, notes)


def _unmapped(table: Table) -> list[str]:
    """Return the mandatory columns a mapping gives nothing to; a lone identity is told from the content."""
    kind = table.kind
    told = {*table.columns, *(kind.key if len(kind.key) == 1 else ())}
    return [column.name for column in kind.columns if column.required and column.name not in told]


class OnceGrid:
    """A grid of one record without columns, for a table that a mapping makes of constants."""

    header: tuple[str, ...] = ()

    def batches(self, wanted: Sequence[int] | None = None) -> Iterator[Batch]:  # noqa: ARG002 - it has none
        """Yield the one record."""
        yield Batch(pl.DataFrame({"line": [1]}, schema={"line": pl.Int64}))

    def address(self, column: int, line: int) -> str | None:  # noqa: ARG002 - it has no cells
        """Return None."""
        return None


def _notes(header: Header, plan: Plan) -> Iterator[Text]:
    if header.above:
        yield plural(
            header.above,
            ("ligne au-dessus des titres, ignorée.", "lignes au-dessus des titres, ignorées."),
            ("line above the headers, ignored.", "lines above the headers, ignored."),
        )
    if header.lines > 1:
        yield Text("Titres lus sur deux lignes.", "Headers read from two lines.")
    yield from clock_notes(plan, header.names)
    used = used_columns(plan)
    added = {fold(name) for name in header.names}.issuperset(REJECT_COLUMNS)
    extra = [
        i
        for i, name in enumerate(header.names)
        if i not in used and not (added and fold(name) in REJECT_COLUMNS)
    ]
    named = headers_named(header.names, [i for i in extra if header.names[i]])
    if named:
        listed = ", ".join(quote(name) for name in named[:20]) + ("…" if len(named) > 20 else "")
        yield Text(f"Colonnes ignorées : {listed}.", f"Columns ignored: {listed}.")
    if len(named) < len(extra):
        yield Text("Colonnes sans titre, ignorées.", "Columns without a header, ignored.")
