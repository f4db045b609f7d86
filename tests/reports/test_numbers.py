from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from filon.metrics.answer import Cell
from filon.metrics.language.measure import Unit
from filon.reports.paint.numbers import amount, day, instant, interval, prose, value
from filon.terms.text import Text


@pytest.mark.parametrize(
    ("number", "unit", "fr", "en"),
    [
        (Fraction(12_000), "money", "12\u202f000\u00a0€", "€12,000"),
        (Fraction(75, 2), "money", "37,50\u00a0€", "€37.50"),
        (Fraction(-1_200), "money", "−1\u202f200\u00a0€", "−€1,200"),
        (Fraction(0), "money", "0\u00a0€", "€0"),
        (Fraction(2), "share", "200\u202f%", "200%"),
        (Fraction(1, 8), "share", "13\u202f%", "13%"),
        (Fraction(4, 100), "share", "4,0\u202f%", "4.0%"),
        (Fraction(8_000), "count", "8\u202f000", "8,000"),
        (Fraction(3), "ratio", "3,00", "3.00"),
        (Fraction(201, 100), "ratio", "2,01", "2.01"),
        (Fraction(61), "days", "61\u00a0j", "61\u00a0d"),
    ],
)
def test_numbers_are_written_as_each_language_does(number: Fraction, unit: Unit, fr: str, en: str) -> None:
    assert (amount(number, unit, "fr"), amount(number, unit, "en")) == (fr, en)


def test_no_answer_is_a_dash_and_never_zero() -> None:
    assert value(Cell(None, "money", reason=Text("rien", "nothing")), "fr") == "–"


def test_a_rate_on_too_few_is_its_counts() -> None:
    cell = Cell(Fraction(3, 12), "share", Fraction(3), Fraction(12), 0.1, 0.5, "wilson", too_few=True)
    assert value(cell, "fr") == "3/12"


def test_an_interval_may_be_open_on_one_side() -> None:
    assert interval(Cell(None, "money", low=1356.2), "fr") == "≥\u00a01\u202f356\u00a0€"
    assert interval(Cell(None, "money"), "fr") == ""


def test_a_narrow_interval_keeps_a_decimal() -> None:
    cell = Cell(Fraction(16, 100), "share", low=0.157, high=0.164)
    assert interval(cell, "fr") == "15,7\u202f% à 16,4\u202f%"


def test_french_sentences_get_their_no_break_spaces() -> None:
    text = Text("À faire : lisez « tout » ; puis ?", "To do: read “everything”; then?")
    assert prose(text, "fr") == "À faire\u00a0: lisez «\u202ftout\u202f»\u202f; puis\u202f?"
    assert prose(text, "en") == "To do: read “everything”; then?"


def test_the_first_of_a_month_is_written_as_french_does() -> None:
    assert (day(date(2026, 12, 1), "fr"), day(date(2026, 12, 11), "fr")) == ("1er déc. 2026", "11 déc. 2026")
    assert day(date(2026, 12, 1), "en") == "1 Dec 2026"
    assert instant(datetime(2026, 12, 1, 8, 5, tzinfo=UTC), "fr").startswith("1er déc. 2026")
