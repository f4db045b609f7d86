"""Delimited text in which every line is one whole record: the fast way, proved before it is taken."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from filon.intake.reading.shapes import SPACES, Batch
from filon.intake.reading.text_file import TextFile

_LF, _CR, _QUOTE = 10, 13, 34
_Places = npt.NDArray[np.int64]


class RegularCsv:
    """A grid over a file for which `is_regular` holds."""

    def __init__(self, file: TextFile, delimiter: str, header: Sequence[str], data_line: int) -> None:
        self.header = tuple(header)
        self._file, self._delimiter, self._data_line = file, delimiter, data_line

    def is_regular(self) -> bool:
        """Tell whether every line is one record of the header's width, its quotes paired and in place."""
        delimiter, width = ord(self._delimiter), len(self.header)
        if _has_lone_return(next(self._file.blocks(), b"")):  # then no line feed ends the header
            return False
        last = b""
        for block in self._file.blocks(self._data_line - 1):
            if last and not _regular(last, delimiter, width):
                return False
            last = block
        last = last.rstrip(b"\r\n")  # blank lines at the end are no records
        return not last or _regular(last, delimiter, width)

    def batches(self, wanted: Sequence[int] | None = None) -> Iterator[Batch]:
        """Yield the records in order; raises what the text file raises."""
        names = [str(i) for i in range(len(self.header))]
        indices = list(range(len(names)) if wanted is None else sorted(wanted))
        line = self._data_line
        for block in self._file.blocks(self._data_line - 1):
            if block.isspace():
                continue
            frame = pl.read_csv(
                block,
                has_header=False,
                new_columns=names,
                columns=indices,
                separator=self._delimiter,
                infer_schema=False,
            )
            numbered = frame.with_row_index("line", line).with_columns(pl.col("line").cast(pl.Int64))
            yield Batch(numbered, spaces=tuple(space for space in SPACES if space.encode() in block))
            line += frame.height

    def address(self, column: int, line: int) -> str | None:  # noqa: ARG002 - a text file has no cell names
        """Return None: lines and headers are all a text file has."""
        return None


def _regular(block: bytes, delimiter: int, width: int) -> bool:
    if _has_lone_return(block) or b"\0" in block:
        return False
    data = np.frombuffer(block if block.endswith(b"\n") else block + b"\n", np.uint8)
    ends = np.flatnonzero(data == _LF)
    if _has_blank_line(data, ends):
        return False
    delimiters = np.flatnonzero(data == delimiter)
    if b'"' in block:
        quotes = np.flatnonzero(data == _QUOTE)
        if not _quotes_in_place(data, quotes, delimiter) or bool((np.searchsorted(quotes, ends) % 2).any()):
            return False
        delimiters = _outside(delimiters, quotes)
    counts = np.diff(np.searchsorted(delimiters, ends), prepend=0)
    return bool((counts == width - 1).all())


def _has_lone_return(block: bytes) -> bool:
    return block.count(b"\r") != block.count(b"\r\n")


def _has_blank_line(data: npt.NDArray[np.uint8], ends: _Places) -> bool:
    starts = np.concatenate(([0], ends[:-1] + 1))
    first = data[starts]
    return bool(((first == _LF) | (first == _CR)).any())


def _quotes_in_place(data: npt.NDArray[np.uint8], quotes: _Places, delimiter: int) -> bool:
    """Tell whether each quote opens a field, closes one, or is one of a doubled pair inside one."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, data[opening - 1], _LF)
    doubled_before = np.concatenate(([False], opening[1:] == closing[:-1] + 1))
    after = data[closing + 1]
    doubled_after = np.concatenate((opening[1:] == closing[:-1] + 1, [False]))
    opens = (before == delimiter) | (before == _LF) | doubled_before
    closes = (after == delimiter) | (after == _LF) | (after == _CR) | doubled_after
    return bool(opens.all() and closes.all())


def _outside(delimiters: _Places, quotes: _Places) -> _Places:
    """Return the delimiters that do not stand between an opening quote and its closing one."""
    opening, closing = quotes[0::2], quotes[1::2]
    apart = closing > opening + 1
    opening, closing = opening[apart], closing[apart]
    if not len(opening):
        return delimiters
    first, last = np.searchsorted(delimiters, opening), np.searchsorted(delimiters, closing)
    if bool((first == last).all()):
        return delimiters
    inside = np.zeros(len(delimiters) + 1, np.int64)
    np.add.at(inside, first, 1)
    np.add.at(inside, last, -1)
    kept: _Places = delimiters[np.cumsum(inside[:-1]) == 0]
    return kept
