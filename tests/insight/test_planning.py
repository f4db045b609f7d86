"""How large and how long a test must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.insight.experiments.phrases import duration
from filon.insight.experiments.planning import Goal, plan, plan_shares
from filon.insight.methods.power import watching_factor
from filon.insight.methods.samples import share


def test_a_share_takes_the_known_size_and_nearly_twice_as_much_when_watched() -> None:
    found = plan_shares(0.25, Goal(0.2), None)
    assert found.once == pytest.approx(2 * 1_250, rel=0.002)
    assert found.units == pytest.approx(found.once * watching_factor(), rel=0.001)
    assert (found.weeks, found.month_effect) == (None, None)
    assert duration(found) == []


@pytest.mark.parametrize("before", [0.01, 0.05, 0.25])
def test_a_figure_read_from_calls_takes_about_the_size_of_its_share(before: float) -> None:
    read, typed = plan(share(before * 1e6, 1e6), Goal(0.2), None), plan_shares(before, Goal(0.2), None)
    assert read.once == pytest.approx(typed.once, rel=0.1)


def test_a_month_that_cannot_conclude_is_said_before_the_start() -> None:
    found = plan_shares(0.25, Goal(0.2), weekly=500)
    assert found.weeks == 10
    assert not found.month_concludes
    assert not found.too_long
    assert "Un mois ne suffira pas pour conclure" in duration(found)[1].fr
    again = plan_shares(0.25, Goal(found.month_effect or 0), weekly=500)
    assert again.weeks == pytest.approx(4, abs=1)


def test_a_month_that_is_enough_is_said_too() -> None:
    found = plan_shares(0.25, Goal(0.5), weekly=500)
    assert found.month_concludes
    assert "Un mois suffit" in duration(found)[1].fr


def test_a_test_beyond_half_a_year_says_what_half_a_year_can_show() -> None:
    found = plan_shares(0.02, Goal(0.1), weekly=300)
    assert found.too_long
    assert found.longest_effect is not None
    assert plan_shares(0.02, Goal(found.longest_effect), weekly=300).weeks == pytest.approx(26, abs=1)
    assert "Trop long" in duration(found)[0].fr
    assert "se verrait" in duration(found)[1].fr


def test_the_wait_for_results_counts_in_the_weeks() -> None:
    at_once, later = (plan_shares(0.25, Goal(0.2, window_days=days), 500) for days in (0, 14))
    assert (at_once.weeks, later.weeks) == (10, 12)


def test_a_window_longer_than_a_month_leaves_it_nothing_to_show() -> None:
    assert plan_shares(0.25, Goal(0.2, window_days=30), 500).month_effect is None


def test_uneven_shares_and_more_variants_take_more_units() -> None:
    even, uneven, three = (
        plan_shares(0.25, Goal(0.2, weights=weights), None).units for weights in ((1, 1), (9, 1), (1, 1, 1))
    )
    assert uneven > 2.5 * even
    assert three > 1.5 * even


def test_lower_is_sought_of_a_cost() -> None:
    found = plan(share(1e4, 1e6), Goal(0.2, lower=True), 5_000)
    assert found.longest_effect is not None
    assert 0 < found.longest_effect < 1


@given(st.floats(0.01, 0.6), st.floats(0.05, 0.6))
def test_a_larger_effect_takes_fewer_units(before: float, effect: float) -> None:
    small, large = (plan_shares(before, Goal(each), None).once for each in (effect, effect * 1.05))
    assert large <= small


@pytest.mark.parametrize("effect", [0, -0.2, 1.5])
def test_an_effect_that_cannot_be_is_refused(effect: float) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        plan_shares(0.5, Goal(effect, lower=True), None)
