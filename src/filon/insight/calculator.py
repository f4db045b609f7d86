"""The figures of those who have only totals: the same definitions, intervals and three scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from filon.insight import intervals
from filon.insight.methods.posteriors import Count, Posterior, Share
from filon.insight.scenarios.forecast import SCENARIOS
from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.evaluate import Figures
from filon.metrics.language.components import Component, Sum
from filon.metrics.language.measure import HOUR_UNITS
from filon.metrics.language.query import Query
from filon.terms.clock import now
from filon.terms.faults import Fault
from filon.terms.money import to_amount, to_cents
from filon.terms.text import Text

METRICS = (
    "calls",
    "useful_conversations",
    "appointments_set",
    "appointments_validated",
    "appointments_held",
    "proposals",
    "contracts",
    "revenue",
    "margin",
    "cost_total",
    "hours",
    "conversation_rate",
    "appointment_rate",
    "proposal_rate",
    "win_rate",
    "close_rate",
    "calls_per_hour",
    "useful_conversations_per_hour",
    "cost_per_call",
    "cost_per_conversation",
    "cost_per_appointment",
    "cost_per_validated_appointment",
    "cost_per_held_appointment",
    "cost_per_proposal",
    "cac",
    "average_deal",
    "average_margin",
    "margin_rate",
    "roi",
    "return_multiple",
    "revenue_roi",
    "net_gain",
    "break_even_contracts",
    "break_even_price_per_validated_appointment",
)
MOST_CALLS_PER_HOUR = 40  # beyond it, no one dials by hand
_UNTOLD = Sum(0, frozenset({("totals", 1)}))
_RATES = ("conversation_rate", "appointment_rate", "proposal_rate", "win_rate", "close_rate")
_BRINGING = ("contracts", "revenue", "margin", "roi", "return_multiple", "net_gain", "cac")
# A stage never holds more than the one it came from.
_STAGES = (
    ("useful_conversations", "calls"),
    ("appointments_set", "useful_conversations"),
    ("appointments_set", "calls"),
    ("appointments_validated", "appointments_set"),
    ("appointments_held", "appointments_set"),
    ("proposals", "appointments_set"),
    ("contracts", "proposals"),
    ("contracts", "appointments_set"),
    ("contracts", "calls"),
    ("margin", "revenue"),
)


class BadTotal(Fault):
    """A total cannot be: `total` names it by measure."""

    def __init__(self, total: str, fr: str, en: str) -> None:
        super().__init__(fr, en)
        self.total = total


class InconsistentTotals(BadTotal):
    """A stage holds more than the one it came from."""

    def __init__(self, part: tuple[str, object], whole: tuple[str, object]) -> None:
        fr, en = (CATALOGUE.find(part[0]).label, CATALOGUE.find(whole[0]).label)
        super().__init__(
            part[0],
            f"{fr.fr} ({part[1]}) dépasse {en.fr} ({whole[1]}) : corrigez l'un des deux totaux.",
            f"{fr.en} ({part[1]}) exceeds {en.en} ({whole[1]}): correct one of the two totals.",
        )


class NegativeTotal(BadTotal):
    """A total is negative."""

    def __init__(self, name: str, seen: object) -> None:
        label = CATALOGUE.find(name).label
        super().__init__(
            name,
            f"{label.fr} : {seen} est négatif. Donnez un total positif ou nul.",
            f"{label.en}: {seen} is negative. Give a total of zero or more.",
        )


class MarginGivenTwice(BadTotal):
    """Both a margin and a margin rate were given."""

    def __init__(self) -> None:
        super().__init__(
            "margin_rate",
            "Marge et taux de marge ensemble : gardez l'un des deux.",
            "A margin and a margin rate together: keep one of them.",
        )


class RateWithoutRevenue(BadTotal):
    """A margin rate was given without the revenue it applies to."""

    def __init__(self) -> None:
        super().__init__(
            "margin_rate",
            "Un taux de marge s'applique au chiffre d'affaires : donnez-le aussi.",
            "A margin rate applies to the revenue: give it too.",
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: the figures if chance stands at `probability` of its range."""

    label: Text
    probability: float
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calculation:
    """The answer, its scenarios, and what is not plausible in the totals."""

    answer: Answer
    scenarios: tuple[Scenario, ...]
    warnings: tuple[Text, ...]


