"""Takes staged rows into a table: new ones are inserted, altered ones revised, identical ones left alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models

from filon.records.actions.change import OpenChange
from filon.records.actions.indexes import MANY, late_indexes
from filon.records.actions.staging import Stage

ROOM_KIB = 512 * 1024  # where SQLite keeps the pages that many rows touch: contacts are met in any order


@dataclass(frozen=True, slots=True)
class Stored:
    """How many staged rows were new, altered, the same, or left as a person had edited them."""

    created: int
    changed: int
    identical: int
    kept: int


def store(
    opened: OpenChange, model: type[models.Model], stage: Stage, *, key: str, fields: Sequence[str]
) -> Stored:
    """Take a stage whose `key` values are all different into the table of a model.

    `fields` are the staged attribute names, the key among them; fields that are not staged keep what
    they hold. A row that a person edited by hand is never overwritten. What an altered row held before
    goes into the revisions.
    """
    sql = _Statements(opened, model, stage, key, fields)
    with connection.cursor() as cursor:

        def run(statement: str) -> int:
            cursor.execute(statement)
            return int(cursor.rowcount)

        def count(query: str) -> int:
            cursor.execute(query)
            return int(cursor.fetchone()[0])

        staged = count(f"SELECT count(*) FROM {stage.table}")
        with _roomy(staged), late_indexes(model, staged):
            created = run(sql.insert)
        if created == staged:
            return Stored(created, 0, 0, 0)
        kept = count(f"SELECT count(*) FROM {sql.altered} AND t.edited_at IS NOT NULL")
        changed = run(sql.revise)
        run(sql.update)
    return Stored(created, changed, staged - created - changed - kept, kept)


@contextmanager
def _roomy(count: int) -> Iterator[None]:
    """Let SQLite keep more of its pages in memory while many rows enter a table."""
    if connection.vendor != "sqlite" or count < MANY:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{ROOM_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {int(usual)}")


class _Statements:
    """The statements of one store, in the dialect of the database."""

    def __init__(
        self, opened: OpenChange, model: type[models.Model], stage: Stage, key: str, fields: Sequence[str]
    ) -> None:
        quote = connection.ops.quote_name
        table = quote(model._meta.db_table)
        sqlite = connection.vendor == "sqlite"
        columns = [quote(name) for name in fields]
        differs = " OR ".join(
            f"t.{column} {'IS NOT' if sqlite else 'IS DISTINCT FROM'} s.{column}"
            for column in columns
            if column != quote(key)
        )
        same_row = f"t.{quote(key)} = s.{quote(key)} AND t.voided_at IS NULL AND t.created_id <> {opened.id}"
        self.altered = f"{table} t JOIN {stage.table} s ON {same_row} WHERE ({differs or 'FALSE'})"
        self.insert = (
            f"INSERT INTO {table} ({', '.join(columns)}, change_id, created_id) "
            f"SELECT {', '.join(columns)}, {opened.id}, {opened.id} FROM {stage.table} WHERE TRUE "
            "ON CONFLICT DO NOTHING"
        )
        pairs = ", ".join(f"'{name}', t.{quote(name)}" for name in fields)
        before = f"json_object({pairs})" if sqlite else f"jsonb_build_object({pairs})"
        self.revise = (
            f'INSERT INTO records_revision (change_id, "table", record_id, previous_change_id, before) '
            f"SELECT {opened.id}, '{model._meta.model_name}', t.id, t.change_id, {before} "
            f"FROM {self.altered} AND t.edited_at IS NULL"
        )
        target = table if sqlite else f"{table} AS t"
        alias = "" if not sqlite else " AS t"
        self.update = (
            f"UPDATE {target}{alias} SET "
            + ", ".join(f"{column} = s.{column}" for column in columns)
            + f", change_id = {opened.id} FROM {stage.table} s "
            f"WHERE {same_row} AND t.edited_at IS NULL AND ({differs or 'FALSE'})"
        )
