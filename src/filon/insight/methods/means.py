"""Intervals of means and of ratios of sums over independent units."""

from math import exp, sqrt

from scipy.special import stdtrit

from filon.insight.methods.interval import LEVEL, Interval, NotEnough, normal_quantile

NEEDED = 2  # different amounts: one shows no spread


def mean(count: float, total: float, squares: float, divisor: float | None = None) -> Interval | NotEnough:
    """Return Student's interval of a mean, from the number, sum and sum of squares of the amounts.

    `divisor` divides the total instead of the number, where one unit may hold several amounts.
    Not enough are fewer than two amounts, or amounts that are all equal: they show no spread.
    Clearly positive means are bounded on the log scale (delta method). Source: Student (1908).
    """
    if count < NEEDED:
        return NotEnough(count, NEEDED)
    divided = count if divisor is None else divisor
    variance = max(0.0, squares - total * total / count) * count / (count - 1)
    value = total / divided
    half = float(stdtrit(count - 1, 1 - (1 - LEVEL) / 2)) * sqrt(variance) / divided
    if half <= 1e-9 * abs(value):
        return NotEnough(1, NEEDED)
    if half < value:  # amounts of money are skewed: on the log scale the interval covers better
        return Interval(value * exp(-half / value), value * exp(half / value), "student, log")
    return Interval(value - half, value + half, "student")


def ratio(
    count: float, sums: tuple[float, float], squares: tuple[float, float], products: float
) -> Interval | NotEnough:
    """Return the delta-method interval of Σx / Σy over independent units.

    `sums` and `squares` are those of x and of y. Not enough are fewer than two units, Σy = 0,
    or a ratio that never varies.
    """
    if count < NEEDED or not sums[1]:
        return NotEnough(count if sums[1] else 0, NEEDED)
    value = sums[0] / sums[1]
    spread = squares[0] - 2 * value * products + value * value * squares[1]
    half = normal_quantile() * sqrt(max(0.0, spread) * count / (count - 1)) / abs(sums[1])
    if half <= 1e-9 * abs(value):
        return NotEnough(1, NEEDED)
    return Interval(value - half, value + half, "delta, contracts")
