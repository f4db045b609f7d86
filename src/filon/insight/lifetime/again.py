"""What customers sign again beside their contract: how many do, how often to expect it, and for how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from filon.insight.methods.cash import monthly_discount
from filon.insight.methods.proportions import wilson
from filon.insight.methods.repurchase import BgNbd, GammaGamma, Purchases, bg_nbd, gamma_gamma
from filon.insight.methods.retention import DRAWS
from filon.metrics.answer import Cell
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.gather.renewals import Bought
from filon.terms.text import Text

Floats = NDArray[np.float64]
WEEK = 7.0  # days: the models count in weeks, as their papers do
MONTH = 365.25 / 12 / WEEK
FEWEST_CUSTOMERS, FEWEST_RETURNED = 200, 30
FAR_MONTHS = 1200  # what “for ever” is cut at, counted by the year: a discounted century

TOO_FEW = Text(
    f"moins de {FEWEST_CUSTOMERS} clients ou de {FEWEST_RETURNED} qui sont revenus : rien n'est projeté",
    f"fewer than {FEWEST_CUSTOMERS} customers or {FEWEST_RETURNED} who came back: nothing is projected",
)


@dataclass(frozen=True)
class Again:
    """Customers by what they signed on later days, and the models that the data allow (None: too few)."""

    customers: float
    returned: float
    signed: float  # further contracts, by day
    model: BgNbd | None
    amount: float | None  # cents of a further contract; None where unknown or nothing was signed again
    spend: GammaGamma | None

    @property
    def reason(self) -> Text | None:
        """Why nothing is projected."""
        return TOO_FEW if self.model is None else None

    @property
    def share(self) -> Cell:
        """Return the share of customers who signed again."""
        if not self.customers:
            return Cell(None, "share", reason=Text("aucun client connu", "no customer known"))
        found = wilson(self.returned, self.customers)
        return Cell(
            Fraction(round(self.returned), round(self.customers)),
            "share",
            round(self.returned),
            round(self.customers),
            found.low,
            found.high,
            found.method,
            self.returned < MIN_EVENTS,
        )

    def expected(self, months: int) -> Cell:
        """Return the further contracts to expect of a new customer within some months."""
        if self.model is None:
            return Cell(None, "ratio", reason=TOO_FEW)
        time = [months * MONTH]
        low, high = np.quantile(self.model.likely_expected(time)[:, 0], (0.025, 0.975))
        value = float(self.model.expected(time)[0])
        return Cell(Fraction(value), "ratio", low=float(low), high=float(high), method="bg/nbd, delta draws")

    def worth(self, months: int | None, discount_rate: float) -> tuple[float, Floats] | None:
        """Return the discounted cents that a new customer's further contracts add, with draws.

        None where the models do not say, or where nothing bounds the sum.
        """
        if months is None:
            found = None if discount_rate <= 0 else self._by(12, FAR_MONTHS, discount_rate)
        else:
            found = self._by(1, months, discount_rate)
        return None if found is None else (float(found[0].sum()), found[1].sum(axis=1))

    def monthly(self, months: int, discount_rate: float) -> tuple[Floats, Floats] | None:
        """Return the same for each month to a horizon, and for each draw."""
        return self._by(1, months, discount_rate)

    def _by(self, step: int, last: int, discount_rate: float) -> tuple[Floats, Floats] | None:
        if self.model is None or self.amount is None:
            return None
        ends = np.arange(step, last + 1, step)
        factors = self.amount * (1 + monthly_discount(discount_rate)) ** -(ends - step / 2)
        likely = np.diff(self.model.likely_expected(ends * MONTH), prepend=0.0, axis=1) * factors
        return np.diff(self.model.expected(ends * MONTH), prepend=0.0) * factors, np.resize(
            likely, (DRAWS, len(ends))
        )


def again(bought: Sequence[Bought], *, seed: int = 0) -> Again:
    """Fit what the customers' further contracts allow: nothing below the thresholds, and it says so."""
    back = [one for one in bought if one.repeats]
    customers, returned = (float(sum(one.customers for one in some)) for some in (bought, back))
    signed = float(sum(one.repeats * one.customers for one in back))
    model = spend = None
    if customers >= FEWEST_CUSTOMERS and returned >= FEWEST_RETURNED:
        columns = np.array([(one.repeats, one.last, one.observed, one.customers) for one in bought], float)
        repeats, last, observed, weights = columns.T
        found = bg_nbd(Purchases.of(repeats, last / WEEK, observed / WEEK, weights), seed=seed)
        model = found if isinstance(found, BgNbd) else None
    known = [one for one in back if one.margin is not None]
    amount = None
    if known and len(known) == len(back):
        amount = sum(one.margin or 0 for one in back) / signed
        means = [(one.margin or 0) / (one.repeats * one.customers) for one in back]
        spent = gamma_gamma([one.repeats for one in back], means, [one.customers for one in back])
        spend = spent if isinstance(spent, GammaGamma) else None
    if spend is not None and model is not None and spend.mean is not None:
        amount = spend.mean
    return Again(customers, returned, signed, model, amount, spend)
