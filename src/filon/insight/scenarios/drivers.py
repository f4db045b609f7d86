"""What a plan rests on: each driver with its posterior, how they move together, and what chance adds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from filon.insight.methods.posteriors import Known, Posterior, Scaled
from filon.insight.scenarios.model import Model
from filon.insight.scenarios.simulate import CHANCE, Chance
from filon.metrics.answer import Answer
from filon.metrics.definitions import CATALOGUE
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.language.measure import Unit
from filon.terms.period import Period, add_months
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.scenarios.ahead import Ahead  # it asks the lake, which the calculator does without

DEFAULT_MONTHS = 3  # a plan is for a quarter unless it says otherwise
VOLUMES = ("calls", "contracts", "cost_total")  # what follows the length of a period

_OWN: dict[str, tuple[Text, Unit]] = {
    "cost_per_hour": (Text("Coût complet par heure", "Full cost per hour"), "money"),
    "fixed_cost": (Text("Coûts fixes en plus", "Fixed costs besides"), "money"),
    CHANCE: (Text("Hasard des signatures", "Chance of signatures"), "count"),
}


def label_of(driver: str) -> Text:
    """Return what a driver, or a figure of the outcome, is called."""
    if driver in _OWN:
        return _OWN[driver][0]
    before, apart, after = driver.partition("_to_")
    if not apart:
        return CATALOGUE.find(driver).label
    one, other = CATALOGUE.find(before).label, CATALOGUE.find(after).label
    return Text(f"{other.fr} sur {one.fr.lower()}", f"{other.en} of {one.en.lower()}")


def unit_of(driver: str) -> Unit:
    """Return the unit of a driver, or of a figure of the outcome."""
    if driver in _OWN:
        return _OWN[driver][1]
    return "share" if "_to_" in driver else CATALOGUE.find(driver).unit


def favour(figure: str) -> int:
    """Return 1 where more of a figure of the outcome is better, -1 for a cost: prudent is the high end."""
    return -1 if CATALOGUE.find(figure).polarity == "lower" else 1


def pair_of(driver: str) -> tuple[str, str] | None:
    """Return what divides and what is divided in a driver that the catalogue does not hold; None for a sum."""
    if driver == "cost_per_hour":
        return "hours", "cost_total"
    before, apart, after = driver.partition("_to_")
    return (before, after) if apart else None


@dataclass(frozen=True, slots=True)
class Driver:
    """Something that a plan rests on; without a posterior nobody knows it, and `reason` tells why."""

    id: str
    posterior: Posterior | None
    reason: Text | None = None

    @property
    def label(self) -> Text:
        """Its name."""
        return label_of(self.id)

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return unit_of(self.id)


@dataclass(frozen=True, slots=True)
class Basis:
    """What was seen of a scope: its drivers, how they move together, and what chance adds.

    `span` are the days seen. `early` is the share of the margin that arrives within a year of the signature, None where
    nobody knows. `coming` is what the calls seen will still sign, counted in the drivers, or why it is not. `notes` say
    what the drivers rest on.
    """

    answer: Answer
    span: Period
    model: Model
    drivers: tuple[Driver, ...]
    chance: Chance
    ranks: Mapping[tuple[str, str], float]
    early: float | None
    coming: "Ahead | Text"
    notes: tuple[Text, ...]

    @property
    def too_few(self) -> bool:
        """Tell whether it rests on too few contracts to plan on."""
        return float(self.answer.total.cells["contracts"].value or 0) < MIN_EVENTS

    def names(self) -> list[str]:
        """Return the ids of the drivers."""
        return [driver.id for driver in self.drivers]

    def ends(self) -> tuple[date, date]:
        """Return the first and the last day seen."""
        begin, end = _ends(self.span)
        return begin, end - timedelta(days=1)

    def over(self, period: Period) -> "Basis":
        """Return the basis with its volumes at the pace seen, over a period."""
        factor = _days(period) / _days(self.span)
        drivers = (
            replace(driver, posterior=_times(driver.posterior, factor))
            if driver.id in VOLUMES and driver.posterior is not None
            else driver
            for driver in self.drivers
        )
        return replace(self, drivers=tuple(drivers))

    def ahead(self) -> Period:
        """Return the whole months that a plan is for unless it says otherwise."""
        begin = add_months(self.answer.as_of.date(), 1)
        return Period(begin, add_months(begin, DEFAULT_MONTHS))


def _times(posterior: Posterior, factor: float) -> Posterior:
    if isinstance(posterior, Known):  # whole calls, whole euros
        return Known(float(round(posterior.value * factor)))
    return Scaled(posterior, factor)


def _ends(period: Period) -> tuple[date, date]:
    if period.begin is None or period.end is None:
        raise ValueError("a period to plan for, or to learn from, has both ends")
    return period.begin, period.end


def _days(period: Period) -> int:
    begin, end = _ends(period)
    return (end - begin).days
