"""Hillstrom's e-mails: three randomised arms, incremental against naive revenue."""

import polars as pl
import pytest

from filon.insight.methods.effects import Effect, read_once
from filon.insight.methods.proportions import newcombe
from filon.insight.methods.sample_ratio import sample_ratio
from filon.insight.methods.samples import of_units, ratio, share
from tests.data.sets import DATA, near, needs_data, reference

pytestmark = needs_data
FOLDER = "abtest_hillstrom"
CONTROL, ARMS = "No E-Mail", ("Mens E-Mail", "Womens E-Mail")


@pytest.fixture(scope="module")
def customers() -> dict[str, pl.DataFrame]:
    rows = pl.read_csv(DATA / FOLDER / "hillstrom_email_experiment.csv", infer_schema_length=None)
    return {str(key[0]): arm for key, arm in rows.group_by("segment")}


@pytest.mark.parametrize("arm", ARMS)
def test_each_arm_brings_what_the_reference_says(customers: dict[str, pl.DataFrame], arm: str) -> None:
    said = reference(FOLDER)[f"{arm} vs control"]
    control, mailed = (ratio(of_units(customers[name]["spend"].to_numpy())) for name in (CONTROL, arm))
    found = read_once(control, mailed, scale="absolute")
    assert isinstance(found, Effect)
    assert found.value == near(said["spend"]["diff"])
    assert found.p == pytest.approx(said["spend"]["p"], rel=1e-6)
    assert [found.low, found.high] == near(said["spend"]["ci95"])
    assert found.value * mailed.units == near(said["incremental_revenue_of_arm"])
    assert mailed.mean * mailed.units == near(said["naive_revenue_of_arm"])


def test_what_an_arm_adds_is_about_half_of_what_it_sells(customers: dict[str, pl.DataFrame]) -> None:
    control, mailed = (ratio(of_units(customers[name]["spend"].to_numpy())) for name in (CONTROL, ARMS[0]))
    assert round((mailed.mean - control.mean) * mailed.units) == 16_403
    assert round(mailed.mean * mailed.units) == 30_312


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize("event", ["visit", "conversion"])
def test_shares_differ_as_the_reference_says(
    customers: dict[str, pl.DataFrame], arm: str, event: str
) -> None:
    said = reference(FOLDER)[f"{arm} vs control"][event]
    counts = [(float(customers[name][event].sum()), float(len(customers[name]))) for name in (arm, CONTROL)]
    found = newcombe(counts[0], counts[1])
    assert [found.low, found.high] == near(said["diff_ci95_newcombe"])
    lift = read_once(share(*counts[1]), share(*counts[0]))
    assert isinstance(lift, Effect)
    assert lift.value == near(said["relative_lift"])


def test_the_arms_are_as_large_as_they_should(customers: dict[str, pl.DataFrame]) -> None:
    assert not sample_ratio([len(arm) for arm in customers.values()], [1, 1, 1]).alarm
