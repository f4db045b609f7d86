"""Delimited text is read to the line, fast where it is regular and strictly where it is not."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.intake.reading.faults import (
    EmptyFile,
    LineTooLong,
    NotAFile,
    NotATable,
    NotRectangular,
    TooManyColumns,
)
from filon.intake.reading.regular import RegularCsv
from filon.intake.reading.shapes import Batch
from filon.intake.reading.strict import StrictCsv
from filon.intake.reading.text_file import TextFile
from filon.terms.faults import UnknownName
from tests.intake.reading.tables import CALLS, calls, ignored_of, read, rejects_of, rows_of, write

CLIENTS = "client_code,name\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "client_code,name,siren\nA,Alpha,\nB,Bêta,732829320\n".replace(",", delimiter)
    assert rows_of(read(write(tmp_path, "f.csv", text)))["name"].to_list() == ["Alpha", "Bêta"]


def test_decimal_commas_do_not_pass_for_separators(tmp_path: Path) -> None:
    text = "contract_id;signed_on;revenue\n" + "".join(f"K{n};2026-01-05;{n},50\n" for n in range(9))
    assert rows_of(read(write(tmp_path, "f.csv", text)))["revenue"].to_list()[:2] == [50, 150]


def test_the_option_settles_the_separator_and_must_be_one(tmp_path: Path) -> None:
    path = write(tmp_path, "f.csv", "client_code#name\nA#Alpha\n")
    assert rows_of(read(path, delimiter="#"))["name"].to_list() == ["Alpha"]
    with pytest.raises(UnknownName):
        read(path, delimiter='"')


def test_excels_separator_line_is_understood(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", "sep=;\nclient_code;name\nA;Alpha\n"))
    assert rows_of(reading).row(0) == (3, "A", "Alpha")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read_with_the_right_line_numbers(tmp_path: Path, end: str) -> None:
    path = write(tmp_path, "f.csv", f"client_code,name{end}A,Alpha{end}B,Beta{end}")
    assert rows_of(read(path))["line"].to_list() == [2, 3]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "   \n", "\0\0"])
def test_an_empty_file_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(EmptyFile) as caught:
        read(write(tmp_path, "f.csv", text))
    assert "fichier vide" in caught.value.text.fr


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    assert rows_of(read(write(tmp_path, "f.csv", "client_code,name"))).height == 0


def test_a_missing_file_or_a_folder_says_so(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(NotAFile):
            read(path)


@pytest.mark.parametrize(
    "content",
    [
        b"\x1f\x8b\x08\x00abc",
        b"PAR1abc",
        b'{"a": 1}',
        b'[{"a": 1}]',
        b"<html><table><tr><td>1</td></tr></table></html>",
        b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html></html>',
        b'<?xml version="1.0"?><Workbook/>',
        b"%PDF-1.7",
        b"MZ\x90\x00",
    ],
)
def test_what_is_no_table_is_explained_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    for name in ("f.csv", "f.xlsx"):
        with pytest.raises(NotATable):
            read(write(tmp_path, name, content))


def test_rows_of_the_wrong_width_are_rejected_alone_even_at_line_99999(tmp_path: Path) -> None:
    lines = [CLIENTS.strip(), *(f"C{n},Client {n}" for n in range(100_000))]
    lines[99_998] = "C99997"
    lines[50_000] = "C49999,Dupont, Martin"
    reading = read(write(tmp_path, "clients.csv", "\n".join(lines)))
    short, long = sorted(rejects_of(reading), key=lambda reject: -reject.line)
    assert (short.line, long.line) == (99_999, 50_001)
    assert "trop courte : 1" in short.reason.fr
    assert "trop longue : 3" in long.reason.fr
    assert rows_of(reading).height == 99_998


def test_surplus_empty_cells_are_no_fault(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", "client_code;name\nA;Alpha;;\nB;Beta\n"))
    assert rows_of(reading)["name"].to_list() == ["Alpha", "Beta"]


def test_blank_lines_are_passed_over_and_counted_in_line_numbers(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", "client_code,name\n\nA,Alpha\n,\n\nB,Beta\n\n\n"))
    assert rows_of(reading)["line"].to_list() == [3, 6]
    assert rejects_of(reading) == []


def test_a_line_break_in_a_quoted_cell_is_part_of_it(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", 'client_code,name\nA,"Alpha\nand ""sons"""\nB,Beta\n'))
    assert rows_of(reading).rows() == [(2, "A", 'Alpha\nand "sons"'), (4, "B", "Beta")]


@pytest.mark.parametrize("stray", ['B,"Beta', 'B,"Be"ta', '"B,Beta'])
def test_a_stray_quote_costs_its_line_and_no_other(tmp_path: Path, stray: str) -> None:
    text = f"client_code,name\nA,Alpha\n{stray}\nC,Gamma\nD,Delta\n"
    reading = read(write(tmp_path, "f.csv", text))
    assert rows_of(reading)["client_code"].to_list() == ["A", "C", "D"]
    assert [reject.line for reject in rejects_of(reading)] == [3]


