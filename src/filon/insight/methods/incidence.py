"""Who was won, who was lost, who is still open: the share won by each age, with lost as a competing event."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from filon.insight.methods.interval import NotEnough, normal_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OPEN, WON, LOST = 0, 1, 2
AT_RISK = 10  # units still under observation below which a curve claims nothing
WINS = 5  # below, the share won is hardly known


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Units counted by age: won, lost, or last seen open (censored) at each of `ages`, distinct and rising.

    Shapes: ages (A,); won, lost, open (…, A), where what leads, if anything, are resamples.
    """

    ages: Ints
    won: Floats
    lost: Floats
    open: Floats

    @classmethod
    def of(cls, ages: ArrayLike, events: ArrayLike, counts: ArrayLike | None = None) -> "Outcomes":
        """Count units, or groups of them, by age and event (0 open, 1 won, 2 lost); ages are whole, from 0.

        Shapes: one age, event and count a group. Raises ValueError for other events, lengths that differ,
        negative ages, or counts that are negative or not finite.
        """
        when, event = np.asarray(ages), np.asarray(events)
        weight = np.ones(when.shape) if counts is None else np.asarray(counts, dtype=float)
        if not when.shape == event.shape == weight.shape or when.ndim != 1:
            raise ValueError("ages, events and counts are lists of one length")
        if when.size and not (
            np.isfinite(when).all() and when.min() >= 0 and (when == when.astype(int)).all()
        ):
            raise ValueError("ages are whole numbers from 0")
        if not np.isin(event, (OPEN, WON, LOST)).all():
            raise ValueError("an event is 0 (open), 1 (won) or 2 (lost)")
        if not (np.isfinite(weight).all() and (weight >= 0).all()):
            raise ValueError("counts are finite and not negative")
        distinct, place = np.unique(when.astype(np.int64), return_inverse=True)
        won, lost, still = (
            np.bincount(place[event == kind], weight[event == kind], len(distinct)).astype(float)
            for kind in (WON, LOST, OPEN)
        )
        return cls(distinct, won, lost, still)

    @property
    def units(self) -> float:
        """How many units there are."""
        return float(self.won.sum() + self.lost.sum() + self.open.sum())

    def on(self, ages: Ints) -> "Outcomes":
        """Return the same counts on ages that hold all of these."""
        place = np.searchsorted(ages, self.ages)
        moved = []
        for counts in (self.won, self.lost, self.open):
            wide = np.zeros((*counts.shape[:-1], len(ages)))
            wide[..., place] = counts
            moved.append(wide)
        return Outcomes(ages, *moved)

    def upto(self, age: int) -> "Outcomes":
        """Return the same units watched up to an age only: those who went further were open just after it."""
        kept = self.ages <= age
        beyond = (self.won + self.lost + self.open)[..., ~kept].sum(axis=-1, keepdims=True)
        if not beyond.any():
            return self
        none = np.zeros_like(beyond)
        won, lost, still = (
            np.concatenate([counts[..., kept], more], axis=-1)
            for counts, more in ((self.won, none), (self.lost, none), (self.open, beyond))
        )
        return Outcomes(np.append(self.ages[kept], age + 1), won, lost, still)

    def coarse(self, until: int, steps: int) -> "Outcomes":
        """Return the same units on at most so many ages up to one: those of a span of days are put at its middle."""
        days = until // steps + 1
        near = self.ages <= until
        middle = np.minimum(self.ages // days * days + days // 2, until)
        ages, starts = np.unique(np.where(near, middle, self.ages), return_index=True)
        if days == 1 or not len(ages):
            return self
        return Outcomes(
            ages, *(np.add.reduceat(counts, starts, axis=-1) for counts in (self.won, self.lost, self.open))
        )

    def pooled(self, parent: "Outcomes", weight: float) -> "Outcomes":
        """Return these counts with those of a wider group added at a weight. Source: Ibrahim & Chen (2000)."""
        ages = np.union1d(self.ages, parent.ages)
        own, wide = self.on(ages), parent.on(ages)
        return Outcomes(
            ages, own.won + weight * wide.won, own.lost + weight * wide.lost, own.open + weight * wide.open
        )

    def resampled(self, draws: int, rng: np.random.Generator) -> "Outcomes":
        """Return that many bootstrap samples of the units. Source: Efron & Tibshirani (1993)."""
        cells = np.concatenate([self.won, self.lost, self.open])
        found = np.zeros((draws, len(cells)))
        kept = np.flatnonzero(cells)
        if len(kept):
            shares = cells[kept] / cells.sum()
            found[:, kept] = rng.multinomial(max(1, round(self.units)), shares, size=draws)
        return Outcomes(self.ages, *np.split(found, 3, axis=1))


@dataclass(frozen=True, slots=True)
class Incidence:
    """The shares won and lost by each age, and still open after it; `at_risk` are the units that reached it."""

    outcomes: Outcomes
    at_risk: Floats
    survival: Floats
    won: Floats
    lost: Floats

    @property
    def ages(self) -> Ints:
        """The ages at which anything was seen, rising."""
        return self.outcomes.ages

    def won_by(self, ages: ArrayLike) -> Floats:
        """Return the share won by some ages, each included."""
        return _at(self.won, np.searchsorted(self.ages, ages, side="right"), 0.0)

    def chance(self, ages: ArrayLike, until: ArrayLike) -> Floats:
        """Return the chance that a unit open at an age is won by a later one: (F₁(until) − F₁(age⁻)) / S(age⁻).

        0 where nobody is left open at that age, or where the later age has passed.
        """
        before = np.searchsorted(self.ages, ages, side="left")
        left = _at(self.survival, before, 1.0)
        gained = self.won_by(until) - _at(self.won, before, 0.0)
        found: Floats = np.clip(np.divide(gained, left, out=np.zeros_like(gained), where=left > 0), 0, 1)
        return found

    def variance(self, age: int) -> float:
        """Return the variance of the share won by an age, by the delta method.

        Source: Marubini & Valsecchi (1995), Analysing Survival Data from Clinical Trials, 10.3.
        """
        upto = self.ages <= age
        at_risk, won = self.at_risk[upto], self.outcomes.won[upto]
        closed = won + self.outcomes.lost[upto]
        before = np.concatenate([[1.0], self.survival[upto]])[:-1]
        still = float(self.won_by(age)) - self.won[upto]
        spared = np.where(at_risk > closed, at_risk * (at_risk - closed), np.inf)
        terms = still**2 * closed / spared + before**2 * won * (at_risk - won) / at_risk**3
        return float((terms - 2 * still * before * won / at_risk**2).sum())


def _at(curve: Floats, place: ArrayLike, start: float) -> Floats:
    """Return a curve after that many of its steps."""
    stepped = np.concatenate([np.full((*curve.shape[:-1], 1), start), curve], axis=-1)
    found: Floats = stepped[..., np.asarray(place)]
    return found


def aalen_johansen(outcomes: Outcomes) -> Incidence:
    """Return the cumulative incidence of both events; with a single one, `survival` is Kaplan and Meier's.

    At a tie, what happens at an age happens to all who reached it. Source: Aalen & Johansen (1978).
    """
    leaving = outcomes.won + outcomes.lost + outcomes.open
    at_risk = np.flip(np.cumsum(np.flip(leaving, -1), -1), -1)
    won, lost = (
        np.divide(events, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
        for events in (outcomes.won, outcomes.lost)
    )
    survival = np.cumprod(np.clip(1 - won - lost, 0, 1), axis=-1)
    before = np.concatenate([np.ones((*survival.shape[:-1], 1)), survival], axis=-1)[..., :-1]
    return Incidence(outcomes, at_risk, survival, np.cumsum(before * won, -1), np.cumsum(before * lost, -1))


def horizon(incidence: Incidence, needed: int = AT_RISK) -> int | NotEnough:
    """Return the last age that enough units reached, beyond which nothing is claimed.

    Not enough are too few units, or too few wins up to that age.
    """
    reached = incidence.ages[incidence.at_risk >= needed]
    if not len(reached):
        return NotEnough(incidence.outcomes.units, needed)
    wins = float(incidence.outcomes.won[incidence.ages <= reached[-1]].sum())
    return int(reached[-1]) if wins >= WINS else NotEnough(wins, WINS)


@dataclass(frozen=True, slots=True)
class Drift:
    """The share won by an age, lately and before, with the z of the difference."""

    age: int
    lately: float
    before: float
    z: float
    sure: bool


def drift(lately: Outcomes, before: Outcomes, ages: tuple[int, ...] = (30, 60, 90)) -> list[Drift]:
    """Compare the shares won by some ages in two groups, at the ages that AT_RISK units of both reached.

    A difference is sure where its |z| passes the normal quantile of 5 % shared between the ages (Bonferroni).
    """
    curves = aalen_johansen(lately), aalen_johansen(before)
    told = [age for age in ages if all(_reaching(curve, age) >= AT_RISK for curve in curves)]
    found = []
    for age in told:
        one, other = (float(curve.won_by(age)) for curve in curves)
        spread = sum(curve.variance(age) for curve in curves)
        z = (one - other) / np.sqrt(spread) if spread > 0 else 0.0
        found.append(Drift(age, one, other, float(z), bool(abs(z) > normal_quantile(1 - 0.05 / len(told)))))
    return found


def _reaching(curve: Incidence, age: int) -> float:
    place = int(np.searchsorted(curve.ages, age))
    return float(curve.at_risk[place]) if place < len(curve.ages) else 0.0
