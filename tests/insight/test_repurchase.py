"""Repeat purchase gives the numbers published for CDNOW, and refuses what says nothing."""

import csv

import numpy as np
import pytest

from filon.insight.methods.interval import NotEnough
from filon.insight.methods.repurchase import BgNbd, GammaGamma, Purchases, bg_nbd, gamma_gamma
from tests.data.sets import DATA, needs_data


def cdnow() -> tuple[Purchases, list[float]]:
    file = DATA / "cdnow" / "cdnow_customers_summary_with_transactions.csv"
    with file.open() as lines:
        rows = [{name: float(text) for name, text in row.items()} for row in csv.DictReader(lines)]
    bought = Purchases.of(*([row[name] for row in rows] for name in ("x", "t_x", "T")))
    return bought, [row["zbar"] for row in rows]


@needs_data
def test_cdnow_as_in_fader_hardie_and_lee_2005() -> None:
    bought, amounts = cdnow()
    found = bg_nbd(bought)
    assert isinstance(found, BgNbd)
    assert found.parameters == pytest.approx([0.2426, 4.4135, 0.7929, 2.4258], abs=5e-5)
    assert found.log_likelihood == pytest.approx(-9582.4256, abs=1e-3)
    one = Purchases.of([2], [30.43], [38.86])  # the paper's worked customer
    assert found.expected_of(one, 39) == pytest.approx([1.226], abs=1e-3)
    assert found.alive(one) == pytest.approx([0.7266], abs=1e-4)
    assert found.expected(39.0) == pytest.approx(1.195, abs=1e-3)
    low, high = np.quantile(found.likely_expected([39.0])[:, 0], (0.025, 0.975))
    assert 1.05 < low < 1.195 < high < 1.35
    spend = gamma_gamma(bought.repeats, amounts)
    assert isinstance(spend, GammaGamma)
    assert (spend.p, spend.q, spend.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert spend.mean == pytest.approx(35.171, abs=1e-3)
    assert spend.customers == 946


@needs_data
def test_the_unit_of_time_changes_nothing_but_alpha() -> None:
    bought, _ = cdnow()
    weeks, days = bg_nbd(bought), bg_nbd(Purchases.of(bought.repeats, bought.last * 7, bought.observed * 7))
    assert isinstance(weeks, BgNbd)
    assert isinstance(days, BgNbd)
    assert days.alpha == pytest.approx(7 * weeks.alpha, rel=1e-5)
    assert days.expected(273.0) == pytest.approx(weeks.expected(39.0), rel=1e-6)


def test_weights_stand_for_customers_alike() -> None:
    x, t, age = [0, 1, 3, 0], [0, 4.0, 9, 0], [10, 10, 12, 5.0]
    weights = [40, 20, 15, 10]
    whole = Purchases.of(*(np.repeat(values, weights) for values in (x, t, age)))
    one, other = bg_nbd(whole), bg_nbd(Purchases.of(x, t, age, weights))
    assert isinstance(one, BgNbd)
    assert isinstance(other, BgNbd)
    assert one.log_likelihood == pytest.approx(other.log_likelihood)
    assert one.expected(12.0) == pytest.approx(other.expected(12.0), rel=1e-4)


def test_large_counts_do_not_overflow() -> None:
    found = BgNbd(0.25, 4.4, 0.8, 2.4, 0.0, np.empty((0, 4)), 1, 1)
    often = Purchases.of([5000], [520.0], [520.0])
    assert found.alive(often) == pytest.approx([1], abs=0.01)
    assert found.expected_of(often, 520) == pytest.approx([3693], abs=1)


def test_too_few_who_came_back_give_no_estimate() -> None:
    assert bg_nbd(Purchases.of([0, 0, 1], [0, 0, 2], [5, 5, 5])) == NotEnough(1, 10)
    assert bg_nbd(Purchases.of([], [], [])) == NotEnough(0, 10)
    assert gamma_gamma([1, 2], [10, 20]) == NotEnough(2, 10)


@pytest.mark.parametrize(
    ("repeats", "last", "observed"),
    [([1], [6], [5]), ([-1], [0], [5]), ([0], [2], [5]), ([1], [float("nan")], [5]), ([1, 2], [1], [5])],
)
def test_purchases_that_cannot_be_are_refused(
    repeats: list[float], last: list[float], observed: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"last|long|finite|negative"):
        Purchases.of(repeats, last, observed)
