"""What the study finds: the places where money goes, and a better split of it."""

from dataclasses import dataclass

from filon.insight.methods.interval import Interval
from filon.metrics.answer import Answer, Row
from filon.metrics.language.dimension import Value
from filon.terms.text import Text

SURE = 0.8  # the probability from which a move is proposed


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere money goes: its figures, what one more euro brings there, and what is proposed.

    `row` is of the months studied. `monthly` is today's spending by month: that of all of them, the `active` ones and those
    without any; it is nothing for what has ended. `proposed` the spending proposed; `marginal` is the margin that one more
    unit brings, with its interval; `curve_told` is False where the data does not say how the return falls, and a
    usual fall is assumed. `aside` tells why nothing is proposed. `bound` is −1 or 1 where the proposal
    stops at the least or the most allowed.
    """

    value: Value
    row: Row
    monthly: float
    active: int = 0
    marginal: float | None = None
    interval: Interval | None = None
    curve_told: bool = False
    aside: Text | None = None
    proposed: float | None = None
    bound: int = 0

    @property
    def above(self) -> bool:
        """Tell whether the next unit brings more than the average one did to date."""
        average = self.row.cells["return_multiple"].value
        return self.marginal is not None and average is not None and self.marginal > average


@dataclass(frozen=True, slots=True)
class Proposal:
    """A split of the budget: what it changes over a year, and how probable it is that it beats today's.

    Amounts are in the currency; `gain` is the change of margin less the change of spending, with the bounds that hold
    80 % of the draws. `slope` is what one more unit of the whole budget would bring. `replayed` and `seen`
    are the margin that the curves give for the spending of the window, as far as it had time to come, and the one that
    was signed: the nearer, the better the curves tell the past. `today` is the budget as it is spent now; `unchanged`, what
    the best split of that one would gain, None where it is the budget proposed or lies out of the bounds.
    """

    budget: float
    today: float
    gain: float
    low: float
    high: float
    better: float
    slope: float
    replayed: float
    seen: float
    unchanged: float | None = None

    @property
    def more(self) -> float:
        """Return how much more the proposal spends than today, by month; nothing below one unit."""
        change = self.budget - self.today
        return change if abs(change) >= 1 else 0.0


@dataclass(frozen=True, slots=True)
class Arbitration:
    """The places, those with most to bring first and those set aside last, and a better split where there is one."""

    answer: Answer
    dimension: str
    months: tuple[str, ...]
    places: tuple[Place, ...]
    proposal: Proposal | None
    refusal: Text | None = None
