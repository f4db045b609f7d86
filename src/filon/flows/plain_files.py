"""Reads a plain file of somebody's own for one calculation: only its columns have to be named."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import polars as pl

from filon.intake.kind import Kind
from filon.intake.mapping import Mapping, Source, Table
from filon.intake.reading import Reading, ReadOptions, read_path
from filon.intake.reading.doubts import MissingColumn, UnknownKind, headers_of
from filon.intake.reading.faults import FileFault
from filon.terms.text import Text


class NoSuchColumns(FileFault):
    """The file lacks the columns of its kind."""

    def __init__(self, path: Path, kind: Kind) -> None:
        names = ", ".join(column.name for column in kind.columns if column.required)
        super().__init__(
            path,
            f"colonnes attendues pour les {kind.label.fr} : {names}. Donnez-leur ces titres sur la première ligne.",
            f"columns expected for {kind.label.en}: {names}. Give them these headers on the first line.",
        )


class BadLine(FileFault):
    """A line of the file cannot be what it should."""

    def __init__(self, path: Path, line: int, reason: Text) -> None:
        super().__init__(path, f"ligne {line} : {reason.fr}", f"line {line}: {reason.en}")


def rows_of(path: Path, kind: Kind, options: ReadOptions) -> pl.DataFrame:
    """Return the rows of a file with the columns of a kind. Raises NoSuchColumns, BadLine and those of `read_path`."""
    options = replace(options, mapping=Mapping(kind.name, tuple(_tables(kind))))
    try:
        (reading, *_) = read_path(path, options)
    except (MissingColumn, UnknownKind) as fault:
        raise NoSuchColumns(path, kind) from fault
    if reading.kind is not kind:
        raise NoSuchColumns(path, kind)
    return pl.concat(_good(path, reading))


def _good(path: Path, reading: Reading) -> Iterator[pl.DataFrame]:
    for chunk in reading.chunks():
        for reject in chunk.rejects:
            raise BadLine(path, reject.line, reject.reason)
        yield chunk.rows


def _tables(kind: Kind) -> Iterator[Table]:
    """Yield a table for each way to call the columns, with the optional ones first."""
    required = [column for column in kind.columns if column.required]
    optional = [column for column in kind.columns if not column.required]
    for columns in ([*required, *optional], required) if optional else (required,):
        for headers in product(*(headers_of(column) for column in columns)):
            named = zip(columns, headers, strict=True)
            yield Table(kind, {column.name: Source(header=header) for column, header in named})
