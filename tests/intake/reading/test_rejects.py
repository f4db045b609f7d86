"""The file of rejected rows has the source's layout and can be read again once corrected."""

import csv
from pathlib import Path

import openpyxl

from filon.intake.reading import Reading
from tests.intake.reading.tables import read, rejects_of, rows_of, write

TEXT = (
    "contract_id;Date de signature;CA;commentaire\n"
    "K1;25/04/2026;1.234,5;bon\n"
    "K2;31/02/2026;2,5;pas une date\n"
    "K3;03/04/2026;-5;un avoir\n"
    "K4;04/05/2026;1.234;mandatory;trop\n"
    "K5;05/06/2026\n"
    "K6;06/07/2026;7,001;\n"
)


def rejected(reading: Reading, folder: Path, name: str = "rejects.csv") -> tuple[Path, list[dict[str, str]]]:
    path = folder / name
    reading.write_rejects(path, rejects_of(reading))
    with path.open(encoding="utf-8", newline="") as file:
        return path, list(csv.DictReader(file, delimiter=reading.delimiter))


def test_the_layout_is_the_sources_with_three_columns_more(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "contrats.csv", TEXT))
    path, rows = rejected(reading, tmp_path)
    assert (
        path.read_text().splitlines()[0] == "contract_id;Date de signature;CA;commentaire;line;column;reason"
    )
    assert [row["line"] for row in rows] == ["3", "4", "5", "6", "7"]
    assert [row["column"] for row in rows] == ["Date de signature", "CA", "", "", "CA"]
    assert all(row["reason"] for row in rows)
    assert rows[0]["commentaire"] == "pas une date"
    assert not list(tmp_path.glob("*.part"))


def test_a_source_in_another_encoding_gives_a_file_in_utf_8(tmp_path: Path) -> None:
    text = "contact_id;société;tél\nP1;Société Générale;112\n"
    _, rows = rejected(read(write(tmp_path, "contacts.csv", text, "cp1252")), tmp_path)
    assert rows[0]["société"] == "Société Générale"


def test_read_again_uncorrected_the_same_rows_are_rejected(tmp_path: Path) -> None:
    path, rows = rejected(read(write(tmp_path, "contrats.csv", TEXT)), tmp_path)
    again = read(path)
    assert rows_of(again).height == 0
    assert len(rejects_of(again)) == len(rows)
    assert again.notes == [note for note in again.notes if "line" not in note.fr]


def test_dates_and_numbers_stay_clear_without_the_rest_of_the_file(tmp_path: Path) -> None:
    path, rows = rejected(read(write(tmp_path, "contrats.csv", TEXT)), tmp_path)
    assert rows[1]["Date de signature"] == "2026-04-03"
    corrected = path.read_text().replace("-5;un avoir", "5;un avoir")
    path.write_text(corrected)
    [row] = rows_of(read(path)).rows()
    assert row[1:4] == ("K3", rows_of(read(path))["signed_on"][0], 500)
    assert rows_of(read(path))["signed_on"][0].isoformat() == "2026-04-03"


def test_a_corrected_file_of_rejects_gives_rejects_in_the_same_layout(tmp_path: Path) -> None:
    path, _ = rejected(read(write(tmp_path, "contrats.csv", TEXT)), tmp_path)
    second, _ = rejected(read(path), tmp_path, "again.csv")
    assert second.read_text().splitlines()[0] == path.read_text().splitlines()[0]


def test_the_rejects_of_a_sheet_are_plain_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["contract_id", "signed_on", "revenue"],
        ["K1", "31/02/2026", 1234.5],
        ["K2", "2026-01-05", 2],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "f.xlsx")
    _, rows = rejected(read(tmp_path / "f.xlsx"), tmp_path)
    assert rows[0]["revenue"] == "1234.5"
    assert "A2" not in rows[0]["reason"]
    assert "B2" in rows[0]["reason"]


def test_the_reason_is_in_the_language_asked_for(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "contrats.csv", TEXT))
    reading.write_rejects(tmp_path / "en.csv", rejects_of(reading), "en")
    assert "does not exist in the calendar" in (tmp_path / "en.csv").read_text()
