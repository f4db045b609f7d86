"""Writes every record in the interchange format: importing the folder into an empty home gives the same."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from filon.terms.faults import Fault
from filon.terms.money import to_amount

if TYPE_CHECKING:
    from filon.intake.kinds import Column, Kind


class FolderNotEmpty(Fault):
    """The folder to write into holds files already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Le dossier {folder} n'est pas vide : donnez un dossier neuf, rien n'a été écrit.",
            f"The folder {folder} is not empty: give a new folder, nothing was written.",
        )


def export(folder: Path) -> dict[str, int]:
    """Write one CSV file per kind that has live records; return how many rows each holds.

    Raises FolderNotEmpty.
    """
    from django.db import transaction

    from filon.intake.kinds import KINDS

    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    with transaction.atomic():  # one state of the records for all the files
        for kind in KINDS.values():
            count = _write(kind, folder / f"{kind.name}.csv")
            if count:
                counts[kind.name] = count
    return counts


def _write(kind: "Kind", path: Path) -> int:
    aside = path.with_suffix(".csv.part")
    count = 0
    with aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in kind.columns])
        for row in _rows(kind):
            writer.writerow(row)
            count += 1
    if count:
        aside.rename(path)
    else:
        aside.unlink()
    return count


def _rows(kind: "Kind") -> Iterator[list[str]]:
    from filon.intake.arrive import model_of

    stored = [(column, path) for column in kind.columns if (path := _path(kind, column))]
    writers = {column.name: _writer(column) for column, _ in stored}
    rows = model_of(kind)._default_manager.filter(voided_at__isnull=True).order_by("pk")
    for values in rows.values_list(*(path for _, path in stored)).iterator(chunk_size=10_000):
        texts = {
            column.name: "" if value is None else writers[column.name](value)
            for (column, _), value in zip(stored, values, strict=True)
        }
        yield [texts.get(column.name, "") for column in kind.columns]


def _path(kind: "Kind", column: "Column") -> str | None:
    """Return the way from the record to what the column shows, or None where nothing is kept."""
    from filon.intake.match import TARGETS

    if column.name == "currency" or (kind.name == "calls" and column.name == "phone"):
        return None
    if column.refers in TARGETS:
        return f"{column.holder}__{TARGETS[column.refers][1]}"
    return column.attribute


def _writer(column: "Column") -> Callable[[Any], str]:
    from django.conf import settings

    from filon.intake.kinds import Type

    zone = ZoneInfo(settings.TIME_ZONE)

    def instant(value: datetime) -> str:
        return value.astimezone(zone).isoformat()

    def decimal(value: Decimal) -> str:
        return f"{value.normalize():f}"

    def boolean(value: bool) -> str:
        return "true" if value else "false"

    writers: dict[Type, Callable[[Any], str]] = {
        Type.INSTANT: instant,
        Type.MONEY: lambda cents: str(to_amount(cents)),
        Type.DECIMAL: decimal,
        Type.SHARE: decimal,
        Type.BOOLEAN: boolean,
    }
    return writers.get(column.type, str)
