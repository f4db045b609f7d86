"""Reads rows in columns: one consistent view of the database, streamed in batches of bounded size."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl
from django.db import connection

from filon.terms.faults import InternalFault

BATCH_ROWS = 100_000


class ReadInsideWrite(InternalFault):
    """The records were to be read for the lake in the middle of a write."""

    def __init__(self) -> None:
        super().__init__(
            "Publication demandée au milieu d'une écriture : ce qui n'est pas validé ne part pas dans le lac. "
            "Publiez une fois l'écriture terminée.",
            "A publication was asked for in the middle of a write: what is not committed never enters the lake. "
            "Publish once the write is over.",
        )


class Kind(StrEnum):
    """How a column leaves the database."""

    INTEGER = "integer"
    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"  # UTC, without zone
    FLAG = "flag"  # 0 or 1
    DECIMAL = "decimal"  # up to six places, exact below 2**53 millionths


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a feed: its name in the lake's words and the SQL that gives it."""

    name: str
    sql: str
    kind: Kind = Kind.INTEGER


@contextmanager
def consistent() -> Iterator[None]:
    """Make every read of the block see the same committed state, without holding up any write.

    Raises ReadInsideWrite inside a transaction.
    """
    if connection.in_atomic_block:
        raise ReadInsideWrite
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def among(sql: str, ids: Iterable[int]) -> tuple[str, list[Any]]:
    """Return the SQL condition that `sql` is one of the ids, and its parameter, for any number of ids."""
    if connection.vendor == "sqlite":
        return f"{sql} IN (SELECT value FROM json_each(%s))", [json.dumps(list(ids))]
    return f"{sql} = ANY(%s)", [list(ids)]


def numbers(query: str, parameters: Sequence[Any] = ()) -> set[int]:
    """Return the numbers that a query of one column gives, empty ones left out."""
    with connection.cursor() as cursor:
        cursor.execute(query, list(parameters))
        return {value for (value,) in cursor.fetchall() if value is not None}


def stream(columns: Sequence[Column], rest: str, parameters: Sequence[Any] = ()) -> Iterator[pl.DataFrame]:
    """Yield the rows of `SELECT columns rest` in frames of at most BATCH_ROWS rows, at least one frame.

    On PostgreSQL the cursor stays on the server, so memory is bounded on both databases.
    """
    query = f"SELECT {', '.join(_leaving(column) for column in columns)} {rest}"
    empty = True
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, list(parameters))
        while rows := cursor.fetchmany(BATCH_ROWS):
            empty = False
            yield _frame(columns, list(zip(*rows, strict=True)))
    if empty:
        yield _frame(columns, [()] * len(columns))


def read(columns: Sequence[Column], rest: str, parameters: Sequence[Any] = ()) -> pl.DataFrame:
    """Return all the rows of `SELECT columns rest` as one frame."""
    return pl.concat(stream(columns, rest, parameters))


def _leaving(column: Column) -> str:
    """Return the SQL by which a column leaves as a plain number or text, whatever the database."""
    match column.kind:
        case Kind.DAY:
            return f"CAST({column.sql} AS TEXT)"
        case Kind.INSTANT if connection.vendor == "postgresql":
            return f"to_char({column.sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        case Kind.INSTANT:
            return f"CAST({column.sql} AS TEXT)"
        case Kind.FLAG:
            return f"CAST({column.sql} AS INTEGER)"
        case Kind.DECIMAL:
            return f"CAST({column.sql} AS DOUBLE PRECISION)"
        case _:
            return column.sql


def _frame(columns: Sequence[Column], values: Sequence[Sequence[Any]]) -> pl.DataFrame:
    return pl.DataFrame([_series(column, value) for column, value in zip(columns, values, strict=True)])


def _series(column: Column, values: Sequence[Any]) -> pl.Series:
    match column.kind:
        case Kind.TEXT:
            return pl.Series(column.name, values, pl.String)
        case Kind.DAY:
            return pl.Series(column.name, values, pl.String).str.to_date("%Y-%m-%d")
        case Kind.INSTANT:
            text = pl.Series(column.name, values, pl.String)
            return text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
        case Kind.FLAG:
            return pl.Series(column.name, values, pl.Int8)
        case Kind.DECIMAL:
            return (pl.Series(column.name, values, pl.Float64) * 1_000_000).round().cast(pl.Int64)
        case _:
            return pl.Series(column.name, values, pl.Int64)
