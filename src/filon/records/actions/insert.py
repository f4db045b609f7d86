"""Inserts plain rows in bulk: the records that files name without describing them."""

from typing import TYPE_CHECKING

from django.db import connection, models

from filon.records.actions.change import OpenChange
from filon.records.actions.indexes import late_indexes

if TYPE_CHECKING:
    import polars as pl


def insert(opened: OpenChange, model: type[models.Model], rows: "pl.DataFrame") -> None:
    """Insert rows, one text column per attribute of the model, marked with the change.

    Raises IntegrityError where a row breaks a constraint of the table.
    """
    import polars as pl

    marked = rows.with_columns(change_id=pl.lit(opened.id), created_id=pl.lit(opened.id))
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = ", ".join(quote(name) for name in marked.columns)
    with late_indexes(model, marked.height), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(marked.write_csv(include_header=False, quote_style="non_numeric").encode())
        else:
            holes = ", ".join(["%s"] * len(marked.columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", marked.rows())
