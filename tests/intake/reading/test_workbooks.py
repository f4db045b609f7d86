"""Workbooks are read by content, the right sheet found, and nothing hidden passes for nothing."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from filon.intake.reading import ReadOptions, read_path
from filon.intake.reading.doubts import MissingColumn
from filon.intake.reading.faults import DamagedFile, EmptyFile, SheetTooLarge
from filon.terms.faults import UnknownName
from tests.intake.reading.tables import TODAY, ignored_of, read, rejects_of, rows_of

NOON = datetime(2026, 4, 4, 12)  # noqa: DTZ001 - a workbook's times are local
HEADER: list[object] = ["contract_id", "signed_on", "revenue", "margin_rate"]


def xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_numbers_and_dates_of_a_workbook_are_exact_and_in_no_doubt(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        HEADER,
        ["K1", date(2026, 4, 3), 1.5, 0.4],
        [7, NOON, 36.300000000000004, "40 %"],
    ]
    reading = read(xlsx(tmp_path / "f.xlsx", {"a": rows}))
    assert rows_of(reading).rows() == [
        (2, "K1", date(2026, 4, 3), 150, Decimal("0.4")),
        (3, "7", date(2026, 4, 4), 3630, Decimal("0.4")),
    ]


def test_a_number_of_three_decimals_is_no_ambiguity_in_a_workbook(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["cost_id", "category", "period_start", "hours"],
        ["F", "training", date(2026, 1, 1), 1.234],
    ]
    assert rows_of(read(xlsx(tmp_path / "f.xlsx", {"a": rows})))["hours"].to_list() == [Decimal("1.2340")]


def test_a_clock_cell_is_a_duration(tmp_path: Path) -> None:
    header: list[object] = ["call_id", "campaign_code", "contact_id", "started_at", "outcome", "duration_s"]
    rows = [header, ["A", "C", "P", datetime(2026, 1, 5, 10), "refused", time(0, 2, 14)]]  # noqa: DTZ001 - local
    assert rows_of(read(xlsx(tmp_path / "f.xlsx", {"a": rows})))["duration_s"].to_list() == [134]


def test_the_right_sheets_are_found_and_the_others_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "Lisez-moi": [["Bonjour"], ["Ce classeur…"]],
        "Clients": [["client_code", "name"], ["A", "Alpha"]],
        "Contrats": [HEADER, ["K1", date(2026, 1, 5), 10, None]],
    }
    readings = read_path(xlsx(tmp_path / "f.xlsx", sheets), ReadOptions(today=TODAY))
    assert [(reading.kind.name, reading.sheet) for reading in readings] == [
        ("clients", "Clients"),
        ("contracts", "Contrats"),
    ]
    assert any("Lisez-moi" in note.fr for note in readings[0].notes)


def test_a_sheet_may_be_chosen_and_must_exist(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "a": [["client_code", "name"], ["A", "Alpha"]],
        "b": [["client_code", "name"], ["B", "Beta"]],
    }
    path = xlsx(tmp_path / "f.xlsx", sheets)
    assert rows_of(read(path, sheet="b"))["client_code"].to_list() == ["B"]
    with pytest.raises(UnknownName):
        read(path, sheet="c")


def test_the_clearest_of_several_refusals_is_told(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "notes": [["bla"]],
        "contrats": [["contract_id", "signed_on", "margin"]],
    }
    with pytest.raises(MissingColumn):
        read(xlsx(tmp_path / "f.xlsx", sheets))


def test_a_workbook_named_csv_and_another_named_txt_are_read(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"a": [["client_code", "name"], ["A", "Alpha"]]})
    for name in ("f.csv", "f.txt"):
        copy = tmp_path / name
        copy.write_bytes(path.read_bytes())
        assert rows_of(read(copy))["name"].to_list() == ["Alpha"]


def test_an_old_workbook_named_xlsx_is_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("clients")
    for row, cells in enumerate([("client_code", "name"), ("A", "Alpha")]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(str(tmp_path / "f.xlsx"))
    assert rows_of(read(tmp_path / "f.xlsx"))["name"].to_list() == ["Alpha"]


def ods(path: Path, rows: list[list[str]], repeated: int = 1) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="clients")
    for cells in rows:
        row = TableRow(numberrowsrepeated=repeated) if repeated > 1 else TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def test_an_open_document_is_read(tmp_path: Path) -> None:
    path = ods(tmp_path / "f.ods", [["client_code", "name"], ["A", "Alpha"]])
    assert rows_of(read(path))["name"].to_list() == ["Alpha"]


def test_an_open_document_that_repeats_a_row_a_million_times_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetTooLarge):
        read(ods(tmp_path / "f.ods", [["client_code", "name"]], repeated=1_000_000))


def test_error_cells_and_formulas_without_values_are_rejected_with_their_address(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        HEADER,
        ["K1", date(2026, 1, 5), "#N/A", None],
        ["K2", date(2026, 1, 5), "=1+1", None],
        ["K3", date(2026, 1, 5), 3, None],
    ):
        sheet.append(row)
    sheet["C2"].data_type = "e"
    book.save(path)
    reading = read(path)
    error, formula = rejects_of(reading)
    assert "C2" in error.reason.fr
    assert "#N/A" in error.reason.fr
    assert "C3" in formula.reason.fr
    assert "formule" in formula.reason.fr
    assert rows_of(reading)["contract_id"].to_list() == ["K3"]


def test_a_total_whose_formula_was_never_computed_is_a_total_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = openpyxl.Workbook()
    for row in (HEADER, ["K1", date(2026, 1, 5), 3, None], ["TOTAL", None, "=SUM(C2:C2)", None]):
        book.worksheets[0].append(row)
    book.save(path)
    (chunk,) = read(path).chunks()
    assert ([each.line for each in chunk.ignored], chunk.rejects) == ([3], [])


def test_a_hidden_sheet_is_announced(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["client_code", "name"])
    book.create_sheet("secret").sheet_state = "veryHidden"
    book.save(path)
    assert any("secret" in note.fr and "masquée" in note.fr for note in read(path).notes)


def test_hidden_rows_are_read_and_announced(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["client_code", "name"], ["K1", "Un"], ["K2", "Deux"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    book.save(path)
    reading = read(path)
    assert rows_of(reading)["client_code"].to_list() == ["K1", "K2"]
    assert any("1 ligne masquée" in note.fr for note in reading.notes)


def test_merged_headers_blank_lines_and_a_total_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Suivi des coûts 2026"],
        [],
        ["N° facture", "Catégorie", "Période", None, "Montant HT"],
        [None, None, "du", "au", None],
        ["F1", "training", date(2026, 1, 1), date(2026, 1, 31), 100],
        [],
        ["F2", "training", date(2026, 2, 1), date(2026, 2, 28), 200.5],
        ["TOTAL", None, None, None, 300.5],
    ):
        sheet.append(row)
    sheet.merge_cells("C3:D3")
    book.save(path)
    reading = read(path)
    assert rows_of(reading)["amount"].to_list() == [10000, 20050]
    assert rows_of(reading)["line"].to_list() == [5, 7]
    assert rejects_of(reading) == []
    assert [reject.line for reject in ignored_of(reading)] == [8]


def test_a_sheet_with_one_cell_at_each_end_of_the_world_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "client_code"
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(path)
    with pytest.raises(SheetTooLarge):
        read(path)


def test_an_empty_or_truncated_workbook_says_so(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"a": []})
    with pytest.raises(EmptyFile):
        read(path)
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(DamagedFile):
        read(cut)


def test_a_spreadsheets_day_number_is_explained(tmp_path: Path) -> None:
    reading = read(xlsx(tmp_path / "f.xlsx", {"a": [HEADER, ["K1", 46115, 10, None]]}))
    [reject] = rejects_of(reading)
    assert "2026-04-03" in reject.reason.fr
