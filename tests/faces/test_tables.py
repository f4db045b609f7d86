"""Figures in the terminal."""

from fractions import Fraction

import pytest

from filon.faces.cli.tables import bounds
from filon.metrics.answer import Cell


@pytest.fixture(autouse=True)
def _french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILON_LANG", "fr")


def test_the_interval_of_a_count_has_no_decimals_and_promises_no_more() -> None:
    cell = Cell(15, "count").bounded(8.395, 24.74, "garwood")
    assert bounds(cell) == "8 à 25"


def test_the_bounds_of_an_amount_have_cents_where_it_has_some() -> None:
    whole = Cell(800, "money").bounded(485.04, 1429.4, "garwood")
    exact = Cell(Fraction(75, 2), "money").bounded(33.6, 41.98, "garwood")
    assert bounds(whole) == "485 € à 1\u202f429 €"
    assert bounds(exact) == "33,60 € à 41,98 €"
