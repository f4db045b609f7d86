"""What one may believe of an effect gives the numbers of gbstats (packages/stats/tests), and those of simulated draws."""

import numpy as np
import pytest

from filon.insight.methods.belief import NEUTRAL, Belief, Prior, believe
from filon.insight.methods.effects import Effect, read_once
from filon.insight.methods.power import further_units
from filon.insight.methods.samples import Sample, mean_sums, ratio, share

TEN = ratio(mean_sums(10, 100, 1002.25)), ratio(mean_sums(10, 105, 1111.5))


def belief(control: Sample, variant: Sample, prior: Prior | None) -> Belief:
    found = read_once(control, variant)
    assert isinstance(found, Effect)
    return believe(found.value, found.error, prior)


def test_two_shares_without_a_prior() -> None:
    found = belief(share(49, 100), share(51, 100), None)
    assert (found.mean, found.error, found.chance) == pytest.approx((0.04082, 0.14725, 0.60918), abs=5e-6)
    assert found.bounds() == pytest.approx((-0.24779, 0.32943), abs=5e-6)
    assert found.losses() == pytest.approx((0.0814, 0.04058), abs=5e-6)


def test_two_means_without_a_prior() -> None:
    found = belief(*TEN, None)
    assert (found.mean, found.chance) == pytest.approx((0.05, 0.91923), abs=5e-6)
    assert found.bounds() == pytest.approx((-0.02, 0.12), abs=5e-6)


def test_a_prior_draws_the_effect_towards_it() -> None:
    found = belief(*TEN, Prior(0.1, 0.1))
    assert (found.mean, found.chance) == pytest.approx((0.05063, 0.92315), abs=5e-6)
    assert found.bounds() == pytest.approx((-0.01893, 0.12019), abs=5e-6)


def test_what_a_wrong_choice_loses_on_average() -> None:
    assert Belief(0.1, 0.05).losses() == pytest.approx((0.1004245351, 0.0004245351), abs=5e-11)


def test_losses_of_logarithms_are_those_of_draws() -> None:
    found = Belief(0.2, 0.4)
    change = np.expm1(np.random.default_rng(3).normal(0.2, 0.4, 2_000_000))
    drawn = np.maximum(change, 0).mean(), np.maximum(-change, 0).mean()
    assert found.relative_losses() == pytest.approx(drawn, abs=1e-3)
    assert Belief(1e-3, 1e-4).relative_losses() == pytest.approx(Belief(1e-3, 1e-4).losses(), rel=1e-3)


def test_a_neutral_prior_favours_nobody_and_softens_what_rests_on_little() -> None:
    for mean in (0.0, 0.3, -0.3):
        one, other = believe(mean, 0.4, NEUTRAL), believe(-mean, 0.4, NEUTRAL)
        assert one.chance == pytest.approx(1 - other.chance)
    assert believe(0.5, 0.4).chance < believe(0.5, 0.4, None).chance
    assert believe(0.5, 0.01).mean == pytest.approx(0.5, rel=2e-3)


def test_what_is_still_to_gather_with_a_prior() -> None:
    error = (
        0.008426853707414856**0.5
    )  # GrowthBook's mid-experiment case: 1,000 units, a prior N(0.05, var 0.001)
    found = further_units(0.05, error, 1_000, prior=Prior(0.05, 0.001))
    assert found == pytest.approx(13_940.4296875, rel=1e-4)


@pytest.mark.parametrize(
    "refused", [lambda: Prior(0, 0), lambda: believe(0, 0), lambda: believe(float("nan"), 1)]
)
def test_what_cannot_be_is_refused(refused: object) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        refused()  # type: ignore[operator]
