"""Posteriors, tied draws and the outcome of a plan, against published numbers and hand computations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from filon.insight.methods.draws import nearest, pearson, rank_correlations, sobol, tied
from filon.insight.methods.incidence import LOST, OPEN, WON, Outcomes
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.posteriors import (
    Count,
    Drawn,
    Known,
    LogStudent,
    Pace,
    Posterior,
    Scaled,
    Share,
    Student,
    log_normal_mean,
    mixed,
)
from filon.insight.methods.tail import tail
from filon.insight.scenarios.model import Model, break_even, contracts_needed
from filon.insight.scenarios.simulate import CHANCE, Chance, simulate

TENTHS = np.array([0.1, 0.5, 0.9])
FUNNEL = Model(("conversation_rate", "appointment_rate", "close_rate"))
PLAN = {
    "calls": 8000.0, "conversation_rate": 0.04, "appointment_rate": 0.25, "close_rate": 0.1875, "average_deal": 6000.0,
    "margin_rate": 0.4, "cost_per_call": 1.5, "fixed_cost": 0.0,
}  # fmt: skip


def certain(**moved: float) -> dict[str, float]:
    return {**PLAN, **moved}


def test_the_quantiles_of_a_beta_are_those_of_the_reference() -> None:
    """Beta(4, 8): P10, P50 and P90 0.16923, 0.32380, 0.51076 (statistics reference)."""
    assert Share(3.5, 11).at(TENTHS) == pytest.approx([0.16923, 0.32380, 0.51076], abs=1e-5)


def test_the_draws_of_a_product_have_its_quantiles() -> None:
    """LN(ln 1000, .3) · LN(ln .1, .4): 52.688, 100, 189.795 (statistics reference)."""
    score = ndtri(sobol(2))
    product = np.exp(np.log(1000) + 0.3 * score[:, 0]) * np.exp(np.log(0.1) + 0.4 * score[:, 1])
    assert np.quantile(product, TENTHS) == pytest.approx([52.688, 100, 189.795], rel=3e-4)


def test_a_rank_correlation_becomes_that_of_the_normals() -> None:
    """2 sin(π · 0.5 / 6) = 0.517638, and draws tied by it have the ranks asked."""
    assert pearson(0.5) == pytest.approx(0.517638, abs=1e-6)
    found = rank_correlations(tied(sobol(3), np.array([[1, 0.5, 0], [0.5, 1, -0.3], [0, -0.3, 1]])))
    assert found[0] == pytest.approx([1, 0.5, 0], abs=2e-3)
    assert found[1, 2] == pytest.approx(-0.3, abs=2e-3)


def test_correlations_that_cannot_be_together_give_way_to_the_nearest_that_can() -> None:
    """Higham's example in three figures: ones on the diagonal, no negative eigenvalue, 0.9 all round brought to 0.5."""
    found = nearest(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1.0]]))
    assert found[0] == pytest.approx([1, 0.5, -0.5], abs=1e-4)
    assert np.linalg.eigvalsh(found)[0] > -1e-6
    kept = np.array([[1, 0.2], [0.2, 1]])
    assert (nearest(kept) == kept).all()
    with pytest.raises(ValueError, match="symmetric"):
        tied(sobol(2, size=4), np.array([[1, 0.5], [0.4, 1]]))


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    assert (sobol(3, size=8, seed=4) == sobol(3, size=8, seed=4)).all()
    assert (sobol(3, size=8, seed=4) != sobol(3, size=8, seed=5)).any()
    assert (sobol(2).shape, sobol(2).min() > 0, sobol(2).max() < 1) == ((131_072, 2), True, True)


def test_every_posterior_rises_with_probability_and_refuses_what_cannot_be() -> None:
    amounts = log_normal_mean(5, 40.0, 322.0, 5000.0)
    assert isinstance(amounts, Drawn)
    known: list[Posterior] = [
        Share(0, 9),
        Count(0),
        Pace(3, 0.2),
        Student(4, 1, 3),
        LogStudent(4, 0.25, 3, 10),
        Scaled(Share(3, 9), 5, 1),
        amounts,
    ]
    for posterior in known:
        found = posterior.at(np.linspace(0.01, 0.99, 99))
        assert (np.diff(found) >= 0).all()
        assert np.isfinite(found).all()
    assert Known(3.0).at(TENTHS) == pytest.approx(3.0)
    assert Scaled(Share(3, 9), 5, 1).at(np.array([0.99])) == [1.0]
    for bad in (lambda: Share(4, 3), lambda: Share(-1, 3), lambda: Count(-1), lambda: Count(float("nan"))):
        with pytest.raises(ValueError, match=r"between|negative"):
            bad()


