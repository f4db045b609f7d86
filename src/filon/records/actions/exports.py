"""Journals what leaves the house as a file."""

from collections.abc import Iterable

from filon.records.actions.change import change


def record_export(table: str, *, rows: int, filters: Iterable[str], actor: str) -> None:
    """Journal that records were taken away; by which filters, never their values, which may be personal."""
    with change("export_records", actor=actor) as opened:
        opened.details.update(table=table, rows=rows, filters=sorted(filters))
