"""What is answered: cells that carry their proof, never bare numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from filon.metrics.language.components import Component
from filon.metrics.language.dimension import Value
from filon.metrics.language.measure import Number, Unit
from filon.metrics.language.query import Query
from filon.terms.text import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `value` is exact (money in the currency, shares of 1), or None with its `reason`.

    `low` and `high` bound it at 95 % by `method`; one side may be open. `too_few` marks a figure that
    must not be ranked; `events`, how many it then rests on.
    """

    value: Number | None
    unit: Unit
    numerator: Number | None = None
    denominator: Number | None = None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    too_few: bool = False
    reason: Text | None = None
    events: Number | None = None

    def bounded(self, low: float | None, high: float | None, method: str) -> "Cell":
        """Return the cell with its interval."""
        return Cell(
            self.value,
            self.unit,
            self.numerator,
            self.denominator,
            low,
            high,
            method,
            self.too_few,
            self.reason,
            self.events,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one combination of dimension values; `partial` marks a time span not over yet.

    `components` are the sums that the figures and their intervals come from.
    """

    dimensions: Mapping[str, Value]
    cells: Mapping[str, Cell]
    partial: bool = False
    components: Mapping[str, Component] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query, sorted by dimension with what cannot be attributed last, and their total.

    `formula` names the version of the formula, `rule` the qualification rule behind the conversations.
    """

    as_of: datetime
    query: Query
    formula: str
    rule: str
    rows: tuple[Row, ...]
    total: Row
