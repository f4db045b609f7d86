"""A sheet as an Excel workbook: real numbers and dates in their formats, and the basis on a second tab."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from filon.reports.pages.sheets import Content, Kind, Sheet
from filon.terms import currency
from filon.terms.faults import Fault
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # under the headings
LONGEST_CELL, LONGEST_TAB = 32_767, 31
_FORMATS: dict[Kind, str] = {
    "number": "General",
    "share": "0.00%",
    "count": "#,##0",
    "ratio": "0.00",
    "per_hour": "0.00",
    "hours": "#,##0.00",
    "seconds": "#,##0",
    "days": "#,##0",
    "months": "#,##0",
    "day": "dd/mm/yyyy",
    "instant": "dd/mm/yyyy hh:mm",
}
_WIDTHS: dict[Kind, int] = {"text": 28, "instant": 17}


class TooManyRows(Fault):
    """Excel cannot hold that many rows."""

    def __init__(self) -> None:
        super().__init__(
            "Plus de 1 048 575 lignes : Excel n'en prend pas davantage. Prenez le CSV, ou filtrez.",
            "More than 1,048,575 rows: Excel takes no more. Take the CSV, or filter.",
        )


def write(file: BinaryIO, sheet: Sheet, language: Language) -> None:
    """Write a sheet; texts stay texts, whatever they begin with. Raises TooManyRows."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with Workbook(file, options) as workbook:
        formats = {head.kind: workbook.add_format({"num_format": _format(head.kind)}) for head in sheet.heads}
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        page = workbook.add_worksheet(_tab(sheet.title[language]))
        page.freeze_panes(1, 1)
        for column, head in enumerate(sheet.heads):
            page.set_column(column, column, _WIDTHS.get(head.kind, 14))
            page.write_string(0, column, head.label[language], bold)
        chosen = [formats[head.kind] for head in sheet.heads]
        for number, row in enumerate(sheet.rows, start=1):
            if number > MOST_ROWS:
                raise TooManyRows
            _row(page, number, row, chosen, language)
        if sheet.basis:
            second = workbook.add_worksheet(Text("Base", "Basis")[language])
            second.set_column(0, 0, 100)
            for number, sentence in enumerate(sheet.basis):
                second.write_string(number, 0, sentence[language])


def _format(kind: Kind) -> str:
    if kind == "money":
        return f'#,##0.00\u00a0"{currency.sign("fr")}"'
    return _FORMATS.get(kind, "@")


def _row(
    page: "Worksheet", number: int, row: Sequence[Content], formats: Sequence[Any], language: Language
) -> None:
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, str | Text):
            text = value if isinstance(value, str) else value[language]
            page.write_string(number, column, text[:LONGEST_CELL])
        elif isinstance(value, bool):
            page.write_boolean(number, column, value)
        elif isinstance(value, datetime | date):
            page.write_datetime(number, column, value, formats[column])
        else:
            page.write_number(number, column, float(value), formats[column])


def _tab(title: str) -> str:
    """Return a title without what the name of a tab may not hold."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip("' ")
    return kept[:LONGEST_TAB].rstrip("' ") or "Filon"
