"""Cumulative incidence with competing losses, against published numbers and hand computations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.insight.methods.incidence import Incidence, Outcomes, aalen_johansen, drift, horizon
from filon.insight.methods.interval import NotEnough

DEALS = st.lists(st.tuples(st.integers(0, 60), st.sampled_from((0, 1, 2))), min_size=1, max_size=80)


def curve(ages: list[int], events: list[int]) -> Incidence:
    return aalen_johansen(Outcomes.of(ages, events))


def test_the_fixture_of_competing_events_comes_out() -> None:
    """Times 1 to 6, events 0 1 1 2 2 0: 0.4 and 0.4, 0.2 still open (lifelines PR 1699, statsmodels)."""
    found = curve([1, 2, 3, 4, 5, 6], [0, 1, 1, 2, 2, 0])
    assert (found.won[-1], found.lost[-1], found.survival[-1]) == pytest.approx((0.4, 0.4, 0.2))


def test_lost_deals_that_are_censored_would_promise_too_much() -> None:
    found = curve([1, 2, 3, 4, 5, 6], [0, 1, 1, 0, 0, 0])
    losses = curve([1, 2, 3, 4, 5, 6], [0, 0, 0, 2, 2, 0])
    assert 1 - losses.survival[-1] == pytest.approx(0.6667, abs=1e-4)  # Kaplan–Meier, for cause 2
    assert found.won[-1] == pytest.approx(0.4)


def test_with_one_event_the_survival_is_that_of_kaplan_and_meier() -> None:
    """6-MP leukaemia (Freireich et al. 1963), treated arm, in weeks."""
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapse = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    found = curve(weeks, relapse)
    expected = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    told = dict(zip(found.ages.tolist(), found.survival.tolist(), strict=True))
    assert {week: told[week] for week in expected} == pytest.approx(expected, abs=5e-5)


@given(DEALS)
def test_shares_won_lost_and_open_always_sum_to_one(deals: list[tuple[int, int]]) -> None:
    found = curve([age for age, _ in deals], [event for _, event in deals])
    assert found.won + found.lost + found.survival == pytest.approx(np.ones(len(found.ages)))
    assert (np.diff(found.won) >= 0).all()


@given(DEALS, st.randoms())
def test_the_order_of_ties_changes_nothing(deals: list[tuple[int, int]], chance: object) -> None:
    shuffled = list(deals)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (curve([age for age, _ in each], [event for _, event in each]) for each in (deals, shuffled))
    assert (one.won == other.won).all()


@given(DEALS)
def test_without_open_deals_the_share_won_is_the_plain_one(deals: list[tuple[int, int]]) -> None:
    closed = [(age, event or 2) for age, event in deals]
    found = curve([age for age, _ in closed], [event for _, event in closed])
    assert found.won[-1] == pytest.approx(sum(event == 1 for _, event in closed) / len(closed))


def test_a_deal_is_worth_what_is_left_to_win_at_its_age() -> None:
    """Of ten, two won at 5 and two lost at 7, four won at 20, two open at 30: by hand."""
    found = curve([5, 5, 7, 7, 20, 20, 20, 20, 30, 30], [1, 1, 2, 2, 1, 1, 1, 1, 0, 0])
    assert found.chance([0, 5, 6, 8, 20, 21], 30) == pytest.approx([0.6, 0.6, 4 / 8, 4 / 6, 4 / 6, 0])
    assert found.chance([0], 10) == pytest.approx([0.2])


def test_the_horizon_is_the_last_age_that_ten_deals_reached() -> None:
    found = curve([3] * 5 + list(range(10, 25)), [1] * 5 + [0] * 15)
    assert horizon(found) == 15
    assert horizon(curve([1, 2], [1, 0])) == NotEnough(2, 10)
    assert horizon(curve([5] * 20, [1] * 4 + [2] * 16)) == NotEnough(4, 5)
    assert horizon(curve([], [])) == NotEnough(0, 10)


def test_a_group_alone_keeps_its_curve_and_an_empty_one_takes_its_parents() -> None:
    parent = Outcomes.of([10] * 40 + [20] * 60, [1] * 40 + [2] * 60)
    nobody = Outcomes.of([], [])
    assert aalen_johansen(nobody.pooled(parent, 0.25)).won[-1] == pytest.approx(0.4)
    own = Outcomes.of([10] * 25, [1] * 25)
    assert aalen_johansen(own.pooled(parent, 25 / 100)).won[-1] == pytest.approx((25 + 10) / 50)


def test_the_delta_variance_is_the_binomial_one_without_censoring_and_near_the_bootstraps_with_it() -> None:
    plain = curve([10] * 30 + [20] * 70, [1] * 30 + [2] * 70)
    assert plain.variance(20) == pytest.approx(0.3 * 0.7 / 100)
    rng = np.random.default_rng(1)
    outcomes = Outcomes.of(rng.integers(0, 90, 400), rng.integers(0, 3, 400))
    resampled = aalen_johansen(outcomes.resampled(4000, rng)).won_by(60)
    assert aalen_johansen(outcomes).variance(60) == pytest.approx(resampled.var(), rel=0.1)


def test_a_cycle_that_did_not_change_is_not_told_to_have_and_one_that_did_is() -> None:
    rng = np.random.default_rng(7)
    quick, slow = rng.integers(5, 60, 200), rng.integers(40, 200, 200)
    events = rng.integers(1, 3, 200)
    assert not any(
        each.sure for each in drift(Outcomes.of(quick[:80], events[:80]), Outcomes.of(quick, events))
    )
    found = drift(Outcomes.of(slow, events), Outcomes.of(quick, events))
    assert any(each.sure and each.z < 0 for each in found)
    assert drift(Outcomes.of([1], [1]), Outcomes.of(quick, events)) == []


@pytest.mark.parametrize(
    ("ages", "events", "counts"),
    [([float("nan")], [1], None), ([-1], [1], None), ([1.5], [1], None), ([1], [3], None), ([1, 2], [1], None),
     ([1], [1], [float("nan")]), ([1], [1], [-1])],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused(
    ages: list[float], events: list[int], counts: list[float] | None
) -> None:
    with pytest.raises(ValueError, match=r"whole|event|length|finite"):
        Outcomes.of(ages, events, counts)
