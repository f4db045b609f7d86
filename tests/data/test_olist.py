"""Olist's 8,000 leads and 842 deals: conversion by origin and by month of first contact, and cycle time."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from filon.faces.cli.query import command as query_command
from filon.flows.maturity import maturity
from filon.insight.methods.proportions import newcombe
from filon.metrics.language.query import Query
from tests.conftest import Opener
from tests.data.sets import (
    assert_cycles,
    assert_settled,
    assert_shares,
    figures,
    lake_rows,
    near,
    needs_data,
    reference,
    take,
    values,
)

pytestmark = needs_data
FOLDER = "olist_funnel"
FILES = (
    f"{FOLDER}/olist_marketing_qualified_leads_dataset.csv",
    f"{FOLDER}/olist_closed_deals_dataset.csv",
)


@pytest.fixture(scope="module")
def home(open_home: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A company that holds Olist's funnel."""
    with open_home(tmp_path_factory.mktemp("olist") / "home") as folder:
        take("olist", *FILES)
        yield folder


def test_the_whole_converts_as_the_reference(home: Path) -> None:
    assert_shares(figures(home, "win_rate"), "win_rate", {"": reference(FOLDER)["overall"]})


def test_each_origin_converts_as_the_reference(home: Path) -> None:
    assert_shares(figures(home, "win_rate", by=("list",)), "win_rate", reference(FOLDER)["by_origin"])


def test_each_month_of_first_contact_converts_as_the_reference(home: Path) -> None:
    found = figures(home, "win_rate", by=("month",), view="cohort")
    assert_shares(found, "win_rate", reference(FOLDER)["by_first_contact_month"])


def test_the_command_line_gives_the_same_months(home: Path) -> None:
    asked = ["--metrics", "win_rate", "--by", "month", "--view", "cohort", "--json"]
    printed = CliRunner().invoke(query_command, asked)
    assert printed.exit_code == 0
    said = {
        month: (
            cell["conversions"],
            cell["n"],
            round(cell["rate"], 6),
            *(round(b, 6) for b in cell["wilson95"]),
        )
        for month, cell in reference(FOLDER)["by_first_contact_month"].items()
    }
    cells = {
        row["dimensions"]["month"]: row["metrics"]["win_rate"] for row in json.loads(printed.output)["rows"]
    }
    names = ("numerator", "denominator", "value", "low", "high")
    assert {month: tuple(cell[name] for name in names) for month, cell in cells.items()} == said


def test_deals_and_declared_revenue_fall_in_the_months_and_segments_of_the_reference(home: Path) -> None:
    said = reference(FOLDER)
    won = figures(home, "contracts", by=("month",))
    signed = {month: count for month, count in values(won, "contracts").items() if count}
    assert signed == said["deals_by_won_month"]
    assert values(figures(home, "contracts", by=("product",)), "contracts") == said["deals_by_segment"]
    assert values(figures(home, "revenue"), "revenue") == {"": said["declared_monthly_revenue"]["sum"]}


def test_the_days_from_lead_to_deal_are_those_of_the_reference(home: Path) -> None:
    said, deals = reference(FOLDER), lake_rows(home, "contracts")
    days = deals.select(days=(pl.col("signed_on") - pl.col("origin_on")).dt.total_days())["days"]
    assert_cycles(days, said["cycle_days"])
    assert (days < 0).sum() == said["negative_cycle"]
    within = {limit: (days <= int(limit)).sum() for limit in said["won_within_days"]}
    assert within == {limit: cell["conversions"] for limit, cell in said["won_within_days"].items()}


def test_paid_search_against_social_differs_as_the_reference(home: Path) -> None:
    said = reference(FOLDER)["two_proportion_paid_search_vs_social"]
    found = figures(home, "contracts", "proposals", by=("list",), where={"list": ("paid_search", "social")})
    counts = {
        origin: (float(cells["contracts"].value or 0), float(cells["proposals"].value or 0))
        for origin, cells in found.items()
    }
    interval = newcombe(counts["paid_search"], counts["social"])
    assert [interval.low, interval.high] == near(said["diff_ci95_newcombe"])


def test_what_the_files_do_not_say_has_no_answer(home: Path) -> None:
    cells = figures(home, "margin", "roi", "cac", "sales_cycle_days")[""]
    assert {name: cell.value for name, cell in cells.items()} == dict.fromkeys(cells)
    assert all(cell.reason is not None for cell in cells.values())


def test_a_second_import_changes_nothing_and_the_lake_agrees(home: Path) -> None:
    assert_settled(home, "olist", *FILES)


def test_leads_that_nobody_closes_are_projected_as_of_the_last_movement(home: Path) -> None:
    found = maturity(home, Query(("roi",)))
    whole, expected = found.whole, found.whole.expected
    assert (whole.opened, whole.signed, whole.lost) == (8000, 842, 0)
    assert found.day == date(2018, 11, 14)
    assert not found.records_losses
    assert expected.low is not None
    assert expected.high is not None
    assert 842 < expected.low < float(expected.value or 0) < expected.high < 1000
    assert whole.projected.value is None  # no margin is known
