"""From files to figures: questions asked on real records, from Python and from the command line."""

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from filon.faces.cli import calc, explain, metrics, query, roi
from filon.flows.answer import ask
from filon.metrics.definitions.shown import EVERYTHING
from filon.metrics.language.faults import UnknownValue
from filon.metrics.language.query import Query
from filon.records.actions.change import change
from filon.records.models import (
    Appointment,
    Call,
    Campaign,
    Contact,
    Contract,
    Cost,
    Operator,
    Opportunity,
    SalesRep,
)
from filon.terms.faults import Fault

AT = "2026-03-02T10:00:00+01:00"


@pytest.fixture
def mission(home: Path) -> Path:
    """Two operators, six calls each, two appointments, one contract of each, a cost of 300.01."""
    with change("import", actor="test") as opened:
        mark = {"change_id": opened.id, "created_id": opened.id}
        campaign = Campaign.objects.create(
            campaign_code="C1", name="Camp", channel="phone", starts_on=date(2026, 3, 1), **mark
        )
        rep = SalesRep.objects.create(sales_rep="Léa", **mark)
        for name in ("ANA", "BOB"):
            operator = Operator.objects.create(operator=name, **mark)
            for number in range(6):
                contact = Contact.objects.create(contact_id=f"P-{name}-{number}", sector="BTP", **mark)
                Call.objects.create(
                    call_id=f"{name}-{number}",
                    campaign=campaign,
                    contact=contact,
                    operator=operator,
                    started_at=AT,
                    outcome_id="refused" if number < 3 else "no_answer",
                    **mark,
                )
            first = Contact.objects.get(contact_id=f"P-{name}-0")
            Appointment.objects.create(
                appointment_id=f"A-{name}",
                campaign=campaign,
                contact=first,
                call_ref=f"{name}-0",
                booked_at=AT,
                status="held",
                **mark,
            )
            Opportunity.objects.create(
                opportunity_id=f"O-{name}",
                appointment_ref=f"A-{name}",
                contact=first,
                created_at=AT,
                proposed_at=AT,
                closed_at=AT,
                status="won",
                sales_rep=rep,
                **mark,
            )
            Contract.objects.create(
                contract_id=f"K-{name}",
                opportunity_ref=f"O-{name}",
                contact=first,
                signed_on=date(2026, 3, 20),
                revenue_cents=100_000,
                margin_cents=45_000,
                **mark,
            )
        Cost.objects.create(
            cost_id="F1",
            campaign=campaign,
            category="overhead",
            nature="indirect",
            period_start=date(2026, 3, 1),
            period_end=date(2026, 3, 31),
            amount_cents=30_001,
            **mark,
        )
    return home


