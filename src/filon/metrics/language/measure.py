"""Measures: what is counted, where, and on which day."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from filon.terms.text import Text

Unit = Literal["count", "money", "share", "ratio", "seconds", "hours", "per_hour", "days", "months"]
Number: TypeAlias = int | Fraction  # exact; an int where it is whole
Polarity = Literal["higher", "lower", "neutral"]

WEIGHT_UNITS = 10**12  # the weight of a credited result is summed as whole units, so that order cannot matter
HOUR_UNITS = 10**9
WEIGHT_GRID, HOUR_GRID = 10**9, 10**6  # sums are read on this grid: three thirds of a sale are one sale


@dataclass(frozen=True, slots=True)
class Part:
    """Where a measure is counted: a table, the day that dates a row there, and its whole units.

    `value` and `unknown` take the Ibis table and give a number (null counts for nothing) and a condition;
    `reason` is the key in `reasons.UNKNOWN` of what it means that a row is unknown. `source` names the
    procedure that gathers it, where it is not a plain sum.
    """

    table: str
    day: str
    value: Callable[[Any], Any]
    unknown: Callable[[Any], Any] | None = None
    reason: str = ""
    source: str = "sum"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted. `scale` is the number of units in 1 (cents: 100); `grid` divides it, and is what sums are read on.

    `how` is sum, distinct (never added over cells: asked again for the total) or peak. `empty` tells what
    a cell without any row holds: zero, or nothing, with `absent` as the reason. `words` is the definition.
    A `hidden` measure serves intervals and is not in the catalogue.
    """

    id: str
    label: Text
    words: Text
    unit: Unit
    parts: tuple[Part, ...]
    polarity: Polarity = "higher"
    how: Literal["sum", "distinct", "peak"] = "sum"
    scale: int = 1
    grid: int = 0
    empty: Literal["zero", "none"] = "zero"
    absent: Text | None = None
    interval: str = "none"
    hidden: bool = False

    @property
    def tables(self) -> frozenset[str]:
        """The tables it is counted in."""
        return frozenset(part.table for part in self.parts)

    def read(self, units: float) -> Number:
        """Return units as the number they stand for: an int where it is whole."""
        if isinstance(units, float):
            return Fraction(units) / self.scale
        step = self.scale // self.grid if self.grid else 1
        whole, rest = divmod((units + step // 2) // step, self.scale // step)
        return whole if not rest else Fraction(whole * (self.scale // step) + rest, self.scale // step)