def test_the_mean_of_amounts_covers_what_was_seen_and_needs_three_of_them() -> None:
    logs = np.log([1000.0, 2000.0, 4000.0, 8000.0, 3000.0])
    found = log_normal_mean(5, logs.sum(), (logs**2).sum(), 8000.0)
    assert isinstance(found, Drawn)
    low, high = found.at(np.array([0.1, 0.9]))
    assert low < 3600 < high < 12_000
    assert log_normal_mean(2, logs[:2].sum(), (logs[:2] ** 2).sum(), 2000.0) == NotEnough(2, 3)
    same = log_normal_mean(4, 4 * np.log(500.0), 4 * np.log(500.0) ** 2, 500.0)
    assert isinstance(same, Drawn)
    assert same.at(TENTHS) == pytest.approx(500.0, rel=1e-4)
    with pytest.raises(ValueError, match="finite"):
        log_normal_mean(3, float("nan"), 1.0, 10.0)


def test_a_positive_mean_of_two_amounts_stays_positive_below_its_cap_and_around_what_was_seen() -> None:
    """4,000 and 9,000: Student's own P10 is 6,500 - 3.08 × 2,500, below nothing."""
    found = LogStudent(6500, 2500 / 6500, 1, 13_500)
    assert Student(6500, 2500, 1).at(TENTHS)[0] < 0
    low, middle, high = found.at(TENTHS)
    assert (middle, high) == (pytest.approx(6500), pytest.approx(13_500))
    assert low == pytest.approx(6500 * np.exp(-3.0777 * 2500 / 6500), rel=1e-3)
    assert found.at(np.array([1e-12, 1 - 1e-12])) == pytest.approx([0, 13_500])


def test_the_mean_of_amounts_never_exceeds_half_as_much_again_as_the_largest() -> None:
    logs = np.log([100.0, 1000.0, 10_000.0])
    wild = log_normal_mean(3, logs.sum(), (logs**2).sum(), 10_000.0)
    assert isinstance(wild, Drawn)
    assert wild.draws.max() == pytest.approx(15_000)


def test_the_first_worked_case_comes_out_of_its_drivers() -> None:
    """8,000 calls, 15 contracts, margin 36,000, cost 12,000: ROI 200 %, 3 euros of margin per euro."""
    found = FUNNEL.outcome(PLAN)
    assert (found.contracts, found.revenue, found.margin) == pytest.approx((15, 90_000, 36_000))
    assert (found.cost_total, found.roi, found.net_gain) == pytest.approx((12_000, 2.0, 24_000))
    assert contracts_needed(FUNNEL, PLAN) == pytest.approx(5)


@settings(max_examples=80, deadline=None)
@given(
    st.floats(0.01, 1), st.floats(0.01, 1), st.floats(10, 1e5), st.floats(0.01, 1), st.floats(0.1, 50),
    st.floats(0, 1e4), st.sampled_from([0.0, 0.5, 2.0]),
)  # fmt: skip
def test_a_driver_at_its_break_even_gives_the_target(
    first: float, last: float, deal: float, rate: float, call: float, fixed: float, target: float
) -> None:
    values = certain(
        conversation_rate=first,
        close_rate=last,
        average_deal=deal,
        margin_rate=rate,
        cost_per_call=call,
        fixed_cost=fixed,
    )
    for name in values:
        found = break_even(FUNNEL, values, name, target)
        if found is not None:
            moved = FUNNEL.outcome({**values, name: found})
            assert moved.margin == pytest.approx((1 + target) * moved.cost_total, rel=1e-6)
            assert found >= 0


def test_where_a_contract_brings_no_margin_nothing_ever_pays() -> None:
    loss = certain(margin_rate=-0.1)
    drivers = ("close_rate", "average_deal", "calls", "cost_per_call", "fixed_cost")
    assert [break_even(FUNNEL, loss, name) for name in drivers] == [None] * len(drivers)
    assert contracts_needed(FUNNEL, loss) is None


def test_calls_only_have_a_break_even_where_there_is_a_fixed_cost_to_pay() -> None:
    """A call brings 4.5 of margin and costs 1.5: 3,000 of fixed cost are paid by 1,000 calls."""
    assert break_even(FUNNEL, PLAN, "calls") is None
    assert break_even(FUNNEL, certain(fixed_cost=3000.0), "calls") == pytest.approx(1000)
    assert break_even(FUNNEL, certain(fixed_cost=3000.0, cost_per_call=5.0), "calls") is None


def posteriors(**moved: Posterior) -> dict[str, Posterior]:
    return {
        "calls": Known(8000), "conversation_rate": Share(320, 8000), "appointment_rate": Share(80, 320),
        "close_rate": Share(15, 80), "average_deal": Known(6000), "margin_rate": Known(0.4),
        "cost_per_call": Known(1.5), "fixed_cost": Known(0), **moved,
    }  # fmt: skip