def calculate(totals: Mapping[str, Decimal | int], margin_rate: Fraction | None = None) -> Calculation:
    """Return all derived figures from totals named by measure; money in the currency, absent ones unknown.

    A margin may be given by its rate instead. Raises InconsistentTotals, NegativeTotal, MarginGivenTwice or
    RateWithoutRevenue.
    """
    if margin_rate is not None:
        totals = {**totals, "margin": _margin(totals, margin_rate)}
    _check(totals)
    components, query = _components(totals), Query(METRICS)
    figures = Figures(CATALOGUE, components, query)
    row = Row({}, {name: figures.cell(name) for name in METRICS}, components=components)
    formula = CATALOGUE.metrics["roi"].version
    answer = intervals.decorate(Answer(now(), query, formula, "totals", (row,), row), CATALOGUE)
    return Calculation(answer, tuple(_scenarios(components, query)), tuple(_warnings(figures)))


def _margin(totals: Mapping[str, Decimal | int], rate: Fraction) -> Decimal:
    if "margin" in totals:
        raise MarginGivenTwice
    if "revenue" not in totals:
        raise RateWithoutRevenue
    return to_amount(to_cents(Decimal(totals["revenue"]) * rate.numerator / rate.denominator))


def _check(totals: Mapping[str, Decimal | int]) -> None:
    for name, value in totals.items():
        if value < 0 and name != "margin":  # a mission may lose on what it sells
            raise NegativeTotal(name, value)
    for part, whole in _STAGES:
        if part in totals and whole in totals and totals[part] > totals[whole]:
            raise InconsistentTotals((part, totals[part]), (whole, totals[whole]))


def _components(totals: Mapping[str, Decimal | int]) -> dict[str, Component]:
    told = {name: Sum(_units(name, value)) for name, value in totals.items()}
    measures = CATALOGUE.needed(METRICS)
    found: dict[str, Component] = {
        measure.id: told.get(measure.id, _UNTOLD) for measure in measures if measure.empty == "zero"
    }
    found |= told
    if "contracts" in told:
        found |= {"new_customers": told["contracts"], "totals_contracts": Sum(int(totals["contracts"]))}
    for name in ("margin", "revenue"):
        if name in told:
            found[f"totals_{name}"] = told[name]
    return found


def _units(name: str, value: Decimal | int) -> int:
    if name == "hours":
        return int(Fraction(value) * HOUR_UNITS)
    measure = CATALOGUE.measures[name]
    return to_cents(Decimal(value)) if measure.unit == "money" else int(value) * measure.scale


def _scenarios(components: Mapping[str, Component], query: Query) -> list[Scenario]:
    """Move the count of contracts and each rate over their posteriors; the mean amounts stay.

    P10, P50 and P90 of Gamma(k + ½) for the contracts and of Beta(k + ½, n − k + ½) for the rates; what
    depends on contracts alone moves with them, so its quantiles are exact.
    """
    now_ = Figures(CATALOGUE, components, query)
    contracts = now_.figure("contracts").value
    found = []
    for label, probability in SCENARIOS:
        figures: dict[str, float] = {}
        for name in _RATES:
            rate = now_.figure(name)
            if rate.numerator is not None and rate.denominator and 0 <= rate.numerator <= rate.denominator:
                events, trials = float(rate.numerator), float(rate.denominator)
                figures[name] = _at(Share(events, trials), probability)
        if contracts:
            share = _at(Count(float(contracts)), probability) / float(contracts)
            moved = Figures(CATALOGUE, _moved(components, share), query)
            values = {name: moved.figure(name).value for name in _BRINGING}
            figures |= {name: float(value) for name, value in values.items() if value is not None}
        found.append(Scenario(label, probability, figures))
    return found


def _at(posterior: Posterior, probability: float) -> float:
    return float(posterior.at(np.array([probability]))[0])


def _moved(components: Mapping[str, Component], share: float) -> dict[str, Component]:
    found = dict(components)
    for name in ("contracts", "new_customers", "revenue", "margin"):
        total = components.get(name)
        if isinstance(total, Sum):
            found[name] = Sum(round(total.units * share), total.unknown)
    return found


def _warnings(figures: Figures) -> list[Text]:
    pace = figures.figure("calls_per_hour")
    if pace.value is None or pace.value <= MOST_CALLS_PER_HOUR:
        return []
    shown = round(float(pace.value))
    return [
        Text(
            f"{shown} appels par heure : improbable en composition manuelle (plus de {MOST_CALLS_PER_HOUR}). "
            "Vérifiez les heures, ou si un automate compose.",
            f"{shown} calls per hour: implausible for hand dialling (more than {MOST_CALLS_PER_HOUR}). "
            "Check the hours, or whether a dialler is used.",
        )
    ]