def test_an_inch_mark_inside_a_cell_is_a_letter_like_any_other(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", 'client_code,name\nA,Écrans 5" et 7"\n'))
    assert rows_of(reading)["name"].to_list() == ['Écrans 5" et 7"']


def test_a_nul_is_refused_on_its_line(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", "client_code,name\nA,Al\0pha\nB,Beta\n"))
    assert [reject.line for reject in rejects_of(reading)] == [2]


def test_a_total_line_is_ignored_with_mention(tmp_path: Path) -> None:
    text = "cost_id;category;period_start;amount\nF1;training;2026-01-01;10\nTotal général;;;1 234,56 €\n"
    reading = read(write(tmp_path, "costs.csv", text))
    assert rows_of(reading).height == 1
    assert rejects_of(reading) == []
    [total] = ignored_of(reading)
    assert (total.line, "total" in total.reason.fr) == (3, True)


def test_a_total_line_with_fewer_cells_is_one_too(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", "client_code;name;siren\nA;Alpha;\nTotal;1\n"))
    assert rejects_of(reading) == []
    assert [total.line for total in ignored_of(reading)] == [3]


def test_a_company_called_total_is_no_total(tmp_path: Path) -> None:
    text = "contact_id;company;sector\nTOTAL;Total Énergies;énergie\n;Total;énergie\n"
    reading = read(write(tmp_path, "contacts.csv", text))
    assert rows_of(reading)["contact_id"].to_list() == ["TOTAL"]
    assert len(rejects_of(reading)) == 1
    assert ignored_of(reading) == []


def test_a_line_of_200_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    with path.open("wb") as file:
        file.write(b"client_code,name\n")
        file.truncate(200 << 20)
    with pytest.raises(LineTooLong):
        read(path)


def test_a_cell_of_40_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(LineTooLong) as caught:
        read(write(tmp_path, "f.csv", b'client_code,name\nA,"' + b"x" * (40 << 20) + b'"\n'))
    assert "ligne 2" in caught.value.text.fr


def test_a_cell_of_many_megabytes_over_many_lines_is_refused(tmp_path: Path) -> None:
    text = 'client_code,name\nA,"' + "x\n" * 1_200_000 + '"\n'
    with pytest.raises(NotRectangular) as caught:
        rejects_of(read(write(tmp_path, "f.csv", text)))
    assert "guillemets" in caught.value.text.fr


def test_twenty_thousand_columns_are_refused(tmp_path: Path) -> None:
    text = ",".join(f"c{n}" for n in range(20_000)) + "\n"
    with pytest.raises(TooManyColumns):
        read(write(tmp_path, "f.csv", text))


def test_a_reading_may_be_read_twice_and_in_small_chunks(tmp_path: Path) -> None:
    reading = read(calls(tmp_path, ["2026-01-05"] * 1000))
    first = [chunk.rows.height for chunk in reading.chunks(300)]
    assert first == [chunk.rows.height for chunk in reading.chunks(300)] == [300, 300, 300, 100]


def test_the_checksum_is_the_files(tmp_path: Path) -> None:
    path = write(tmp_path, "f.csv", CLIENTS + "A,Alpha\n")
    import hashlib

    assert read(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_canonical_file_takes_the_fast_way(tmp_path: Path) -> None:
    assert isinstance(read(calls(tmp_path, ["2026-01-05"])).grid, RegularCsv)
    assert isinstance(read(write(tmp_path, "g.csv", f"{CALLS}\nA,C,P\n")).grid, StrictCsv)


CELLS = st.text(st.sampled_from("ab1é ,;\"\n\r'\u00a0#"), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.integers(1, 4).flatmap(
        lambda w: st.lists(st.lists(CELLS, min_size=w, max_size=w), min_size=1, max_size=8)
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_both_ways_agree_wherever_the_fast_one_is_allowed(
    tmp_path: Path, rows: list[list[str]], end: str, quoting: int
) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    agree(tmp_path, text.getvalue().encode(), len(rows[0]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.text(st.sampled_from('ab,"\n\r'), max_size=30), st.integers(1, 3))
def test_both_ways_agree_on_any_text_the_fast_one_is_allowed_on(
    tmp_path: Path, text: str, width: int
) -> None:
    agree(tmp_path, text.encode(), width)


def agree(folder: Path, content: bytes, width: int) -> None:
    file = TextFile(write(folder, "t.csv", content), "utf-8")
    header = [f"h{i}" for i in range(width)]
    fast, strict = RegularCsv(file, ",", header, 1), StrictCsv(file, ",", header, 1)
    if content and fast.is_regular():
        careful = list(strict.batches())
        assert not any(batch.misfits for batch in careful)
        assert filled(list(fast.batches())) == filled(careful)


def filled(batches: list[Batch]) -> list[tuple[object, ...]]:
    rows = [row for batch in batches for row in batch.frame.fill_null("").rows()]
    return [row for row in rows if any(row[1:])]