def test_what_nobody_doubts_gives_one_outcome() -> None:
    draws = simulate(FUNNEL, {name: Known(value) for name, value in PLAN.items()}, size=6)
    assert np.unique(np.round(draws.outcome.roi, 9)) == pytest.approx([2.0])
    assert draws.swings == ()


def test_chance_widens_what_the_rates_leave_open_and_ranks_among_the_swings() -> None:
    told = simulate(FUNNEL, posteriors(), size=13)
    lived = simulate(FUNNEL, posteriors(), chance=Chance(), size=13)
    assert np.std(lived.outcome.roi) > np.std(told.outcome.roi)
    assert CHANCE in [swing.driver for swing in lived.swings]
    assert sum(swing.share for swing in lived.swings) == pytest.approx(1)
    assert max(told.swings, key=lambda swing: swing.share).driver == "close_rate"
    assert (lived.outcome.contracts == np.round(lived.outcome.contracts)).all()


def test_a_swing_is_the_roi_at_the_ends_of_one_driver_the_others_at_their_median() -> None:
    draws = simulate(FUNNEL, posteriors(), size=13)
    middle = draws.medians()
    low, high = Share(15, 80).at(np.array([0.1, 0.9]))
    swing = next(one for one in draws.swings if one.driver == "close_rate")
    assert swing.low == pytest.approx(FUNNEL.outcome({**middle, "close_rate": low}).roi, rel=1e-3)
    assert swing.high == pytest.approx(FUNNEL.outcome({**middle, "close_rate": high}).roi, rel=1e-3)


def test_drivers_that_move_together_make_the_outcome_wider() -> None:
    doubtful = posteriors(cost_per_call=Known(1.5), average_deal=Pace(6000, 0.3))
    apart = simulate(FUNNEL, doubtful, size=13)
    together = simulate(FUNNEL, doubtful, ranks={("close_rate", "average_deal"): 0.8}, size=13)
    assert np.std(together.outcome.roi) > 1.1 * np.std(apart.outcome.roi)


def test_without_calls_the_contracts_are_counted_as_such() -> None:
    plan: dict[str, Posterior] = {
        "contracts": Count(15),
        "average_margin": Known(2400),
        "cost_total": Known(12_000),
    }
    draws = simulate(Model(()), plan, chance=Chance(), size=15)
    assert np.median(draws.outcome.contracts) == 15
    assert draws.outcome.revenue is None
    # negative binomial: the variance of a Poisson whose mean is Gamma(15 + 1/2)
    assert np.var(draws.outcome.contracts) == pytest.approx(2 * 15.5, rel=0.02)


def test_a_share_whose_events_are_not_all_in_keeps_the_doubt_on_those_to_come_and_counts_it_once() -> None:
    """12 of 80 and 8 more surely: Beta(20.5, 60.5). With 4 or 12 more, as wide as both doubts together and no more."""
    known = mixed(lambda more: Share(12 + more, 80), np.full(1000, 8.0))
    assert known.at(TENTHS) == pytest.approx(Share(20, 80).at(TENTHS), rel=2e-3)
    doubtful = mixed(lambda more: Share(12 + more, 80), np.repeat([4.0, 12.0], 500))
    each = [np.var(Share(12 + more, 80).at(np.linspace(0.0005, 0.9995, 1000))) for more in (4, 12)]
    assert np.var(doubtful.draws) == pytest.approx(np.mean(each) + (4 / 81) ** 2, rel=0.01)


def test_sales_later_than_any_age_seen_go_on_as_those_seen_began() -> None:
    """40% won and 50% lost at log-normal ages of median 60 days, watched for 60: half of the wins are still to come."""
    ages = np.floor(np.random.default_rng(3).lognormal(np.log(60), 0.7, 4000)).astype(int)
    ends = np.repeat([WON, LOST, OPEN], [1600, 2000, 400])
    closed = (ages <= 60) & (ends != OPEN)
    watched = Outcomes.of(np.where(closed, ages, 61), np.where(closed, ends, OPEN))
    found = tail(watched, 1000, np.random.default_rng(1))
    still = found.chance([60.0], 60)[:, 0]
    low, high = np.quantile(still, (0.025, 0.975))
    assert low < 0.2 / 0.55 < high  # 0.4 × ½ of the 0.4 × ½ + 0.5 × ½ + 0.1 still open
    assert 0.8 * 0.2 / 0.55 < np.median(still) < 1.25 * 0.2 / 0.55
    assert found.chance([0.0], 1e9).max() < 1e-6
