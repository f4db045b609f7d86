"""Intervals of shares and of their differences."""

from math import sqrt

from scipy.special import betaincinv, ndtr

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


def clopper_pearson(events: float, trials: float, level: float = LEVEL) -> Interval:
    """Return the exact interval of a share: it covers at least what it promises, however few the events.

    Raises ValueError as `wilson`. Source: Clopper & Pearson (1934).
    """
    if not 0 <= events <= trials or trials <= 0:
        raise ValueError("events must lie between 0 and trials")
    tail, missed = (1 - level) / 2, trials - events
    low = float(betaincinv(events, missed + 1, tail)) if events else 0.0
    high = float(betaincinv(events + 1, missed, 1 - tail)) if missed else 1.0
    return Interval(low, high, "clopper-pearson")


def pooled_test(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float]:
    """Return z and the two-sided p of two equal shares, each given as (events, trials).

    (0, 1) where nobody or everybody had the event. Raises ValueError as `wilson`.
    Source: the pooled test, as statsmodels' proportions_ztest.
    """
    for events, trials in (one, two):
        wilson(events, trials)
    whole = (one[0] + two[0]) / (one[1] + two[1])
    return _score(one[0] / one[1] - two[0] / two[1], whole * (1 - whole) * (1 / one[1] + 1 / two[1]))


def known_test(events: float, trials: float, share: float) -> tuple[float, float]:
    """Return z and the two-sided p of a share that is known, by the spread of the one seen.

    (0, 1) where nobody or everybody had the event. Raises ValueError as `wilson`. Source: as `pooled_test`.
    """
    wilson(events, trials)
    seen = events / trials
    return _score(seen - share, seen * (1 - seen) / trials)


def _score(apart: float, variance: float) -> tuple[float, float]:
    z = apart / sqrt(variance) if variance > 0 else 0.0
    return z, 2 * float(ndtr(-abs(z)))


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
