"""One figure, however it is asked: in Python, at the command line, on its page, in a workbook, in a file."""

import csv
import html
import io
import json
import re
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from django.test import Client

import filon
from filon.faces.cli.query import command
from filon.metrics.definitions import CATALOGUE
from filon.records.actions.accounts import make_account
from filon.reports.pages.parts import value_label
from filon.reports.paint.numbers import value as painted
from tests import world

BY = ("campaign", "month", "script", "hour", "sector")
WHERE: tuple[dict[str, str], ...] = (
    {},
    {"campaign": "C1"},
    {"channel": "phone"},
    {"script": "A"},
    {"kind": "test"},
)
HEADLINE = re.compile(
    r'<dl class="indicators">.*?<a class="figure[^>]*>(.*?)(?:<sup>\d+</sup>)?</a>', re.DOTALL
)


@pytest.fixture
def reader(home: Path) -> Client:
    for code, kind, calls in (("C1", "recurring", 30), ("C2", "test", 25)):
        campaign = world.campaign(code, kind=kind)
        for number in range(calls):
            call = world.call(
                campaign, outcome="appointment" if number % 3 else "refused", script="AB"[number % 2]
            )
            if number % 3:
                world.appointment(campaign, of_call=call, status="held")
        world.cost(campaign, amount="1234.56", hours=7, hourly_rate=23)
        world.contract(campaign, revenue=4000)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="finance", password="a-long-enough-secret", actor="t"))
    return client


@pytest.mark.parametrize("count", [3, pytest.param(30, marks=pytest.mark.long)])
def test_a_figure_is_the_same_however_it_is_asked(reader: Client, home: Path, count: int) -> None:
    chance, company = Random(7), filon.connect(home)
    for metric in chance.sample(sorted(CATALOGUE.metrics), count):
        splits = set(CATALOGUE.splits(metric))
        by = chance.choice([name for name in BY if name in splits])
        where = chance.choice([each for each in WHERE if each.keys() <= splits])
        view = chance.choice(("activity", "cohort"))
        case = (metric, by, where, view)
        answer = company.query([metric], by=[by], where=where, view=view).answer
        expected = {row.dimensions[by]: row.cells[metric].value for row in answer.rows}
        total = answer.total.cells[metric]
        assert at_the_command_line(metric, by, where, view) == (
            {key: at_six_decimals(number) for key, number in expected.items()},
            at_six_decimals(total.value),
        ), case
        every = {value_label(by, key).fr: number for key, number in expected.items()}
        named = {key: as_a_float(number) for key, number in (every | {"Ensemble": total.value}).items()}
        address = "".join(f"&w.{name}={value}" for name, value in where.items())
        segments = f"/segments/?metric={metric}&by={by}&view={view}{address}&format="
        for found, gap in ((in_a_workbook(reader, segments), 1e-15), (in_a_file(reader, segments), 1e-12)):
            assert {key: found[key] for key in named} == approximately(named, gap), case
        page = reader.get(f"/chiffre/{metric}/?view={view}{address}").content.decode()
        shown = HEADLINE.search(page)
        assert shown, case
        assert html.unescape(shown[1]) == painted(total, "fr"), case


def at_the_command_line(metric: str, by: str, where: dict[str, str], view: str) -> tuple[dict[Any, Any], Any]:
    words = ["--metrics", metric, "--by", by, "--view", view, "--json"]
    for name, value in where.items():
        words += ["--where", f"{name}={value}"]
    told = json.loads(CliRunner().invoke(command, words, catch_exceptions=False).output)
    rows = {row["dimensions"][by]: row["metrics"][metric]["value"] for row in told["rows"]}
    return rows, told["total"][metric]["value"]


def in_a_workbook(reader: Client, address: str) -> dict[str, Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(taken(reader, f"{address}xlsx"))).worksheets[0]
    return {str(row[0].value): row[1].value for row in sheet.iter_rows(min_row=2)}


def in_a_file(reader: Client, address: str) -> dict[str, Any]:
    rows = list(csv.reader(io.StringIO(taken(reader, f"{address}csv").decode())))[1:]
    return {row[0]: float(row[1]) if row[1] else None for row in rows}


def taken(reader: Client, address: str) -> bytes:
    return b"".join(reader.get(address).streaming_content)  # type: ignore[attr-defined]


def as_a_float(number: Fraction | int | None) -> float | None:
    return None if number is None else float(number)


def approximately(numbers: dict[str, float | None], gap: float) -> dict[str, Any]:
    """Return numbers equal to those a format that rounds holds; missing is only equal to missing."""
    return {
        key: None if each is None else pytest.approx(each, rel=gap, abs=gap) for key, each in numbers.items()
    }


def at_six_decimals(number: Fraction | int | None) -> float | None:
    return None if number is None else round(float(number), 6)
