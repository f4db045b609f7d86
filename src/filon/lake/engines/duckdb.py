"""DuckDB inside the process, kept warm and shut in: it reads the lake's folder and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis.backends.duckdb import Backend
from ibis.backends.sql.datatypes import DuckDBType

from filon.lake.tables import Expression, PinnedTable

IN_MEMORY_BYTES = 64 * 2**20  # a compressed table up to this size is kept in memory
# After so many changes of files such a table is read anew: what was taken out of it still takes room.
RENEWALS = 50
KEPT_STATEMENTS = 1024
BATCH_ROWS = 10_000
_FILE = "filon_file"  # the number of the file that a row in memory came from


class DuckDBEngine:
    """One in-memory connection. Not for two threads at once: the caller keeps them apart.

    Tables of up to `in_memory_bytes` are kept in memory: of another version, only the files that changed are read.
    """

    def __init__(self, folder: Path, *, in_memory_bytes: int = IN_MEMORY_BYTES) -> None:
        self._in_memory_bytes = in_memory_bytes
        self._held: dict[str, _Held] = {}
        self._connection = duckdb.connect()
        # In this order: the folder must be allowed before access is closed, and closed before it is locked.
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute(f"SET allowed_directories = [{_text(str(folder))}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def open(self, table: PinnedTable) -> Expression:
        """Return the rows of a pinned table as an Ibis table."""
        schema = ibis.Schema.from_pyarrow(table.schema)
        types = {f'"{name}"': DuckDBType.to_string(dtype) for name, dtype in schema.items()}
        columns = ", ".join(f"{name}::{type_} AS {name}" for name, type_ in types.items())
        if not table.files:
            nothing = ", ".join(f"NULL::{type_} AS {name}" for name, type_ in types.items())
            rows = f"SELECT {nothing} WHERE FALSE"
        elif table.size > self._in_memory_bytes:
            self._held.pop(table.name, None)
            self._connection.execute(f"DROP TABLE IF EXISTS {_memory(table.name)}")
            rows = f"SELECT {columns} FROM {_files(table.files)}"
        else:
            rows = f"SELECT {', '.join(types)} FROM {self._kept(table, columns)}"
        self._connection.execute(f'CREATE OR REPLACE VIEW "{table.name}" AS {rows}')
        # Bound to no connection and to no version: its SQL is written once for all of them.
        return ibis.table(schema, name=table.name)

    def batches(self, expression: Expression) -> Iterator[list[dict[str, Any]]]:
        """Run an Ibis table expression and give its rows in batches."""
        names = expression.columns
        cursor = self._connection.cursor().execute(_sql(expression.op()))
        while found := cursor.fetchmany(BATCH_ROWS):
            yield [dict(zip(names, row, strict=True)) for row in found]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _kept(self, table: PinnedTable, columns: str) -> str:
        """Return the quoted name of a table in memory that holds a pinned one, with the number of each row's file."""
        # Taken out until it is whole again: one that could not be brought up to date is read anew.
        name, held = _memory(table.name), self._held.pop(table.name, None)
        new = [file for file in table.files if held is None or file not in held.files]
        if held is None or held.renewals == RENEWALS or 2 * len(new) > len(table.files):
            rows = f"SELECT {columns}, file_index AS {_FILE} FROM {_files(table.files)}"
            self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {rows}")
            numbers = {file: number for number, file in enumerate(table.files)}
            held = _Held(numbers, len(numbers))
        else:
            gone = [str(held.files.pop(file)) for file in held.files.keys() - set(table.files)]
            if gone:
                self._connection.execute(f"DELETE FROM {name} WHERE {_FILE} IN ({', '.join(gone)})")
            if new:
                rows = f"SELECT {columns}, {held.next} + file_index FROM {_files(new)}"
                self._connection.execute(f"INSERT INTO {name} {rows}")
            held.files |= {file: held.next + place for place, file in enumerate(new)}
            held.next += len(new)
            held.renewals += 1
        self._held[table.name] = held
        return name


@dataclass
class _Held:
    """The files of a table in memory, by number, the number of the next, and how often they changed."""

    files: dict[str, int]
    next: int
    renewals: int = 0


def _memory(name: str) -> str:
    return f'"{name} in memory"'


def _files(files: Iterable[str]) -> str:
    return f"read_parquet([{', '.join(map(_text, files))}], hive_partitioning = true, hive_types_autocast = false)"


@lru_cache(maxsize=KEPT_STATEMENTS)
def _sql(operation: Any) -> str:
    """Return the SQL of an expression: to write it takes as long as to run it."""
    sql: str = Backend().compile(operation.to_expr())
    return sql


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
