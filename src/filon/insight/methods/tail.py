"""What is won later than any age yet seen: log-normal ages of wins and losses, and deals that are never closed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_ndtr, ndtr

from filon.insight.methods.incidence import Outcomes

Floats = NDArray[np.float64]

CYCLE, CYCLE_SPREAD = 75.0, 1.0  # prior of a median age in days: its centre, and the deviation of its log
SHAPE, SHAPE_SPREAD = 0.8, 0.35  # prior of the deviation of the logs of ages: the same of it
_TRIED = 4000  # points that are weighed before as many as wanted are drawn
_FREEDOM = 5  # of the Student law they come from: tails heavier than those of what is looked for
_STEP = 1e-3
_FLOOR = 1e-300


@dataclass(frozen=True, slots=True)
class Tail:
    """Draws of the shares ever won and ever lost, and of the centre and deviation of the logs of their ages (draws,)."""

    won: Floats
    lost: Floats
    won_centre: Floats
    won_spread: Floats
    lost_centre: Floats
    lost_spread: Floats

    def chance(self, ages: ArrayLike, after: float) -> Floats:
        """Return the chance that a unit open at some ages (A,) is won later than an age (draws, A)."""
        age = np.asarray(ages, dtype=float)
        later = self.won[:, None] * ndtr(-self._score(np.maximum(age, after), won=True))
        gone = self.won[:, None] * ndtr(self._score(age, won=True))
        gone = gone + self.lost[:, None] * ndtr(self._score(age, won=False))
        return np.asarray(np.clip(later / np.maximum(1 - gone, _FLOOR), 0, 1))

    def _score(self, age: Floats, *, won: bool) -> Floats:
        centre, spread = (self.won_centre, self.won_spread) if won else (self.lost_centre, self.lost_spread)
        return np.asarray((np.log(age + 0.5) - centre[:, None]) / spread[:, None])


def tail(outcomes: Outcomes, draws: int, rng: np.random.Generator) -> Tail:
    """Return draws of the posterior of a cure mixture with a competing loss, given units won, lost or open by age.

    Shapes: counts (A,). The shares are uniform beforehand, ages as CYCLE and SHAPE say; sampling importance
    resampling from a Student law around the mode. Sources: Boag (1949) and Larson & Dinse (1985) for the mixture,
    Rubin (1988) for the resampling.
    """
    from scipy.optimize import minimize

    start = np.array([0.0, 0.0, np.log(CYCLE), np.log(SHAPE), np.log(CYCLE), np.log(SHAPE)])
    mode = minimize(lambda point: -_log_posterior(point[None, :], outcomes)[0], start, method="BFGS").x
    factor = np.linalg.cholesky(_covariance(mode, outcomes))
    normal = rng.standard_normal((_TRIED, len(mode)))
    scale = np.sqrt(_FREEDOM / rng.chisquare(_FREEDOM, _TRIED))
    points = mode + (normal * scale[:, None]) @ factor.T
    distance = (normal**2).sum(axis=1) * scale**2
    weights = _log_posterior(points, outcomes) + (_FREEDOM + len(mode)) / 2 * np.log1p(distance / _FREEDOM)
    chances = np.exp(weights - weights.max())
    kept = points[rng.choice(_TRIED, draws, p=chances / chances.sum())]
    won, lost = _shares(kept)
    return Tail(won, lost, kept[:, 2], np.exp(kept[:, 3]), kept[:, 4], np.exp(kept[:, 5]))


def _shares(points: Floats) -> tuple[Floats, Floats]:
    odds = np.exp(np.clip(points[:, :2], -30, 30))
    whole = 1 + odds.sum(axis=1)
    return odds[:, 0] / whole, odds[:, 1] / whole


def _log_posterior(points: Floats, outcomes: Outcomes) -> Floats:
    """Return the log posterior, up to a constant, at some points (P, 6)."""
    logs = np.log(outcomes.ages + 0.5)
    won, lost = _shares(points)
    found = np.log(won) + np.log(lost) + np.log(np.maximum(1 - won - lost, _FLOOR))
    gone = np.zeros((len(points), len(logs)))
    for share, place, events in ((won, 2, outcomes.won), (lost, 4, outcomes.lost)):
        centre, log_spread = points[:, place, None], np.clip(points[:, place + 1, None], -5, 5)
        score = (logs - centre) / np.exp(log_spread)
        density = np.log(share)[:, None] - score**2 / 2 - log_spread
        found = found + (events * density).sum(axis=1)
        found -= ((centre[:, 0] - np.log(CYCLE)) / CYCLE_SPREAD) ** 2 / 2
        found -= ((log_spread[:, 0] - np.log(SHAPE)) / SHAPE_SPREAD) ** 2 / 2
        gone += share[:, None] * np.exp(log_ndtr(score))
    return np.asarray(found + (outcomes.open * np.log(np.maximum(1 - gone, _FLOOR))).sum(axis=1))


def _covariance(mode: Floats, outcomes: Outcomes) -> Floats:
    """Return the inverse of the curvature at the mode; directions that are flat there are given the prior's width."""
    steps = _STEP * np.eye(len(mode))
    pairs = [(one, other) for one in steps for other in steps]
    points = np.array(
        [mode + a * x + b * y for x, y in pairs for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
    )
    value = _log_posterior(points, outcomes).reshape(len(mode), len(mode), 4)
    curvature = -(value @ np.array([1, -1, -1, 1])) / (4 * _STEP**2)
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    return np.asarray((vectors / np.maximum(values, CYCLE_SPREAD**-2 / 4)) @ vectors.T)
