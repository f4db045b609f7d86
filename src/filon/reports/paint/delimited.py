"""Sheets as CSV: one for programs, one that opens as it is in a French Excel."""

import csv
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TextIO

from filon.reports.pages.sheets import Content, Sheet
from filon.terms.text import Language, Text

BOM = "\ufeff"
# What a spreadsheet would run; a signed number or a telephone number only looks like it.
_LIVE, _PLAIN = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]"), re.compile(r"[+-][\d ().,]+$")


def technical(file: TextIO, sheet: Sheet, language: Language) -> None:
    """Write UTF-8, commas, ISO dates, points; columns are named by their ids."""
    writer = csv.writer(file)
    writer.writerow([head.id for head in sheet.heads])
    write = partial(_plain, language=language)
    writer.writerows([write(value) for value in row] for row in sheet.rows)


def french_excel(file: TextIO, sheet: Sheet, language: Language) -> None:
    """Write UTF-8 with its mark, semicolons, day/month/year, decimal commas; columns have names."""
    file.write(BOM)
    writer = csv.writer(file, delimiter=";")
    writer.writerow([inert(head.label[language]) for head in sheet.heads])
    write = partial(_french, language=language)
    writer.writerows([write(value) for value in row] for row in sheet.rows)


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _LIVE.match(text) and not _PLAIN.match(text) else text


def decimal(value: float | Decimal | Fraction) -> str:
    """Write a number in decimals: exactly, or with twelve of them."""
    if isinstance(value, int | Fraction) and value.denominator == 1:
        return str(value.numerator)
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
    return f"{exact.quantize(Decimal('1e-12')).normalize():f}"


def _plain(value: Content, language: Language) -> str:
    return _written(value, language, decimal, lambda moment: moment.isoformat())


def _french(value: Content, language: Language) -> str:
    def moment(value: date) -> str:
        return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"

    return _written(value, language, lambda number: decimal(number).replace(".", ","), moment)


def _written(
    value: Content,
    language: Language,
    number: Callable[[float | Decimal | Fraction], str],
    moment: Callable[[date], str],
) -> str:
    if value is None:
        return ""
    if isinstance(value, str | Text):
        return inert(value if isinstance(value, str) else value[language])
    if isinstance(value, bool):
        return str(value).lower()
    return moment(value) if isinstance(value, date) else number(value)
