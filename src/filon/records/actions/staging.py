"""A place to gather rows before they enter a table in one statement, on either database."""

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection, models

if TYPE_CHECKING:
    import polars as pl

STAGE = "stage"


class Stage(Protocol):
    """Rows waiting to enter a table; `table` is the quoted name to read them from."""

    table: str

    def write(self, rows: "pl.DataFrame") -> None:
        """Add rows: `line` and one column per staged field, named as in the database."""

    def close(self) -> None:
        """Wait until everything is written; nothing may be read before."""


@contextmanager
def staging(model: type[models.Model], fields: Sequence[str]) -> Iterator[Stage]:
    """Open a stage for some fields (attribute names) of a model.

    It must surround the transaction: on SQLite the staging file can only be let go after it.
    """
    columns = {"line": "bigint", **{name: _type(model, name) for name in fields}}
    if connection.vendor == "postgresql":
        yield _TemporaryTable(columns)
    else:
        with tempfile.TemporaryDirectory(prefix="filon-staging-") as folder:
            stage = _StagingFile(Path(folder) / "staging.sqlite3", columns)
            try:
                yield stage
            finally:
                stage.discard()


def _type(model: type[models.Model], name: str) -> str:
    field: Any = next(field for field in model._meta.concrete_fields if field.attname == name)
    found: str = field.rel_db_type(connection) if field.remote_field else field.db_type(connection)
    return found


def _declare(columns: dict[str, str]) -> str:
    return ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())


class _TemporaryTable:
    """PostgreSQL: a temporary table filled by COPY, inside the transaction."""

    table = f'"{STAGE}"'

    def __init__(self, columns: dict[str, str]) -> None:
        self._columns = columns
        self._made = False

    def write(self, rows: "pl.DataFrame") -> None:
        self._make()
        ordered = rows.select(list(self._columns))
        with connection.cursor() as cursor:
            names = ", ".join(f'"{name}"' for name in self._columns)
            with cursor.cursor.copy(f"COPY {self.table} ({names}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(ordered.write_csv(include_header=False, quote_style="non_numeric").encode())

    def close(self) -> None:
        self._make()
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.table}")

    def _make(self) -> None:
        if not self._made:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"CREATE TEMPORARY TABLE {self.table} ({_declare(self._columns)}) ON COMMIT DROP"
                )
            self._made = True


class _StagingFile:
    """SQLite: a file of its own, filled by Arrow's driver while the next rows are being read."""

    table = f'staging."{STAGE}"'

    def __init__(self, path: Path, columns: dict[str, str]) -> None:
        from adbc_driver_sqlite import dbapi

        self._columns = columns
        self._connection = dbapi.connect(str(path), autocommit=True)
        self._cursor = self._connection.cursor()
        for statement in (
            "PRAGMA synchronous=OFF",
            "PRAGMA journal_mode=OFF",
            f'CREATE TABLE "{STAGE}" ({_declare(columns)})',
            "BEGIN",
        ):
            self._cursor.execute(statement)
        self._writer = ThreadPoolExecutor(max_workers=1)
        self._last: Future[int] | None = None
        self._path = path
        self._open = True
        self._attached = False

    def write(self, rows: "pl.DataFrame") -> None:
        table = rows.select(list(self._columns)).to_arrow()
        self._wait()
        self._last = self._writer.submit(self._cursor.adbc_ingest, STAGE, table, mode="append")

    def _wait(self) -> None:
        if self._last is not None:
            self._last.result()
            self._last = None

    def close(self) -> None:
        """Seal the file and attach it: attached any sooner, the transaction would lock it."""
        self._shut()
        with connection.cursor() as cursor:
            cursor.execute("ATTACH DATABASE %s AS staging", [str(self._path)])
        self._attached = True

    def discard(self) -> None:
        """Let the file go."""
        if self._open:
            self._shut()
        if self._attached:
            with connection.cursor() as cursor:
                cursor.execute("DETACH DATABASE staging")

    def _shut(self) -> None:
        self._open = False
        try:
            self._wait()
            self._cursor.execute("COMMIT")
        finally:
            self._writer.shutdown()
            self._cursor.close()
            self._connection.close()
