"""Figures in the terminal."""

from fractions import Fraction

import pytest

from filon.faces.cli.tables import bounds, number, shown
from filon.faces.office.templatetags.office import money
from filon.metrics.answer import Cell
from filon.reports.paint.numbers import amount


@pytest.fixture(autouse=True)
def _french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILON_LANG", "fr")


def test_the_interval_of_a_count_has_no_decimals_and_promises_no_more() -> None:
    cell = Cell(15, "count").bounded(8.395, 24.74, "garwood")
    assert bounds(cell) == "8 à 25"


def test_the_bounds_of_an_amount_have_cents_where_it_has_some() -> None:
    whole = Cell(800, "money").bounded(485.04, 1429.4, "garwood")
    exact = Cell(Fraction(75, 2), "money").bounded(33.6, 41.98, "garwood")
    assert bounds(whole) == "485\u00a0€ à 1\u202f429\u00a0€"
    assert bounds(exact) == "33,60\u00a0€ à 41,98\u00a0€"


def test_the_terminal_writes_figures_as_the_pages_do_in_the_instance_s_currency(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FILON_CURRENCY", "CHF")
    assert number(Fraction(75, 2), "money") == amount(Fraction(75, 2), "money", "fr") == "37,50\u00a0CHF"
    assert money(1_234_567_89) == "1\u202f234\u202f567,89\u00a0CHF"
    assert (number(Fraction(2), "share"), number(None, "money")) == ("200\u202f%", "–")


def test_a_roi_on_too_few_is_no_percentage_in_the_terminal_either() -> None:
    few = Cell(Fraction(3, 2), "share", low=-0.5, high=4.0, too_few=True)
    assert shown("roi", few) == "trop peu*"
