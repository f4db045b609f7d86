"""A column of dates and a column of times beside it are one moment."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from filon.intake.mapping import load_mapping
from filon.intake.reading import Reading
from tests.intake.reading.tables import read, rejects_of, rows_of, write

FIXED = "call_id;campaign_code;contact_id;outcome"


def calls(folder: Path, day: str, clock: str, *cells: tuple[str, str]) -> Path:
    lines = [f"{FIXED};{day};{clock}"]
    lines += [f"A{n};C1;P1;refused;{date};{hour}" for n, (date, hour) in enumerate(cells)]
    return write(folder, "appels.csv", "\n".join(lines) + "\n")


def starts(reading: Reading) -> list[str]:
    local = rows_of(reading)["started_at"].dt.convert_time_zone("Europe/Paris")
    return local.dt.to_string("%Y-%m-%d %H:%M:%S").to_list()


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("Date de l'appel", "Heure"),
        ("Date", "Heure d'appel"),
        ("Date appel", "Heure début"),
        ("Call date", "Call time"),
        ("started_at", "Time"),
    ],
)
def test_a_time_beside_a_date_is_read_with_it(tmp_path: Path, day: str, clock: str) -> None:
    reading = read(calls(tmp_path, day, clock, ("13/02/2026", "10:30"), ("14/02/2026", "09:05:07")))
    assert starts(reading) == ["2026-02-13 10:30:00", "2026-02-14 09:05:07"]
    said = " ".join(note.fr for note in reading.notes)
    assert f"« {clock} » lue avec « {day} »" in said
    assert "ignorées" not in said


def test_times_are_read_as_the_french_write_them(tmp_path: Path) -> None:
    cells = [("13/02/2026", hour) for hour in ("9h", "9h05", "14 h 30", "16")]
    assert [at[11:16] for at in starts(read(calls(tmp_path, "Date", "Heure", *cells)))] == [
        "09:00", "09:05", "14:30", "16:00",
    ]  # fmt: skip


def test_a_date_that_says_its_time_keeps_it(tmp_path: Path) -> None:
    reading = read(
        calls(tmp_path, "Date", "Heure", ("2026-02-13 10:30", "11:00"), ("2026-02-13T00:00:00", "8:15"))
    )
    assert starts(reading) == ["2026-02-13 10:30:00", "2026-02-13 08:15:00"]


@pytest.mark.parametrize("hour", ["", "matin", "25:00"])
def test_a_call_whose_time_is_missing_or_unreadable_is_not_put_at_midnight(tmp_path: Path, hour: str) -> None:
    reading = read(calls(tmp_path, "Date", "Heure", ("13/02/2026", "10:30"), ("14/02/2026", hour)))
    assert starts(reading) == ["2026-02-13 10:30:00"]
    assert [(reject.line, reject.column) for reject in rejects_of(reading)] == [(3, "Date")]


def test_the_end_of_a_call_is_not_its_time(tmp_path: Path) -> None:
    reading = read(calls(tmp_path, "Date", "Heure de fin", ("13/02/2026", "10:30")))
    assert starts(reading) == ["2026-02-13 00:00:00"]


def test_a_mapping_of_the_date_alone_reads_the_time_too(tmp_path: Path) -> None:
    path = calls(tmp_path, "Jour", "Heure", ("13/02/2026", "10:30"))
    mapping = write(
        tmp_path,
        "ours.toml",
        '[[table]]\nkind = "calls"\n[table.columns]\ncall_id = "call_id"\ncampaign_code = "campaign_code"\n'
        'contact_id = "contact_id"\noutcome = "outcome"\nstarted_at = "Jour"\n',
    )
    assert starts(read(path, mapping=load_mapping(mapping))) == ["2026-02-13 10:30:00"]


def test_cells_of_a_workbook_are_read_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    day = datetime(2026, 2, 13)  # noqa: DTZ001 - a cell has no zone
    book.active.append([*FIXED.split(";"), "Date", "Heure"])
    book.active.append(["A1", "C1", "P1", "refused", day, day.replace(hour=10, minute=30).time()])
    book.save(tmp_path / "appels.xlsx")
    assert starts(read(tmp_path / "appels.xlsx")) == ["2026-02-13 10:30:00"]


def test_each_date_takes_the_time_named_after_it_and_another_is_told(tmp_path: Path) -> None:
    header = "appointment_id;campaign_code;contact_id;posé le;date du rdv;"
    row = "R1;C1;P1;13/02/2026;20/02/2026;14h00\n"
    named = read(write(tmp_path, "rdv.csv", f"{header}heure du rdv\n{row}"))
    assert rows_of(named)["slot_at"][0].hour == 13
    assert rows_of(named)["booked_at"][0].hour == 23
    unsaid = read(write(tmp_path, "rdv.csv", f"{header}heure\n{row}"))
    assert any("n'est lue avec aucune date" in note.fr for note in unsaid.notes)
