"""The three scenarios of a plan: figures at P10, P50 and P90, probabilities, swings and break-evens."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from filon.insight.methods.draws import SEED, SIZE
from filon.insight.methods.posteriors import Floats, Posterior
from filon.insight.scenarios.drivers import Basis, favour
from filon.insight.scenarios.model import Model, break_even, contracts_needed
from filon.insight.scenarios.moves import Move, moved, unknown
from filon.insight.scenarios.simulate import Draws, Swing, simulate
from filon.terms.period import Period
from filon.terms.text import Text

SCENARIOS = (
    (Text("prudent", "prudent"), 0.1),
    (Text("réaliste", "realistic"), 0.5),
    (Text("optimiste", "optimistic"), 0.9),
)
FIGURES = ("contracts", "revenue", "margin", "cost_total", "roi", "net_gain")
PERCENTS = tuple(range(1, 100))
_BARS = 36
_DRAWN = (0.5, 99.5)  # percentiles between which the distribution is drawn


@dataclass(frozen=True, slots=True)
class Range:
    """A driver of the plan: its P10, P50 and P90, and whether a person moved it."""

    driver: str
    low: float
    middle: float
    high: float
    moved: bool


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What a driver must be, the others at their median, for the ROI to be 0 and the target; None: never.

    `matters` is False where the ROI is the same whatever the driver.
    """

    driver: str
    now: float
    pays: float | None
    target: float | None
    matters: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the distribution: from, to, and its share of the draws."""

    low: float
    high: float
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What a plan may bring over a period.

    `figures` holds the PERCENTS of each figure, each of its own distribution: they do not add up from one figure
    to the other. `payback` is the probability that the margin of a year after signature covers the cost, None where nobody
    knows.
    """

    period: Period
    model: Model
    target: float
    by_chance: bool
    ranges: tuple[Range, ...]
    figures: Mapping[str, Floats]
    pays: float
    reaches: float
    payback: float | None
    swings: tuple[Swing, ...]
    break_evens: tuple[BreakEven, ...]
    bars: tuple[Bar, ...]

    def at(self, figure: str, probability: float) -> float:
        """Return a figure at a whole percent from prudent to optimistic: a cost is high at 0.1 and low at 0.9."""
        edges = self.figures[figure][:: favour(figure)]
        return float(edges[PERCENTS.index(round(100 * probability))])

    def medians(self) -> dict[str, float]:
        """Return every driver at its median."""
        return {one.driver: one.middle for one in self.ranges}


def forecast(
    basis: Basis,
    period: Period,
    moves: Mapping[str, Move],
    target: float = 0.0,
    *,
    by_chance: bool = True,
    size: int = SIZE,
    seed: int = SEED,
) -> Forecast | Text:
    """Return what a plan may bring, or why nobody can say.

    Volumes are those of the span seen, at its pace over the period, unless moved. Without `by_chance`, only what is
    unknown of the drivers counts, not what chance will decide.
    """
    plan = moved(basis.over(period), moves)
    if missing := list(unknown(plan)):
        return _missing(missing[0].label, missing[0].id, missing[0].reason)
    posteriors = {driver.id: driver.posterior for driver in plan.drivers if driver.posterior is not None}
    middle = {name: float(posterior.at(np.array([0.5]))[0]) for name, posterior in posteriors.items()}
    if not plan.model.cost(middle) > 0:
        return _FREE
    draws = simulate(
        plan.model,
        posteriors,
        chance=plan.chance if by_chance else None,
        ranks=plan.ranks,
        size=size,
        seed=seed,
    )
    return _told(draws, plan, period, moves, target, by_chance)


_FREE = Text(
    "le coût est nul : un ROI se calcule sur une dépense. Fixez un coût (cost_per_call ou cost_total), ou des appels",
    "the cost is zero: a ROI is computed on spending. Set a cost (cost_per_call or cost_total), or calls",
)


def _missing(label: Text, name: str, reason: Text | None) -> Text:
    why = reason or Text("rien n'a été observé", "nothing was seen")
    return Text(
        f"{label.fr} : {why.fr}. Donnez une valeur ({name}) ou élargissez la période",
        f"{label.en}: {why.en}. Give a value ({name}) or widen the period",
    )


def _told(
    draws: Draws, plan: Basis, period: Period, moves: Mapping[str, Move], target: float, by_chance: bool
) -> Forecast:
    outcome, roi = draws.outcome, np.asarray(draws.outcome.roi)
    figures = {name: getattr(outcome, name) for name in FIGURES if getattr(outcome, name) is not None}
    at = np.array(PERCENTS) / 100
    known = {driver.id: driver.posterior for driver in plan.drivers if driver.posterior is not None}
    ranges = tuple(_range(name, posterior, name in moves) for name, posterior in known.items())
    return Forecast(
        period,
        plan.model,
        target,
        by_chance,
        ranges,
        {name: np.quantile(np.broadcast_to(values, roi.shape), at) for name, values in figures.items()},
        float((roi > 0).mean()),
        float((roi > target).mean()),
        None if plan.early is None else float((outcome.margin * plan.early >= outcome.cost_total).mean()),
        draws.swings,
        _break_evens(plan.model, {one.driver: one.middle for one in ranges}, target),
        _bars(roi),
    )


def _range(name: str, posterior: Posterior, by_hand: bool) -> Range:
    """Return the exact range of a driver, as it is told where it is moved; that of its draws is a hair's breadth off."""
    low, middle, high = (float(edge) for edge in posterior.at(np.array((0.1, 0.5, 0.9))))
    return Range(name, low, middle, high, by_hand)


def _break_evens(model: Model, medians: Mapping[str, float], target: float) -> tuple[BreakEven, ...]:
    found = []
    if model.rates:
        now = float(model.contracts(medians))
        found.append(
            BreakEven(
                "contracts", now, contracts_needed(model, medians), contracts_needed(model, medians, target)
            )
        )
    for name, value in medians.items():
        matters = name != "calls" or "cost_total" in medians or medians["fixed_cost"] > 0
        pays, reaches = (break_even(model, medians, name, roi) for roi in (0.0, target))
        found.append(BreakEven(name, value, pays, reaches, matters))
    return tuple(found)


def _bars(roi: Floats) -> tuple[Bar, ...]:
    low, high = np.percentile(roi, _DRAWN)
    if not high > low:
        return ()
    width = (high - low) / _BARS  # edges are its multiples: no bar lies on both sides of zero
    edges = width * np.arange(np.floor(low / width), np.ceil(high / width) + 1)
    shares, _ = np.histogram(roi, bins=edges)
    return tuple(
        Bar(float(begin), float(end), float(share) / len(roi))
        for begin, end, share in zip(edges[:-1], edges[1:], shares, strict=True)
    )
