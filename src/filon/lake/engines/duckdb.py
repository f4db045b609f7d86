"""DuckDB inside the process, kept warm and shut in: it reads the lake's folder and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import ibis

from filon.lake.tables import Expression, PinnedTable

IN_MEMORY_BYTES = 64 * 2**20  # a compressed table up to this size is read once per snapshot, not per query

KEPT_STATEMENTS = 1024
BATCH_ROWS = 10_000


class DuckDBEngine:
    """One in-memory connection. Not for two threads at once: the caller keeps them apart.

    Tables of up to `in_memory_bytes` are read once and kept.
    """

    def __init__(self, folder: Path, *, in_memory_bytes: int = IN_MEMORY_BYTES) -> None:
        self._in_memory_bytes = in_memory_bytes
        self._connection = duckdb.connect()
        self._sql: dict[Any, str] = {}
        self._ibis = ibis.duckdb.from_connection(self._connection)
        # In this order: the folder must be allowed before access is closed, and closed before it is locked.
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute(f"SET allowed_directories = [{_text(str(folder))}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def open(self, table: PinnedTable) -> Expression:
        """Return the rows of a pinned table as an Ibis table."""
        name = f"{table.name}_{table.version}"
        self._forget(table.name)
        if not table.files:
            self._connection.register("filon_empty", table.schema.empty_table())
            self._connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM filon_empty')
            self._connection.unregister("filon_empty")
            return self._ibis.table(name)
        files = ", ".join(_text(file) for file in table.files)
        kind = "TABLE" if table.size <= self._in_memory_bytes else "VIEW"
        columns = ", ".join(f'"{column}"' for column in table.schema.names)
        rows = f"read_parquet([{files}], hive_partitioning = true, hive_types_autocast = false)"
        self._connection.execute(f'CREATE {kind} "{name}" AS SELECT {columns} FROM {rows}')
        return self._ibis.table(name).cast(dict(ibis.Schema.from_pyarrow(table.schema).items()))

    def batches(self, expression: Expression) -> Iterator[list[dict[str, Any]]]:
        """Run an Ibis table expression and give its rows in batches; its SQL is written once and kept."""
        operation = expression.op()
        sql = self._sql.get(operation)
        if sql is None:
            if len(self._sql) >= KEPT_STATEMENTS:
                self._sql.clear()
            sql = self._sql[operation] = self._ibis.compile(expression)
        names = expression.columns
        cursor = self._connection.cursor().execute(sql)
        while found := cursor.fetchmany(BATCH_ROWS):
            yield [dict(zip(names, row, strict=True)) for row in found]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _forget(self, name: str) -> None:
        # A name by its whole: "calls_3" is not a version of "calls_daily".
        rows = self._connection.execute(
            "SELECT table_name, table_type FROM information_schema.tables WHERE regexp_full_match(table_name, ?)",
            [f"{name}_[0-9]+"],
        ).fetchall()
        for old, kind in rows:
            self._connection.execute(f'DROP {"VIEW" if kind == "VIEW" else "TABLE"} "{old}"')


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
