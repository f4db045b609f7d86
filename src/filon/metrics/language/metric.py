"""Metrics: ratios and differences of measures, computed on exact numbers after everything is summed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from filon.metrics.language.components import Component
from filon.metrics.language.measure import Number, Polarity, Unit
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.metrics.language.query import Query

Terms = Mapping[str, int]  # measures or metrics, each with its sign or factor


class Figure(NamedTuple):  # made in a quarter of the time of a dataclass: an answer has thousands
    """An exact number, or the reason why there is none; with what it was divided from."""

    value: Number | None
    reason: Text | None = None
    numerator: Number | None = None
    denominator: Number | None = None


Compute = Callable[[Mapping[str, Component], "Query"], Figure]


@dataclass(frozen=True, slots=True)
class Metric:
    """A formula over measures and other metrics.

    `numerator` over `denominator` (none: the numerator itself), divided by `divisor` of the query where
    there is one; or `compute`, from the components named in `needs`. `words` is the formula in words.
    `events` is the measure whose count says how much was observed: below 5, too few. `interval` names the
    kind of uncertainty, for `insight.intervals`. `positive_only` refuses a denominator that is not positive.
    """

    id: str
    label: Text
    words: Text
    unit: Unit
    numerator: Terms
    denominator: Terms | None = None
    polarity: Polarity = "higher"
    divisor: Callable[["Query"], Fraction] | None = None
    compute: Compute | None = None
    needs: tuple[str, ...] = ()
    events: str | None = None
    interval: str = "none"
    positive_only: bool = False
    revision: int = 1

    @property
    def version(self) -> str:
        """The id of this formula's version."""
        return f"{self.id}.v{self.revision}"

    @property
    def terms(self) -> tuple[str, ...]:
        """The measures and metrics that stand in the formula itself, in its order."""
        return tuple(dict.fromkeys((*self.numerator, *(self.denominator or ())))) or self.needs

    @property
    def inputs(self) -> tuple[str, ...]:
        """The measures and metrics it is computed from, in the order of the formula."""
        return tuple(dict.fromkeys((*self.numerator, *(self.denominator or ()), *self.needs)))
