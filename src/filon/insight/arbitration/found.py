"""What the study finds: the places where money goes, and a better split of it."""

from dataclasses import dataclass

from filon.insight.arbitration.asked import Wanted
from filon.insight.methods.interval import Interval
from filon.metrics.answer import Answer, Row
from filon.metrics.language.dimension import Value
from filon.terms.text import Text

SURE = 0.8  # the probability from which a move is proposed


@dataclass(frozen=True, slots=True)
class Prospects:
    """The prospects of a line's lists that may still be called, and how fast it begins new ones, by month."""

    never_called: float
    to_call_again: float
    begun: float

    @property
    def left(self) -> float:
        """All those left."""
        return self.never_called + self.to_call_again

    def months(self, times: float = 1.0) -> float:
        """Return the months until none is left, where so many times today's are begun."""
        return self.left / (self.begun * times)


@dataclass(frozen=True, slots=True)
class Hours:
    """Calling hours by month: the most there may be, today's and those of the proposal.

    `month` is the busiest one, whose hours are the most; None where they were given. `short` tells that the proposal
    would use more if there were more.
    """

    most: float
    month: str | None
    today: float
    proposed: float | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere money goes: its figures, what one more euro brings there, and what is proposed.

    `row` is of the months studied. `monthly` is today's spending by month: that of all of them, the `active` ones and those
    without any; it is nothing for what has ended. `proposed` the spending proposed; `marginal` is the margin that one more
    unit brings, with its interval; `curve_told` is False where the data does not say how the return falls, and a
    usual fall is assumed. `aside` tells why nothing is proposed. `bound` is −1 or 1 where the proposal
    stops at the least or the most allowed, `by_prospects` where the latter is what the prospects left allow. `beyond` is the
    share of the proposed money that exceeds what the line ever spent in a month. `unlisted` tells that it calls
    prospects of no list on record: nobody knows how many are left.
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
    by_prospects: bool = False
    beyond: float | None = None
    hours: float | None = None
    prospects: Prospects | None = None
    unlisted: bool = False

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
    the best split of that one would gain, None where it is the budget proposed or lies out of the bounds. `beyond` is
    the share of the money shared out that exceeds what its line ever spent in a month.
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
    beyond: float = 0.0

    @property
    def more(self) -> float:
        """Return how much more the proposal spends than today, by month; nothing below one unit."""
        change = self.budget - self.today
        return change if abs(change) >= 1 else 0.0


@dataclass(frozen=True, slots=True)
class Arbitration:
    """The places, those with most to bring first and those set aside last, and a better split where there is one.

    `hours` are None where none is known; `untold` says which limits the data does not show;
    `left_out` are the campaigns that are over, of which nothing counts.
    """

    answer: Answer
    dimension: str
    months: tuple[str, ...]
    places: tuple[Place, ...]
    proposal: Proposal | None
    wanted: Wanted
    refusal: Text | None = None
    hours: Hours | None = None
    untold: tuple[Text, ...] = ()
    left_out: tuple[str, ...] = ()
