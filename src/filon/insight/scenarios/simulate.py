"""Draws of a plan: its outcomes, what moves them most, and how probable it is that they pay."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from filon.insight.methods.draws import SEED, SIZE, rank_correlations, sobol, tied
from filon.insight.methods.posteriors import Floats, Known, Posterior
from filon.insight.scenarios.model import Model, Outcome

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
CHANCE = "chance"  # what no rate decides: which calls sign, for how much, on which days
_COLUMNS_OF_CHANCE = 3
_SCORES = np.linspace(
    -7.5, 7.5, 4097
)  # normal scores between which quantiles are interpolated: within 1e-5 of a deviation


@dataclass(frozen=True, slots=True)
class Chance:
    """What chance still decides once every rate is known: how amounts spread, and days of work.

    `amounts` is the relative deviation of one contract's amount, `effort` that of what one operator-day does, of which
    a call takes `days`.
    """

    amounts: float = 0.0
    effort: float = 0.0
    days: float = 0.0


@dataclass(frozen=True, slots=True)
class Swing:
    """What one driver does to the ROI: at its own P10 and P90 the others at their median, and its share of the variance."""

    driver: str
    low: float
    high: float
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """The draws of every driver, those of the outcome, and what each driver does to the ROI."""

    values: Mapping[str, Floats]
    outcome: Outcome
    swings: tuple[Swing, ...]

    def medians(self) -> dict[str, float]:
        """Return every driver at its median."""
        return {name: float(np.median(draws)) for name, draws in self.values.items()}


def simulate(
    model: Model,
    posteriors: Mapping[str, Posterior],
    *,
    chance: Chance | None = None,
    ranks: Mapping[tuple[str, str], float] | None = None,
    size: int = SIZE,
    seed: int = SEED,
) -> Draws:
    """Draw a plan 2^size times. Without `chance` the draws hold only what is unknown of the drivers.

    `ranks` are rank correlations between drivers; the others move on their own.
    """
    unsure = [name for name, posterior in posteriors.items() if not isinstance(posterior, Known)]
    uniform = sobol(len(unsure) + _COLUMNS_OF_CHANCE, size=size, seed=seed)
    moved = tied(uniform[:, : len(unsure)], _matrix(unsure, ranks or {}))
    columns = {name: moved[:, place] for place, name in enumerate(unsure)}
    values = {
        name: _drawn(posterior, columns.get(name, uniform[:, 0])) for name, posterior in posteriors.items()
    }
    by_chance = uniform[:, len(unsure) :]
    outcome = model.outcome(values) if chance is None else _chanced(model, values, chance, by_chance)
    drivers = np.column_stack([*(values[name] for name in unsure), by_chance])
    return Draws(values, outcome, _swings(model, values, unsure, outcome, drivers, chance))


def _drawn(posterior: Posterior, uniform: Floats) -> Floats:
    if isinstance(posterior, Known) or len(uniform) < len(_SCORES):
        return posterior.at(uniform)
    return np.asarray(np.interp(ndtri(uniform), _SCORES, posterior.at(ndtr(_SCORES))))


def _matrix(names: list[str], ranks: Mapping[tuple[str, str], float]) -> Floats:
    found = np.eye(len(names))
    for (one, other), rank in ranks.items():
        if one in names and other in names:
            place = names.index(one), names.index(other)
            found[place] = found[place[::-1]] = rank
    return found


def _chanced(model: Model, values: Mapping[str, Floats], chance: Chance, uniform: Floats) -> Outcome:
    signed = _signed(model, values, uniform[:, 0])
    amounts = _noise(chance.amounts, signed, uniform[:, 1])
    days = values["calls"] * chance.days if "calls" in values else np.ones_like(signed)
    effort = _noise(chance.effort, days, uniform[:, 2])
    return model.outcome(values, contracts=signed, amounts=amounts, effort=effort)


def _signed(model: Model, values: Mapping[str, Floats], uniform: Floats) -> Floats:
    """Return how many contracts are signed: binomial among the calls, Poisson where none are counted."""
    from scipy.stats import binom, poisson

    if not model.rates:
        return np.asarray(poisson.ppf(uniform, values["contracts"]))
    return np.asarray(binom.ppf(uniform, np.round(values["calls"]), np.minimum(model.reach(values), 1.0)))


def _noise(deviation: float, number: Floats, uniform: Floats) -> Floats:
    """Return the factor of a mean of so many amounts: log-normal, of mean 1. Source: Fenton (1960)."""
    if not deviation > 0:
        return np.ones_like(number)
    spread = np.log1p(deviation**2 / np.maximum(number, 1.0))
    return np.asarray(np.exp(np.sqrt(spread) * ndtri(uniform) - spread / 2))


def _swings(
    model: Model,
    values: Mapping[str, Floats],
    unsure: list[str],
    outcome: Outcome,
    columns: Floats,
    chance: Chance | None,
) -> tuple[Swing, ...]:
    roi = outcome.roi
    ranks = rank_correlations(np.column_stack([columns, roi]))[-1, :-1] ** 2
    whole = ranks.sum() or 1.0
    middle = {name: float(np.median(draws)) for name, draws in values.items()}
    found = []
    for place, name in enumerate(unsure):
        low, high = (
            float(model.outcome({**middle, name: float(edge)}).roi)
            for edge in np.quantile(values[name], (LOW, HIGH))
        )
        found.append(Swing(name, low, high, float(ranks[place] / whole)))
    if chance is not None:
        found.append(_swing_of_chance(model, middle, chance, float(ranks[len(unsure) :].sum() / whole)))
    return tuple(sorted(found, key=lambda swing: -abs(swing.high - swing.low)))


def _swing_of_chance(model: Model, middle: Mapping[str, float], chance: Chance, share: float) -> Swing:
    """Return the ROI at P10 and P90 of what chance alone decides, every driver at its median."""
    uniform = sobol(_COLUMNS_OF_CHANCE, size=12)
    fixed = {name: np.full(len(uniform), value) for name, value in middle.items()}
    low, high = np.quantile(_chanced(model, fixed, chance, uniform).roi, (LOW, HIGH))
    return Swing(CHANCE, float(low), float(high), share)
