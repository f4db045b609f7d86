"""Local days and instants, as columns: the lake's days are those of the instance's time zone."""

from datetime import timedelta

import polars as pl


def local(column: str, zone: str) -> pl.Expr:
    """Return a UTC column as local time."""
    return pl.col(column).dt.replace_time_zone("UTC").dt.convert_time_zone(zone)


def day(column: str, zone: str) -> pl.Expr:
    """Return the local day of a UTC column."""
    return local(column, zone).dt.date()


def until(column: str, zone: str) -> pl.Expr:
    """Return the last UTC instant at which a call still comes before the moment in a column.

    A moment at midnight sharp is a day without a time, as most files give it: calls of that day count.
    """
    whole_day = local(column, zone).dt.time() == pl.time(0, 0, 0)
    return pl.when(whole_day).then(end_of_day(day(column, zone), zone)).otherwise(pl.col(column))


def end_of_day(days: pl.Expr, zone: str) -> pl.Expr:
    """Return the last UTC microsecond of local days."""
    midnight = (days + timedelta(days=1)).cast(pl.Datetime("us"))
    # where clocks skip midnight, the day begins an hour later
    begin = pl.coalesce(
        midnight.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null"),
        (midnight + timedelta(hours=1)).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null"),
    )
    return begin.dt.convert_time_zone("UTC").dt.replace_time_zone(None) - timedelta(microseconds=1)