def run(command: Any, *words: str) -> str:
    result = CliRunner().invoke(command, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_people_are_named_by_their_codes_in_rows_and_filters(mission: Path) -> None:
    names = ("calls", "contracts", "cost_total")
    answer = ask(mission, Query(names, by=("operator",)))
    assert [row.dimensions["operator"] for row in answer.rows] == ["ANA", "BOB"]
    assert [row.cells["cost_total"].value for row in answer.rows] == [Fraction(15_001, 100), 150]
    one = ask(mission, Query(names, where={"operator": ("BOB",)}))
    assert [one.total.cells[name].value for name in names] == [6, 1, 150]
    assert one.query.where == {"operator": ("BOB",)}
    assert ask(mission, Query(("contracts",), by=("sales_rep",))).rows != ()
    with pytest.raises(UnknownValue, match="BOB"):
        ask(mission, Query(names, where={"operator": ("BO",)}))


def test_what_was_just_written_is_in_the_next_answer(mission: Path) -> None:
    before = ask(mission, Query(("cost_total",))).total.cells["cost_total"].value
    with change("edit", actor="test") as opened:
        Cost.objects.filter(cost_id="F1").update(amount_cents=50_000, change_id=opened.id)
    assert (before, ask(mission, Query(("cost_total",))).total.cells["cost_total"].value) == (
        Fraction(30_001, 100),
        500,
    )


def test_roi_as_json(mission: Path) -> None:
    content = json.loads(
        run(roi.command, "--by", "campaign,month", "--json", "--from", "2026-03-01", "--to", "2026-03-31")
    )
    assert content["period"] == {"begin": "2026-03-01", "end": "2026-04-01"}
    assert (content["view"], content["formula"]) == ("activity", "roi.v1")
    (row,) = content["rows"]
    assert row["dimensions"] == {"campaign": "C1", "month": "2026-03"}
    assert list(row["metrics"]) == list(EVERYTHING)
    cell = row["metrics"]["roi"]
    assert cell["value"] == round((900 - 300.01) / 300.01, 6)
    assert (cell["numerator"], cell["denominator"], cell["too_few"]) == (599.99, 300.01, True)
    assert cell["low"] < cell["value"] < cell["high"]
    assert row["metrics"]["appointment_rate"]["method"] == "wilson"


def test_the_table_fits_the_terminal_and_names_the_formula(mission: Path) -> None:
    for words in (("--by", "campaign,month,operator"), ("--by", "operator"), ()):
        french, english = run(roi.command, "--lang", "fr", *words), run(roi.command, "--lang", "en", *words)
        assert max(len(line) for line in french.splitlines()) <= 100
        assert "(marge brute − coût total) / coût total [roi.v1]" in french
        assert "(gross margin − total cost) / total cost [roi.v1]" in english
        assert "1\u202f800" in french or "900" in french
    assert "…" not in run(roi.command, "--by", "operator").split("Base")[0]


def test_csv_and_filters(mission: Path) -> None:
    output = run(
        query.command, "--metrics", "calls,margin", "--by", "operator", "--where", "sector=BTP", "--csv"
    )
    assert list(csv.reader(output.splitlines())) == [
        ["operator", "calls", "margin"],
        ["ANA", "6", "450"],
        ["BOB", "6", "450"],
    ]
    empty = run(query.command, "--metrics", "calls", "--where", "sector=", "--csv")
    assert empty.splitlines() == ["calls", "0"]


@pytest.mark.parametrize(
    "filters", [(), ("--where", "operator=ANA"), ("--campaign", "C1", "--view", "cohort")]
)
def test_the_rows_of_an_explanation_sum_to_its_inputs(
    mission: Path, tmp_path: Path, filters: tuple[str, ...]
) -> None:
    target = tmp_path / "rows.csv"
    output = run(explain.command, "cac", "--rows", str(target), *filters)
    assert "coût total / nouveaux clients signés [cac.v1]" in output
    sums: dict[str, Fraction] = {}
    for row in csv.DictReader(target.read_text().splitlines()):
        sums[row["input"]] = sums.get(row["input"], Fraction(0)) + Fraction(row["value"])
        assert row["id"] in ("F1", "K-ANA", "K-BOB")
    words = [*filters, "--metrics", "cost_total,new_customers", "--json"]
    cells = json.loads(run(query.command, *words))["rows"][0]["metrics"]
    assert {name: float(value) for name, value in sums.items()} == {
        name: cell["value"] for name, cell in cells.items()
    }


@pytest.mark.parametrize(
    "words", [("--where", "sector"), ("--retention", "beaucoup"), ("--by", "campain"), ("--campaign", "c2")]
)
def test_an_option_that_cannot_be_read_is_a_sentence(mission: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(Fault):
        CliRunner().invoke(roi.command, list(words), catch_exceptions=False, standalone_mode=False)


def test_calc_prints_worked_case_1() -> None:
    words = [
        "--calls",
        "8000",
        "--conversations",
        "320",
        "--appointments",
        "80",
        "--proposals",
        "50",
        "--contracts",
        "15",
        "--revenue",
        "90000",
        "--margin-rate",
        "0.4",
        "--cost",
        "12000",
    ]
    content = json.loads(run(calc.command, *words, "--json"))
    cells = content["rows"][0]["metrics"]
    figures = {
        name: cells[name]["value"] for name in ("roi", "return_multiple", "cac", "close_rate", "margin")
    }
    assert figures == {"roi": 2, "return_multiple": 3, "cac": 800, "close_rate": 0.1875, "margin": 36000}
    assert [scenario["probability"] for scenario in content["scenarios"]] == [0.1, 0.5, 0.9]
    shown = run(calc.command, *words, "--hours", "120", "--lang", "fr")
    assert "68\u202f% à 395\u202f%" in shown.replace("\u00a0", "\u202f").replace(" %", "\u202f%")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--revenue", "abc"),
        ("--revenue", "NaN"),
        ("--margin-rate", "0.4"),
        ("--margin", "1", "--margin-rate", "0.4", "--revenue", "2"),
        ("--contracts", "5", "--proposals", "3"),
        ("--calls", "-1"),
    ],
)
def test_calc_refuses_totals_that_make_no_sense(words: tuple[str, ...]) -> None:
    with pytest.raises(Fault):
        CliRunner().invoke(calc.command, list(words), catch_exceptions=False, standalone_mode=False)


def test_the_catalogue_lists_every_metric_with_its_formula() -> None:
    content = json.loads(run(metrics.command, "--json", "--lang", "en"))
    known = {metric["id"]: metric for metric in content["metrics"]}
    assert known["roi"]["formula"] == "(gross margin − total cost) / total cost"
    assert "product" not in known["roi"]["dimensions"]
    assert "product" in known["contracts"]["dimensions"]
    assert "roi" in run(metrics.command)
