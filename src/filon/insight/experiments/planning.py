"""How large and how long a test must be, and what a month of it can show: said before it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf, log

from scipy.optimize import brentq

from filon.insight.methods.power import ALPHA, units_for_means, units_for_shares, watching_factor, whole_weeks
from filon.insight.methods.samples import Sample

MOST_WEEKS, MONTH_WEEKS = 26, 4
_LEAST, _HUGE = 1e-4, 3.0  # improvements nobody would look for


@dataclass(frozen=True, slots=True)
class Plan:
    """The units a test needs, of all arms, and how long that takes at a weekly rate (None: no rate known).

    `once` is for a test read at its end only, `units` for one that is watched. `month_effect` and `longest_effect` are
    the smallest improvements that a month, and the longest test allowed, can show (None: none at all).
    """

    once: int
    units: int
    weeks: int | None
    month_effect: float | None
    longest_effect: float | None

    @property
    def too_long(self) -> bool:
        """Tell whether it would last longer than conditions stay the same."""
        return self.weeks is None or self.weeks > MOST_WEEKS

    @property
    def month_concludes(self) -> bool:
        """Tell whether a month is enough."""
        return self.weeks is not None and self.weeks <= MONTH_WEEKS


@dataclass(frozen=True, slots=True)
class Goal:
    """What a test is to show: a relative improvement of a figure, lower or higher being better, among some arms."""

    effect: float
    lower: bool = False
    weights: tuple[int, ...] = (1, 1)
    window_days: int = 0


def plan(today: Sample, goal: Goal, weekly: float | None) -> Plan:
    """Return the plan of a test on a figure as it stands today, per unit. Raises ValueError where nothing varies.

    The spread of the variant's figure follows its rarer events: twice as many of them vary half as much.
    Source: delta method on the logarithm; the smallest weight of a challenger decides.
    """
    if not (today.mean and today.variance > 0):
        raise ValueError("a figure that varies is needed")
    spread = today.variance / today.mean**2

    def per_arm(effect: float) -> float:
        moved = _moved(effect, goal)
        events = 1 / moved if goal.lower else moved
        return units_for_means(log(moved), (spread, spread / events), alpha=_alpha(goal))

    return _plan(per_arm, 0.99 if goal.lower else _HUGE, goal, weekly)


def plan_shares(before: float, goal: Goal, weekly: float | None) -> Plan:
    """Return the plan of a test that is to raise (or lower) a share of units. Raises ValueError as `units_for_shares`."""

    def per_arm(effect: float) -> float:
        return units_for_shares(before, before * _moved(effect, goal), alpha=_alpha(goal))

    most = 0.99 if goal.lower else min(_HUGE, 0.99 / before - 1)
    return _plan(per_arm, most, goal, weekly)


def _moved(effect: float, goal: Goal) -> float:
    """Return the factor that an improvement multiplies a figure by."""
    if not 0 < effect < (1 if goal.lower else inf):
        raise ValueError("an improvement is positive, and leaves something of what it lowers")
    return 1 - effect if goal.lower else 1 + effect


def _plan(per_arm: Callable[[float], float], most: float, goal: Goal, weekly: float | None) -> Plan:
    def needed(effect: float) -> float:
        return per_arm(effect) / _part(goal)

    factor = watching_factor(alpha=_alpha(goal))
    once, units = ceil(needed(goal.effect)), ceil(needed(goal.effect) * factor)
    if not weekly:
        return Plan(once, units, None, None, None)

    def shown(weeks: int) -> float | None:
        """Return the smallest improvement that some weeks can show, of which the last ones only wait."""
        reached = weekly * (weeks - ceil(goal.window_days / 7))
        if most <= _LEAST or needed(most) * factor > reached:
            return None
        return float(brentq(lambda effect: needed(effect) * factor - reached, _LEAST, most))

    weeks = whole_weeks(units, weekly, goal.window_days)
    return Plan(once, units, weeks, shown(MONTH_WEEKS), shown(MOST_WEEKS))


def _part(goal: Goal) -> float:
    """Return the share of the units that an arm of an equal pair of the same precision would have."""
    control, *others = goal.weights
    whole = sum(goal.weights)
    return 2 / (whole / control + whole / min(others))


def _alpha(goal: Goal) -> float:
    return ALPHA / (len(goal.weights) - 1)
