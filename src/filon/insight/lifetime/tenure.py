"""How long contracts of one term last: which model the data allow, and the months it expects to be paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filon.insight.methods.cash import monthly_discount
from filon.insight.methods.retention import (
    DRAWS,
    Renewals,
    Retention,
    constant,
    expected_before_renewal,
    shifted_beta_geometric,
)
from filon.metrics.gather.renewals import Alike
from filon.terms.text import Text

Floats = NDArray[np.float64]

FEWEST_AGES, FEWEST_CUSTOMERS = 3, 200  # below either, churn by age is not fitted on the group alone
LEANS_ON = 25.0  # customers of the wider group that a small one is given

BETA_GEOMETRIC = Text("bêta-géométrique décalée", "shifted beta-geometric")
CONSTANT = Text("rétention constante", "constant retention")
STATED = Text("rétention déclarée", "stated retention")
DIFFERS = Text("rétention propre à chaque client", "retention of each customer's own")
POOLED = Text("appuyée sur l'ensemble", "leaning on the whole")


@dataclass(frozen=True, slots=True)
class Tenure:
    """The contracts of one term in months, what their renewals showed, and the retention fitted on it.

    `retention` is the stated one where no renewal has fallen due, None where none is stated either.
    `pooled` tells that the wider group was leant on.
    """

    term: int
    contracts: float
    renewals: Renewals
    retention: Retention | None
    pooled: bool = False

    @property
    def fitted(self) -> bool:
        """Tell whether churn was let differ between customers."""
        return self.retention is not None and self.retention.method.startswith("posterior")

    @property
    def model(self) -> Text | None:
        """What the model is called by who knows the method."""
        return self._called(BETA_GEOMETRIC)

    @property
    def words(self) -> Text | None:
        """What the model is called by anybody."""
        return self._called(DIFFERS)

    def _called(self, differs: Text) -> Text | None:
        if self.retention is None:
            return None
        if self.retention.method == "stated":
            return STATED
        name = differs if self.fitted else CONSTANT
        return Text(f"{name.fr}, {POOLED.fr}", f"{name.en}, {POOLED.en}") if self.pooled else name

    def renewed_months(self, months: int, discount_rate: float) -> tuple[float, Floats] | None:
        """Return the months expected to be paid after the first term and before a horizon, in today's money.

        The estimate, then its draws. None where that takes a retention and there is none.
        """
        worth = _worth(self.term, months, discount_rate)
        if not len(worth):
            return 0.0, np.zeros(DRAWS)
        if self.retention is None:
            return None
        shares = self.retention.survival(len(worth))[1:]
        return float(shares @ worth), self.retention.likely_survival(len(worth))[:, 1:] @ worth

    def renewed_for_ever(self, discount_rate: float) -> tuple[float, Floats] | None:
        """Return the same without a horizon: DEL less the first term. None without a rate, or where that is unknown."""
        found = self.served_terms(None, discount_rate)
        paid = float(_discounts(self.term, discount_rate).sum())
        return None if found is None else ((found[0] - 1) * paid, (found[1] - 1) * paid)

    def served_terms(self, months: int | None, discount_rate: float) -> tuple[float, Floats] | None:
        """Return the discounted terms expected of a new customer, each paid as it begins: estimate, draws.

        Those that begin before a horizon, or all of them: then this is DEL, which takes a
        discount rate. None where that is unknown. Source: Fader & Hardie (2010).
        """
        if self.retention is None or (months is None and discount_rate <= 0):
            return None
        per_term = self._per_term(discount_rate)
        if months is None:
            estimate, likely = self.retention.residual(per_term), self.retention.likely_residual(per_term)
            known = [terms for terms in likely if terms is not None]
            return None if estimate is None or len(known) < len(likely) else (estimate, np.array(known))
        last = -(-months // self.term) - 1
        factors = (1 + per_term) ** -np.arange(last + 1, dtype=float)
        return float(self.retention.survival(last) @ factors), self.retention.likely_survival(last) @ factors

    def terms_left(self, renewal: int, discount_rate: float) -> float | None:
        """Return the discounted terms expected just before a renewal, for ever (DERL). None as above."""
        if self.retention is None or discount_rate <= 0:
            return None
        return expected_before_renewal(self.retention, self._per_term(discount_rate), renewal)

    def monthly(self, months: int, discount_rate: float) -> Floats:
        """Return what each month to a horizon is expected to pay after the first term, in today's money."""
        late = self._late(months, discount_rate)
        if self.retention is None or not late.any():
            return np.zeros(months)
        ages = np.arange(months) // self.term
        return self.retention.survival(int(ages[-1]))[ages] * late

    def likely_monthly(self, months: int, discount_rate: float) -> Floats:
        """Return the same for each draw, one a row."""
        late = self._late(months, discount_rate)
        if self.retention is None or not late.any():
            return np.zeros((DRAWS, months))
        ages = np.arange(months) // self.term
        return self.retention.likely_survival(int(ages[-1]))[:, ages] * late

    def _per_term(self, discount_rate: float) -> float:
        return float((1 + monthly_discount(discount_rate)) ** self.term - 1)

    def _late(self, months: int, discount_rate: float) -> Floats:
        late: Floats = np.where(np.arange(months) >= self.term, _discounts(months, discount_rate), 0.0)
        return late


