"""Tests looked at every day for ninety days: how often an effect is seen, where there is none and where there is one."""

import numpy as np
import pytest

from filon.insight.methods.effects import always_valid, widening
from filon.insight.methods.power import units_for_shares, watching_factor
from filon.insight.methods.samples import share

pytestmark = pytest.mark.long
DAYS, TRIALS, BURN_IN, EVENTS = 90, 4_000, 14, 10


def ever_seen(before: float, after: float, daily: int, planned: float, *, always: bool = True) -> float:
    """Return the share of simulated tests in which, on some day after the burn-in, zero was left out."""
    dice = np.random.default_rng(20_231)
    arms = [dice.binomial(daily, rate, size=(TRIALS, DAYS)).cumsum(axis=1) for rate in (before, after)]
    days = np.arange(1, DAYS + 1)
    control, variant = (arm / (daily * days) for arm in arms)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(sum((1 - rate) / (rate * daily * days) for rate in (control, variant)))
        score = np.abs(np.log(variant / control)) / error
    wide = [widening(2.0 * daily * float(day), planned, 0.05) if always else 1.96 for day in days]
    enough = (arms[0] >= EVENTS) & (arms[1] >= EVENTS) & (days >= BURN_IN)
    return float(((score > wide) & enough).any(axis=1).mean())


def test_the_simulation_reads_as_the_method_does() -> None:
    found = always_valid(share(50, 1000), share(70, 1000), 3000, scale="log")
    assert found.high - found.value == pytest.approx(  # type: ignore[union-attr, operator]
        widening(2000, 3000, 0.05) * np.sqrt(0.95 / 50 + 0.93 / 70)
    )


@pytest.mark.parametrize("planned_share", [0.5, 1, 2])
@pytest.mark.parametrize(("rate", "daily"), [(0.02, 50), (0.05, 20), (0.05, 100), (0.2, 20)])
def test_false_alarms_stay_under_five_percent(rate: float, daily: int, planned_share: float) -> None:
    planned = 2 * daily * DAYS * planned_share
    assert ever_seen(rate, rate, daily, planned) < 0.03
    assert (
        ever_seen(rate, rate, daily, planned, always=False) > 0.15
    )  # what reading a fixed interval daily does


def test_a_test_of_the_planned_size_sees_the_effect_it_is_planned_for() -> None:
    units = units_for_shares(0.25, 0.30) * watching_factor()
    assert 0.8 < ever_seen(0.25, 0.30, round(units / DAYS), 2 * units) < 0.9
