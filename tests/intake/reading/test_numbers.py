"""Numbers are read exactly, in the format the whole column decides."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.intake.reading.doubts import AmbiguousNumbers
from filon.intake.reading.numbers import quick_units, whole_units
from filon.terms.money import MAX_CENTS
from filon.terms.text import Text
from tests.intake.reading.tables import contracts, read, rejects_of, rows_of, write


def cents(folder: Path, *revenues: str) -> list[int | None]:
    return rows_of(read(contracts(folder, revenues)))["revenue"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234,56", 123456),
        ("1\u00a0234,56", 123456),
        ("1\u202f234,56", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1234.5", 123450),
        ("12 €", 1200),
        ("12,50 EUR", 1250),
        ("1234", 123400),
        ("0", 0),
        ("+7", 700),
    ],
)
def test_an_amount_reads_to_the_cent_in_any_of_the_usual_forms(
    tmp_path: Path, text: str, expected: int
) -> None:
    assert cents(tmp_path, text) == [expected]


@pytest.mark.parametrize("text", ["(1 234,56)", "\u2212123,45", "-12", "-0,01"])
def test_a_negative_amount_is_a_correction_entry_and_not_an_amount(tmp_path: Path, text: str) -> None:
    [reject] = rejects_of(read(contracts(tmp_path, [text])))
    assert "correction" in reject.reason.fr
    assert "correction" in reject.reason.en


def test_a_margin_may_be_negative(tmp_path: Path) -> None:
    path = contracts(tmp_path, ["(1 234,56)", "\u2212123,45"], column="margin")
    assert rows_of(read(path))["margin"].to_list() == [-123456, -12345]


@pytest.mark.parametrize(
    "text",
    ["12 k€", "12k", "1e3", "1.5E+10", "NaN", "Infinity", "-inf", "$12", "douze", "1 23,4", "1,2,3", "--1"],
)
def test_what_is_not_plainly_a_number_is_refused(tmp_path: Path, text: str) -> None:
    reading = read(contracts(tmp_path, [text, "1,50"]))
    assert [reject.line for reject in rejects_of(reading)] == [2]
    assert rows_of(reading)["revenue"].to_list() == [150]


def test_an_amount_finer_than_the_cent_is_refused(tmp_path: Path) -> None:
    [reject] = rejects_of(read(contracts(tmp_path, ["0.001", "12.50"])))
    assert reject.line == 2
    assert "2 décimales" in reject.reason.fr


def test_an_amount_beyond_any_campaign_is_refused(tmp_path: Path) -> None:
    reading = read(contracts(tmp_path, [str(MAX_CENTS // 100), f"{10**15}", "9" * 40]))
    assert rows_of(reading)["revenue"].to_list() == [MAX_CENTS]
    assert [reject.line for reject in rejects_of(reading)] == [3, 4]


def test_an_ambiguous_column_is_refused_with_both_readings_and_the_option(tmp_path: Path) -> None:
    with pytest.raises(AmbiguousNumbers) as caught:
        read(contracts(tmp_path, ["1,234", "5,678"]))
    for part in ("1,234", "1.234", "1234", "--decimal comma", "--decimal point", "revenue"):
        assert part in caught.value.text.fr


def test_one_telling_value_decides_for_the_whole_column(tmp_path: Path) -> None:
    assert cents(tmp_path, "1,234", "1,5") == [None, 150][1:]  # 1,234 is then finer than the cent
    assert cents(tmp_path, "1.234", "1,5") == [123400, 150]
    assert cents(tmp_path, "1,234", "1.5") == [123400, 150]


def test_the_option_settles_an_ambiguous_column(tmp_path: Path) -> None:
    path = contracts(tmp_path, ["1.234"])
    assert rows_of(read(path, decimal="comma"))["revenue"].to_list() == [123400]
    assert len(rejects_of(read(path, decimal="point"))) == 1


def test_values_that_do_not_fit_the_decided_format_are_rejected_one_by_one(tmp_path: Path) -> None:
    reading = read(contracts(tmp_path, ["1,5", "2,5", "3.5", "1.234,5"]))
    assert rows_of(reading)["revenue"].to_list() == [150, 250, 123450]
    assert [(reject.line, reject.column) for reject in rejects_of(reading)] == [(4, "revenue")]


def test_two_decimal_signs_in_one_column_leave_its_doubtful_amounts_to_be_asked(tmp_path: Path) -> None:
    with pytest.raises(AmbiguousNumbers) as caught:
        read(contracts(tmp_path, ["1,5", "2,5", "3.5", "1.234"]))
    assert "« 1.234 »" in caught.value.text.fr


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.4", "0.4"), ("40 %", "0.4"), ("0,4", "0.4"), ("37,5%", "0.375"), ("-5 %", "-0.05")],
)
def test_a_share_reads_as_a_fraction_or_a_percentage(tmp_path: Path, text: str, expected: str) -> None:
    [share] = rows_of(read(contracts(tmp_path, [text], column="margin_rate")))["margin_rate"]
    assert share == Decimal(expected)


def test_a_percentage_without_its_sign_is_refused(tmp_path: Path) -> None:
    [reject] = rejects_of(read(contracts(tmp_path, ["40"], column="margin_rate")))
    assert "40 %" in reject.reason.fr


def test_hours_are_exact_to_four_places(tmp_path: Path) -> None:
    text = "cost_id;category;period_start;hours\nA;training;2026-01-01;7,25\nB;training;2026-01-01;7,12345\n"
    reading = read(write(tmp_path, "costs.csv", text))
    assert rows_of(reading)["hours"].to_list() == [Decimal("7.2500")]
    assert [reject.line for reject in rejects_of(reading)] == [3]


def activity(folder: Path, counts: list[str], column: str = "calls") -> Path:
    lines = [f"campaign_code;period_start;period_end;{column}"]
    return write(
        folder, "activity.csv", "\n".join([*lines, *(f"C;2026-01-01;2026-01-31;{count}" for count in counts)])
    )


def test_a_count_may_be_grouped_or_end_in_zero_decimals(tmp_path: Path) -> None:
    assert rows_of(read(activity(tmp_path, ["8 000", "12.0", "7"])))["calls"].to_list() == [8000, 12, 7]


@pytest.mark.parametrize("text", ["12.5", "-3", "3e2", "dix"])
def test_a_count_that_is_not_a_whole_number_is_refused(tmp_path: Path, text: str) -> None:
    assert len(rejects_of(read(activity(tmp_path, [text, "8"])))) == 1


def test_a_duration_may_be_a_clock(tmp_path: Path) -> None:
    text = "call_id,campaign_code,contact_id,started_at,outcome,duration_s\n"
    text += "".join(f"{n},C,P,2026-01-05,refused,{d}\n" for n, d in enumerate(["00:02:14", "95", "2:14"]))
    reading = read(write(tmp_path, "calls.csv", text))
    assert rows_of(reading)["duration_s"].to_list() == [134, 95]
    assert [reject.line for reject in rejects_of(reading)] == [4]


@given(
    st.integers(0, MAX_CENTS), st.sampled_from(["comma", "point"]), st.sampled_from(["", " ", "\u202f", "g"])
)
def test_every_amount_is_read_back_from_every_way_of_writing_it(units: int, sign: str, group: str) -> None:
    mark, other = (",", ".") if sign == "comma" else (".", ",")
    whole = f"{units // 100:,}".replace(",", other if group == "g" else group)
    text = f"{whole}{mark}{units % 100:02}"
    assert whole_units(text, "comma" if sign == "comma" else "point", 2) == units


@given(st.text("0123456789,. -+€()eE\u2212", max_size=14), st.sampled_from([0, 2]))
def test_the_quick_reading_agrees_with_the_careful_one(text: str, scale: int) -> None:
    text = text.strip()
    for sign in ("comma", "point"):
        [quick] = quick_units(pl.Series([text or None], dtype=pl.String), sign, scale)
        if quick is not None:
            careful = whole_units(text, sign, scale)
            assert not isinstance(careful, Text)
            assert careful == quick
