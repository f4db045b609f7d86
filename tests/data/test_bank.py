"""UCI's bank: 41,188 conversations, and the share that subscribed, by contact type, month, job and weekday."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from filon.insight.methods.proportions import newcombe
from tests.conftest import Opener
from tests.data.sets import (
    assert_settled,
    assert_shares,
    figures,
    near,
    needs_data,
    reference,
    take,
    values,
)

pytestmark = [needs_data, pytest.mark.long]
FOLDER = "bank_marketing"
FILE = f"{FOLDER}/bank-additional-full.csv"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.fixture(scope="module")
def home(open_home: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A company that holds the bank's campaign."""
    with open_home(tmp_path_factory.mktemp("bank") / "home") as folder:
        take("uci-bank", FILE)
        yield folder


def month(name: str) -> str:
    return f"2008-{MONTHS.index(name) + 1:02d}"


def test_the_whole_converts_as_the_reference(home: Path) -> None:
    found = figures(home, "appointment_rate", "calls")
    assert values(found, "calls") == {"": reference(FOLDER)["rows"]}
    assert_shares(found, "appointment_rate", {"": reference(FOLDER)["overall"]})


def test_each_contact_type_converts_as_the_reference(home: Path) -> None:
    found = figures(home, "appointment_rate", by=("list",))
    assert_shares(found, "appointment_rate", reference(FOLDER)["by_contact"])


def test_each_month_converts_as_the_reference(home: Path) -> None:
    said = {month(name): cell for name, cell in reference(FOLDER)["by_month"].items()}
    assert_shares(figures(home, "appointment_rate", by=("month",)), "appointment_rate", said)


def test_each_month_and_contact_type_converts_as_the_reference(home: Path) -> None:
    pairs = {tuple(name.split("|")): cell for name, cell in reference(FOLDER)["by_month_and_contact"].items()}
    said = {f"{month(name)}|{contact}": cell for (name, contact), cell in pairs.items()}
    assert_shares(figures(home, "appointment_rate", by=("month", "list")), "appointment_rate", said)


def test_each_weekday_converts_as_the_reference(home: Path) -> None:
    said = {str(WEEKDAYS.index(name) + 1): cell for name, cell in reference(FOLDER)["by_day_of_week"].items()}
    assert_shares(figures(home, "appointment_rate", by=("weekday",)), "appointment_rate", said)


def test_each_job_converts_as_the_reference_and_the_unknown_ones_stay_apart(home: Path) -> None:
    said = reference(FOLDER)["by_job"]
    said["nan"] = said.pop("unknown")
    assert_shares(figures(home, "appointment_rate", by=("sector",)), "appointment_rate", said)


def test_the_time_talked_is_that_of_the_reference(home: Path) -> None:
    said = reference(FOLDER)
    assert values(figures(home, "talk_seconds"), "talk_seconds") == {
        "": near(3600 * said["last_call_talk_time_hours"])
    }
    found = figures(home, "talk_seconds", "calls", by=("outcome",))
    means = {
        outcome: Fraction(cells["talk_seconds"].value or 0) / Fraction(cells["calls"].value or 1)
        for outcome, cells in found.items()
    }
    assert means == {
        "appointment": near(said["mean_duration_s"]["yes"]),
        "refused": near(said["mean_duration_s"]["no"]),
    }


def test_cellular_against_telephone_differs_as_the_reference(home: Path) -> None:
    said = reference(FOLDER)["two_proportion_cellular_vs_telephone"]
    found = figures(home, "appointment_rate", by=("list",))
    counts = {
        contact: (float(cell.numerator or 0), float(cell.denominator or 0))
        for contact, cell in ((contact, cells["appointment_rate"]) for contact, cells in found.items())
    }
    interval = newcombe(counts["cellular"], counts["telephone"])
    assert [interval.low, interval.high] == near(said["diff_ci95_newcombe"])


def test_a_second_import_changes_nothing_and_the_lake_agrees(home: Path) -> None:
    assert_settled(home, "uci-bank", FILE)
