"""Makes a table's indexes after its first many rows, on SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

MANY = 50_000


@contextmanager
def late_indexes(model: type[models.Model], count: int) -> Iterator[None]:
    """Leave out the indexes of an empty table while `count` rows enter it, if these are many.

    Making them afterwards sorts once instead of balancing a tree for every row; a unique one still
    refuses rows that are alike. PostgreSQL forbids it while foreign keys wait to be checked.
    """
    if connection.vendor != "sqlite" or count < MANY or model._default_manager.exists():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
            [model._meta.db_table],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _, statement in indexes:
            cursor.execute(statement)
