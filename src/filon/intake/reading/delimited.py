"""Opens a delimited text: its encoding, its separator, its first rows, and the grid that fits it."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from filon.intake.reading.encoding import decide_encoding
from filon.intake.reading.faults import EmptyFile, TooManyColumns
from filon.intake.reading.recognise import PREVIEW_ROWS, Header
from filon.intake.reading.regular import RegularCsv
from filon.intake.reading.shapes import Grid, Row
from filon.intake.reading.strict import StrictCsv, records
from filon.intake.reading.text_file import Inspection, TextFile, lines_of
from filon.intake.reading.words import fold
from filon.terms.text import Text

DELIMITERS = (",", ";", "\t", "|")
MAX_COLUMNS = 1000
_HEAD_CHARACTERS = 1 << 18


@dataclass(frozen=True, slots=True)
class Delimited:
    """A delimited text ready to be recognised."""

    file: TextFile
    delimiter: str
    rows: list[Row]
    notes: list[Text]


def open_delimited(
    path: Path,
    head: bytes,
    inspection: Inspection,
    *,
    encoding: str | None,
    delimiter: str | None,
    words: frozenset[str],
) -> Delimited:
    """Find the encoding and the separator; `words` are the folded headers that may be expected.

    Raises UndecodableText, MixedEncodings, UnknownEncoding, EmptyFile or TooManyColumns.
    """
    name, notes = decide_encoding(path, head, utf8=inspection.utf8, asked=encoding)
    file = TextFile(path, name)
    text = file.head(_HEAD_CHARACTERS)
    hint, skip = _separator_line(text)
    chosen = delimiter or hint or _best_delimiter(text, words)
    rows = [row for row in _preview(text, chosen) if row.line > skip]
    if not rows:
        raise EmptyFile(path)
    width = max(len(row.cells) for row in rows)
    if width > MAX_COLUMNS:
        raise TooManyColumns(path, width, MAX_COLUMNS)
    return Delimited(file, chosen, rows, notes)


def grid_over(delimited: Delimited, header: Header) -> Grid:
    """Return the fast grid where every line is proved to be a record, the careful one elsewhere."""
    regular = RegularCsv(delimited.file, delimited.delimiter, header.names, header.data_line)
    if regular.is_regular():
        return regular
    return StrictCsv(delimited.file, delimited.delimiter, header.names, header.data_line)


def _separator_line(text: str) -> tuple[str | None, int]:
    """Read the `sep=;` line that Excel understands."""
    first = text.split("\n", 1)[0].strip()
    if first.casefold().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], 1
    return None, 0


def _preview(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    for row in records(lines_of(text), delimiter, width=None):
        rows.append(row)
        if len(rows) == PREVIEW_ROWS:
            break
    return [row for row in rows if any(cell.strip() for cell in row.cells)]


def _best_delimiter(text: str, words: frozenset[str]) -> str:
    """Choose the separator that shows known headers, then the one that gives rows of one width."""
    return max(DELIMITERS, key=lambda delimiter: _fitness(_preview(text, delimiter), words))


def _fitness(rows: Sequence[Row], words: frozenset[str]) -> tuple[int, float, int]:
    known = max((sum(fold(cell) in words for cell in row.cells) for row in rows), default=0)
    widths = Counter(len(row.cells) for row in rows)
    if not widths:
        return 0, 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return known, count / len(rows) if width > 1 else 0.0, width


def check_delimiter(delimiter: str) -> bool:
    """Tell whether a text can be a separator."""
    try:
        csv.reader([], delimiter=delimiter)
    except (TypeError, ValueError):
        return False
    return len(delimiter) == 1 and delimiter not in '"\r\n' and delimiter.isascii()
