"""Retention gives the numbers that Fader and Hardie print, and refuses what says nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filon.insight.methods.interval import NotEnough
from filon.insight.methods.retention import (
    Renewals,
    Retention,
    constant,
    expected_before_renewal,
    kaplan_meier,
    shifted_beta_geometric,
    survivors,
)

# Fader & Hardie (2007), How to Project Customer Retention, table 1: survivors of 1,000 customers.
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173)
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394)


def fitted(counts: tuple[int, ...], years: int = 7) -> Retention:
    found = shifted_beta_geometric(survivors(counts[: years + 1]))
    assert isinstance(found, Retention)
    return found


def test_regular_customers_as_in_fader_and_hardie_2007() -> None:
    found = fitted(REGULAR)
    assert [found.alpha, found.beta] == pytest.approx([0.704, 1.182], abs=5e-4)
    assert found.log_likelihood == pytest.approx(-1680.265188, abs=1e-5)
    assert found.survival(12)[[1, 12]] == pytest.approx([0.626706055, 0.1700374542], abs=1e-6)


def test_high_end_customers_as_in_fader_and_hardie_2007() -> None:
    found = fitted(HIGH_END)
    assert [found.alpha, found.beta] == pytest.approx([0.668, 3.806], abs=5e-4)


def test_what_a_customer_of_seven_renewals_is_still_worth_as_in_fader_and_hardie_2010() -> None:
    assert expected_before_renewal(fitted(HIGH_END), 0.10, 8) == pytest.approx(7.530, abs=5e-4)
    regular = [expected_before_renewal(fitted(REGULAR), 0.10, renewal) for renewal in (1, 8)]
    assert regular == pytest.approx([2.964399285, 6.842314965], abs=1e-5)


def test_the_years_held_out_lie_in_what_the_fit_leaves_possible() -> None:
    for counts in (REGULAR, HIGH_END):
        low, high = np.quantile(fitted(counts).likely_survival(12)[:, 12], (0.025, 0.975))
        assert low < counts[12] / 1000 < high


def test_expected_terms_are_the_discounted_sum_of_the_survival() -> None:
    found = fitted(REGULAR)
    shares = found.survival(4000) / 1.1 ** np.arange(4001)
    assert found.residual(0.10) == pytest.approx(shares.sum())
    assert found.residual(0.0) is None  # α < 1: some never leave, and their expectation is infinite


def test_customers_who_are_all_alike_have_a_constant_retention() -> None:
    found = shifted_beta_geometric(survivors([1e5 * 0.8**age for age in range(8)]))
    assert isinstance(found, Retention)
    assert found.survival(30)[30] == pytest.approx(0.8**30, rel=1e-4)
    assert found.residual(0.1) == pytest.approx(1 / (1 - 0.8 / 1.1), rel=1e-4)
    assert found.residual(0.1, 5) == pytest.approx(found.residual(0.1), rel=1e-4)


def test_customers_not_due_yet_are_censored_and_bias_nothing() -> None:
    random, churn = np.random.default_rng(5), np.random.default_rng(6).beta(1, 3, 40_000)
    lives = random.geometric(churn)  # the renewal at which each is lost
    due = random.integers(1, 8, lives.size)  # the renewals it has been due for
    ages = range(1, 8)
    counts = Renewals(
        tuple(float(((due >= age) & (lives >= age)).sum()) for age in ages),
        tuple(float(((due >= age) & (lives == age)).sum()) for age in ages),
    )
    found = shifted_beta_geometric(counts)
    assert isinstance(found, Retention)
    assert [found.alpha, found.beta] == pytest.approx([1, 3], rel=0.08)
    assert [one.share for one in kaplan_meier(counts)] == pytest.approx(found.survival(7)[1:], abs=0.01)


def test_a_small_group_leans_on_the_wider_one() -> None:
    wide, small = survivors(REGULAR), Renewals((20.0, 20.0, 20.0), (0.0, 0.0, 0.0))
    alone = constant(small)
    pooled = shifted_beta_geometric(small.pooled(wide, 25))
    assert isinstance(alone, Retention)
    assert isinstance(pooled, Retention)
    assert alone.survival(3)[3] > pooled.survival(3)[3] > fitted(REGULAR).survival(3)[3]


def test_kaplan_meier_of_the_leukaemia_patients_of_freireich() -> None:
    weeks = {6: (21, 3), 7: (17, 1), 10: (15, 1), 13: (12, 1), 16: (11, 1), 22: (7, 1), 23: (6, 1)}
    found = kaplan_meier(Renewals(*map(tuple, zip(*weeks.values(), strict=True))))
    shares = [round(one.share, 4) for one in found]
    assert shares == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    interval = found[0].interval
    assert [interval.low, interval.high] == pytest.approx([0.6197, 0.9516], abs=1e-4)


def test_what_says_nothing_gives_no_estimate() -> None:
    assert constant(Renewals((), ())) == NotEnough(0, 1)
    assert shifted_beta_geometric(Renewals((50.0,), (5.0,))) == NotEnough(1, 2)
    assert shifted_beta_geometric(survivors([50, 50, 50])) == NotEnough(0, 1)
    kept = constant(survivors([50, 50]))
    assert isinstance(kept, Retention)
    assert kept.mean == 0
    assert kept.residual(0.1) == pytest.approx(11)


@pytest.mark.parametrize("counts", [[10, 11], [10, -1], [10, float("nan")], [float("inf"), 3]])
def test_counts_that_cannot_be_are_refused(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="survivors"):
        survivors(counts)


def test_more_lost_than_due_is_refused() -> None:
    with pytest.raises(ValueError, match="lost ≤ due"):
        Renewals((3.0,), (4.0,))
    with pytest.raises(ValueError, match="same ages"):
        Renewals((3.0,), ())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=3, max_size=12))
def test_a_survival_starts_at_all_and_never_rises(counts: list[int]) -> None:
    renewals = survivors(sorted(counts, reverse=True))
    for found in (constant(renewals), shifted_beta_geometric(renewals, draws=50)):
        if isinstance(found, Retention):
            for shares in (found.survival(20), *found.likely_survival(20)):
                assert shares[0] == 1
                assert (np.diff(shares) <= 0).all()
                assert (shares >= 0).all()


@pytest.mark.long
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random, held, runs = np.random.default_rng(1), 0, 500
    truth = np.prod([1 - 1 / (4 + age) for age in range(6)])  # α 1, β 3: the share left after 6 renewals
    for _ in range(runs):
        lives = random.geometric(random.beta(1, 3, 300))
        due = random.integers(1, 5, lives.size)
        ages = range(1, 5)
        found = shifted_beta_geometric(
            Renewals(
                tuple(float(((due >= age) & (lives >= age)).sum()) for age in ages),
                tuple(float(((due >= age) & (lives == age)).sum()) for age in ages),
            )
        )
        assert isinstance(found, Retention)
        low, high = np.quantile(found.likely_survival(6)[:, 6], (0.025, 0.975))
        held += low <= truth <= high
    assert 0.93 <= held / runs <= 0.98
