"""The methods give the numbers that their papers print."""

from math import inf

import numpy as np
import pytest

from filon.insight.methods.interval import Interval, NotEnough
from filon.insight.methods.means import mean, ratio
from filon.insight.methods.poisson import amounts, garwood, net
from filon.insight.methods.posteriors import Share
from filon.insight.methods.proportions import clopper_pearson, known_test, newcombe, pooled_test, wilson
from filon.insight.methods.unit_costs import Clusters, per_event


def bounds(interval: Interval | NotEnough, digits: int = 4) -> tuple[float | None, float | None]:
    assert isinstance(interval, Interval)
    low = None if interval.low is None else round(interval.low, digits)
    return low, None if interval.high is None else round(interval.high, digits)


@pytest.mark.parametrize(
    ("events", "trials", "expected"),
    [
        (81, 263, (0.25529, 0.36621)),
        (15, 148, (0.06239, 0.16049)),
        (0, 20, (0.0, 0.16113)),
        (1, 29, (0.00611, 0.17176)),
        (3, 10, (0.10779, 0.60322)),
        (0, 10, (0.0, 0.27753)),
    ],
)
def test_wilson_as_in_newcombe_1998(events: int, trials: int, expected: tuple[float, float]) -> None:
    assert bounds(wilson(events, trials), 5) == expected


@pytest.mark.parametrize(
    ("events", "trials", "expected"),
    [
        (81, 263, (0.25274, 0.36762)),
        (0, 20, (0.0, 0.16843)),
        (7, 50, (0.05819, 0.26740)),
        (50, 50, (0.92888, 1.0)),
    ],
)
def test_clopper_and_pearson_as_in_newcombe_1998_and_scipy(
    events: int, trials: int, expected: tuple[float, float]
) -> None:
    assert bounds(clopper_pearson(events, trials), 5) == expected


def test_the_tests_of_shares_are_those_of_statsmodels() -> None:
    assert known_test(5, 83, 0.05) == pytest.approx((0.392126, 0.694965), abs=5e-7)
    assert pooled_test((5, 83), (10, 99)) == pytest.approx((-0.996139, 0.319183), abs=5e-7)
    assert pooled_test((0, 10), (0, 12)) == known_test(0, 10, 0.1) == (0.0, 1.0)
    for refused in (lambda: clopper_pearson(3, 2), lambda: pooled_test((1, 1), (0, 0))):
        with pytest.raises(ValueError, match="between 0 and trials"):
            refused()


def test_newcombe_differences() -> None:
    assert bounds(newcombe((56, 70), (48, 80)), 5) == (0.05243, 0.33387)
    assert bounds(newcombe((9, 10), (3, 10)), 5) == (0.17052, 0.80902)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (0, (0.0, 3.6889)),
        (1, (0.0253, 5.5716)),
        (3, (0.6187, 8.7673)),
        (5, (1.6235, 11.6683)),
        (10, (4.7954, 18.3904)),
    ],
)
def test_garwood(events: int, expected: tuple[float, float]) -> None:
    assert bounds(garwood(events)) == expected


def test_equal_amounts_have_the_interval_of_their_count() -> None:
    found = amounts(15 * 2400.0, 15 * 2400.0**2, 2400.0)
    count = garwood(15)
    assert found.low == pytest.approx(2400 * (count.low or 0))
    assert found.high == pytest.approx(2400 * (count.high or 0))
    assert found.method == "poisson exact"


def test_uneven_amounts_have_a_wider_interval_than_equal_ones() -> None:
    even = amounts(100.0, 1000.0, 10.0)
    uneven = amounts(100.0, 2575.0, 50.0)
    assert (uneven.low or 0) < (even.low or 0)
    assert (uneven.high or 0) > (even.high or 0)
    assert uneven.method == "fay-feuer"


def test_losses_lower_and_widen_the_interval_of_gains() -> None:
    gains = (100.0, 1000.0, 10.0)
    found = net(gains, (20.0, 200.0, 10.0))
    assert (found.low or 0) < 80 < (found.high or 0)
    assert net(gains, (0.0, 0.0, 0.0)) == amounts(*gains)


def test_a_cost_without_event_has_only_a_lower_bound() -> None:
    found = per_event(1000, 0)
    assert found.high is None
    assert found.low == pytest.approx(1000 / 3.6889, rel=1e-4)
    assert found.method == "at least (garwood)"


def test_a_cost_of_few_events_is_exact_and_of_many_follows_their_spread() -> None:
    calm = Clusters(40, 4000, 40 * 100**2, 40, 40, 4000)
    wild = Clusters(40, 4000, 40 * 100**2, 40, 400, 4000)
    assert per_event(1000, 9, wild).method == "garwood"
    assert per_event(1000, 40, wild).method == "log-delta, operator-days"
    assert per_event(1000, 40, calm).method == "garwood"  # no spread at all between days: chance is Poisson
    assert per_event(1000, 41, wild).method == "garwood"  # an event outside the days


def test_means_need_amounts_that_differ() -> None:
    assert bounds(mean(3, 6, 14), 3) == (-0.484, 4.484)
    assert mean(1, 6, 36) == NotEnough(1, 2)
    assert mean(15, 15 * 2400, 15 * 2400**2) == NotEnough(1, 2)
    assert isinstance(ratio(2, (3.0, 4.0), (5.0, 10.0), 7.0), Interval)


def covered(expected: float, uneven: float, *, clustered: bool) -> float:
    """Return how often the interval of a cost per opportunity holds it, over 200 operator-days of 100 euros.

    Days differ by a gamma of that coefficient of variation (0: not at all).
    """
    dice, days, runs = np.random.default_rng(8), 200, 3_000
    pace = dice.gamma(1 / uneven**2, uneven**2, (runs, days)) if uneven else np.ones((runs, days))
    hits = 0
    for events in dice.poisson(pace * expected / days):
        won, squares = float(events.sum()), float((events**2).sum())
        clusters = Clusters(days, 100.0 * days, 100.0**2 * days, won, squares, 100 * won)
        found = per_event(100.0 * days, won, clusters if clustered else None)
        hits += (found.low or 0) <= 100 * days / expected <= (found.high or inf)
    return hits / runs


def test_a_cost_per_opportunity_is_covered_from_two_of_them_on() -> None:
    """Statistics reference, 4: exact Poisson under ten, the spread between days from there on."""
    for expected, uneven in ((2, 0), (5, 0), (10, 0), (30, 0), (10, 1), (100, 1)):
        assert covered(expected, uneven, clustered=True) >= 0.94, (expected, uneven)
    assert covered(5, 0, clustered=False) == pytest.approx(0.981, abs=0.01)
    assert covered(30, 0, clustered=False) == pytest.approx(0.962, abs=0.01)
    assert covered(100, 1, clustered=False) == pytest.approx(
        0.895, abs=0.02
    )  # days that differ are no Poisson


def test_the_posterior_of_a_share_is_jeffreys() -> None:
    low, high = Share(0, 10).at(np.array([0.025, 0.975]))
    assert (round(low, 5), round(high, 5)) == (0.00005, 0.2172)
