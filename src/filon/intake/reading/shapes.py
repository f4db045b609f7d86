"""The shapes that pass between the steps of reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

import polars as pl

from filon.intake.mapping import Mapping
from filon.terms.text import Text

DateOrder = Literal["dmy", "mdy", "ymd"]
DecimalSign = Literal["comma", "point"]

NUMBER_MARK = "\ufdd0"
"""Put before a number that a workbook stores as one: its decimal sign is not in doubt.

It is a Unicode noncharacter, which no text may hold.
"""

SPACES = (" ", "\t", "\n", "\r", "\u00a0", "\u202f", "\u2009")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the person settled beforehand; None leaves it to be found in the file."""

    kind: str | None = None
    mapping: Mapping | None = None
    date_order: DateOrder | None = None
    decimal: DecimalSign | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    time_zone: str = "Europe/Paris"
    today: date | None = None


class Reject(NamedTuple):
    """A record left out: where it starts, the source headers at fault (joined by commas), and why."""

    line: int
    column: str | None
    reason: Text


@dataclass(slots=True)
class Chunk:
    """Typed records of some consecutive lines.

    Shapes: `rows` has `line` (Int64) and one typed column per canonical column present; `rejects` and
    `ignored` hold one entry per line left out, so that the three add up to the records read.
    """

    rows: pl.DataFrame
    rejects: list[Reject] = field(default_factory=list)
    ignored: list[Reject] = field(default_factory=list)


class Row(NamedTuple):
    """A record as it stands in the source; `fault` tells why it does not fit the table."""

    line: int
    cells: Sequence[str]
    fault: Text | None = None


@dataclass(slots=True)
class Batch:
    """Source records: `frame` has `line` and one String column per source column, named by its number.

    `spaces` are the kinds of space that may surround a cell.
    """

    frame: pl.DataFrame
    misfits: list[Row] = field(default_factory=list)
    spaces: tuple[str, ...] = SPACES


def empty_frame(width: int) -> pl.DataFrame:
    """Return the frame of a batch without records."""
    return pl.DataFrame(schema={"line": pl.Int64, **{str(i): pl.String for i in range(width)}})


class Grid(Protocol):
    """A table of texts under a header, read in batches as often as needed."""

    @property
    def header(self) -> tuple[str, ...]:
        """The source's headers, in order."""

    def batches(self, wanted: Sequence[int] | None = None) -> Iterator[Batch]:
        """Yield the records in order, with all columns or only the wanted ones."""

    def address(self, column: int, line: int) -> str | None:
        """Return how the source names a cell (`D12`), None where lines and headers are all there is."""
