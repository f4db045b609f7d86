"""Compares the lake with the records, table by table, and names every difference."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from filon.lake.facts import TABLES
from filon.lake.publish import snapshot
from filon.lake.publish.balance import unbalanced
from filon.lake.publish.publishing import build, catch_up, continues
from filon.lake.publish.snapshot import Snapshot
from filon.lake.publish.store import scan
from filon.lake.tables import files_of
from filon.records.feeds import journal
from filon.records.feeds.reading import consistent
from filon.terms.text import Text, plural

_UNREADABLE = (DeltaError, TableNotFoundError, duckdb.Error, OSError)
_REMEDY = Text("Lancez « filon lake rebuild ».", "Run “filon lake rebuild”.")
MOST = 1000  # rows that differ are counted up to here


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a table of the lake differs from the records (`lake` for the lake as a whole)."""

    table: str
    text: Text


def verify(lake: Path) -> list[Difference]:
    """Return every difference between the lake and the records; none where the lake is right.

    What is pending is published first. Files are checked for presence, size and content; each table is
    compared, row for row, with one made anew from the records in a folder aside; and its sums with sums
    taken in the database, independently of how the lake is made.
    """
    with snapshot.locked(lake), consistent():
        last = snapshot.read(lake)
        if last is None or not continues(last):
            return [_not_ours()]
        damaged = list(_damaged(lake, last))
        if damaged:
            return damaged
        head = journal.head()
        catch_up(lake, head)
        last = snapshot.read(lake)
        assert last is not None  # noqa: S101 - for the type: it was just written
        aside = lake.with_name(f"{lake.name}.check")
        shutil.rmtree(aside, ignore_errors=True)
        try:
            build(aside, head)
            return list(_compared(lake, last, aside))
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _not_ours() -> Difference:
    return Difference(
        "lake",
        Text(
            "Aucune publication lisible qui vienne de ces enregistrements. Lancez « filon lake publish ».",
            "No readable publication that comes from these records. Run “filon lake publish”.",
        ),
    )


def _damaged(lake: Path, last: Snapshot) -> Iterator[Difference]:
    """Yield the files that the snapshot needs and that are missing, truncated or unreadable."""
    for name, version in last.tables.items():
        try:
            table = DeltaTable(lake / name, version=version)
            sizes = pa.table(table.get_add_actions(flatten=True))["size_bytes"].to_pylist()
        except _UNREADABLE:
            yield _named(
                name, lake / name / "_delta_log", "journal de la table illisible", "table log unreadable"
            )
            continue
        with duckdb.connect() as sql:
            for file, size in zip(map(Path, files_of(table)), sizes, strict=True):
                if not file.exists():
                    yield _named(name, file, "fichier manquant", "file missing")
                elif (seen := file.stat().st_size) != size:
                    fr = f"{seen} octets au lieu de {size}"
                    yield _named(name, file, fr, f"{seen} bytes instead of {size}")
                elif not _readable(sql, name, str(file)):
                    yield _named(name, file, "contenu illisible", "content unreadable")


def _readable(sql: duckdb.DuckDBPyConnection, name: str, file: str) -> bool:
    try:
        sql.execute(f"SELECT bit_xor(hash(t)) FROM ({scan(name, [file])}) t").fetchall()
    except duckdb.Error:
        return False
    return True


def _named(table: str, file: Path, fr: str, en: str) -> Difference:
    where = "/".join(file.parts[-3:])
    return Difference(
        table, Text(f"{table} : {fr} ({where}). {_REMEDY.fr}", f"{table}: {en} ({where}). {_REMEDY.en}")
    )


def _compared(lake: Path, last: Snapshot, aside: Path) -> Iterator[Difference]:
    fresh = snapshot.read(aside)
    assert fresh is not None  # noqa: S101 - for the type: it was just built
    with duckdb.connect() as sql:
        sql.execute("SET memory_limit = '1GB'")
        for name, table in TABLES.items():
            for schema, folder, version in (
                ("ours", lake, last.tables[name]),
                ("theirs", aside, fresh.tables[name]),
            ):
                sql.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
                files = files_of(DeltaTable(folder / name, version=version))
                if files:
                    sql.execute(f"CREATE VIEW {schema}.{name} AS {scan(name, files)}")
                else:
                    sql.register("nothing", table.schema.empty_table())
                    sql.execute(f"CREATE TABLE {schema}.{name} AS SELECT * FROM nothing")
            yield from _rows_differ(sql, name)
        for table_name, text in unbalanced(sql):
            yield Difference(table_name, Text(f"{text.fr} {_REMEDY.fr}", f"{text.en} {_REMEDY.en}"))


def _rows_differ(sql: duckdb.DuckDBPyConnection, name: str) -> Iterator[Difference]:
    sums = [
        sql.execute(f"SELECT count(*), sum(hash(t)::HUGEINT) FROM {schema}.{name} t").fetchone()
        for schema in ("ours", "theirs")
    ]
    if sums[0] == sums[1]:
        return
    keys = ", ".join(f'"{key}"' for key in TABLES[name].key)
    only = {
        schema: sql.execute(
            f"SELECT {keys} FROM (SELECT * FROM {schema}.{name} EXCEPT ALL SELECT * FROM {other}.{name}) LIMIT {MOST}"
        ).fetchall()
        for schema, other in (("theirs", "ours"), ("ours", "theirs"))
    }
    named = [" ".join(map(str, key)) for key in (*only["theirs"], *only["ours"])]
    listed = " ; ".join(list(dict.fromkeys(named))[:3])
    missing, extra = (_rows(len(only[schema])) for schema in ("theirs", "ours"))
    yield Difference(
        name,
        Text(
            f"{name} : {missing.fr} des enregistrements sans pareille dans le lac, {extra.fr} du lac sans pareille "
            f"dans les enregistrements ({', '.join(TABLES[name].key)} : {listed}). {_REMEDY.fr}",
            f"{name}: {missing.en} of the records missing from the lake, {extra.en} of the lake missing from "
            f"the records ({', '.join(TABLES[name].key)}: {listed}). {_REMEDY.en}",
        ),
    )


def _rows(found: int) -> Text:
    many = plural(found, ("ligne", "lignes"), ("row", "rows"))
    return many if found < MOST else Text(f"au moins {many.fr}", f"at least {many.en}")
