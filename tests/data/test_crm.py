"""CRM Sales Opportunities: win rate, revenue and cycles, the same whichever way the dates are written."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from filon.flows.maturity import maturity
from filon.insight.maturity.notes import banner
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.query import Query
from filon.records.models import SalesRep
from tests.conftest import Opener
from tests.data.sets import (
    DATA,
    Figures,
    assert_cycles,
    assert_settled,
    figures,
    lake_rows,
    near,
    needs_data,
    reference,
    take,
    values,
)

pytestmark = [needs_data, pytest.mark.long]
FOLDER, MAPPING = "crm_sales_opportunities", "crm-sales-opportunities"
AMERICAN = f"{FOLDER}/sales_pipeline.csv"
ISO = f"{FOLDER}/original_iso_dates/sales_pipeline.csv"
DEALS = ("opportunity_win_rate", "opportunities_won", "opportunities_lost", "revenue", "average_deal")
SPLITS = ((), ("product",), ("sales_rep",), ("month",), ("quarter",))


@pytest.fixture(scope="module")
def home(open_home: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A company that imported the copy with M/D/YYYY dates."""
    with open_home(tmp_path_factory.mktemp("american") / "home") as folder:
        take(MAPPING, AMERICAN)
        yield folder


def everything(home: Path) -> dict[Any, Figures]:
    """Return all that Filon knows of the set: every figure, by every split it can have, in both views."""
    found = {}
    for by in SPLITS:
        names = [name for name in CATALOGUE.names() if all(part in CATALOGUE.splits(name) for part in by)]
        for view in ("activity", "cohort"):
            found[by, view] = figures(home, *names, by=by, view=view)
    return found


def assert_deals(found: Figures, said: Mapping[str, Mapping[str, Any]]) -> None:
    """Compare the closed deals of each row with the reference: counts and cents exactly, ratios to 1e-9."""
    assert found.keys() == said.keys()
    for label, right in said.items():
        cells = found[label]
        won, lost = right["won"], right["lost"]
        counts = (cells["opportunities_won"].value, cells["opportunities_lost"].value)
        assert (counts, cells["revenue"].value) == ((won, lost), Fraction(right["won_revenue"])), label
        rate = cells["opportunity_win_rate"]
        assert (rate.numerator, rate.denominator) == (won, won + lost), label
        if "win_rate_of_closed" in right:
            assert rate.value == near(right["win_rate_of_closed"]), label
            assert cells["average_deal"].value == near(right["avg_won_value"]), label


def test_the_whole_is_that_of_the_reference(home: Path) -> None:
    said, (cells,) = (
        reference(FOLDER),
        figures(home, *DEALS, "contracts", "win_rate", "opportunities").values(),
    )
    stages = said["stages"]
    counted = [cells[name].value for name in ("opportunities_won", "contracts", "opportunities_lost")]
    assert counted == [stages["Won"], stages["Won"], stages["Lost"]]
    assert cells["opportunities"].value == stages["Won"] + stages["Lost"] + stages["Engaging"]
    assert cells["revenue"].value == said["won_revenue"] == 10_005_534
    for rate in (cells["opportunity_win_rate"], cells["win_rate"]):
        assert (rate.numerator, rate.denominator) == (stages["Won"], stages["Won"] + stages["Lost"])
        assert rate.value == near(said["win_rate"])


def test_each_product_is_that_of_the_reference(home: Path) -> None:
    assert_deals(figures(home, *DEALS, by=("product",)), reference(FOLDER)["by_product"])


def test_each_sales_representative_is_that_of_the_reference(home: Path) -> None:
    assert_deals(figures(home, *DEALS, by=("sales_rep",)), reference(FOLDER)["by_agent"])


