"""The rate of return is that of spreadsheets, and is no number where none exists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.insight.methods.cash import Return, monthly_discount, xirr
from filon.insight.methods.interval import NotEnough


def test_the_example_of_the_spreadsheet_manuals() -> None:
    flows = [
        (date(2008, 1, 1), -10_000.0),
        (date(2008, 3, 1), 2_750.0),
        (date(2008, 10, 30), 4_250.0),
        (date(2009, 2, 15), 3_250.0),
        (date(2009, 4, 1), 2_750.0),
    ]
    found = xirr(flows)
    assert isinstance(found, Return)
    assert found.rate == pytest.approx(0.373362535, abs=1e-8)
    assert found.sign_changes == 1
    assert xirr(flows[::-1]) == found


@pytest.mark.parametrize("amounts", [(), (-5.0,), (-5.0, -1.0), (3.0, 2.0), (0.0, 0.0)])
def test_without_both_signs_there_is_no_rate(amounts: tuple[float, ...]) -> None:
    flows = [(date(2026, month, 1), amount) for month, amount in enumerate(amounts, start=1)]
    assert isinstance(xirr(flows), NotEnough)


def test_money_out_and_in_on_one_day_has_no_rate() -> None:
    assert isinstance(xirr([(date(2026, 1, 1), -5.0), (date(2026, 1, 1), 9.0)]), NotEnough)


def test_several_changes_of_sign_are_told_with_every_rate() -> None:
    found = xirr([(date(2021, 1, 1), -1000.0), (date(2022, 1, 1), 2500.0), (date(2023, 1, 1), -1540.0)])
    assert isinstance(found, Return)
    assert found.rates == pytest.approx((0.10, 0.40))
    assert found.sign_changes == 2


def test_flows_that_no_rate_brings_to_nothing() -> None:
    found = xirr([(date(2021, 1, 1), -10.0), (date(2022, 1, 1), 10.0), (date(2023, 1, 1), -10.0)])
    assert isinstance(found, Return)
    assert found.rate is None


def test_a_flow_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        xirr([(date(2026, 1, 1), float("nan"))])


@given(st.floats(-0.9, 20), st.integers(1, 3650))
def test_a_sum_lent_and_given_back_has_its_rate(rate: float, days: int) -> None:
    back = 100 * (1 + rate) ** (days / 365)
    found = xirr([(date(2020, 1, 1), -100.0), (date.fromordinal(date(2020, 1, 1).toordinal() + days), back)])
    assert isinstance(found, Return)
    assert found.rate == pytest.approx(rate, rel=1e-6, abs=1e-6)


def test_twelve_months_compound_to_the_year() -> None:
    assert (1 + monthly_discount(0.10)) ** 12 == pytest.approx(1.10)
    with pytest.raises(ValueError, match="-1"):
        monthly_discount(-1)
