"""Dates and instants are read in the order the whole column decides, and never guessed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.intake.reading.cells import localise
from filon.intake.reading.dates import to_utc
from filon.intake.reading.doubts import AmbiguousDates
from filon.terms.faults import UnknownName
from tests.intake.reading.tables import TODAY, calls, contracts, read, rejects_of, rows_of, write

YEAR_2000, YEAR_2030 = (datetime(year, 1, 1) for year in (2000, 2030))  # noqa: DTZ001 - local times


def days(folder: Path, *texts: str, **options: str) -> list[date]:
    lines = ["contract_id;signed_on;revenue"] + [f"K{n};{text};1" for n, text in enumerate(texts)]
    return list(rows_of(read(write(folder, "contracts.csv", "\n".join(lines)), **options))["signed_on"])


def refused(folder: Path, *texts: str) -> list[str]:
    lines = ["contract_id;signed_on;revenue"] + [f"K{n};{text};1" for n, text in enumerate(texts)]
    return [each.reason.fr for each in rejects_of(read(write(folder, "contracts.csv", "\n".join(lines))))]


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-03", "2026-4-3", "20260403", "2026/04/03", "3 avr. 2026", "3 avril 2026", "3 Apr 2026",
        "April 3, 2026", "Apr 3rd 2026", "ven. 3 avril 2026", "2026-04-03 10:15", "2026-04-03T10:15:00",
    ],
)  # fmt: skip
def test_a_day_written_without_doubt_is_read(tmp_path: Path, text: str) -> None:
    assert days(tmp_path, text) == [date(2026, 4, 3)]


def test_a_column_that_is_ambiguous_throughout_is_refused_with_both_readings(tmp_path: Path) -> None:
    with pytest.raises(AmbiguousDates) as caught:
        days(tmp_path, "03/04/2026", "05/06/2026")
    for part in ("03/04/2026", "3 avril 2026", "4 mars 2026", "--date-order dmy", "--date-order mdy"):
        assert part in caught.value.text.fr
    assert "4 March 2026" in caught.value.text.en


def test_one_telling_day_decides_for_the_whole_column(tmp_path: Path) -> None:
    assert days(tmp_path, "03/04/2026", "25/04/2026") == [date(2026, 4, 3), date(2026, 4, 25)]
    assert days(tmp_path, "03/04/2026", "04/25/2026") == [date(2026, 3, 4), date(2026, 4, 25)]


def test_a_day_equal_to_its_month_is_no_doubt(tmp_path: Path) -> None:
    assert days(tmp_path, "03/03/2026") == [date(2026, 3, 3)]


def test_the_option_settles_the_order(tmp_path: Path) -> None:
    assert days(tmp_path, "03/04/2026", date_order="dmy") == [date(2026, 4, 3)]
    assert days(tmp_path, "03/04/2026", date_order="mdy") == [date(2026, 3, 4)]


def test_a_date_in_the_other_order_is_rejected_alone(tmp_path: Path) -> None:
    many = [f"{day}/04/2026" for day in range(13, 31)] * 2
    assert refused(tmp_path, *many, "04/27/2026", "01/02/2026") == [
        "« 04/27/2026 » n'existe pas dans le calendrier."
    ]


def test_two_orders_in_one_column_leave_its_doubtful_dates_to_be_asked(tmp_path: Path) -> None:
    with pytest.raises(AmbiguousDates) as caught:
        days(tmp_path, "25/04/2026", "26/04/2026", "04/27/2026", "01/02/2026")
    assert "« 01/02/2026 »" in caught.value.text.fr
    assert days(tmp_path, "25/04/2026", "26/04/2026", "01/02/2026", date_order="dmy")[-1] == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31/02/2026", "calendrier"),
        ("00/00/0000", "calendrier"),
        ("2026-13-01", "calendrier"),
        ("03/04/26", "deux chiffres"),
        ("9999-12-31", "bornes"),
        ("1889-12-31", "bornes"),
        ("46115", "tableur"),
        ("1772442903", "Unix"),
        ("demain", "lisible"),
    ],
)
def test_an_impossible_date_is_rejected_with_its_reason(tmp_path: Path, text: str, said: str) -> None:
    [reason] = refused(tmp_path, text, "25/04/2026")
    assert said in reason


def test_a_spreadsheets_day_number_is_explained_with_the_day_it_may_mean(tmp_path: Path) -> None:
    [reason] = refused(tmp_path, "46115")
    assert "2026-04-03" in reason


def starts(folder: Path, *texts: str, **options: str) -> list[datetime]:
    return list(rows_of(read(calls(folder, texts), **options))["started_at"])


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05T10:15:00", "2026-01-05 10:15", "2026-01-05T09:15:00Z", "2026-01-05T10:15:00+01:00",
        "2026-01-05 04:15:00-0500", "2026-01-05T10:15:00.000+01:00", "05/01/2026 10h15", "05/01/2026 à 10:15",
        "05/01/2026 10:15 AM", "5 janv. 2026 10:15",
    ],
)  # fmt: skip
def test_an_instant_is_converted_and_local_without_an_offset(tmp_path: Path, text: str) -> None:
    assert starts(tmp_path, text, date_order="dmy") == [datetime(2026, 1, 5, 9, 15, tzinfo=UTC)]


def test_a_column_may_mix_precisions_and_offsets(tmp_path: Path) -> None:
    texts = ["2026-01-05T10:15:00+01:00", "2026-01-05 10:15", "2026-01-05", "2026-01-05T09:15:00Z"]
    same = datetime(2026, 1, 5, 9, 15, tzinfo=UTC)
    assert starts(tmp_path, *texts) == [same, same, datetime(2026, 1, 4, 23, tzinfo=UTC), same]


def test_the_two_changes_of_the_clock_have_a_stated_reading(tmp_path: Path) -> None:
    skipped, twice = "2026-03-29 02:30:00", "2025-10-26 02:30:00"
    assert starts(tmp_path, skipped, twice) == [
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),  # moved forward to 03:30
        datetime(2025, 10, 26, 0, 30, tzinfo=UTC),  # the first of the two
    ]


@given(
    st.datetimes(YEAR_2000, YEAR_2030),
    st.sampled_from(["Europe/Paris", "America/New_York"]),
)
def test_both_ways_of_placing_local_times_agree(local: datetime, zone: str) -> None:
    [quick] = localise(pl.Series([local], dtype=pl.Datetime("us")), zone)
    assert quick == to_utc(local, ZoneInfo(zone))


def test_a_call_more_than_a_day_in_the_future_is_rejected(tmp_path: Path) -> None:
    soon, late = (TODAY + timedelta(days=1)).isoformat(), (TODAY + timedelta(days=3)).isoformat()
    reading = read(calls(tmp_path, [soon, late, f"{late}T10:00:00+02:00"]))
    assert rows_of(reading).height == 1
    assert all("futur" in reject.reason.fr for reject in rejects_of(reading))
    assert [reject.line for reject in rejects_of(reading)] == [3, 4]


def test_a_contract_may_be_signed_for_later(tmp_path: Path) -> None:
    assert days(tmp_path, "2027-01-01") == [date(2027, 1, 1)]


def test_an_unknown_time_zone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        read(contracts(tmp_path, ["1"]), time_zone="Europe/Lutece")
