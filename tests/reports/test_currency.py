"""An instance in another currency shows no euro sign: neither figures, sentences, charts, sheets nor forms."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from filon.faces.cli.tables import show
from filon.insight.biases.phrases import signed_euros
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.language.query import Query
from filon.records.actions.accounts import make_account
from filon.reports.charts.specs import spec
from filon.reports.pages.parts import Cumulated
from filon.reports.pages.sheets import Head, Sheet
from filon.reports.paint import workbook
from filon.reports.paint.html import paint
from filon.reports.paint.numbers import amount, interval
from filon.terms.text import Text
from tests import world
from tests.reports.pages import report


@pytest.fixture(autouse=True)
def francs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILON_CURRENCY", "CHF")


def test_figures_and_sentences_are_in_the_instance_s_currency() -> None:
    assert amount(-1234, "money", "fr") == "−1\u202f234\u00a0CHF"
    assert amount(-1234, "money", "en") == "−CHF\u00a01,234"
    assert signed_euros(150_000) == Text("+1\u202f500\u00a0CHF", "+CHF\u00a01,500")
    assert interval(Cell(Fraction(500), "money", low=400.0, high=None), "fr") == "≥\u00a0400\u00a0CHF"


def test_the_sign_of_a_known_currency_stands_where_the_language_puts_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FILON_CURRENCY", "GBP")
    assert amount(1234, "money", "en") == "£1,234"


def test_charts_and_sheets_are_too() -> None:
    curves = Cumulated(("2026-01", "2026-02"), (1.0, 2.0), (3.0, 4.0), ())
    assert "CHF" in str(spec(curves, "fr", 600))
    assert "€" not in str(spec(curves, "en", 600))
    file = BytesIO()
    workbook.write(file, Sheet(Text("Coûts", "Costs"), (Head("a", Text("a", "a"), "money"),), [[1]]), "fr")
    assert "CHF" in openpyxl.load_workbook(file).active["A2"].number_format


def test_the_report_and_the_pages_say_no_euro_sign(home: Path, tmp_path: Path) -> None:
    written = paint(report(tmp_path), "fr")
    assert "CHF" in written
    assert "€" not in written
    world.cost(world.campaign("C1"), amount=500)
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account("d", role="finance", password="a-long-enough-secret", actor="t"))
    for address, said in (
        ("/calculateur/", "Coût total (CHF)"),
        ("/campagnes/nouvelle/", "Budget (CHF)"),
        ("/", "CHF"),
    ):
        page = client.get(address).content.decode()
        assert said in page, address
        assert "€" not in page, address


def test_the_headers_of_the_terminal_are_too(capsys: pytest.CaptureFixture[str]) -> None:
    multiple = Cell(Fraction(2), "ratio")
    total = Row({}, {"return_multiple": multiple})
    query = Query(("return_multiple",), by=("channel",))
    show(
        Answer(
            datetime(2026, 1, 1, tzinfo=UTC),
            query,
            "",
            "",
            (replace(total, dimensions={"channel": "phone"}),),
            total,
        )
    )
    assert "CHF" in (said := capsys.readouterr().out)
    assert "€" not in said
