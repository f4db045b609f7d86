"""Sheets as CSV: one for programs, one that opens as it is in a French Excel."""

import csv
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TextIO

from filon.reports.pages.sheets import Sheet
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from _csv import Writer

BOM = "\ufeff"
# What a spreadsheet would run; a signed number or a telephone number only looks like it.
_LIVE, _PLAIN = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]"), re.compile(r"[+-][\d ().,]+$")


def technical(file: TextIO, sheet: Sheet, language: Language) -> None:
    """Write UTF-8, commas, ISO dates, points; columns are named by their ids."""
    writer = csv.writer(file)
    writer.writerow([head.id for head in sheet.heads])
    _write(writer, sheet, _Words(language, decimal, lambda moment: moment.isoformat()))


def french_excel(file: TextIO, sheet: Sheet, language: Language) -> None:
    """Write UTF-8 with its mark, semicolons, day/month/year, decimal commas; columns have names."""
    file.write(BOM)
    writer = csv.writer(file, delimiter=";")
    writer.writerow([inert(head.label[language]) for head in sheet.heads])
    _write(writer, sheet, _Words(language, lambda number: decimal(number).replace(".", ","), _french_moment))


def _write(writer: "Writer", sheet: Sheet, words: "_Words") -> None:
    writer.writerows(
        ["" if value is None else words[type(value)](value) for value in row] for row in sheet.rows
    )


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    if text[:1].isalnum():  # nearly always, and a long file has millions of them
        return text
    return f"'{text}" if _LIVE.match(text) and not _PLAIN.match(text) else text


def decimal(value: float | Decimal | Fraction) -> str:
    """Write a number in decimals: exactly, or with twelve of them."""
    if isinstance(value, int | Fraction) and value.denominator == 1:
        return str(value.numerator)
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
    return f"{exact.quantize(Decimal('1e-12')).normalize():f}"


def _french_moment(value: date) -> str:
    return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"


class _Words(dict[type, Callable[[Any], str]]):
    """How a value is written, by its type, found once for each."""

    def __init__(
        self,
        language: Language,
        number: Callable[[float | Decimal | Fraction], str],
        moment: Callable[[date], str],
    ) -> None:
        self._language, self._number, self._moment = language, number, moment

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        self[kind] = self._writer(kind)
        return self[kind]

    def _writer(self, kind: type) -> Callable[[Any], str]:
        if issubclass(kind, str):
            return inert
        if issubclass(kind, Text):
            return lambda text: inert(text[self._language])
        if issubclass(kind, bool):
            return lambda value: str(value).lower()
        return self._moment if issubclass(kind, date) else self._number