@pytest.mark.parametrize(("column", "said"), [("manager", "by_manager"), ("regional_office", "by_region")])
def test_the_representatives_of_one_manager_or_office_sum_to_the_reference(
    home: Path, column: str, said: str
) -> None:
    with (DATA / FOLDER / "sales_teams.csv").open() as file:
        teams = list(csv.DictReader(file))
    known = set(SalesRep.objects.values_list("sales_rep", flat=True))
    idle = sorted({row["sales_agent"] for row in teams} - known)
    assert idle == reference(FOLDER)["agents_in_team_without_opportunity"]
    found = {}
    for label in reference(FOLDER)[said]:
        team = tuple(
            row["sales_agent"] for row in teams if row[column] == label and row["sales_agent"] in known
        )
        found[label] = figures(home, *DEALS, where={"sales_rep": team})[""]
    assert_deals(found, reference(FOLDER)[said])


def test_each_quarter_of_closing_is_that_of_the_reference(home: Path) -> None:
    said = {f"{name[:4]}-{name[4:]}": cell for name, cell in reference(FOLDER)["by_close_quarter"].items()}
    assert_deals(figures(home, *DEALS, by=("quarter",)), said)


def test_each_month_of_engagement_is_that_of_the_reference(home: Path) -> None:
    names = ("opportunities", "opportunities_won", "opportunities_lost")
    found = figures(home, *names, by=("month",), view="cohort")
    told = {
        label: {"n": n, "won": won, "lost": lost, "open": n - won - lost}
        for label, (n, won, lost) in {
            label: tuple(cells[name].value or 0 for name in names) for label, cells in found.items()
        }.items()
    }
    assert told == reference(FOLDER)["by_engage_month_cohort"]


def test_the_days_from_engagement_to_closing_are_those_of_the_reference(home: Path) -> None:
    said, codes = reference(FOLDER), dict(SalesRep.objects.values_list("pk", "sales_rep"))
    deals = lake_rows(home, "opportunities").with_columns(
        days=(pl.col("closed_on") - pl.col("created_on")).dt.total_days(),
        agent=pl.col("sales_rep").replace_strict(codes, return_dtype=pl.String),
    )
    for column, table in (("product", "by_product"), ("agent", "by_agent")):
        for label, right in said[table].items():
            mine = deals.filter(pl.col(column) == label)
            assert_cycles(mine.filter(status="won")["days"], right, "cycle_days_won_")
            assert_cycles(mine.filter(status="lost")["days"], right, "cycle_days_lost_")


def test_the_copy_with_iso_dates_gives_every_figure_the_same(
    home: Path, open_home: Opener, tmp_path: Path
) -> None:
    american = everything(home)
    with open_home(tmp_path / "iso") as other:
        take(MAPPING, ISO)
        iso = everything(other)
        assert_settled(other, MAPPING, ISO)
    assert american == iso
    assert len(american[("month",), "activity"]) == len(american[("month",), "cohort"]) == 15


def test_importing_the_copy_with_iso_dates_over_the_other_changes_nothing(home: Path) -> None:
    before = values(figures(home, "revenue", by=("month",)), "revenue")
    assert_settled(home, MAPPING, ISO)
    assert values(figures(home, "revenue", by=("month",)), "revenue") == before


def test_a_second_import_changes_nothing_and_the_lake_agrees(home: Path) -> None:
    assert_settled(home, MAPPING, AMERICAN)


def test_opportunities_without_any_date_are_left_out_and_said(home: Path) -> None:
    deals, won = take(MAPPING, AMERICAN)
    stages = reference(FOLDER)["stages"]
    assert deals.ignored == stages["Prospecting"]
    assert won.ignored == reference(FOLDER)["rows"] - stages["Won"]


def test_a_file_that_keeps_few_young_deals_raises_the_banner(home: Path) -> None:
    """Deals that are neither won nor lost are the youngest, and most of them are left out of the set."""
    found = maturity(home, Query(("roi",)))
    whole, (walk, _) = found.whole, found.walks
    assert (whole.signed, whole.lost, whole.open) == (4238, 2473, 1589)
    assert found.day == date(2017, 12, 31)
    assert banner(found) is not None
    assert walk.error is not None
    assert walk.error > 0.3
