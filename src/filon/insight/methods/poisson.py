"""Intervals of counts, and of sums of amounts that arrive as a Poisson process."""

from functools import lru_cache
from math import sqrt

from scipy.special import gammaincinv

from filon.insight.methods.interval import LEVEL, Interval


@lru_cache(maxsize=65536)
def garwood(events: float, level: float = LEVEL) -> Interval:
    """Return the exact interval of a Poisson count. Raises ValueError for a negative count.

    Source: Garwood (1936).
    """
    if events < 0:
        raise ValueError("a count is not negative")
    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events > 0 else 0.0
    return Interval(low, float(gammaincinv(events + 1, 1 - tail)), "garwood")


@lru_cache(maxsize=65536)
def amounts(total: float, squares: float, largest: float, level: float = LEVEL) -> Interval:
    """Return the interval of a sum of positive amounts whose number is Poisson.

    Takes the sum of the amounts, of their squares, and the largest one. With equal amounts it is
    Garwood's interval times the amount. Raises ValueError unless the total is positive.
    Source: Fay & Feuer (1997), gamma intervals for weighted sums of Poisson counts.
    """
    if total <= 0 or squares <= 0 or largest <= 0:
        raise ValueError("the amounts must be positive")
    tail = (1 - level) / 2
    low = squares / total * float(gammaincinv(total * total / squares, tail))
    wide, more = squares + largest * largest, total + largest
    high = wide / more * float(gammaincinv(more * more / wide, 1 - tail))
    equal = abs(largest * total - squares) <= 1e-9 * squares
    return Interval(low, high, "poisson exact" if equal else "fay-feuer")


def net(
    gains: tuple[float, float, float], losses: tuple[float, float, float], level: float = LEVEL
) -> Interval:
    """Return the interval of gains less losses, each given as for `amounts` (or zeros where there is none).

    Source: Zou & Donner (2008), variance estimates recovered (MOVER) from the two intervals.
    """
    if losses[0] <= 0:
        return amounts(*gains, level)
    lost = amounts(*losses, level)
    won = amounts(*gains, level) if gains[0] > 0 else Interval(0.0, 0.0, "")
    difference = gains[0] - losses[0]
    low = sqrt((gains[0] - (won.low or 0)) ** 2 + ((lost.high or 0) - losses[0]) ** 2)
    high = sqrt(((won.high or 0) - gains[0]) ** 2 + (losses[0] - (lost.low or 0)) ** 2)
    return Interval(difference - low, difference + high, "fay-feuer, mover")
