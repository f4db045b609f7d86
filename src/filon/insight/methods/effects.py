"""The effect of a variant against the control: read once at the end, or as often as one likes."""

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Literal

from scipy.optimize import brentq
from scipy.special import stdtr, stdtrit

from filon.insight.methods.interval import LEVEL, NotEnough
from filon.insight.methods.samples import Sample

Scale = Literal["absolute", "relative", "log"]
Side = Literal["two", "greater", "less"]
NEEDED = 2
_NEVER, _LEAST = 0.4999, 1e-12  # a one-sided p beyond it says nothing; under it, as good as none


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect with its bounds (None: an open side), its p-value, its standard error and the units of both arms."""

    value: float
    low: float | None
    high: float | None
    p: float
    error: float
    units: float
    method: str


def read_once(
    control: Sample, variant: Sample, *, scale: Scale = "relative", side: Side = "two", level: float = LEVEL
) -> Effect | NotEnough:
    """Return the effect with Welch's interval, valid for one reading decided on beforehand.

    `scale` is the difference, the difference over |control|, or log(variant / control). Not enough where an arm
    shows no spread, or has no figure to compare with. Source: Welch (1947); delta method for what is relative.
    """
    found = _difference(control, variant, scale)
    if isinstance(found, NotEnough):
        return found
    value, error = found
    freedom = _freedom(control, variant)
    alpha = 1 - level
    half = float(stdtrit(freedom, 1 - alpha / (2 if side == "two" else 1))) * error
    below = float(stdtr(freedom, value / error))
    p = {"two": 2 * min(below, 1 - below), "greater": 1 - below, "less": below}[side]
    return _bounded(value, half, p, error, control.units + variant.units, side, "welch")


def always_valid(
    control: Sample,
    variant: Sample,
    planned: float,
    *,
    scale: Scale = "relative",
    side: Side = "two",
    level: float = LEVEL,
    against: float = 0.0,
) -> Effect | NotEnough:
    """Return the effect with an interval that stays valid however often one looks at it.

    `planned` is the number of units of both arms at which it is tightest: frozen before the test starts. The
    p-value is that of an effect of `against`.
    Not enough as for `read_once`. Raises ValueError unless planned > 0.
    Source: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2021), asymptotic confidence sequences.
    """
    found = _difference(control, variant, scale)
    if isinstance(found, NotEnough):
        return found
    value, error = found
    units = control.units + variant.units
    half = error * widening(units, planned, 1 - level, side)
    p = _anytime_p((value - against) / error, units, planned, 1 - level, side)
    return _bounded(value, half, p, error, units, side, "always valid")


def widening(units: float, planned: float, alpha: float, side: Side = "two") -> float:
    """Return how many standard errors lie on each side of an always-valid estimate.

    Raises ValueError unless units and planned are positive and 0 < alpha < 1.
    """
    return _reach(_grown(units, planned, alpha, side), alpha, side)


def _grown(units: float, planned: float, alpha: float, side: Side) -> float:
    """Return the units times the squared mixing parameter that makes the interval tightest at `planned`."""
    if not (units > 0 and planned > 0 and 0 < alpha < 1):
        raise ValueError("units and planned must be positive, alpha between 0 and 1")
    risk = -2 * log(alpha if side == "two" else 2 * alpha)
    return units * (risk + log(1 + risk)) / planned


def _reach(grown: float, alpha: float, side: Side) -> float:
    root = sqrt(grown + 1)
    return sqrt(
        2 * (grown + 1) / grown * (log(root / alpha) if side == "two" else log(1 + root / (2 * alpha)))
    )


def _anytime_p(score: float, units: float, planned: float, alpha: float, side: Side) -> float:
    """Return the smallest level whose interval would leave zero out, tuned as the one that is shown."""
    grown = _grown(units, planned, alpha, side)
    if side == "two":
        return min(1.0, sqrt(grown + 1) * exp(-(score**2) * grown / (2 * (grown + 1))))
    toward = score if side == "greater" else -score

    def excess(level: float) -> float:
        return toward - _reach(grown, level, side)

    if excess(_NEVER) < 0:
        return _NEVER
    return _LEAST if excess(_LEAST) > 0 else float(brentq(excess, _LEAST, _NEVER, xtol=_LEAST))


def _difference(control: Sample, variant: Sample, scale: Scale) -> tuple[float, float] | NotEnough:
    """Return the effect and its standard error."""
    if control.variance <= 0 or variant.variance <= 0:
        return NotEnough(min(control.units, variant.units, 1), NEEDED)
    if scale == "absolute":
        value = variant.mean - control.mean
        return value, sqrt(variant.variance / variant.units + control.variance / control.units)
    if not control.base or (scale == "log" and not (control.mean > 0 and variant.mean > 0)):
        return NotEnough(0, 1)
    if scale == "log":
        parts = [arm.variance / arm.units / arm.mean**2 for arm in (control, variant)]
        return log(variant.mean / control.mean), sqrt(sum(parts))
    change = (variant.mean - control.mean) / control.base
    moved = control.variance + 2 * change * control.covariance + change**2 * control.base_variance
    spread = variant.variance / variant.units + moved / control.units
    sign = 1 if control.base > 0 else -1
    return sign * change, sqrt(spread) / abs(control.base)


def _freedom(control: Sample, variant: Sample) -> float:
    """Return Welch and Satterthwaite's degrees of freedom."""
    one, two = control.variance / control.units, variant.variance / variant.units
    return (one + two) ** 2 / (one**2 / (control.units - 1) + two**2 / (variant.units - 1))


def _bounded(
    value: float, half: float, p: float, error: float, units: float, side: Side, method: str
) -> Effect:
    low = None if side == "less" or half == inf else value - half
    high = None if side == "greater" or half == inf else value + half
    return Effect(value, low, high, p, error, units, method)
