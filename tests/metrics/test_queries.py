"""A query that cannot be computed is refused, with the nearest names."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from filon.lake.engines.duckdb import DuckDBEngine
from filon.lake.engines.spark import SparkEngine, SparkMissing
from filon.lake.tables import Lake, LakeMissing, LakeOutdated
from filon.metrics.answer import Answer
from filon.metrics.definitions import CATALOGUE
from filon.metrics.engine import Engine
from filon.metrics.language.faults import CannotSplit, UnknownDimension, UnknownMetric, UnknownValue
from filon.metrics.language.query import Query
from filon.terms.faults import Fault, UnknownName
from filon.terms.period import Period
from filon.terms.scope import Scope
from filon.terms.text import Text
from tests.lakes import Rows, call, campaign, write_lake

Engines = Callable[[int], Engine]
EngineOver = Callable[[Rows], Engine]
DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("options", "fault", "near"),
    [
        ({"metrics": ("rio",)}, UnknownMetric, "roi"),
        ({"metrics": ("roi",), "by": ("campain",)}, UnknownDimension, "campaign"),
        ({"metrics": ("roi",), "by": ("product",)}, CannotSplit, "campaign, client"),
        ({"metrics": ("contracts",), "where": {"outcome": ("refused",)}}, CannotSplit, "product"),
        ({"metrics": ("roi",), "where": {"channel": ("phne",)}}, UnknownValue, "phone"),
        ({"metrics": ("roi",), "where": {"campaign": ("c1",)}}, UnknownValue, "C1"),
        ({"metrics": ("roi",), "where": {"script": ("S9",)}}, UnknownValue, "S1"),
        ({"metrics": ("roi",), "where": {"sector": ("Sante",)}}, UnknownValue, "Santé"),
        ({"metrics": ("roi",), "where": {"month": ("2026-13",)}}, Fault, "2026-01"),
        ({"metrics": ("roi",), "where": {"hour": ("25",)}}, UnknownValue, "2"),
        ({"metrics": ("roi",), "where": {"operator": ("eleven",)}}, Fault, "whole number"),
        ({"metrics": ()}, Fault, "filon metrics"),
        ({"metrics": ("roi",), "view": "cohorte"}, Fault, "cohort"),
        ({"metrics": ("roi",), "attribution": "lst"}, Fault, "last"),
        ({"metrics": ("roi",), "horizon_months": 0}, Fault, "1 to"),
        (
            {"metrics": ("roi",), "retention": Fraction(2)},
            Fault,
            "got “200%”, expected a share between 0 and 100%",
        ),
        ({"metrics": ("roi",), "discount_rate": Fraction(-5, 100)}, Fault, "got “−5%”"),
        (
            {"metrics": ("roi",), "discount_rate": Fraction(10)},
            Fault,
            "got “1000%”, expected a rate of at most 100%",
        ),
        ({"metrics": ("roi",), "period": Period(date(2026, 2, 1), date(2026, 1, 1))}, Fault, "before"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    engines: Engines, options: dict[str, Any], fault: type[Fault], near: str
) -> None:
    with pytest.raises(fault) as refused:
        engines(1).answer(Query(**options))
    assert near in refused.value.sentence("en")
    assert refused.value.sentence("fr") != refused.value.sentence("en")


def test_a_limited_scope_learns_no_names_from_a_refusal(engines: Engines) -> None:
    for name, value in (("campaign", "C9"), ("sector", "Sante"), ("list", "L9"), ("script", "S9")):
        with pytest.raises(UnknownValue) as refused:
            engines(1).answer(Query(("roi",), where={name: (value,)}), Scope(frozenset({2})))
        for secret in ("C2", "Santé", "L1", "S1"):
            assert secret not in refused.value.sentence("en"), name


@pytest.mark.parametrize(
    ("metric", "name"),
    [
        ("calls", "sector"), ("calls", "script"), ("calls", "list"), ("calls", "variant"), ("calls", "refusal_reason"),
        ("revenue", "product"),
    ],
)  # fmt: skip
def test_what_only_another_client_has_is_refused_as_what_nobody_has(
    engine_over: EngineOver, metric: str, name: str
) -> None:
    codes = [{name: 1, "code": "mine"}, {name: 2, "code": "theirs"}, {name: 3, "code": "unused"}]
    numbered = name in ("list", "script")
    held: list[dict[str, Any]] = [
        {"campaign": number, "contact": number, name: number if numbered else code}
        for number, code in ((1, "mine"), (2, "theirs"))
    ]
    engine = engine_over(
        {
            "campaigns": [campaign(1, "C1", client=1), campaign(2, "C2", client=2)],
            "lists": codes,
            "scripts": codes,
            "contacts": held,
            "calls": [call(number, DAY, **row) for number, row in enumerate(held, 1)],
            "contracts": held,
        }
    )

    def ask(value: str) -> Answer:
        return engine.answer(Query((metric,), where={name: (value,)}), Scope(frozenset({1})))

    assert ask("mine").rows
    for value in ("theirs", "unused", "nobody's"):
        with pytest.raises(UnknownValue) as refused:
            ask(value)
        assert refused.value.sentence("en") == f"Unknown value of “{name}”: “{value}”."
    with pytest.raises(UnknownValue):
        engine.answer(Query((metric,), where={name: ("mine",)}), Scope(frozenset()))


def test_every_metric_has_both_languages_and_can_be_asked(engines: Engines) -> None:
    answer = engines(1).answer(Query(tuple(CATALOGUE.names())))
    for name, cell in answer.total.cells.items():
        item = CATALOGUE.find(name)
        assert item.label.fr, name
        assert item.label.en, name
        assert item.words.fr, name
        assert item.words.en, name
        assert (cell.value is None) == (cell.reason is not None), name


def test_a_lake_that_is_not_there_or_too_old_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LakeMissing, match="filon lake publish"):
        Lake(tmp_path)
    (tmp_path / "snapshot.json").write_text(json.dumps({"schema_version": 0}))
    with pytest.raises(LakeOutdated, match="rebuild"):
        Lake(tmp_path)


def test_a_new_snapshot_is_seen_and_the_old_versions_stay_pinned(tmp_path: Path) -> None:
    write_lake(tmp_path, {"campaigns": [campaign(1, "C1")]})
    lake = Lake(tmp_path)
    engine = Engine(lake)
    query = Query(("calls",), where={"campaign": ("C2",)})
    with pytest.raises(UnknownValue):
        engine.answer(query)
    write_lake(tmp_path, {"campaigns": [campaign(1, "C1"), campaign(2, "C2")]})
    with pytest.raises(UnknownValue):
        engine.answer(query)
    assert lake.refresh()
    assert engine.answer(query).total.cells["calls"].value == 0


def test_the_engine_reads_the_lake_and_nothing_else(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    connection = DuckDBEngine(write_lake(tmp_path / "lake", {}))._connection
    for statement in (
        f"SELECT * FROM read_csv('{secret}')",
        "SET enable_external_access = true",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
    ):
        with pytest.raises(Exception, match=r"(?i)permission|cannot|locked"):
            connection.execute(statement)


def test_spark_without_pyspark_is_a_sentence(tmp_path: Path) -> None:
    try:
        import pyspark  # type: ignore[import-not-found, unused-ignore] # noqa: F401 - optional
    except ImportError:
        with pytest.raises(SparkMissing, match="spark"):
            SparkEngine(tmp_path)
    else:
        pytest.skip("pyspark is installed")


@pytest.mark.long
def test_spark_gives_the_same_answers(engines: Engines, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    from tests.metrics.companies import company

    on_spark = Engine(Lake(write_lake(tmp_path, company(1)), connect=SparkEngine))
    for by, view in (
        (("campaign", "month"), "activity"),
        (("sector", "week"), "cohort"),
        (("operator",), "activity"),
    ):
        query = Query(tuple(CATALOGUE.names()), by=by, view=view, horizon_months=3)  # type: ignore[arg-type] # a view
        one, two = engines(1).answer(query), on_spark.answer(query)
        assert [(row.dimensions, row.cells) for row in one.rows] == [
            (row.dimensions, row.cells) for row in two.rows
        ]
        assert one.total.cells == two.total.cells


def test_the_calculator_needs_no_engine() -> None:
    program = (
        "import sys; from filon.insight.calculator import calculate; calculate({'calls': 1});"
        "sys.exit(any(name in sys.modules for name in ('ibis', 'duckdb', 'polars', 'django', 'scipy.stats')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def margin_at(engine: Engine, **options: Any) -> Fraction | int | None:
    return engine.answer(Query(("margin_horizon",), **options)).total.cells["margin_horizon"].value


def test_margin_at_the_horizon(engine_over: EngineOver) -> None:
    """100 a month for a first term of 12 months, renewed at 80 % a year, over 24 months."""
    contract = {
        "contract": 1, "campaign": 1, "contact": 1, "signed_on": date(2026, 1, 15), "revenue_cents": 300_000,
        "margin_cents": 120_000, "monthly_cents": 25_000, "monthly_margin_cents": 10_000, "term_months": 12,
        "new_customer": 1, "weight": 1.0, "origin_on": date(2026, 1, 15),
    }  # fmt: skip
    rows: Rows = {"campaigns": [campaign(1, "C1", horizon_months=None)], "contracts": [contract]}
    engine = engine_over(rows)
    retention = Fraction(8, 10)
    assert margin_at(engine, horizon_months=24, retention=retention) == 1200 + 12 * 80
    assert margin_at(engine, horizon_months=36, retention=retention) == 1200 + 12 * 80 + 12 * 64
    assert margin_at(engine, horizon_months=12) == 1200
    discounted = sum(8_000 / 1.1 ** (month / 12) for month in range(12, 24))
    found = margin_at(engine, horizon_months=24, retention=retention, discount_rate=Fraction(1, 10))
    assert found == Fraction(120_000 + round(discounted), 100)
    unstated = engine.answer(Query(("margin_horizon", "ltv"), horizon_months=24)).total.cells["ltv"]
    assert unstated.value is None
    assert unstated.reason is not None
    assert "indiquez un taux de rétention annuel" in unstated.reason.fr


def test_a_contract_that_ended_brings_nothing_after(engine_over: EngineOver) -> None:
    contract = {
        "contract": 1, "campaign": 1, "contact": 1, "signed_on": date(2026, 1, 15), "revenue_cents": 300_000,
        "margin_cents": 120_000, "monthly_cents": 25_000, "monthly_margin_cents": 10_000, "term_months": 12,
        "ended_on": date(2027, 4, 15), "new_customer": 1, "weight": 1.0, "origin_on": date(2026, 1, 15),
    }  # fmt: skip
    cost = {"cost": 1, "day": date(2026, 1, 15), "campaign": 1, "category": "overhead", "nature": "indirect"}
    rows: Rows = {
        "campaigns": [campaign(1, "C1")], "contracts": [contract], "costs": [{**cost, "cents": 45_000}],
    }  # fmt: skip
    engine = engine_over(rows)
    assert margin_at(engine, horizon_months=24, retention=Fraction(1)) == 1200 + 3 * 100
    query = Query(("payback_months", "ltv", "ltv_cac"), horizon_months=24, retention=Fraction(1))
    cells = engine.answer(query).total.cells
    assert cells["payback_months"].value == 5  # 100 a month against 450
    assert cells["ltv"].value == 1500
    assert cells["ltv_cac"].value == Fraction(1500, 450)


def test_a_time_span_under_way_is_marked(engine_over: EngineOver) -> None:
    contract = {
        "contract": 1, "campaign": 1, "revenue_cents": 1, "margin_cents": 1, "new_customer": 1, "weight": 1.0,
    }  # fmt: skip
    rows: Rows = {
        "campaigns": [campaign(1, "C1")],
        "contracts": [
            {**contract, "contract": number, "signed_on": day, "origin_on": day}
            for number, day in enumerate([date(2026, 11, 30), date(2026, 12, 2)])
        ],
    }
    found = engine_over(rows).answer(Query(("contracts",), by=("month",))).rows
    assert [(row.dimensions["month"], row.partial) for row in found] == [
        ("2026-11", False),
        ("2026-12", True),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"retention": Fraction(6, 5)},
            "Rétention : « 120\u202f% » reçu ; une part entre 0 et 100\u202f% était attendue.",
        ),
        ({"horizon_months": 0}, "Horizon : « 0 » reçu ; un nombre de mois de 1 à 600 était attendu."),
    ],
)
def test_a_refusal_agrees_with_what_was_expected_in_french(options: dict[str, Any], said: str) -> None:
    with pytest.raises(Fault) as refused:
        Query(("roi",), **options)
    assert refused.value.sentence("fr") == said


def test_a_dimension_nobody_knows_is_answered_with_all_that_can_be_asked() -> None:
    possible = CATALOGUE.splits("ltv")
    with pytest.raises(UnknownDimension) as refused:
        CATALOGUE.check(Query(("ltv",), by=("bidon",)))
    listed = refused.value.sentence("en").rstrip(".").split("Known values: ")[1].split(", ")
    assert listed == sorted(possible)
    assert "channel (canal)" in refused.value.sentence("fr")
    assert "attempt_number" not in listed
    cut = UnknownName(Text("Code", "code"), "?", (f"C{number:02}" for number in range(40)))
    assert cut.sentence("fr").endswith("C29, …")
