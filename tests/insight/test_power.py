"""Sizes, power and smallest effects: Evan Miller's calculator, Fleiss, statsmodels, and GrowthBook's power.test.ts."""

import pytest

from filon.insight.methods.power import (
    design_effect,
    further_units,
    power_of,
    smallest_effect,
    units_for_means,
    units_for_shares,
    units_for_students,
    watching_factor,
    whole_weeks,
)

VARIANCE, PER_ARM = 3909.9997749994377, 400_000 / 3


@pytest.mark.parametrize(
    ("before", "after", "units"), [(0.25, 0.30, 1_250), (0.04, 0.05, 6_750), (0.01, 0.0125, 27_900)]
)
def test_planning_sizes(before: float, after: float, units: float) -> None:
    assert units_for_shares(before, after) == pytest.approx(units, rel=0.002)


def test_sizes_of_other_calculators() -> None:
    assert units_for_shares(0.20, 0.25, formula="null") == pytest.approx(1030.22, abs=0.005)
    assert units_for_shares(0.10, 0.12) == pytest.approx(3840.85, abs=0.005)
    assert units_for_shares(0.10, 0.12, formula="arcsine") == pytest.approx(3834.60, abs=0.006)
    assert units_for_means(0.2, (1, 1)) == pytest.approx(392.443, abs=0.002)
    assert units_for_students(0.5) == pytest.approx(63.7656, abs=5e-5)


def test_power_and_smallest_effect_read_once_and_watched() -> None:
    assert power_of(0.05, 10, VARIANCE, PER_ARM) == pytest.approx(0.52144, abs=5e-6)
    assert power_of(0.05, 10, VARIANCE, PER_ARM, planned=5000) == pytest.approx(0.20596, abs=5e-6)
    assert smallest_effect(10, VARIANCE, PER_ARM) == pytest.approx(0.07027, abs=5e-6)
    assert smallest_effect(10, VARIANCE, PER_ARM, planned=5000) == pytest.approx(0.12821, abs=5e-6)


@pytest.mark.parametrize(
    ("week", "rate", "watched"), [(1, 0.36767, 0.65545), (4, 0.16673, 0.27607), (9, 0.10796, 0.18058)]
)
def test_the_smallest_effect_shrinks_week_after_week(week: int, rate: float, watched: float) -> None:
    units = 4_500 * week / 3
    assert smallest_effect(0.1, 0.09, units) == pytest.approx(rate, abs=5e-6)
    assert smallest_effect(0.1, 0.09, units, planned=5000) == pytest.approx(watched, abs=5e-6)


def test_no_effect_is_large_enough_for_too_few_units() -> None:
    assert smallest_effect(0.01, 0.0099, 20) is None


def test_what_is_still_to_gather_while_a_test_runs() -> None:
    error = 0.008426853707414856**0.5  # GrowthBook's mid-experiment case: 1,000 units, an effect of 0.05
    assert further_units(0.05, error, 1_000) == pytest.approx(25_457.03125, rel=1e-4)
    assert further_units(0.05, error, 1_000, planned=5_000) == pytest.approx(55_667.96875, rel=1e-3)
    assert further_units(0.5, error, 1_000) == 0


def test_clusters_and_watching_take_more_units() -> None:
    assert design_effect(30, 0.05) == pytest.approx(2.45)
    assert design_effect(1, 0.5) == 1
    assert watching_factor() == pytest.approx(1.915, abs=0.001)


def test_a_test_lasts_whole_weeks_and_the_window_of_its_last_unit() -> None:
    assert whole_weeks(2_500, 400, 14) == 7 + 2
    assert whole_weeks(2_400, 400, 0) == 6
    assert whole_weeks(2_500, 0, 14) is None


@pytest.mark.parametrize(
    "refused",
    [
        lambda: units_for_shares(0, 0.1),
        lambda: units_for_shares(0.2, 0.2),
        lambda: units_for_shares(0.2, 0.3, alpha=0.9),
        lambda: units_for_means(0, (1, 1)),
        lambda: design_effect(0, 0.1),
        lambda: power_of(0.1, 0, 1, 10),
        lambda: further_units(0.1, 0, 10),
        lambda: whole_weeks(-1, 1, 1),
    ],
)
def test_what_cannot_be_is_refused(refused: object) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        refused()  # type: ignore[operator]
