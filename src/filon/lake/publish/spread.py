"""Spreading an amount evenly over the days of a period, whole units staying whole."""

from collections.abc import Sequence

import polars as pl


def over_days(frame: pl.DataFrame, whole: Sequence[str], fractional: Sequence[str]) -> pl.DataFrame:
    """Return one row per day (column `day`) from `begin` to `end`, both included, with the day's part of each amount.

    Parts of `whole` columns are whole numbers that sum to the amount exactly: `terms.money.allocate` with
    equal weights, so the first days hold the units left over. `fractional` columns are divided.
    Empty amounts stay empty.
    """
    # Products, never quotients: polars divides by one number as if by its inverse, but not always, so that the
    # last digit would depend on how many rows are published together.
    length = (pl.col("end") - pl.col("begin")).dt.total_days() + 1
    days = frame.with_columns(_length=length).with_columns(_place=pl.int_ranges(0, "_length"))
    return (
        days.explode("_place", empty_as_null=False)
        .with_columns(
            (pl.col("begin") + pl.duration(days="_place")).alias("day"),
            *(_part(column) for column in whole),
            *(pl.col(column) * (1.0 / pl.col("_length")) for column in fractional),
        )
        .drop("begin", "end", "_length", "_place")
    )


def from_millionths(column: str) -> pl.Expr:
    """Return a column of whole millionths as a fractional number."""
    return pl.col(column) * 1e-6


def _part(column: str) -> pl.Expr:
    size, length = pl.col(column).abs(), pl.col("_length")
    part = size // length + (pl.col("_place") < size % length).cast(pl.Int64)
    return (part * pl.col(column).sign()).alias(column)
