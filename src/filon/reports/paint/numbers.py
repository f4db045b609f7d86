"""Figures as people write them: French with narrow no-break spaces and decimal commas, or English."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, localcontext
from fractions import Fraction
from math import ceil, floor

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from filon.metrics.answer import Cell
from filon.metrics.language.measure import Unit
from filon.terms import currency
from filon.terms.text import LANGUAGES, Language, Text

NONE = "–"
TOO_FEW = Text("trop peu", "too few")
MINUS = "\u2212"
_EXACT_MONEY_BELOW = 100  # above, cents only hide the figure
_FINE_BELOW, _FINEST_BELOW = 0.1, 0.01  # a share below has one decimal, or two
_NARROW = 0.02  # so have the bounds of an interval narrower than this
_UNITS = {
    "seconds": Text("s", "s"),
    "hours": Text("h", "h"),
    "days": Text("j", "d"),
    "months": Text("mois", "months"),
    "per_hour": Text("/h", "/h"),
}


def amount(
    value: Fraction | float,
    unit: Unit,
    language: Language,
    *,
    like: Fraction | float | None = None,
    fine: bool = False,
) -> str:
    """Return a number with its unit.

    Money has as many decimals as the number `like` would have; a `fine` share has one, and a very small one two.
    """
    with localcontext(rounding=ROUND_HALF_UP):  # as browsers and spreadsheets round
        return _minus(_written(float(value), unit, language, like=like, fine=fine))


def written(value: Fraction | float, unit: Unit) -> Text:
    """Return a number with its unit, in both languages."""
    return Text(amount(value, unit, "fr"), amount(value, unit, "en"))


def _written(
    number: float, unit: Unit, language: Language, *, like: Fraction | float | None, fine: bool
) -> str:
    if unit == "money":
        pattern = _money_pattern(number if like is None else float(like))
        before, after = currency.affixes(language)
        minus = MINUS if number < 0 else ""
        return f"{minus}{before}{format_decimal(abs(number), pattern, locale=language)}{after}"
    if unit == "share":
        digits = "#,##0.0" if fine or 0 < abs(number) < _FINE_BELOW else "#,##0"
        digits = "#,##0.00" if 0 < abs(number) < _FINEST_BELOW else digits
        pattern = f"{digits}\u202f%" if language == "fr" else f"{digits}%"
        return format_percent(number, pattern, locale=language)
    pattern = "#,##0.00" if unit == "ratio" else "#,##0.##"
    pattern = "#,##0" if unit in ("count", "seconds") and number == int(number) else pattern
    written = format_decimal(number, pattern, locale=language)
    suffix = _UNITS.get(unit)
    return written if suffix is None else f"{written}\u00a0{suffix[language]}"


def _money_pattern(number: float) -> str:
    return "#,##0" if not number or abs(number) >= _EXACT_MONEY_BELOW else "#,##0.00"


def _minus(written: str) -> str:
    return written.replace("-", MINUS)


def value(cell: Cell, language: Language) -> str:
    """Return a cell's figure; where it rests on too few, its counts or those words; a dash where there is none."""
    if cell.value is None:
        return NONE
    if cell.too_few and cell.unit == "share":
        return _counts(cell, language)
    return amount(cell.value, cell.unit, language)


def _counts(cell: Cell, language: Language) -> str:
    """Return 3/25 for a rate of two counts; that it is too few for a ratio of amounts, which its interval tells."""
    top, bottom = cell.numerator, cell.denominator
    if top is None or bottom is None or cell.method is None or not cell.method.startswith("wilson"):
        return too_few(cell, language)
    return f"{amount(top, 'count', language)}/{amount(bottom, 'count', language)}"


def too_few(cell: Cell, language: Language) -> str:
    """Return that a figure rests on too few, with their number where it is known."""
    told = TOO_FEW[language]
    return told if cell.events is None else f"{told} ({amount(cell.events, 'count', language)})"


def interval(cell: Cell, language: Language) -> str:
    """Return the bounds of a cell, or nothing where it has none."""
    lowest, highest = cell.low, cell.high
    fine = lowest is not None and highest is not None and highest - lowest < _NARROW
    if cell.unit == "count":  # nobody signs a tenth of a contract: outwards, so that it promises no more
        lowest = None if lowest is None else floor(lowest)
        highest = None if highest is None else ceil(highest)
    low, high = (
        None if bound is None else amount(bound, cell.unit, language, like=cell.value, fine=fine)
        for bound in (lowest, highest)
    )
    if low and high:
        return f"{low} {Text('à', 'to')[language]} {high}"
    if low:
        return f"≥\u00a0{low}"
    return f"≤\u00a0{high}" if high else ""


def day(when: date, language: Language) -> str:
    """Return a date in words."""
    return _first(format_date(when, "d MMM yyyy", locale=language), language)


def month(label: str, *, short: bool = False) -> Text:
    """Return a month written YYYY-MM in words, its name or its first letters."""
    first, pattern = date.fromisoformat(f"{label}-01"), "LLL yy" if short else "LLLL yyyy"
    return Text(*(format_date(first, pattern, locale=language) for language in LANGUAGES))


def instant(when: datetime, language: Language) -> str:
    """Return an instant in words, to the minute."""
    return _first(format_datetime(when, "d MMM yyyy, HH:mm", locale=language), language)


def _first(written: str, language: Language) -> str:
    """Write the first of a month as French does, which the patterns of dates cannot."""
    return f"1er {written[2:]}" if language == "fr" and written.startswith("1 ") else written


def prose(text: Text, language: Language) -> str:
    """Return a sentence with the no-break spaces of French typography, or as it is in English."""
    if language == "en":
        return text.en
    spaced = re.sub(r" ([;!?%»€])", "\u202f\\1", text.fr)
    return re.sub(r" :", "\u00a0:", spaced).replace("« ", "«\u202f")
