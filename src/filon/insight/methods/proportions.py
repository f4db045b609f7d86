"""Intervals of shares and of their differences."""

from math import sqrt

from filon.insight.methods.interval import LEVEL, Interval, normal_quantile


def wilson(events: float, trials: float, level: float = LEVEL) -> Interval:
    """Return Wilson's score interval of a share.

    Raises ValueError unless 0 ≤ events ≤ trials and trials > 0.
    Source: Wilson (1927), as in Newcombe (1998), method 3.
    """
    if not 0 <= events <= trials or trials <= 0:
        raise ValueError("events must lie between 0 and trials")
    z = normal_quantile(level)
    centre = events + z * z / 2
    half = z * sqrt(z * z / 4 + events * (1 - events / trials))
    whole = trials + z * z
    return Interval(max(0.0, (centre - half) / whole), min(1.0, (centre + half) / whole), "wilson")


def newcombe(one: tuple[float, float], two: tuple[float, float], level: float = LEVEL) -> Interval:
    """Return Newcombe's interval of the difference of two shares, each given as (events, trials).

    Raises ValueError as `wilson`. Source: Newcombe (1998), method 10.
    """
    first, second = wilson(*one, level), wilson(*two, level)
    share_one, share_two = one[0] / one[1], two[0] / two[1]
    bounds = (first.low or 0.0, first.high or 0.0, second.low or 0.0, second.high or 0.0)
    low = sqrt((share_one - bounds[0]) ** 2 + (bounds[3] - share_two) ** 2)
    high = sqrt((bounds[1] - share_one) ** 2 + (share_two - bounds[2]) ** 2)
    difference = share_one - share_two
    return Interval(difference - low, difference + high, "newcombe")
