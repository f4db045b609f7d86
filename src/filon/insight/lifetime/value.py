"""What customers are worth to a horizon, against what they cost: estimates, and intervals from draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from filon.insight.lifetime.again import Again
from filon.insight.lifetime.tenure import STATED, Tenure
from filon.insight.methods.retention import DRAWS
from filon.metrics.answer import Cell
from filon.metrics.definitions import reasons
from filon.metrics.definitions.lifetime import NEVER, NO_CUSTOMER
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.gather.renewals import Alike
from filon.metrics.language.measure import Unit
from filon.terms.text import Text

Floats = NDArray[np.float64]
METHOD = "posterior, 2,000 draws"
FARTHEST_PAYBACK = 60  # months in which a cost may be covered

NOT_DUE = Text(
    "aucun renouvellement n'est encore échu : indiquez un taux de rétention annuel",
    "no renewal has fallen due yet: state a yearly retention",
)
UNDISCOUNTED = Text(
    "sans fin, il faut un taux d'actualisation annuel : indiquez-le, par exemple 10 %",
    "for ever takes a yearly discount rate: state one, for example 10%",
)


@dataclass(frozen=True)
class Bringing:
    """What the contracts of a group bring, in cents, and how long they are expected to.

    `told` are the cents of activity totals, which hold no contract; `again` is what customers sign again,
    where it is projected instead of counted.
    """

    groups: Sequence[Alike]
    tenures: Sequence[Tenure]
    customers: float
    cost: float | None
    cost_reason: Text | None = None
    told: float = 0.0
    discount_rate: float = 0.0
    again: Again | None = None
    seed: int = 0

    @property
    def contracts(self) -> float:
        """How many contracts there are."""
        return sum(group.contracts for group in self.groups)

    @property
    def reason(self) -> Text | None:
        """Why nothing can be said, whatever the horizon."""
        unknown = [
            key for one in self.groups if (key := one.unknown) for _ in range(max(round(one.contracts), 1))
        ]
        if unknown:
            return reasons.unknown((key, place) for place, key in enumerate(unknown))
        return None if self.customers > 0 else NO_CUSTOMER

    @property
    def unfitted(self) -> bool:
        """Tell whether nothing is fitted: the sums, where known, are then those of the stated figures."""
        return self.again is None and all(tenure.model in (None, STATED) for tenure in self.tenures)

    def ltv(self, months: int | None) -> Cell:
        """Return the margin of a new customer up to a horizon, or without one."""
        found = self.reason or self._total(months)
        if isinstance(found, Text):
            return Cell(None, "money", reason=found)
        total, likely, squares = found
        number = self.contracts
        draws = None
        if number > 1 and not self.told:
            spread = np.sqrt(np.maximum(squares - likely**2 / number, 0) * number / (number - 1))
            noise = np.random.default_rng(self.seed + 1).standard_t(number - 1, DRAWS)
            draws = (likely + spread * noise) / self.customers
        return self._cell(total / self.customers, draws, "money", 100)

    def ltv_cac(self, months: int | None) -> Cell:
        """Return the lifetime value for each euro of acquisition cost."""
        found = self.reason or self._total(months)
        if isinstance(found, Text) or not self.cost:
            why = found if isinstance(found, Text) else self.cost_reason or reasons.NO_COST
            return Cell(None, "ratio", reason=why)
        total, likely, squares = found
        luck = self._chance(float(total), float(np.mean(squares)))
        draws = None if luck is None else likely * luck / self.cost
        return self._cell(total / self.cost, draws, "ratio")

    def payback(self) -> Cell:
        """Return the first month after the signature in which the margin covers the cost."""
        why = self.reason
        if why is None and self.cost is None:
            why = self.cost_reason or reasons.NO_COST
        if why is not None or self.cost is None:
            return Cell(None, "months", reason=why)
        months = self.known_months
        last = FARTHEST_PAYBACK if months is None else min(months, FARTHEST_PAYBACK)
        curve = self.curve(last)
        sums = [sums for sums, *_ in self._by_term()]
        luck = self._chance(sum(one["margin"] for one in sums), sum(one["margin_squares"] for one in sums))
        low = high = None
        if luck is not None:
            reached = _first(self.likely_curve(last) * luck[:, None] >= self.cost)
            bounds = np.quantile(reached, (0.025, 0.975), method="inverted_cdf")
            low, high = (float(month) if np.isfinite(month) else None for month in bounds)
        if low == 0 and high is None:
            low = luck = None  # at some month or never: nothing said
        method = None if luck is None else METHOD
        covered = np.flatnonzero(curve >= self.cost)
        if low is not None and low == high:
            low = high = method = None  # chance changes nothing
        if not covered.size:
            why = NEVER if months is None else NOT_DUE
            return Cell(None, "months", low=low, method=method, reason=why)
        return Cell(int(covered[0]), "months", low=low, high=high, method=method, too_few=self._few)

    @property
    def known_months(self) -> int | None:
        """The months up to which the margin is known without a retention; None where there is one."""
        return min((each.term for each in self.tenures if each.retention is None), default=None)

    def curve(self, months: int) -> Floats:
        """Return the cents cumulated by all at once, after one month, two…"""
        gains = np.zeros(months + 1)
        gains[0] = self.told
        for sums, tenure, end in self._by_term():
            gains[0] += sums["margin"]
            if tenure is not None:
                gains[0] -= sums["monthly"] * tenure.term
                gains[1 : tenure.term + 1] += sums["monthly"]
                gains[1:][:end] += sums["monthly"] * tenure.monthly(months, self.discount_rate)[:end]
        if self.again is not None and (more := self.again.monthly(months, self.discount_rate)):
            gains[1:] += self.customers * more[0]
        return np.cumsum(gains)

    def likely_curve(self, months: int) -> Floats:
        """Return the same for each draw, one a row."""
        more = np.zeros((DRAWS, months + 1))
        for sums, tenure, end in self._by_term():
            if tenure is not None:
                late = tenure.likely_monthly(months, self.discount_rate)
                late = late - tenure.monthly(months, self.discount_rate)
                more[:, 1:][:, :end] += sums["monthly"] * late[:, :end]
        if self.again is not None and (bought := self.again.monthly(months, self.discount_rate)):
            more[:, 1:] += self.customers * (bought[1] - bought[0])
        found: Floats = self.curve(months) + np.cumsum(more, axis=1)
        return found

    @property
    def _few(self) -> bool:
        return self.customers < MIN_EVENTS

    def _by_term(self) -> list[tuple[Mapping[str, float], Tenure | None, int | None]]:
        """Return the sums of the contracts of each term with its tenure, and the month that none of them outlives.

        The tenure is None where nothing recurs. A fitted retention has counted the ends; a stated one has not, so
        that it carries no contract beyond its own.
        """
        kept = {tenure.term: tenure for tenure in self.tenures}
        found: list[tuple[Mapping[str, float], Tenure | None, int | None]] = []
        for term in (None, *kept):
            alike = [group for group in self.groups if group.term == term]
            if term is None:
                if self.again is not None:
                    alike = [
                        group for group in alike if group.first
                    ]  # the others are what customers buy again
                found.append((_sums(alike), None, None))
            elif kept[term].model != STATED:
                found.append((_sums(alike), kept[term], None))
            else:
                ends = dict.fromkeys(group.ends for group in alike)
                found += [(_sums(one for one in alike if one.ends == end), kept[term], end) for end in ends]
        return found

    def _total(self, months: int | None) -> tuple[float, Floats, Floats] | Text:
        """Return the cents of all up to a horizon, its draws, and the draws of the sum of squares; or why not."""
        total, likely, squares = self.told, np.full(DRAWS, self.told), np.zeros(DRAWS)
        for sums, tenure, end in self._by_term():
            last = months if end is None else min(end, end if months is None else months)
            paid = (0.0, np.zeros(DRAWS)) if tenure is None else _paid(tenure, last, self.discount_rate)
            if paid is None:
                known = tenure is not None and tenure.retention is not None
                return UNDISCOUNTED if known else NOT_DUE
            expected, draws = paid
            total += sums["margin"] + sums["monthly"] * expected
            likely = likely + sums["margin"] + sums["monthly"] * draws
            squares = squares + (
                sums["margin_squares"] + 2 * draws * sums["products"] + draws**2 * sums["monthly_squares"]
            )
        if self.again is not None:
            more = self.again.worth(months, self.discount_rate)
            if more is None:
                return UNDISCOUNTED
            total, likely = total + self.customers * more[0], likely + self.customers * more[1]
        return total, likely, squares

    def _chance(self, total: float, squares: float) -> Floats | None:
        """Return how far from 1 a total of as many contracts falls, their number being Poisson.

        Source: the gamma law of Fay & Feuer (1997) for weighted sums of Poisson counts.
        """
        if total <= 0 or squares <= 0 or self.told:
            return None
        shape = total * total / squares
        drawn: Floats = np.random.default_rng(self.seed + 2).gamma(shape, 1 / shape, DRAWS)
        return drawn

    def _cell(self, value: float, draws: Floats | None, unit: Unit, scale: int = 1) -> Cell:
        low = high = None
        if draws is not None:
            low, high = (float(bound) / scale for bound in np.quantile(draws, (0.025, 0.975)))
        method = None if low is None else METHOD
        figure = Fraction(round(value)) / scale if unit == "money" else Fraction(value)
        return Cell(figure, unit, low=low, high=high, method=method, too_few=self._few)


def _sums(alike: Iterable[Alike]) -> Mapping[str, float]:
    names = ("margin", "monthly", "margin_squares", "monthly_squares", "products")
    kept = list(alike)
    return {name: sum(getattr(group, name) for group in kept) for name in names}


def _paid(tenure: Tenure, months: int | None, discount_rate: float) -> tuple[float, Floats] | None:
    if months is None:
        return tenure.renewed_for_ever(discount_rate)
    return tenure.renewed_months(months, discount_rate)


def _first(reached: NDArray[np.bool_]) -> Floats:
    """Return the place of the first true in each row, infinite where there is none."""
    return np.where(reached.any(axis=1), reached.argmax(axis=1).astype(float), np.inf)
