"""From the codes that files use to the numbers of the records."""

from typing import TYPE_CHECKING

from django.db import connection, models

if TYPE_CHECKING:
    import polars as pl

FEW = 2_000


def ids_of(model: type[models.Model], field: str, codes: "pl.Series") -> "pl.DataFrame":
    """Return the live rows of a model whose `field` is among `codes` (text, distinct, no null).

    Shapes: columns code (text) and id (int64), one row per code found; the lowest id where several rows
    share a code.
    """
    import polars as pl

    quote = connection.ops.quote_name
    select = (
        f"SELECT {quote(field)}, min(id) FROM {quote(model._meta.db_table)} "
        f"WHERE voided_at IS NULL AND {quote(field)} IS NOT NULL"
    )
    parts: list[pl.DataFrame] = [_frame([])]
    with connection.cursor() as cursor:
        if len(codes) <= FEW:
            for start in range(0, len(codes), 500):
                some = codes[start : start + 500].to_list()
                holes = ", ".join(["%s"] * len(some))
                cursor.execute(f"{select} AND {quote(field)} IN ({holes}) GROUP BY 1", some)
                parts.append(_frame(cursor.fetchall()))
        else:
            cursor.execute(f"{select} GROUP BY 1")
            while rows := cursor.fetchmany(100_000):
                parts.append(_frame(rows).join(codes.to_frame("code"), on="code", how="semi"))
    return pl.concat(parts)


def _frame(rows: list[tuple[str, int]]) -> "pl.DataFrame":
    import polars as pl

    return pl.DataFrame(rows, schema={"code": pl.String, "id": pl.Int64}, orient="row")
