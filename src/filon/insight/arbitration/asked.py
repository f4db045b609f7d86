"""What a proposal must keep to, and the refusal of what it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf

from filon.terms import currency
from filon.terms.faults import Fault
from filon.terms.text import Text, count

LEAST, MOST = 0.7, 1.5  # of today's spending: farther, nobody has seen what the curve does


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a proposal must keep to; amounts are in the currency, by month.

    `budget` is today's spending where None. `keep` names what stays as it is, `most_of` what may not spend more.
    """

    budget: float | None = None
    least: float = LEAST
    most: float = MOST
    keep: frozenset[str] = frozenset()
    most_of: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise BadLimit for an amount or a bound that is none."""
        for limit in (self.budget or 0.0, self.least, self.most, *self.most_of.values()):
            if not 0 <= limit < inf:
                raise BadLimit((limit,), Text("un nombre, zéro ou davantage", "a number, zero or more"))
        if self.least > self.most:
            expected = Text("la plus petite des deux bornes d'abord", "the smaller of the two bounds first")
            raise BadLimit((self.least, self.most), expected)


class BadLimit(Fault):
    """A budget, a ceiling or a bound is none."""

    def __init__(self, seen: Sequence[float], expected: Text) -> None:
        numbers = " – ".join(f"{number:g}" for number in seen)
        super().__init__(
            f"Budget, plafond ou bornes illisibles : « {numbers} ». Attendu : {expected.fr}. Corrigez la demande.",
            f"Cannot use the budget, ceiling or bounds “{numbers}”. Expected: {expected.en}. Correct what you ask.",
        )


class BudgetOutOfReach(Fault):
    """The bounds leave no way to spend the budget."""

    def __init__(self, budget: float, least: float, most: float) -> None:
        asked, low, high = (currency.signed(count(amount)) for amount in (budget, ceil(least), floor(most)))
        super().__init__(
            f"Un budget de {asked.fr} par mois ne tient pas dans les bornes : elles permettent de {low.fr} à "
            f"{high.fr}. Changez le budget, ou les bornes.",
            f"A budget of {asked.en} a month does not fit the bounds: they allow {low.en} to {high.en}. "
            "Change the budget, or the bounds.",
        )
