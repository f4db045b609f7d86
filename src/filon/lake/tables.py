"""Reads one consistent state of the lake: the table versions that `snapshot.json` pins, as Ibis tables."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pyarrow as pa

from filon.lake.facts import SCHEMA_VERSION, TABLES
from filon.terms.faults import Fault
from filon.terms.outcome import OTHER_REASON

if TYPE_CHECKING:
    from deltalake import DeltaTable

Expression: TypeAlias = Any  # an Ibis table, column or scalar: Ibis ships no types


class LakeMissing(Fault):
    """There is no lake, or it was never published whole."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Aucun lac publié dans {path}. Lancez « filon lake publish », puis redemandez les chiffres.",
            f"No published lake in {path}. Run “filon lake publish”, then ask for the figures again.",
        )


class LakeOutdated(Fault):
    """The lake was written with another schema."""

    def __init__(self, path: Path, seen: object) -> None:
        super().__init__(
            f"Le lac de {path} suit le schéma {seen}, cette version de Filon lit le schéma {SCHEMA_VERSION}. "
            "Lancez « filon lake rebuild » : les données n'y perdent rien.",
            f"The lake in {path} follows schema {seen}, this version of Filon reads schema {SCHEMA_VERSION}. "
            "Run “filon lake rebuild”: no data is lost.",
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was published last: up to which journal entry, when (local time), and the version of each table.

    `made_at` is when the lake was last made whole: versions of two makings have nothing in common.
    """

    sequence: int
    published_at: datetime
    rule: str
    made_at: str
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PinnedTable:
    """The Parquet files of one version of a table, with their total size in bytes."""

    name: str
    version: int
    folder: Path
    files: tuple[str, ...]
    size: int
    schema: pa.Schema


class TableEngine(Protocol):
    """What turns pinned files into Ibis tables; one per execution engine."""

    def open(self, table: PinnedTable) -> Expression:
        """Return the rows of a pinned table as an Ibis table."""

    def batches(self, expression: Expression) -> Iterator[list[dict[str, Any]]]:
        """Run an Ibis table expression over opened tables and give its rows, some thousands at a time."""

    def close(self) -> None:
        """Let go of the connection."""


@dataclass
class Lake:
    """A reader of the lake in `path`; `connect` makes its engine (DuckDB inside the process by default).

    Raises LakeMissing where nothing was published, LakeOutdated where the schema differs.
    """

    path: Path
    connect: Callable[[Path], TableEngine] | None = None
    snapshot: Snapshot = field(init=False)
    _stamp: tuple[int, int] = field(init=False, default=(0, 0))
    _engine: TableEngine | None = field(init=False, default=None)
    _tables: dict[str, tuple[PinnedTable, Expression]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.path = self.path.absolute()
        self.refresh()

    def refresh(self) -> bool:
        """Read the snapshot again if it was replaced, and tell whether it was."""
        file = self.path / "snapshot.json"
        try:
            status = file.stat()
            stamp = (status.st_ino, status.st_mtime_ns)
            if stamp == self._stamp:
                return False
            found = _read(file)
        except FileNotFoundError as error:
            raise LakeMissing(self.path) from error
        if self._tables and found.made_at != self.snapshot.made_at:
            self._tables.clear()
        self._stamp, self.snapshot = stamp, found
        return True

    def table(self, name: str) -> Expression:
        """Return one table of the snapshot as an Ibis table."""
        return self._opened(name)[1]

    def is_empty(self, name: str) -> bool:
        """Tell whether a table of the snapshot has no row at all."""
        return not self._opened(name)[0].files

    def rows(self, expression: Expression) -> list[dict[str, Any]]:
        """Run an Ibis table expression over tables of this lake and return its rows."""
        return [row for batch in self.batches(expression) for row in batch]

    def batches(self, expression: Expression) -> Iterator[list[dict[str, Any]]]:
        """Run an Ibis table expression over tables of this lake and give its rows in batches."""
        if self._engine is None:
            raise ValueError("the expression is not of this lake")
        return self._engine.batches(expression)

    def _opened(self, name: str) -> tuple[PinnedTable, Expression]:
        version = self.snapshot.versions[name]
        known = self._tables.get(name)
        if known is None or known[0].version != version:
            if self._engine is None:
                self._engine = (self.connect or _duckdb)(self.path)
            table = pinned(self.path, name, version)
            rows = self._engine.open(table)
            if (
                name == "calls"
            ):  # what few prospects say is told apart in the files, and is one value for questions
                reason = rows.refusal_reason
                rows = rows.mutate(
                    refusal_reason=reason.startswith(OTHER_REASON).ifelse(OTHER_REASON, reason)
                )
            known = self._tables[name] = (table, rows)
        return known

    def close(self) -> None:
        """Let go of the engine; the lake opens again when asked."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None
        self._tables.clear()


def pinned(path: Path, name: str, version: int) -> PinnedTable:
    """Return the files of one version of a table of the lake in `path`."""
    from deltalake import DeltaTable

    delta = DeltaTable(path / name, version=version)
    files = tuple(files_of(delta))
    # Not pa.table(), which looks for pandas and so imports it: seconds.
    actions = pa.RecordBatchReader.from_stream(delta.get_add_actions(flatten=True)).read_all()
    size = sum(actions["size_bytes"].to_pylist()) if files else 0
    return PinnedTable(name, version, path / name, files, size, TABLES[name].schema)


def files_of(table: "DeltaTable") -> list[str]:
    """Return the paths of a table's files."""
    # the library gives percent-encoded paths, which engines take literally
    return [unquote(uri) for uri in table.file_uris()]


def _read(file: Path) -> Snapshot:
    content = json.loads(file.read_text(encoding="utf-8"))
    if content.get("schema_version") != SCHEMA_VERSION:
        raise LakeOutdated(file.parent, content.get("schema_version"))
    return Snapshot(
        content["sequence"],
        datetime.fromisoformat(content["published_at"]).astimezone(ZoneInfo(content["time_zone"])),
        content["rule"],
        content["made_at"],
        content["tables"],
    )


def _duckdb(path: Path) -> TableEngine:
    from filon.lake.engines.duckdb import DuckDBEngine

    return DuckDBEngine(path)
