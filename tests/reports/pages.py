"""A report of a small made-up lake: two phone campaigns, one e-mail, three months."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from filon.insight.biases.finding import Finding, Severity
from filon.insight.intervals import decorate, events, needed
from filon.lake.tables import Lake
from filon.metrics.definitions import CATALOGUE
from filon.metrics.engine import Engine
from filon.reports.pages.parts import Change, Letters
from filon.reports.pages.roi_report import Context, RoiReport, build, queries
from filon.terms.period import Period
from filon.terms.text import Text
from tests.lakes import call, campaign, daily, write_lake

PERIOD = Period(date(2026, 1, 1), date(2026, 4, 1))
NASTY = "<script>alert('x')</script>"


def report(
    folder: Path,
    name: str = "Industrie",
    findings: tuple[Finding, ...] = (),
    grades: Mapping[str, Letters] | None = None,
) -> RoiReport:
    """Return the report of the lake, the first campaign under that name and code."""
    engine = Engine(Lake(write_lake(folder, rows(name))))
    answers = {}
    for key, query in queries(PERIOD, ("phone",)).items():
        found = engine.answer(query, extra=needed(CATALOGUE, query), spread=events(CATALOGUE, query))
        answers[key] = decorate(found, CATALOGUE)
    context = Context(
        company="Essai & Fils",
        names={"campaign": {name: name}, "operator": {"1": "Amina", "2": "Bruno"}},
        changes=(Change(date(2026, 2, 1), f"Nouveau script {name}", name),),
        findings=findings,
        grades=grades or {},
    )
    return build(answers, PERIOD, context)


def finding(title: str = "Des coûts manquent") -> Finding:
    """Return a finding that says nothing in particular."""
    text = Text(title, "Costs are missing")
    return Finding(
        "missing_cost_items", Severity.HIGH, text, text, Text("−1 200 €", "−€1,200"), text, -120_000
    )


def rows(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the lake: 900 calls in the first campaign, 60 in the second, leads by e-mail."""
    calls = [_call(number) for number in range(960)]
    talks = [row for row in calls if row["useful"] and row["campaign"] == 1]
    return {
        "campaigns": [
            campaign(1, name),
            campaign(2, "ESSAI", kind="test"),
            campaign(3, "LETTRES", channel="email", organisation=None),
        ],
        "calls": calls,
        "calls_daily": daily(calls),
        "contacts": [
            {"contact": n, "sector": "Chimie" if n % 3 else "Bois", "size_band": "50-249", "region": "Rhône"}
            for n in range(960)
        ],
        "appointments": [_result(row, "appointment", n, booked_on=row["day"], held=n % 4 > 0, no_show=n % 4 == 0)
                         for n, row in enumerate(talks[::2])],
        "opportunities": [
            _result(row, "opportunity", n, created_on=row["day"], qualified_on=row["day"], proposed_on=row["day"],
                    status="open") for n, row in enumerate(talks[::4])
        ],
        "contracts": [
            _result(row, "contract", n, signed_on=row["day"], revenue_cents=600_000, margin_cents=240_000, new_customer=1)
            for n, row in enumerate(talks[::8])
        ],
        "costs": [_cost(day, number) for day in range(90) for number in (1, 2, 3)],
        "scripts": [{"script": 1, "code": name}],
        "lists": [{"list": 1, "code": "CCI"}],
    }  # fmt: skip


def _call(number: int) -> dict[str, Any]:
    day = date(2026, 1, 1) + timedelta(days=number % 90)
    reached = number % 4 == 0
    return call(
        number,
        day,
        1 if number < 900 else 2,
        hour=9 + number % 5,
        operator=1 + number % 2,
        script=1,
        list=1,
        reached=int(reached),
        decision_maker=int(reached),
        useful=int(number % 12 == 0),
    )


def _result(row: dict[str, Any], kind: str, number: int, **values: Any) -> dict[str, Any]:
    kept = {
        key: row[key]
        for key in ("campaign", "contact", "call", "hour", "weekday", "operator", "script", "list")
    }
    credit = {"credit": "chain", "weight": 1.0, "origin_on": row["day"]}
    return {
        kind: number,
        **kept,
        **credit,
        **{key: int(v) if isinstance(v, bool) else v for key, v in values.items()},
    }


def _cost(day: int, number: int) -> dict[str, Any]:
    return {
        "cost": number,
        "day": date(2026, 1, 1) + timedelta(days=day),
        "campaign": number,
        "category": "operator_time",
        "nature": "direct",
        "key": "calls",
        "shared": 0,
        "cents": 6_000 if number < 3 else 1_000,
    }
