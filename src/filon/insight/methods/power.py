"""How many units a test needs, what it can show with those it has, and how long that takes."""

from math import asin, ceil, isfinite, sqrt
from typing import Literal

from scipy.optimize import brentq
from scipy.special import nctdtr, ndtr, ndtri, stdtrit

from filon.insight.methods.belief import Prior
from filon.insight.methods.effects import widening

ALPHA, POWER = 0.05, 0.8
Formula = Literal["fleiss", "null", "arcsine"]


def units_for_shares(
    before: float, after: float, *, alpha: float = ALPHA, power: float = POWER, formula: Formula = "fleiss"
) -> float:
    """Return the units per arm that tell two shares apart, for a test read once.

    `fleiss` pools the shares under no effect, `null` takes the first one there, `arcsine` stabilises the variance.
    Raises ValueError unless both lie between 0 and 1, differ, and 0 < alpha < power < 1.
    Source: Fleiss, Levin & Paik (2003), without continuity correction; Cohen (1988) for the arcsine.
    """
    if not (0 < before < 1 and 0 < after < 1 and before != after):
        raise ValueError("two different shares between 0 and 1 are needed")
    _check(alpha, power)
    risk, reach = float(ndtri(1 - alpha / 2)), float(ndtri(power))
    if formula == "arcsine":
        return 2 * ((risk + reach) / (2 * asin(sqrt(after)) - 2 * asin(sqrt(before)))) ** 2
    held = before if formula == "null" else (before + after) / 2
    apart = risk * sqrt(2 * held * (1 - held)) + reach * sqrt(before * (1 - before) + after * (1 - after))
    return (apart / (after - before)) ** 2


def units_for_means(
    difference: float, variances: tuple[float, float], *, alpha: float = ALPHA, power: float = POWER
) -> float:
    """Return the units per arm that show a difference of means, given the variance of a unit in each arm.

    Raises ValueError for no difference or no variance.
    """
    if not (isfinite(difference) and difference and min(variances) >= 0 and sum(variances) > 0):
        raise ValueError("a difference and a variance are needed")
    _check(alpha, power)
    return (float(ndtri(1 - alpha / 2) + ndtri(power)) / difference) ** 2 * sum(variances)


def units_for_students(effect: float, *, alpha: float = ALPHA, power: float = POWER) -> float:
    """Return the units per arm of Student's test of a difference of `effect` standard deviations.

    Source: the noncentral t distribution, both sides counted.
    """
    _check(alpha, power)

    def missing(units: float) -> float:
        freedom, shift = 2 * units - 2, abs(effect) * sqrt(units / 2)
        bound = float(stdtrit(freedom, 1 - alpha / 2))
        return 1 - float(nctdtr(freedom, shift, bound)) + float(nctdtr(freedom, shift, -bound)) - power

    normal = units_for_means(effect, (1.0, 1.0), alpha=alpha, power=power)  # a little less than Student's
    return float(brentq(missing, 2.0, normal + 10))


def design_effect(size: float, correlation: float) -> float:
    """Return by how much clusters of a size multiply the units needed: 1 + (m − 1) ICC. Source: Kish (1965)."""
    if size < 1 or not 0 <= correlation <= 1:
        raise ValueError("clusters hold one unit at least, and their correlation lies between 0 and 1")
    return 1 + (size - 1) * correlation


def watching_factor(*, alpha: float = ALPHA, power: float = POWER) -> float:
    """Return by how much looking every day multiplies the units, for the same power at the planned end."""
    _check(alpha, power)
    reach = float(ndtri(power))
    return ((widening(1.0, 1.0, alpha) + reach) / (float(ndtri(1 - alpha / 2)) + reach)) ** 2


def power_of(
    effect: float,
    mean: float,
    variance: float,
    per_arm: float,
    *,
    alpha: float = ALPHA,
    planned: float | None = None,
) -> float:
    """Return the chance that a test shows a relative effect; with `planned` units in all, one that is watched.

    Raises ValueError unless mean and variance are not 0 and there are units.
    """
    if not (mean and variance > 0 and per_arm > 0):
        raise ValueError("a mean, a variance and units are needed")
    bound = float(ndtri(1 - alpha / 2))
    error = sqrt(variance / per_arm * (1 + (1 + effect) ** 2)) / abs(mean)  # the delta method's
    if planned:
        error *= widening(2 * per_arm, planned, alpha) / bound
    shift = effect / error
    return float(ndtr(shift - bound) + ndtr(-bound - shift))


def smallest_effect(
    mean: float,
    variance: float,
    per_arm: float,
    *,
    alpha: float = ALPHA,
    power: float = POWER,
    planned: float | None = None,
) -> float | None:
    """Return the smallest relative effect that a test shows with that power; None where no effect would do.

    Raises ValueError as `power_of`. Source: the delta method's quadratic in the mean of the second arm.
    """
    if not (mean and variance > 0 and per_arm > 0):
        raise ValueError("a mean, a variance and units are needed")
    _check(alpha, power)
    bound = float(ndtri(1 - alpha / 2))
    wide = widening(2 * per_arm, planned, alpha) / bound if planned else 1.0
    spread = ((bound + float(ndtri(power))) * wide) ** 2 * variance / per_arm / mean**2
    if spread >= 1:
        return None
    return (1 + sqrt(1 - (1 - spread) ** 2)) / (1 - spread) - 1


def further_units(
    effect: float,
    error: float,
    units: float,
    *,
    alpha: float = ALPHA,
    power: float = POWER,
    planned: float | None = None,
    prior: Prior | None = None,
) -> float:
    """Return the units still to gather, of all arms, to show an effect with that power; 0 where there are enough.

    `error` is the standard error after `units`; with `planned`, the test is watched; with a `prior`, it is shown where
    the belief after it leaves zero out. Raises ValueError unless all are positive, or for a prior of what is watched.
    Source: GrowthBook's mid-experiment power.
    """
    if not (effect and error > 0 and units > 0):
        raise ValueError("an effect, a standard error and units are needed")
    if planned and prior:
        raise ValueError("a test that is watched takes no prior")
    _check(alpha, power)

    def missing(times: float) -> float:
        bound = widening(units * times, planned, alpha) if planned else float(ndtri(1 - alpha / 2))
        spread, lean = error / sqrt(times), 0.0
        if (
            prior
        ):  # the belief leaves zero out where what is seen, with the prior's lean, exceeds a wider bound
            bound *= sqrt(1 + spread**2 / prior.variance)
            lean = prior.mean * spread / prior.variance
        shift = abs(effect) / spread
        return float(ndtr(shift + lean - bound) + ndtr(-bound - shift - lean)) - power

    if missing(1.0) >= 0:
        return 0.0
    most = 2.0
    while missing(most) < 0:
        most *= 2
    return (float(brentq(missing, 1.0, most)) - 1) * units


def whole_weeks(units: float, weekly: float, window_days: int) -> int | None:
    """Return the whole weeks that a test takes: to meet its units, then for the last one's window to be over.

    None where no unit comes. Raises ValueError for negative numbers.
    """
    if units < 0 or weekly < 0 or window_days < 0:
        raise ValueError("units, their rate and their window are not negative")
    return ceil(units / weekly) + ceil(window_days / 7) if weekly else None


def _check(alpha: float, power: float) -> None:
    if not 0 < alpha < power < 1:
        raise ValueError("alpha must be positive and under the power, itself under 1")
