"""Each metric equals SQL written by hand over the same tables."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from filon.lake.facts import TABLES
from filon.metrics.definitions import CATALOGUE
from filon.metrics.engine import Engine
from filon.metrics.language.query import Query
from tests.metrics.companies import company

SEEDS = (1, 2, 3)
LAST = "(model IS NULL OR model = 'last')"

# measure → the statements whose results add up to it; {day} and {key} are filled in per test
CALLS = {
    "calls": ("SELECT {key}, count(*) FROM calls f {join} GROUP BY ALL", "calls"),
    "reached": ("SELECT {key}, sum(reached) FROM calls f {join} GROUP BY ALL", "reached"),
    "useful_conversations": (
        "SELECT {key}, sum(useful) FROM calls f {join} GROUP BY ALL",
        "useful_conversations",
    ),
}
RESULTS = {
    "appointments_set": ("appointments", "booked_on", "weight", "appointments_set"),
    "appointments_validated": ("appointments", "booked_on", "weight * validated", "appointments_validated"),
    "appointments_held": ("appointments", "booked_on", "weight * held", "appointments_held"),
    "proposals": ("opportunities", "proposed_on", "weight", "proposals"),
    "contracts": ("contracts", "signed_on", "weight", "contracts"),
    "new_customers": ("contracts", "signed_on", "weight * new_customer", "contracts"),
    "revenue": ("contracts", "signed_on", "revenue_cents / 100", "revenue_cents / 100"),
    "margin": ("contracts", "signed_on", "margin_cents / 100", "margin_cents / 100"),
}
COSTS = {
    "cost_direct": "nature = 'direct'",
    "cost_indirect": "nature = 'indirect'",
    "cost_total": "true",
    "cost_lists": "category IN ('list_purchase', 'list_qualification')",
}
KEYS = {  # dimensions → their expression over a fact f dated by {day}
    (): "1",
    ("campaign",): "c.code",
    ("client", "month"): "c.client_code, strftime({day}, '%Y-%m')",
    ("channel", "week"): "c.channel, strftime({day}, '%G-W%V')",
    ("quarter", "campaign"): "year({day}) || '-Q' || quarter({day}), c.code",
    ("day",): "strftime({day}, '%Y-%m-%d')",
}
JOIN = "LEFT JOIN campaigns c ON c.campaign = f.campaign"
Sums = dict[tuple[Any, ...], float]


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    value: int = request.param
    return value


@pytest.fixture(scope="module")
def sql(seed: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, rows in company(seed).items():
        schema = TABLES[name].schema
        content = [{column: row.get(column) for column in schema.names} for row in rows]
        connection.register("content", pa.Table.from_pylist(content, schema=schema))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM content")
        connection.unregister("content")
    return connection


def added(connection: duckdb.DuckDBPyConnection, *statements: str) -> Sums:
    total: Sums = {}
    for statement in statements:
        for *key, value in connection.execute(statement).fetchall():
            total[tuple(key)] = total.get(tuple(key), 0.0) + float(value or 0)
    return total


def answered(engine: Engine, metric: str, by: tuple[str, ...], **options: Any) -> Sums:
    answer = engine.answer(Query((metric,), by=by, **options))
    cells = {tuple(row.dimensions.values()) or (1,): row.cells[metric].value for row in answer.rows}
    return {key: float(value) for key, value in cells.items() if value is not None}


def assert_same(found: Sums, expected: Sums) -> None:
    for key in found.keys() | expected.keys():
        assert found.get(key, 0.0) == pytest.approx(expected.get(key, 0.0), abs=1e-9), key


@pytest.mark.parametrize("by", KEYS)
def test_calls_measures(
    seed: int, sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine], by: tuple[str, ...]
) -> None:
    key = KEYS[by].format(day="f.day")
    for metric, (statement, told) in CALLS.items():
        totals = f"SELECT {key}, sum(f.{told}) FROM totals f {JOIN} GROUP BY ALL"
        expected = added(sql, statement.format(key=key, join=JOIN), totals)
        assert_same(answered(engines(seed), metric, by), expected)


@pytest.mark.parametrize("by", KEYS)
@pytest.mark.parametrize("view", ["activity", "cohort"])
def test_results(
    seed: int,
    sql: duckdb.DuckDBPyConnection,
    engines: Callable[[int], Engine],
    by: tuple[str, ...],
    view: str,
) -> None:
    for metric, (table, own, value, told) in RESULTS.items():
        day = f"f.{own}" if view == "activity" else "f.origin_on"
        key, told_key = KEYS[by].format(day=day), KEYS[by].format(day="f.day")
        kept = f"{LAST} AND f.{own} IS NOT NULL"
        if view == "cohort":
            kept += f" AND f.{own} < f.origin_on + INTERVAL 2 MONTH"
        expected = added(
            sql,
            f"SELECT {key}, sum({value}) FROM {table} f {JOIN} WHERE {kept} GROUP BY ALL",
            f"SELECT {told_key}, sum({told}) FROM totals f {JOIN} GROUP BY ALL",
        )
        assert_same(answered(engines(seed), metric, by, view=view, horizon_months=2), expected)


@pytest.mark.parametrize("by", KEYS)
def test_costs(
    seed: int, sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine], by: tuple[str, ...]
) -> None:
    key = KEYS[by].format(day="f.day")
    for metric, kept in COSTS.items():
        statement = f"SELECT {key}, sum(cents) / 100 FROM costs f {JOIN} WHERE {kept} GROUP BY ALL"
        assert_same(answered(engines(seed), metric, by), added(sql, statement))
    hours = added(
        sql,
        f"SELECT {key}, sum(hours) FROM costs f {JOIN} WHERE category = 'operator_time' GROUP BY ALL",
        f"SELECT {key}, sum(hours) FROM totals f {JOIN} GROUP BY ALL",
    )
    assert_same(answered(engines(seed), "hours", by), hours)


SEGMENTS = {
    ("operator",): "f.operator",
    ("script", "hour"): "s.code, f.hour",
    ("list",): "l.code",
    ("variant", "weekday"): "f.variant, f.weekday",
    ("sector",): "k.sector",
    ("region", "size_band"): "k.region, k.size_band",
    ("country",): "coalesce(k.country, c.country)",
}
SEGMENT_JOIN = (
    f"{JOIN} LEFT JOIN contacts k ON k.contact = f.contact "
    "LEFT JOIN scripts s ON s.script = f.script LEFT JOIN lists l ON l.list = f.list"
)


@pytest.mark.parametrize("by", SEGMENTS)
def test_results_by_segment_of_the_credited_call(
    seed: int, sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine], by: tuple[str, ...]
) -> None:
    key = SEGMENTS[by]
    none = (None,) * len(by)
    for metric, table, own, value, told in [
        ("useful_conversations", "calls", "day", "useful", "useful_conversations"),
        ("appointments_set", "appointments", "booked_on", "weight", "appointments_set"),
        ("revenue", "contracts", "signed_on", "revenue_cents / 100", "revenue_cents / 100"),
    ]:
        kept = "true" if table == "calls" else LAST
        expected = added(
            sql,
            f"SELECT {key}, sum({value}) FROM {table} f {SEGMENT_JOIN} WHERE {kept} AND {own} IS NOT NULL GROUP BY ALL",
        )
        if by == ("operator",):
            more = added(sql, f"SELECT operator, sum({told}) FROM totals GROUP BY ALL")
        else:
            more = {none: added(sql, f"SELECT 1, sum({told}) FROM totals")[1,]}
        for cell, units in more.items():
            expected[cell] = expected.get(cell, 0.0) + units
        assert_same(answered(engines(seed), metric, by), expected)


def test_distinct_contacts_are_counted_once_in_the_total(
    seed: int, sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine]
) -> None:
    engine = engines(seed)
    where = {"channel": ("phone",)}  # the totals of the e-mail campaign know no contacts
    answer = engine.answer(Query(("contacts_called", "contacts_reached"), by=("campaign",), where=where))
    for metric, kept in (("contacts_called", "true"), ("contacts_reached", "first_reached_on IS NOT NULL")):
        by_campaign = added(
            sql, f"SELECT c.code, count(DISTINCT f.contact) FROM journey f {JOIN} WHERE {kept} GROUP BY ALL"
        )
        found = {(row.dimensions["campaign"],): float(row.cells[metric].value or 0) for row in answer.rows}
        assert_same(found, by_campaign)
        whole = added(sql, f"SELECT 1, count(DISTINCT contact) FROM journey WHERE {kept}")[1,]
        assert answer.total.cells[metric].value == whole
        assert whole < sum(by_campaign.values())


def test_attempts_and_outcomes(
    seed: int, sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine]
) -> None:
    ranked = "(SELECT *, row_number() OVER (PARTITION BY campaign, contact ORDER BY started_at, call) n FROM calls)"
    expected = added(sql, f"SELECT n, outcome, count(*) FROM {ranked} GROUP BY ALL")
    expected[None, None] = added(sql, "SELECT 1, sum(calls) FROM totals")[1,]
    assert_same(answered(engines(seed), "calls", ("attempt_number", "outcome")), expected)


def test_deals(seed: int, sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine]) -> None:
    for metric, kept, day in [
        ("opportunities", "true", "qualified_on"),
        ("opportunities_won", "status = 'won'", "closed_on"),
        ("opportunities_lost", "status = 'lost'", "closed_on"),
    ]:
        statement = (
            f"SELECT product, sum(weight) FROM opportunities WHERE {kept} AND {day} IS NOT NULL GROUP BY ALL"
        )
        found = answered(engines(seed), metric, ("product",))
        assert_same(found, {key: value for key, value in added(sql, statement).items() if key != (None,)})


RATIOS = {
    name: metric
    for name, metric in CATALOGUE.metrics.items()
    if metric.compute is None and metric.denominator and name != "break_even_price_per_validated_appointment"
}


@pytest.mark.parametrize("name", RATIOS)
def test_every_ratio_is_the_ratio_of_its_sums(seed: int, engines: Callable[[int], Engine], name: str) -> None:
    """Of the total, never the mean of the rows' ratios."""
    metric = RATIOS[name]
    terms = {**metric.numerator, **(metric.denominator or {})}
    answer = engines(seed).answer(Query((name, *terms), by=("campaign", "month")))
    for row in (*answer.rows, answer.total):
        values = {term: row.cells[term].value for term in terms}
        if None in values.values():
            assert row.cells[name].value is None
            assert row.cells[name].reason is not None
            continue
        top = sum(
            (factor * (values[term] or 0) for term, factor in metric.numerator.items()), start=Fraction(0)
        )
        bottom = sum(
            (factor * (values[term] or 0) for term, factor in (metric.denominator or {}).items()),
            start=Fraction(0),
        )
        if bottom == 0 or (metric.positive_only and bottom < 0):
            assert row.cells[name].value is None
        else:
            assert row.cells[name].value == Fraction(top) / bottom
