"""Intervals of means and of ratios of sums over independent units."""

from math import sqrt

from scipy.special import ndtri, stdtrit

from filon.insight.methods.interval import LEVEL, Interval


def mean(count: float, total: float, squares: float, divisor: float | None = None) -> Interval:
    """Return Student's interval of a mean, from the number, sum and sum of squares of the amounts.

    `divisor` divides the total instead of the number, where one unit may hold several amounts.
    Raises ValueError for fewer than two amounts. Source: Student (1908).
    """
    if count < 2:
        raise ValueError("at least two amounts are needed")
    divided = count if divisor is None else divisor
    variance = max(0.0, squares - total * total / count) * count / (count - 1)
    half = float(stdtrit(count - 1, 1 - (1 - LEVEL) / 2)) * sqrt(variance) / divided
    return Interval(total / divided - half, total / divided + half, "student")


def ratio(count: float, sums: tuple[float, float], squares: tuple[float, float], products: float) -> Interval:
    """Return the delta-method interval of Σx / Σy over independent units.

    `sums` and `squares` are those of x and of y. Raises ValueError for fewer than two units or Σy = 0.
    """
    if count < 2 or not sums[1]:
        raise ValueError("at least two units and a denominator are needed")
    value = sums[0] / sums[1]
    spread = squares[0] - 2 * value * products + value * value * squares[1]
    half = float(ndtri(1 - (1 - LEVEL) / 2)) * sqrt(max(0.0, spread) * count / (count - 1)) / abs(sums[1])
    return Interval(value - half, value + half, "delta, contracts")
