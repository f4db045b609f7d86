"""Delimited text read strictly, record by record, with exact line numbers: the careful way."""

import csv
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from filon.intake.reading.faults import NotRectangular
from filon.intake.reading.shapes import Batch, Row
from filon.intake.reading.text_file import LINE_LIMIT, TextFile
from filon.terms.text import Text

BATCH_ROWS = 20_000
MISFITS_LIMIT = 10_000
_RECORD_LIMIT = 2 << 20
_QUOTES = Text(
    "guillemet mal placé ou jamais refermé : doublez les guillemets dans une valeur, et entourez-la de "
    "guillemets.",
    "misplaced or never closed quote: double the quotes inside a value, and put quotes around it.",
)
_NUL = Text("la ligne contient un caractère nul.", "the line holds a NUL character.")


class _Lines:
    """Lines that can be given back, so that one stray quote costs one line and not the rest of the file."""

    def __init__(self, lines: Iterable[str], first_line: int) -> None:
        self._lines, self._again = iter(lines), list[str]()
        self._next_line = first_line
        self.line, self.served, self._size, self.has_nul = first_line, list[str](), 0, False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._size > _RECORD_LIMIT:
            raise csv.Error("a quote is never closed")
        line = self._again.pop() if self._again else next(self._lines)
        self.served.append(line)
        self._size += len(line)
        self.has_nul |= "\0" in line
        return line

    def start_record(self) -> None:
        """Forget the lines of the record before."""
        self._next_line += len(self.served)
        self.line, self.served, self._size, self.has_nul = self._next_line, [], 0, False

    def give_back(self) -> None:
        """Give back the only line served."""
        self._again.append(self.served.pop())
        self._size = 0

    def keep_first_only(self) -> str:
        """Give back all lines of the record but the first, which is returned."""
        first, *others = self.served
        self._again.extend(reversed(others))
        self.served = [first]
        return first


def records(lines: Iterable[str], delimiter: str, *, width: int | None, first_line: int = 1) -> Iterator[Row]:
    """Yield the records with the line each starts on; blank lines are passed over.

    With a `width`, a record too short or too long carries its fault; surplus empty cells are dropped. A
    record that a stray quote spoils is one line with its fault, and reading resumes on the next line.
    """
    csv.field_size_limit(LINE_LIMIT)
    source = _Lines(lines, first_line)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.start_record()
        try:
            line = next(source)
            if '"' in line:
                source.give_back()
                cells = next(reader)
            else:
                cells = line.rstrip("\r\n").split(delimiter)
        except StopIteration:
            return
        except csv.Error:
            if not source.served:
                return
            yield Row(source.line, _loosely(source.keep_first_only(), delimiter), _QUOTES)
            continue
        if source.has_nul:
            yield Row(source.line, [cell.replace("\0", "·") for cell in cells], _NUL)
            continue
        if width != 1 and len(cells) == 1 and not cells[0].strip():
            continue
        row = _fitted(source.line, cells, width)
        if row.fault and len(source.served) > 1:
            row = Row(source.line, _loosely(source.keep_first_only(), delimiter), _QUOTES)
        yield row


def _loosely(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)


def _fitted(line: int, cells: list[str], width: int | None) -> Row:
    if width is None or len(cells) == width:
        return Row(line, cells)
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return Row(line, cells[:width])
    return Row(line, cells, misfit_reason(len(cells), width))


def misfit_reason(seen: int, expected: int) -> Text:
    """Say that a record has too few or too many cells."""
    if seen < expected:
        return Text(
            f"ligne trop courte : {seen} cellules, {expected} attendues.",
            f"row too short: {seen} cells, {expected} expected.",
        )
    return Text(
        f"ligne trop longue : {seen} cellules, {expected} attendues (un séparateur dans une valeur sans "
        "guillemets ?).",
        f"row too long: {seen} cells, {expected} expected (a separator inside an unquoted value?).",
    )


def batch_of(rows: Sequence[Row], width: int) -> Batch:
    """Make one batch of rows of one width and of rows at fault."""
    good = [row for row in rows if row.fault is None]
    columns = zip(*(row.cells for row in good), strict=True) if good else [()] * width
    frame = pl.DataFrame(
        [
            pl.Series("line", [row.line for row in good], dtype=pl.Int64),
            *(pl.Series(str(i), list(cells), dtype=pl.String) for i, cells in enumerate(columns)),
        ]
    )
    return Batch(frame, [row for row in rows if row.fault is not None])


class StrictCsv:
    """A grid over any delimited file, however irregular."""

    def __init__(self, file: TextFile, delimiter: str, header: Sequence[str], data_line: int) -> None:
        self.header = tuple(header)
        self._file, self._delimiter, self._data_line = file, delimiter, data_line

    def batches(self, wanted: Sequence[int] | None = None) -> Iterator[Batch]:
        """Yield the records in order; raises NotRectangular, and what the text file raises."""
        width, names = len(self.header), None if wanted is None else ["line", *map(str, wanted)]
        lines = self._file.lines()
        for _ in range(self._data_line - 1):
            next(lines, None)
        rows: list[Row] = []
        good = misfits = 0
        for row in records(lines, self._delimiter, width=width, first_line=self._data_line):
            rows.append(row)
            if len(rows) >= BATCH_ROWS:
                batch = batch_of(rows, width)
                good, misfits = good + batch.frame.height, misfits + len(batch.misfits)
                if misfits > max(good, MISFITS_LIMIT):
                    raise NotRectangular(self._file.path, row.line, misfits, width)
                yield _select(batch, names)
                rows = []
        if rows:
            yield _select(batch_of(rows, width), names)

    def address(self, column: int, line: int) -> str | None:  # noqa: ARG002 - a text file has no cell names
        """Return None: lines and headers are all a text file has."""
        return None


def _select(batch: Batch, names: list[str] | None) -> Batch:
    return batch if names is None else Batch(batch.frame.select(names), batch.misfits)
