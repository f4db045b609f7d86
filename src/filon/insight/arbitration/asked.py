"""What a proposal must keep to, and the refusal of what it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf
from typing import Literal

from filon.terms import currency
from filon.terms.faults import Fault
from filon.terms.text import Text, count

LEAST, MOST = 0.7, 1.5  # of today's spending: farther, nobody has seen what the curve does
Heeded = Literal["all", "hours", "prospects", "none"]
HEEDED: Mapping[Heeded, Text] = {
    "all": Text("heures et prospects", "hours and prospects"),
    "hours": Text("heures", "hours"),
    "prospects": Text("prospects", "prospects"),
    "none": Text("aucune", "none"),
}
"""Which limits that history shows a proposal keeps to."""
_BOUNDS = Text("Bornes", "Bounds")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a proposal must keep to; amounts are in the currency, by month.

    `budget` is today's spending where None. `keep` names what stays as it is, `most_of` what may not spend more.
    `heeded` tells which limits of history hold besides; `hours` are the calling hours there may be by month, those of
    the busiest month seen where None. A line of `most_of` has no other ceiling.
    """

    budget: float | None = None
    least: float = LEAST
    most: float = MOST
    keep: frozenset[str] = frozenset()
    most_of: Mapping[str, float] = field(default_factory=dict)
    heeded: Heeded = "all"
    hours: float | None = None

    def __post_init__(self) -> None:
        """Raise BadLimit for an amount or a bound that is none."""
        amounts = [
            (Text("Budget par mois", "Budget a month"), self.budget or 0.0),
            (_BOUNDS, self.least),
            (_BOUNDS, self.most),
            (Text("Heures d'appel par mois", "Calling hours a month"), self.hours or 0.0),
            *(
                (Text(f"Plafond de {name}", f"Ceiling of {name}"), most)
                for name, most in self.most_of.items()
            ),
        ]
        for what, amount in amounts:
            if not 0 <= amount < inf:
                raise BadLimit(
                    what, (amount,), Text("un nombre, zéro ou davantage", "a number, zero or more")
                )
        if self.least > self.most:
            expected = Text("la plus petite des deux bornes d'abord", "the smaller of the two bounds first")
            raise BadLimit(_BOUNDS, (self.least, self.most), expected)

    @property
    def heeds_hours(self) -> bool:
        """Tell whether calling hours are a limit: hours that are given always are."""
        return self.hours is not None or self.heeded in ("all", "hours")

    @property
    def heeds_prospects(self) -> bool:
        """Tell whether the prospects left to call are a limit."""
        return self.heeded in ("all", "prospects")


class BadLimit(Fault):
    """A budget, a ceiling, hours or a bound is none."""

    def __init__(self, what: Text, seen: Sequence[float], expected: Text) -> None:
        numbers = " – ".join(f"{number:g}" for number in seen)
        super().__init__(
            f"{what.fr} : « {numbers} » n'a pas de sens. Attendu : {expected.fr}. Corrigez, puis redemandez.",
            f"{what.en}: “{numbers}” makes no sense. Expected: {expected.en}. Correct it, then ask again.",
        )


class BudgetOutOfReach(Fault):
    """The bounds, or the limits of history where `limited`, leave no way to spend the budget."""

    def __init__(self, budget: float, least: float, most: float, *, limited: bool = False) -> None:
        asked, low, high = (currency.signed(count(amount)) for amount in (budget, ceil(least), floor(most)))
        what = Text("dans les bornes", "the bounds")
        change = Text("le budget, ou les bornes", "the budget, or the bounds")
        if limited:
            what = Text(
                "dans les bornes, les heures d'appel et les prospects restants",
                "the bounds, the calling hours and the prospects left",
            )
            change = Text(
                "le budget, les bornes ou les limites (« Limites », --limits)",
                "the budget, the bounds or the limits (“Limits”, --limits)",
            )
        super().__init__(
            f"Un budget de {asked.fr} par mois ne tient pas {what.fr} : possible de {low.fr} à "
            f"{high.fr}. Changez {change.fr}.",
            f"A budget of {asked.en} a month does not fit {what.en}: possible from {low.en} to {high.en}. "
            f"Change {change.en}.",
        )


class NotEnoughHours(Fault):
    """The least that lines may spend takes more calling hours than there are."""

    def __init__(self, hours: float, needed: float) -> None:
        seen, least = count(floor(hours)), count(ceil(needed))
        super().__init__(
            f"{seen.fr} heures d'appel par mois ne suffisent pas : il en faut {least.fr} pour le moins que les bornes permettent. "
            "Donnez plus d'heures, ou baissez la borne inférieure.",
            f"{seen.en} calling hours a month are not enough: the least that the bounds allow takes {least.en}. "
            "Give more hours, or lower the smaller bound.",
        )
