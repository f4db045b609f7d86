"""What a figure may still be after what was seen: posteriors, each given by its quantile function."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv, ndtri, stdtrit

from filon.insight.methods.draws import sobol
from filon.insight.methods.interval import NotEnough

Floats = NDArray[np.float64]

CAP = 1.5  # times the largest amount seen: beyond it, a log-normal promises what nobody has sold
AMOUNTS_NEEDED = 3
_SIZE = 14  # 2^14 draws tell the quantiles of a mean amount
_EACH = 16  # quantiles of each posterior of a mixture


class Posterior(Protocol):
    """Something that has quantiles."""

    def at(self, probability: Floats) -> Floats:
        """Return the quantiles at some probabilities strictly between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure without doubt: planned, booked or supposed."""

    value: float

    def at(self, probability: Floats) -> Floats:
        """Return the value, as often as asked."""
        return np.full(probability.shape, self.value)


@dataclass(frozen=True, slots=True)
class Share:
    """A share after `events` of `trials`: Beta(k + ½, n − k + ½). Raises ValueError unless 0 ≤ events ≤ trials.

    Source: Jeffreys (1946).
    """

    events: float
    trials: float

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.trials or not isfinite(self.trials):
            raise ValueError("events must lie between 0 and trials")

    def at(self, probability: Floats) -> Floats:
        """Return quantiles of the share."""
        return np.asarray(betaincinv(self.events + 0.5, self.trials - self.events + 0.5, probability))


@dataclass(frozen=True, slots=True)
class Count:
    """The expected number of events after `events` were seen: Gamma(k + ½). Raises ValueError for a negative count."""

    events: float

    def __post_init__(self) -> None:
        if not self.events >= 0 or not isfinite(self.events):
            raise ValueError("a count is not negative")

    def at(self, probability: Floats) -> Floats:
        """Return quantiles of the expected number."""
        return np.asarray(gammaincinv(self.events + 0.5, probability))


@dataclass(frozen=True, slots=True)
class Pace:
    """A positive mean with a relative standard error: a gamma of that mean and spread."""

    mean: float
    error: float

    def at(self, probability: Floats) -> Floats:
        """Return quantiles of the mean."""
        if not self.error > 0:
            return np.full(probability.shape, self.mean)
        shape = self.error**-2
        return np.asarray(self.mean / shape * gammaincinv(shape, probability))


@dataclass(frozen=True, slots=True)
class Student:
    """A mean with its standard error and degrees of freedom. Source: Student (1908)."""

    mean: float
    error: float
    freedom: float

    def at(self, probability: Floats) -> Floats:
        """Return quantiles of the mean."""
        return np.asarray(self.mean + self.error * stdtrit(self.freedom, probability))


@dataclass(frozen=True, slots=True)
class LogStudent:
    """A positive mean with its relative standard error and degrees of freedom, at most `most`: its logarithm is Student's."""

    mean: float
    error: float
    freedom: float
    most: float = np.inf

    def at(self, probability: Floats) -> Floats:
        """Return quantiles of the mean."""
        logs = np.log(self.mean) + self.error * stdtrit(self.freedom, probability)
        return np.asarray(np.exp(np.minimum(logs, np.log(self.most))))


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Another figure times a factor, at most `most`."""

    of: Posterior
    factor: float
    most: float = np.inf

    def at(self, probability: Floats) -> Floats:
        """Return the quantiles scaled."""
        return np.minimum(self.of.at(probability) * self.factor, self.most)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A figure known by sorted draws of it."""

    draws: Floats

    def at(self, probability: Floats) -> Floats:
        """Return the quantiles, interpolated between draws."""
        places = (np.arange(len(self.draws)) + 0.5) / len(self.draws)
        return np.asarray(np.interp(probability, places, self.draws))


def mixed(after: Callable[[float], Posterior], to_come: Floats) -> Drawn:
    """Return the posterior of a figure when some of its events are still to come, from draws of their number (draws,).

    It is the mean of the posteriors after each number: what is unknown of the events to come is counted once, and what the events
    would leave unknown if all were in. Source: Tanner & Wong (1987), data augmentation.
    """
    numbers, times = np.unique(to_come, return_counts=True)
    found = [
        after(float(number)).at((np.arange(_EACH * count) + 0.5) / (_EACH * count))
        for number, count in zip(numbers, times, strict=True)
    ]
    return Drawn(np.sort(np.concatenate(found)))


def log_normal_mean(
    count: float, logs: float, squares: float, largest: float, *, size: int = _SIZE, seed: int = 0
) -> Drawn | NotEnough:
    """Return the posterior of the mean of positive amounts whose logs are normal, at most CAP × the largest amount.

    Takes the number of amounts, the sum of their logs, of the squares of these, and the largest amount. The variance of
    the logs is scaled inverse chi-square, their mean Student's: without the cap the mean would have no expectation.
    Not enough are fewer than AMOUNTS_NEEDED amounts. Raises ValueError for what is not finite, or no positive largest.
    Source: Gelman et al. (2013), Bayesian Data Analysis, section 3.2.
    """
    if not all(map(isfinite, (count, logs, squares, largest))) or (count and not largest > 0):
        raise ValueError("the amounts must be positive and finite")
    if count < AMOUNTS_NEEDED:
        return NotEnough(count, AMOUNTS_NEEDED)
    mean = logs / count
    uniform = sobol(2, size=size, seed=seed)
    variance = max(0.0, squares - logs * mean) / (2 * gammaincinv((count - 1) / 2, uniform[:, 0]))
    log_means = mean + np.sqrt(variance / count) * ndtri(uniform[:, 1]) + variance / 2
    return Drawn(np.sort(np.exp(np.minimum(log_means, np.log(CAP * largest)))))


def spread(count: float, total: float, squares: float) -> float:
    """Return the standard deviation of amounts from their number, sum and sum of squares; 0 below two."""
    return sqrt(max(0.0, squares - total * total / count) / (count - 1)) if count > 1 else 0.0
