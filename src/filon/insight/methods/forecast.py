"""What open units will still bring: how many are won by a horizon, and for what amount, with intervals."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from filon.insight.methods.incidence import Incidence, Outcomes, aalen_johansen
from filon.insight.methods.interval import LEVEL, Interval, NotEnough

Floats = NDArray[np.float64]

DRAWS = 1000
STEPS = 100  # ages kept in a bootstrap: enough for the width of an interval
PSEUDO_UNITS = 25.0  # units of the wider group that a group's curve and amounts are given
PRICED = 2  # amounts below which their spread is unknown


@dataclass(frozen=True, slots=True)
class Curves:
    """The incidence estimated, and those of bootstrap samples of the same units, up to one horizon in days."""

    estimate: Incidence
    resampled: Incidence
    horizon: int

    @classmethod
    def of(
        cls, outcomes: Outcomes, horizon: int, rng: np.random.Generator, *, draws: int = DRAWS
    ) -> "Curves":
        """Estimate from outcomes alone."""
        near = outcomes.upto(horizon)
        samples = near.coarse(horizon, STEPS).resampled(draws, rng)
        return cls(aalen_johansen(near), aalen_johansen(samples), horizon)

    def within(self, outcomes: Outcomes, rng: np.random.Generator) -> "Curves":
        """Return the curves of a part of these units, drawn to them by PSEUDO_UNITS of theirs."""
        own, wide, samples = outcomes.upto(self.horizon), self.estimate.outcomes, self.resampled.outcomes
        weight = PSEUDO_UNITS / wide.units if wide.units else 0.0
        draws = samples.won.shape[0]
        return Curves(
            aalen_johansen(own.pooled(wide, weight)),
            aalen_johansen(own.coarse(self.horizon, STEPS).resampled(draws, rng).pooled(samples, weight)),
            self.horizon,
        )

    @property
    def left(self) -> float:
        """The share still open at the horizon, of which nothing is claimed."""
        return float(self.estimate.survival[self.estimate.ages <= self.horizon][-1])

    def maturity(self, ages: ArrayLike, counts: ArrayLike) -> float | None:
        """Return the mean of F₁(age) / F₁(horizon) over units of some ages; None without units or wins."""
        weights, whole = np.asarray(counts, dtype=float), float(self.estimate.won_by(self.horizon))
        if whole <= 0 or weights.sum() <= 0:
            return None
        reached = self.estimate.won_by(np.minimum(np.asarray(ages), self.horizon)) / whole
        return float((weights * reached).sum() / weights.sum())

    def band(self, ages: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
        """Return the pointwise interval of the share won by some ages. Source: bootstrap percentiles."""
        tail = (1 - level) / 2
        low, high = np.quantile(self.resampled.won_by(ages), (tail, 1 - tail), axis=0)
        return low, high


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many open units will be won: the number expected, and draws of it (draws,)."""

    expected: float
    likely: Floats


def bounds(draws: Floats, level: float = LEVEL) -> Interval:
    """Return the percentile interval of draws."""
    tail = (1 - level) / 2
    low, high = np.quantile(draws, (tail, 1 - tail))
    return Interval(float(low), float(high), "aalen-johansen, bootstrap")


def forecast(
    curves: Curves,
    ages: ArrayLike,
    counts: ArrayLike,
    rng: np.random.Generator,
    *,
    within: int | None = None,
) -> Forecast:
    """Forecast the wins, by the horizon or within so many days, of units open at some ages.

    Shapes: an age and a count for each kind of open unit. The draws hold both what is unknown of the curve
    (bootstrap) and what chance still decides (binomial).
    """
    age, place = np.unique(np.asarray(ages, dtype=np.int64), return_inverse=True)
    count = np.bincount(place, np.asarray(counts, dtype=float), len(age)).astype(float)
    until = np.full(age.shape, curves.horizon) if within is None else np.minimum(curves.horizon, age + within)
    chances = curves.resampled.chance(age, until)
    whole = np.floor(count)
    drawn = rng.binomial(whole.astype(np.int64), chances).sum(axis=1, dtype=float)
    part = count - whole  # of units whose credit is shared
    if part.any():
        drawn += (part * rng.binomial(1, chances)).sum(axis=1)
    return Forecast(float((count * curves.estimate.chance(age, until)).sum()), drawn)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What won units brought: their number, sum and sum of squares."""

    count: float
    total: float
    squares: float

    def pooled(self, parent: "Amounts", weight: float) -> "Amounts":
        """Return these with those of a wider group added at a weight."""
        return Amounts(
            self.count + weight * parent.count,
            self.total + weight * parent.total,
            self.squares + weight * parent.squares,
        )

    @property
    def mean(self) -> float | NotEnough:
        """The mean amount; not enough are fewer than PRICED amounts."""
        return self.total / self.count if self.count >= PRICED else NotEnough(self.count, PRICED)

    def drawn(self, wins: Floats, rng: np.random.Generator) -> Floats:
        """Return what draws of wins bring (draws,): with the doubt on the mean, and the chance of each amount.

        Zeros where the mean is unknown. Source: Student (1908) for the mean; a normal sum of the amounts.
        """
        if isinstance(self.mean, NotEnough):
            return np.zeros_like(wins)
        spread = sqrt(max(0.0, self.squares / self.count - self.mean**2) * self.count / (self.count - 1))
        means = self.mean + spread / sqrt(self.count) * rng.standard_t(self.count - 1, size=wins.shape)
        found: Floats = wins * means + spread * np.sqrt(wins) * rng.standard_normal(wins.shape)
        return found
