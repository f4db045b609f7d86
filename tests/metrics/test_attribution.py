"""Credit is shared between the touches before a sale as the reference says, to the cent."""

import pytest

from filon.terms.attribution import MODELS, weights
from filon.terms.money import allocate

TOUCHED, SIGNED, CENTS = (0, 5, 12, 30, 38), 38, 1_200_000  # days of the touches; 12,000 euros
AGES = [SIGNED - day for day in TOUCHED]


@pytest.mark.parametrize(
    ("model", "euros"),
    [
        ("decay", [175.20, 287.44, 574.88, 3_417.04, 7_545.45]),
        ("position", [4_800, 800, 800, 800, 4_800]),
        ("linear", [2_400] * 5),
        ("first", [12_000, 0, 0, 0, 0]),
        ("last", [0, 0, 0, 0, 12_000]),
    ],
)
def test_a_deal_of_12_000_is_shared_between_five_touches(model: str, euros: list[float]) -> None:
    """A half-life of 7 days (statistics reference, "Attribution")."""
    cents = allocate(CENTS, weights(model, AGES, half_life_days=7))
    assert [round(part / 100, 2) for part in cents] == pytest.approx(
        euros, abs=0.011
    )  # cents left over go somewhere
    assert sum(cents) == CENTS


def test_four_touches_by_position_are_those_of_salesforce() -> None:
    assert [float(weight) for weight in weights("position", [30, 20, 10, 0])] == [0.4, 0.1, 0.1, 0.4]


@pytest.mark.parametrize("model", MODELS)
def test_one_touch_takes_all(model: str) -> None:
    assert weights(model, [12]) == [1]


def test_two_touches_by_position_share_equally() -> None:
    assert weights("position", [9, 0]) == [0.5, 0.5]
