"""The tables of a page as files: `?format=` on the address of the page, and `table=` where it has several."""

from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from filon.faces.office.language import language_of
from filon.terms.faults import UnknownName
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from filon.reports.pages.sheets import Sheet

FORMATS = {
    "xlsx": Text("Excel", "Excel"),
    "csv-fr": Text("CSV pour Excel français", "CSV for French Excel"),
    "csv": Text("CSV technique", "technical CSV"),
}
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_IN_MEMORY = 8 << 20  # bytes; a longer file goes through the disk


def exported(
    request: HttpRequest, name: str, sheets: "Mapping[str, Callable[[], Sheet]]"
) -> HttpResponseBase | None:
    """Return the file that the address asks for, the first table unless it names one; None for the page.

    Raises UnknownName for a format or a table there is not, and the faults of the painter.
    """
    wanted = request.GET.get("format")
    if not wanted:
        return None
    if wanted not in FORMATS:
        raise UnknownName(Text("Format", "format"), wanted, FORMATS)
    table = request.GET.get("table") or next(iter(sheets))
    if table not in sheets:
        raise UnknownName(Text("Tableau", "table"), table, sheets)
    suffix = wanted.partition("-")[0]
    file = _painted(sheets[table](), wanted, language_of(request))
    return FileResponse(
        file, as_attachment=True, filename=f"filon-{name}.{suffix}", content_type=_TYPES[suffix]
    )


def _painted(sheet: "Sheet", wanted: str, language: Language) -> BinaryIO:
    from filon.reports.paint import delimited, workbook

    spool = cast("BinaryIO", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - the response closes it
    if wanted == "xlsx":
        workbook.write(spool, sheet, language)
    else:
        text = TextIOWrapper(spool, encoding="utf-8", newline="")
        (delimited.technical if wanted == "csv" else delimited.french_excel)(text, sheet, language)
        text.detach()
    spool.seek(0)
    return spool