def tenures(
    groups: Sequence[Alike],
    whole: Sequence[Tenure] = (),
    *,
    stated: float | None = None,
    seed: int = 0,
) -> tuple[Tenure, ...]:
    """Return the tenure of the contracts of each term, leaning on the whole where there are too few.

    `stated` is the yearly retention to go by where no renewal has fallen due.
    """
    wider = {tenure.term: tenure for tenure in whole}
    terms = sorted({group.term for group in groups if group.term and group.unknown != "term"})
    return tuple(
        tenure(
            renewals_of(alike := [group for group in groups if group.term == term], term),
            term,
            contracts=sum(group.contracts for group in alike),
            whole=wider.get(term),
            stated=stated,
            seed=seed,
        )
        for term in terms
    )


def tenure(
    renewals: Renewals,
    term: int,
    *,
    contracts: float = 0.0,
    whole: Tenure | None = None,
    stated: float | None = None,
    seed: int = 0,
) -> Tenure:
    """Fit what the renewals allow, else go by the yearly retention stated.

    Churn that differs between customers takes FEWEST_AGES renewals seen and FEWEST_CUSTOMERS due for the
    first; below, a group leans on the whole, and the whole has one retention for every age.
    """
    enough = renewals.ages >= FEWEST_AGES and renewals.customers >= FEWEST_CUSTOMERS
    wider = None if enough or whole is None or whole.renewals == renewals else whole
    if wider is not None and wider.retention is not None and wider.retention.method == "stated":
        wider = None
    counts = renewals if wider is None else renewals.pooled(wider.renewals, LEANS_ON)
    differs = enough or (wider is not None and wider.fitted)
    found = shifted_beta_geometric(counts, seed=seed) if differs else constant(counts, seed=seed)
    if differs and not isinstance(found, Retention):
        found = constant(counts, seed=seed)
    retention = found if isinstance(found, Retention) else None
    if retention is None and stated is not None:
        retention = _stated(1 - stated ** (term / 12))
    return Tenure(term, contracts, renewals, retention, wider is not None)


def _stated(churn: float) -> Retention:
    likely = np.zeros((DRAWS, 2))
    likely[:, 0] = churn
    return Retention(churn, 0.0, likely, 0.0, 0.0, 0, "stated")


def renewals_of(groups: Iterable[Alike], term: int) -> Renewals:
    """Return what the renewals of contracts of one term showed, each counted once its day has come.

    A contract told off within its term is lost at the end of it, so that it is set against those whose
    renewal fell due at the same age.
    """
    due: dict[int, float] = {}
    lost: dict[int, float] = {}
    for group in groups:
        ends = None if group.lived is None else max(-(-group.lived // term), 1)
        for age in range(1, group.age // term + 1):
            if ends is not None and age > ends:
                break
            due[age] = due.get(age, 0.0) + group.contracts
            lost[age] = lost.get(age, 0.0) + (group.contracts if age == ends else 0.0)
    return _counted(due, lost)


def lives_of(groups: Iterable[Alike]) -> Renewals:
    """Return how many recurring contracts ran into each month, and how many ended in it."""
    due: dict[int, float] = {}
    lost: dict[int, float] = {}
    for group in groups:
        if group.term is None:
            continue
        last = group.age if group.lived is None else max(group.lived, 1)
        for month in range(1, last + 1):
            due[month] = due.get(month, 0.0) + group.contracts
        if group.lived is not None:
            lost[last] = lost.get(last, 0.0) + group.contracts
    return _counted(due, lost)


def _counted(due: dict[int, float], lost: dict[int, float]) -> Renewals:
    ages = range(1, max(due, default=0) + 1)
    return Renewals(tuple(due.get(age, 0.0) for age in ages), tuple(lost.get(age, 0.0) for age in ages))


def _discounts(months: int, discount_rate: float) -> Floats:
    factors: Floats = (1 + monthly_discount(discount_rate)) ** -np.arange(months, dtype=float)
    return factors


def _worth(term: int, months: int, discount_rate: float) -> Floats:
    """Return the discounted months that each renewal pays before a horizon."""
    factors = _discounts(months, discount_rate)[term:]
    return np.array([factors[start : start + term].sum() for start in range(0, len(factors), term)])
