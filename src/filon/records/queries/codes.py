"""From the codes that files use to the numbers of the records."""

from typing import TYPE_CHECKING

from django.db import connection, models

if TYPE_CHECKING:
    import polars as pl


def ids_of(model: type[models.Model], field: str, codes: "pl.Series") -> "pl.DataFrame":
    """Return the live rows of a model whose `field` is among `codes` (text, distinct, no null).

    Shapes: columns code (text) and id (int64), one row per code found; the lowest id where several rows
    share a code.
    """
    import polars as pl

    quote = connection.ops.quote_name
    parts: list[pl.DataFrame] = [_frame([])]
    with connection.cursor() as cursor:
        for start in range(0, len(codes), 500):
            some = codes[start : start + 500].to_list()
            holes = ", ".join(["%s"] * len(some))
            cursor.execute(f"{_select(model, field)} AND {quote(field)} IN ({holes}) GROUP BY 1", some)
            parts.append(_frame(cursor.fetchall()))
    return pl.concat(parts)


def all_ids(model: type[models.Model], field: str, *, after: int = 0) -> "pl.DataFrame":
    """Return every live row of a model numbered above `after`, shaped as in `ids_of`."""
    import polars as pl

    parts: list[pl.DataFrame] = [_frame([])]
    with connection.cursor() as cursor:
        cursor.execute(f"{_select(model, field)} AND id > %s GROUP BY 1", [after])
        while rows := cursor.fetchmany(100_000):
            parts.append(_frame(rows))
    return pl.concat(parts)


def last_id(model: type[models.Model]) -> int:
    """Return the highest number of a model's rows, 0 where there is none."""
    found = model._default_manager.aggregate(last=models.Max("pk"))["last"]
    return int(found or 0)


def _select(model: type[models.Model], field: str) -> str:
    quote = connection.ops.quote_name
    return (
        f"SELECT {quote(field)}, min(id) FROM {quote(model._meta.db_table)} "
        f"WHERE voided_at IS NULL AND {quote(field)} IS NOT NULL"
    )


def _frame(rows: list[tuple[str, int]]) -> "pl.DataFrame":
    import polars as pl

    return pl.DataFrame(rows, schema={"code": pl.String, "id": pl.Int64}, orient="row")
