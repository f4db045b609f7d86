"""The methods give the numbers that their papers print."""

import pytest

from filon.insight.methods.interval import Interval, NotEnough
from filon.insight.methods.means import mean, ratio
from filon.insight.methods.poisson import amounts, garwood, net
from filon.insight.methods.proportions import newcombe, wilson
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
