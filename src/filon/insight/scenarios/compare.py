"""Holds what was said of a plan against what happened: where it fell in the forecast, and which driver moved."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from filon.insight.biases.phrases import decimal
from filon.insight.maturity.lines import Line
from filon.insight.scenarios.drivers import VOLUMES, favour, label_of, pair_of, unit_of
from filon.insight.scenarios.forecast import PERCENTS, Forecast, Range
from filon.insight.scenarios.model import PEOPLE, Model
from filon.metrics.answer import Answer, Cell
from filon.metrics.definitions import CATALOGUE
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.language.measure import Unit
from filon.metrics.language.metric import Metric
from filon.terms.period import Period
from filon.terms.text import Text, count

COMPARED = ("contracts", "cost_total", "margin", "roi")
_OF_THE_COST = frozenset({"calls", "cost_total", "cost_per_call", *PEOPLE})
UNKNOWN = Text("pas encore connu", "not known yet")
UNDER_WAY = Text("période en cours", "period under way")
_SAME = 0.05  # of its forecast: a figure without chance that differs by less has not moved


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast as it was kept: the PERCENTS of each figure, each driver's P10, P50 and P90, the probabilities."""

    rates: tuple[str, ...]
    ranges: tuple[Range, ...]
    figures: Mapping[str, tuple[float, ...]]
    pays: float
    reaches: float
    payback: float | None

    @classmethod
    def of(cls, forecast: Forecast) -> "Told":
        """Return what is kept of a forecast."""
        figures = {name: tuple(map(float, forecast.figures[name])) for name in COMPARED}
        model = forecast.model
        return cls(model.rates, forecast.ranges, figures, forecast.pays, forecast.reaches, forecast.payback)

    def document(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {**asdict(self), "figures": {name: list(values) for name, values in self.figures.items()}}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Told":
        """Return what `document` wrote."""
        return cls(
            tuple(document["rates"]),
            tuple(Range(**one) for one in document["ranges"]),
            {name: tuple(values) for name, values in document["figures"].items()},
            document["pays"],
            document["reaches"],
            document["payback"],
        )

    def at(self, figure: str, percent: int) -> float:
        """Return a figure at a whole percent from prudent to optimistic, as `Forecast.at`."""
        return self.figures[figure][:: favour(figure)][PERCENTS.index(percent)]

    def metrics(self) -> tuple[str, ...]:
        """Return the figures to ask for to hold it against what happened."""
        asked = dict.fromkeys(COMPARED)
        for one in self.ranges:
            asked |= dict.fromkeys([one.driver] if _known(one.driver) else pair_of(one.driver) or ())
        return tuple(asked)


@dataclass(frozen=True, slots=True)
class Fell:
    """A figure that was forecast, what it is so far, and the percent of the forecast it fell at once nothing is to come.

    `projected` is what it will be once the open deals of its cohort are closed; None where that is not known, or the
    figure has no such thing.
    """

    figure: str
    low: float
    middle: float
    high: float
    actual: float | None
    percent: int | None
    projected: Cell | None = None

    @property
    def label(self) -> Text:
        """Its name."""
        return label_of(self.figure)

    @property
    def unit(self) -> Unit:
        """Its unit."""
        return unit_of(self.figure)


@dataclass(frozen=True, slots=True)
class Shift:
    """A driver that was forecast, what it was, and what that did to the ROI, the others as forecast.

    `moved` tells whether it differs by more than chance explains; False too where nobody can say, and `untold` then says why;
    `few` where it rests on too few events.
    """

    range: Range
    actual: float | None
    effect: float | None
    moved: bool
    untold: Text | None = None
    few: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was told against what happened; `elapsed` is the share of the period that is over.

    `cohort` is what the open deals of the period's calls will become; None where the plan counted what is signed in the period.
    `learnt` are the days that the plan was learnt from, None where they were not kept.
    """

    elapsed: float
    answer: Answer
    cohort: Line | None
    fell: tuple[Fell, ...]
    shifts: tuple[Shift, ...]
    learnt: Period | None = None

    @property
    def over(self) -> bool:
        """Tell whether the whole period has passed."""
        return self.elapsed >= 1

    @property
    def settled(self) -> bool:
        """Tell whether what happened can be held against what was told: the period is over, and nearly all is signed."""
        return self.over and (self.cohort is None or self.cohort.matured)


def compare(
    told: Told, period: Period, answer: Answer, cohort: Line | None = None, learnt: Period | None = None
) -> Comparison:
    """Hold a kept forecast against the answer over its period, whose metrics are `told.metrics()`.

    `cohort` is the maturity of that period, where the forecast is of all that its calls get signed: what these have still to sign
    is then counted, and nothing is said of it while much of it is still to come. `learnt` are the days it was learnt from.
    """
    elapsed = _elapsed(period, answer)
    found = Comparison(elapsed, answer, cohort, (), (), learnt)
    ahead = {} if cohort is None else _projected(cohort)
    fell = tuple(
        _fell(told, name, answer.total.cells[name], ahead.get(name), settled=found.settled)
        for name in COMPARED
    )
    cells = answer.total.cells if cohort is None else _ripened(answer.total.cells, cohort)
    ranges = [one for one in told.ranges if one.driver != "fixed_cost"] if elapsed else []
    shifts = (_shift(told, one, cells, found) for one in ranges)
    judged_first = sorted(shifts, key=lambda one: (one.untold is not None, -abs(one.effect or 0)))
    return replace(found, fell=fell, shifts=tuple(judged_first))


def _projected(cohort: Line) -> dict[str, Cell]:
    """Return what the figures of a cohort will be."""
    return {"contracts": cohort.expected, "margin": cohort.projected_margin, "roi": cohort.projected}


def _ripened(cells: Mapping[str, Cell], cohort: Line) -> dict[str, Cell]:
    """Return the figures with the contracts still to come; without those that rest on them while these are many."""
    signed, expected = cells["contracts"].value, cohort.expected.value
    factor = Fraction(expected) / Fraction(signed) if signed and expected is not None else None
    found = dict(cells)
    for name, cell in cells.items():
        if _counts(name, "contracts") and cohort.matured and factor:
            found[name] = _times(cell, factor)
        elif not cohort.matured and (_counts(name, "contracts") or _counts(name, "proposals")):
            found[name] = Cell(None, cell.unit)
    return found


def _counts(name: str, event: str) -> bool:
    """Tell whether a figure is a count of events, or a share of what came to them."""
    item = CATALOGUE.find(name)
    return name == event or (isinstance(item, Metric) and item.numerator == {event: 1})


def _times(cell: Cell, factor: Fraction) -> Cell:
    value, low, high = (
        None if one is None else one * float(factor) for one in (cell.value, cell.low, cell.high)
    )
    return replace(cell, value=None if value is None else Fraction(value), low=low, high=high)


def _elapsed(period: Period, answer: Answer) -> float:
    if period.begin is None or period.end is None:
        raise ValueError("a forecast is for a period with both ends")
    passed = (answer.as_of.date() - period.begin).days / (period.end - period.begin).days
    return min(1.0, max(0.0, passed))


def _fell(told: Told, name: str, cell: Cell, ahead: Cell | None, *, settled: bool) -> Fell:
    actual = None if cell.value is None else float(cell.value)
    last = actual if ahead is None or ahead.value is None else float(ahead.value)
    percent = _percent(name, told.figures[name], last) if settled and last is not None else None
    low, middle, high = (told.at(name, percent) for percent in (10, 50, 90))
    return Fell(name, low, middle, high, actual, percent, ahead)


def _percent(figure: str, rising: tuple[float, ...], actual: float) -> int:
    """Return the percent at which a figure falls from prudent to optimistic, half-way between ties: 0 worse than all."""
    sign = favour(figure)
    edges = [sign * edge for edge in rising[::sign]]
    below, above = (int(np.searchsorted(edges, sign * actual, side)) for side in ("left", "right"))
    return round((below + above) / 2) if below or above < len(edges) else 0


def _shift(told: Told, one: Range, cells: Mapping[str, Cell], found: Comparison) -> Shift:
    cell = _happened(one.driver, cells)
    if cell is None or cell.value is None:
        return Shift(one, None, None, moved=False, untold=UNKNOWN)
    model, actual = Model(told.rates), float(cell.value)
    if not found.over and one.driver in VOLUMES:  # forecast for the whole period
        return Shift(one, actual, None, moved=False, untold=UNDER_WAY)
    if not actual and one.driver in _OF_THE_COST:  # nothing spent yet: no ROI to speak of
        return Shift(one, actual, None, moved=False, untold=UNKNOWN)
    plan = {other.driver: other.middle for other in told.ranges}
    effect = float(model.outcome({**plan, one.driver: actual}).roi - model.outcome(plan).roi)
    few = _too_few(one.driver, cell, cells, settled=found.settled)
    return Shift(one, actual, effect, few is None and _moved(one, cell, actual), few, few is not None)


def _too_few(driver: str, cell: Cell, cells: Mapping[str, Cell], *, settled: bool) -> Text | None:
    """Say that a driver rests on too few events to tell whether it moved.

    Once the plan can be judged, only where no interval says what chance makes of them.
    """
    pair = pair_of(driver)
    events = cells[pair[1]].value if pair and pair[1] not in _OF_THE_COST else cell.events
    bounded = cell.low is not None or cell.high is not None
    if events is None or events >= MIN_EVENTS or (settled and bounded):
        return None
    many = count(float(events)) if events == round(events) else decimal(float(events))
    return Text(f"trop peu ({many.fr})", f"too few ({many.en})")


def _moved(one: Range, cell: Cell, actual: float) -> bool:
    if cell.low is not None or cell.high is not None:
        return not (cell.low or 0.0) <= one.middle <= (np.inf if cell.high is None else cell.high)
    return not one.low <= actual <= one.high and abs(actual - one.middle) > _SAME * abs(one.middle)


def _happened(driver: str, cells: Mapping[str, Cell]) -> Cell | None:
    """Return what a driver was."""
    if _known(driver):
        return cells[driver]
    pair = pair_of(driver)
    if pair is None:
        return None
    below, above = (cells[name].value for name in pair)
    return Cell(Fraction(above) / Fraction(below) if below and above is not None else None, unit_of(driver))


def _known(driver: str) -> bool:
    return driver in CATALOGUE.metrics or driver in CATALOGUE.measures
