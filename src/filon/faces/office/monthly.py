"""The months of a page, each with the question that its figures answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from filon.faces.office.asking import Asked
from filon.metrics.answer import Row


@dataclass(frozen=True)
class Month:
    """A month, and the same question asked of it alone."""

    row: Row
    asked: Asked


def monthly(rows: Iterable[Row], asked: Asked) -> list[Month]:
    """Return the months that are dated."""
    dated = ((row, row.dimensions["month"]) for row in rows)
    return [Month(row, asked.during(str(month))) for row, month in dated if month is not None]
