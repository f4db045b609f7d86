"""Response curves and the split of a budget, against known answers and simulated firms."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filon.insight.methods.budget import CannotSpend, Curve, Shared, best_split, reach
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.response import Response, arrived, fit


def logarithmic(scale: float, bend: float) -> Curve:
    return Curve(lambda spend: scale * log(1 + spend / bend), lambda spend: scale / (bend + spend))


def responding(spend: np.ndarray, seed: int, *, rate: float = 0.004, bend: float = 8000.0) -> np.ndarray:
    """The contracts that spends bring by chance, at a known curve."""
    return np.random.default_rng(seed).poisson(rate * bend * np.log1p(spend / bend)).astype(float)


def test_the_split_of_two_curves_is_the_one_of_the_textbook() -> None:
    """max 100 ln(1+x/10) + 50 ln(1+y/10) with x + y = 100 is at 70 and 30, 277.2589, with a slope of 1.25."""
    curves = [logarithmic(100, 10), logarithmic(50, 10)]
    found = best_split(curves, 100, [(0, 100), (0, 100)])
    assert found.spends == pytest.approx([70, 30], abs=1e-3)
    assert sum(c.brought(x) for c, x in zip(curves, found.spends, strict=True)) == pytest.approx(
        277.2589, abs=1e-4
    )
    assert found.slope == pytest.approx(1.25, abs=1e-4)


def test_a_bound_holds_and_the_rest_goes_to_the_others() -> None:
    curves = [logarithmic(100, 10), logarithmic(50, 10)]
    found = best_split(curves, 100, [(0, 60), (0, 100)])
    assert found.spends == pytest.approx([60, 40], abs=1e-3)
    assert found.slope == pytest.approx(curves[1].slope(40), rel=1e-4)


def test_what_is_shared_moves_the_split_to_what_uses_less_of_it() -> None:
    """max 100 ln(1+x/10) + 50 ln(1+y/10), x + y = 100, half an hour a unit of x, 30 hours: 60 and 40, an hour worth 2 · (10/7 − 1)."""
    curves = [logarithmic(100, 10), logarithmic(50, 10)]
    found = best_split(curves, 100, [(0, 100), (0, 100)], Shared([0.5, 0], 30))
    assert found.spends == pytest.approx([60, 40], abs=1e-3)
    assert found.price == pytest.approx(2 * (100 / 70 - 50 / 50), abs=1e-2)
    assert found.slope == pytest.approx(1, abs=1e-3)
    free = best_split(curves, 100, [(0, 100), (0, 100)], Shared([0.5, 0], 35.01))
    assert (free.spends == pytest.approx([70, 30], abs=1e-3), free.price) == (True, 0)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1, 1e4), st.floats(1, 1e5), st.floats(0, 0.1)), min_size=2, max_size=6),
    st.floats(0.75, 1.4),
    st.floats(0.8, 1.2),
)
def test_what_is_shared_is_never_used_beyond_what_there_is(
    shapes: list[tuple[float, float, float]], scale: float, room: float
) -> None:
    today = np.array([shape[1] for shape in shapes])
    each = [shape[2] for shape in shapes]
    shared, budget = Shared(each, room * float(today @ each)), scale * float(today.sum())
    curves, bounds = [logarithmic(*shape[:2]) for shape in shapes], [(0.7 * s, 1.5 * s) for s in today]
    if reach(bounds, shared) < budget:
        with pytest.raises(CannotSpend):
            best_split(curves, budget * (1 + 1e-5), bounds, shared)
        return
    found = best_split(curves, budget, bounds, shared)
    assert found.spends.sum() == pytest.approx(budget, rel=1e-4)
    assert found.spends @ np.array(each) <= shared.most * (1 + 1e-4) + 1e-9


def test_a_budget_that_what_is_shared_does_not_allow_is_refused_with_what_it_allows() -> None:
    curves, bounds = [logarithmic(1, 10), logarithmic(1, 10)], [(10.0, 40.0), (10.0, 20.0)]
    with pytest.raises(CannotSpend) as refused:
        best_split(curves, 50, bounds, Shared([0.5, 0], 10))
    assert (refused.value.least, refused.value.most) == (20, 40)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1, 1e4), st.floats(1, 1e5)), min_size=2, max_size=8),
    st.floats(0.7, 1.5),
)
def test_no_spend_off_its_bounds_is_worth_more_elsewhere(
    shapes: list[tuple[float, float]], scale: float
) -> None:
    """Karush, Kuhn and Tucker: one slope off the bounds, steeper at the most, flatter at the least."""
    curves, today = [logarithmic(*shape) for shape in shapes], [shape[1] for shape in shapes]
    bounds = [(0.7 * spend, 1.5 * spend) for spend in today]
    found = best_split(curves, scale * sum(today), bounds)
    assert found.spends.sum() == pytest.approx(scale * sum(today), rel=1e-6)
    for curve, spend, (low, high) in zip(curves, found.spends, bounds, strict=True):
        assert low - 1e-6 <= spend <= high + 1e-6
        if spend < high * (1 - 1e-4):
            assert curve.slope(spend) <= found.slope * 1.02
        if spend > low * (1 + 1e-4):
            assert curve.slope(spend) >= found.slope * 0.98


def test_a_budget_that_the_bounds_do_not_allow_is_refused_with_what_they_allow() -> None:
    with pytest.raises(CannotSpend) as refused:
        best_split([logarithmic(1, 1)], 10, [(1, 2)])
    assert (refused.value.least, refused.value.most) == (1, 2)
    with pytest.raises(ValueError, match="at least one curve"):
        best_split([], 10, [])


def test_spends_that_differ_enough_tell_the_curve_and_its_slope() -> None:
    spend = np.random.default_rng(7).uniform(500, 40_000, 60)
    found = fit(spend, responding(spend, 7), np.ones(60))
    assert isinstance(found, Response)
    assert found.told
    truth = 0.004 * (spend / spend.sum() / (1 + spend / 8000)).sum()
    low, high = np.quantile(found.slope(spend), (0.025, 0.975))
    assert low < truth < high


def test_spends_that_never_vary_tell_nothing_of_the_curve_and_it_is_said() -> None:
    spend = np.full(24, 10_000.0)
    found = fit(spend, responding(spend, 1), np.ones(24))
    assert isinstance(found, Response)
    assert not found.told
    average = found.brought(spend).mean() / spend.sum()
    assert found.slope(spend).mean() < average


def test_young_months_do_not_make_the_return_look_poor() -> None:
    spend, exposure = np.full(12, 10_000.0), np.linspace(1, 0.05, 12)
    full = np.full(12, 20.0)
    old, young = fit(spend, full, np.ones(12)), fit(spend, full * exposure, exposure)
    assert isinstance(old, Response)
    assert isinstance(young, Response)
    assert young.slope(spend).mean() == pytest.approx(old.slope(spend).mean(), rel=0.03)


def test_months_without_spending_and_contracts_without_months_say_nothing() -> None:
    spend = np.array([0.0, 100, 100, 100, 100, 100, 0])
    events = np.array([9.0, 2, 3, 1, 2, 2, 0])
    both, alone = (
        fit(spend[keep], events[keep], np.ones(len(keep))) for keep in (np.arange(7), np.arange(1, 6))
    )
    assert isinstance(both, Response)
    assert isinstance(alone, Response)
    assert both.slope(spend).mean() == alone.slope(spend).mean()
    assert fit(np.array([100.0]), np.array([4.0]), np.array([1.0])) == NotEnough(4, 5)
    assert fit(np.array([]), np.array([]), np.array([])) == NotEnough(0, 5)


@pytest.mark.parametrize(
    ("spend", "events", "exposure", "said"),
    [
        ([1.0], [1.0, 2.0], [1.0], "one value per period"),
        ([-1.0], [1.0], [1.0], "negative"),
        ([1.0], [float("nan")], [1.0], "must be numbers"),
        ([1.0], [1.0], [1.5], "between 0 and 1"),
    ],
)
def test_what_is_no_history_is_refused(
    spend: list[float], events: list[float], exposure: list[float], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        fit(np.array(spend), np.array(events), np.array(exposure))


def test_the_share_that_has_come_is_the_chain_ladder_s() -> None:
    """40 contracts of old months came 30, 8 and 2 late: 75 % at once, 95 % after a month."""
    nan = float("nan")
    assert arrived(np.array([[30, 8, 2], [15, 4, nan], [20, nan, nan]])) == pytest.approx([0.75, 0.95, 1])
    assert arrived(np.array([[0.0, 0.0], [0.0, nan]])) == pytest.approx([1, 1])
    with pytest.raises(ValueError, match="periods by delays"):
        arrived([1, 2])


@pytest.mark.long
def test_the_interval_of_the_slope_covers_the_truth_in_simulated_firms() -> None:
    """95 % intervals over 600 firms of 24 months whose spending varies twofold and whose curve the prior knows."""
    covered, firms = 0, 600
    for seed in range(firms):
        chance = np.random.default_rng(seed)
        spend = chance.uniform(4000, 16_000, 24)
        bend = spend.mean() * float(np.exp(chance.uniform(log(0.25), log(16))))
        found = fit(spend, responding(spend, seed, rate=0.002, bend=bend), np.ones(24), draws=1000)
        assert isinstance(found, Response)
        truth = 0.002 * (spend / spend.sum() / (1 + spend / bend)).sum()
        low, high = np.quantile(found.slope(spend), (0.025, 0.975))
        covered += low < truth < high
    assert 0.93 <= covered / firms <= 0.99
