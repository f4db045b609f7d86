"""Real files: public data sets through the project's mappings, and the horrors people send."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from filon.intake.mapping import load_mapping
from filon.intake.reading import Reading, ReadOptions, read_path
from tests.intake.reading.tables import TODAY, ignored_of, rejects_of, rows_of

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real data is not beside the project")


def readings(mapping: str, *files: str) -> dict[str, Reading]:
    options = ReadOptions(mapping=load_mapping(ROOT / "docs" / "mappings" / f"{mapping}.toml"), today=TODAY)
    found = [reading for file in files for reading in read_path(DATA / file, options)]
    for reading in found:
        assert rejects_of(reading) == []
    return {reading.kind.name: reading for reading in found}


def reference(folder: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / folder / "reference.json").read_text())
    return content


def test_olist_reads_every_lead_and_deal() -> None:
    said, folder = reference("olist_funnel"), "olist_funnel"
    found = readings(
        "olist",
        f"{folder}/olist_marketing_qualified_leads_dataset.csv",
        f"{folder}/olist_closed_deals_dataset.csv",
    )
    assert list(found) == ["contacts", "opportunities", "contracts"]
    origins = Counter(rows_of(found["contacts"])["list_code"].to_list())
    assert {origin or "nan": count for origin, count in origins.items()} == {
        origin: cell["n"] for origin, cell in said["by_origin"].items()
    }
    leads, deals = rows_of(found["opportunities"]), rows_of(found["contracts"])
    assert (leads.height, deals.height) == (said["mql"], said["deals"])
    months = Counter(
        leads.select(month=leads["created_at"].dt.convert_time_zone("Europe/Paris").dt.strftime("%Y-%m"))[
            "month"
        ]
    )
    assert months == {month: cell["n"] for month, cell in said["by_first_contact_month"].items()}


def test_both_copies_of_the_crm_give_the_same_records() -> None:
    said = reference("crm_sales_opportunities")
    american = readings("crm-sales-opportunities", "crm_sales_opportunities/sales_pipeline.csv")
    iso = readings("crm-sales-opportunities", "crm_sales_opportunities/original_iso_dates/sales_pipeline.csv")
    for kind, reading in american.items():
        assert rows_of(reading).equals(rows_of(iso[kind]))
    deals, won = rows_of(american["opportunities"]), rows_of(american["contracts"])
    stages = Counter(deals["status"].to_list())
    assert stages == {
        "won": said["stages"]["Won"],
        "lost": said["stages"]["Lost"],
        "open": said["stages"]["Engaging"],
    }
    assert len(ignored_of(american["opportunities"])) == said["stages"]["Prospecting"]
    assert won["revenue"].sum() == round(said["won_revenue"] * 100)
    assert stages["won"] / deals["proposed_at"].count() == pytest.approx(said["win_rate"])
    by_product = Counter(won["product"].to_list())
    assert by_product == {product: cell["won"] for product, cell in said["by_product"].items()}


def test_the_bank_reads_every_call_and_subscription() -> None:
    said = reference("bank_marketing")
    found = readings("uci-bank", "bank_marketing/bank-additional-full.csv")
    assert list(found) == ["campaigns", "contacts", "calls", "appointments"]
    calls = rows_of(found["calls"])
    assert calls.height == said["rows"]
    assert Counter(calls["outcome"].to_list())["appointment"] == said["overall"]["conversions"]
    assert rows_of(found["appointments"]).height == said["overall"]["conversions"]
    assert Counter(calls["list_code"].to_list()) == {
        kind: cell["n"] for kind, cell in said["by_contact"].items()
    }


def test_the_call_centre_reads_its_totals() -> None:
    said = reference("callcenter_sharpener")
    rows = rows_of(readings("callcenter", "callcenter_sharpener/Call Center Data.csv")["activity"])
    assert (rows.height, rows["calls"].sum(), rows["reached"].sum()) == (
        said["rows"],
        said["incoming"],
        said["answered"],
    )
    by_rep = dict(rows.group_by("operator").agg(pl.col("calls").sum()).iter_rows())
    assert by_rep == {rep: cell["incoming"] for rep, cell in said["by_rep"].items()}


WALK = """
import re, sys, time
from pathlib import Path
from filon.intake.reading import ReadOptions, read_path
from filon.terms.faults import Fault
for path in sorted(each for each in Path(sys.argv[1]).rglob("*") if each.is_file()):
    start = time.monotonic()
    try:
        for reading in read_path(path, ReadOptions()):
            for chunk in reading.chunks():
                pass
    except Fault as fault:
        assert path.name in fault.text.fr and path.name in fault.text.en, path
    assert time.monotonic() - start < 10, path
# not getrusage: its peak includes that of the process that started this one
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def test_every_horror_is_read_or_refused_within_ten_seconds_and_512_mebibytes() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WALK, str(DATA / "robustness")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 512 * 1024
