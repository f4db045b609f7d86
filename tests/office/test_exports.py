"""What leaves as a file: the numbers of the page, in the format asked, with texts that stay texts."""

import csv
import io
from datetime import date
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from filon.records.actions.accounts import make_account
from filon.reports.pages.sheets import Head, Sheet
from filon.reports.paint import delimited, workbook
from filon.terms.text import Text
from tests import world

LIVE = '=HYPERLINK("http://x";"y")'


@pytest.fixture
def reader(home: Path) -> Client:
    for code, calls in (("C1", 30), (LIVE, 25)):
        campaign = world.campaign(code)
        for number in range(calls):
            call = world.call(campaign, outcome="appointment" if number % 3 else "refused")
            if number % 3:
                world.appointment(campaign, of_call=call, status="held")
        world.cost(campaign, amount="1234.56")
        world.contract(campaign, revenue=4000)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="finance", password="a-long-enough-secret", actor="t"))
    return client


def taken(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def cells(content: bytes) -> list[tuple[Any, ...]]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [tuple(cell.value for cell in row) for row in page.iter_rows()]


def test_the_workbook_has_real_numbers_their_formats_and_its_basis(reader: Client) -> None:
    content = taken(reader, "/canaux/?horizon=3&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    page, basis = book.worksheets
    titles = [cell.value for cell in page[1]]
    cost = page.cell(2, titles.index("Coût total") + 1)
    assert (cost.data_type, "€" in cost.number_format) == ("n", True)
    said = [cell.value for cell in basis["A"]]
    assert any("Horizon 3 mois" in str(line) for line in said)
    assert any("roi.v1" in str(line) for line in said)


def test_a_technical_file_has_ids_points_and_no_mark(reader: Client) -> None:
    text = taken(reader, "/segments/?metric=cost_per_appointment&by=campaign&format=csv").decode()
    header, *rows = csv.reader(io.StringIO(text))
    assert header[:2] == ["campaign", "cost_per_appointment"]
    assert "cost_per_appointment_low" in header
    assert {row[0]: row[1] for row in rows}["C1"] == "61.728"


def test_a_french_file_opens_as_it_is(reader: Client) -> None:
    content = taken(reader, "/segments/?metric=cost_per_appointment&by=campaign&format=csv-fr")
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert header[0] == "Campagne"
    assert {row[0]: row[1] for row in rows}["C1"] == "61,728"


def test_a_text_never_becomes_a_formula(reader: Client) -> None:
    for kind in ("csv", "csv-fr"):
        text = taken(reader, f"/segments/?by=campaign&format={kind}").decode()
        assert f"'{LIVE[:5]}" in text
    page = openpyxl.load_workbook(io.BytesIO(taken(reader, "/segments/?by=campaign&format=xlsx"))).worksheets[
        0
    ]
    column = {cell.value: cell.data_type for cell in page["A"]}
    assert column[LIVE] == "s"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), (" =1", "' =1"), ("＝1", "'＝1"), ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("-12,5", "-12,5"), ("A-1", "A-1"), ("", ""),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_made_inert(text: str, written: str) -> None:
    assert delimited.inert(text) == written


def test_days_and_missing_values_are_written_as_each_format_does() -> None:
    heads = (Head("day", Text("Jour", "Day"), "day"), Head("part", Text("Part", "Share"), "share"))
    sheet = Sheet(Text("T", "T"), heads, [(date(2026, 1, 5), Fraction(1, 8)), (date(2026, 1, 6), None)])
    plain, french, book = io.StringIO(), io.StringIO(), io.BytesIO()
    delimited.technical(plain, sheet, "fr")
    delimited.french_excel(french, sheet, "fr")
    workbook.write(book, sheet, "fr")
    assert plain.getvalue() == "day,part\r\n2026-01-05,0.125\r\n2026-01-06,\r\n"
    assert french.getvalue() == "\ufeffJour;Part\r\n05/01/2026;0,125\r\n06/01/2026;\r\n"
    rows = openpyxl.load_workbook(book).worksheets[0]
    assert (rows["A2"].is_date, rows["B2"].value, rows["B3"].value) == (True, 0.125, None)


def test_what_is_too_few_is_said_beside_its_number(reader: Client) -> None:
    header, *rows = cells(taken(reader, "/segments/?metric=roi&by=campaign&format=xlsx"))
    remarks = {row[0]: row[header.index("Remarques")] for row in rows}
    assert "ROI net : trop peu pour conclure" in remarks["C1"]


@pytest.mark.parametrize("kind", ["csv", "csv-fr", "xlsx"])
def test_every_row_behind_a_figure_leaves_and_sums_to_it(reader: Client, kind: str) -> None:
    content = taken(reader, f"/chiffre/cost_total/?format={kind}&table=rows&w.campaign=C1")
    if kind == "xlsx":
        values = [row[-1] for row in cells(content)[1:]]
    else:
        text, mark = content.decode("utf-8-sig"), ";" if kind == "csv-fr" else ","
        values = [
            row[-1].replace(",", ".") for row in list(csv.reader(io.StringIO(text), delimiter=mark))[1:]
        ]
    assert sum(Fraction(str(value)) for value in values) == Fraction("1234.56")


def test_the_findings_leave_in_the_order_of_the_page(reader: Client) -> None:
    header, *rows = cells(taken(reader, "/controles/?format=xlsx"))
    assert header[:2] == ("Gravité", "Constat")
    page = " ".join(unescape(reader.get("/controles/").content.decode()).split())
    places = [page.index(" ".join(str(row[1]).split())) for row in rows]
    assert places == sorted(places)
    assert len(rows) == page.count("À faire")


def test_an_unknown_format_or_table_is_refused_in_a_sentence(reader: Client) -> None:
    for address in ("/entonnoir/?format=pdf", "/entonnoir/?format=csv&table=x"):
        response = reader.get(address)
        assert response.status_code == 400
        assert "valeurs connues" in response.content.decode().lower()


@pytest.mark.parametrize(
    "address", ["/", "/?table=tests", "/entonnoir/", "/entonnoir/?by=campaign", "/canaux/", "/segments/?by=hour&and=weekday"]
)  # fmt: skip
def test_every_page_of_figures_leaves_as_a_workbook(reader: Client, address: str) -> None:
    mark = "&" if "?" in address else "?"
    assert len(cells(taken(reader, f"{address}{mark}format=xlsx"))) > 1
