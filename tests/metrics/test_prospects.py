"""Prospects begun and still open equal SQL written by hand over the same tables."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import duckdb
import pyarrow as pa
import pytest

from filon.lake.facts import TABLES
from filon.metrics.engine import Engine
from filon.metrics.gather import prospects
from filon.metrics.language.query import Query
from filon.terms.period import Period
from tests.metrics.companies import company

SPRING = Period(date(2026, 2, 1), date(2026, 4, 1))


@pytest.fixture(scope="module")
def sql() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name in ("campaigns", "contacts", "journey"):
        schema = TABLES[name].schema
        content = [{column: row.get(column) for column in schema.names} for row in company(1)[name]]
        connection.register("content", pa.Table.from_pylist(content, schema=schema))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM content")
        connection.unregister("content")
    return connection


def test_prospects_begun_count_by_line_and_list_in_the_period(
    sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine]
) -> None:
    expected = sql.execute("""
        SELECT c.code, k.list, count(*) FROM journey j JOIN campaigns c USING (campaign) JOIN contacts k USING (contact)
        WHERE first_call_on >= '2026-02-01' AND first_call_on < '2026-04-01' GROUP BY ALL
    """).fetchall()
    engine = engines(1)
    found = prospects.begun(engine.context(Query(("contacts_called",), period=SPRING)), "campaign")
    assert found == {(code, number): count for code, number, count in expected}
    whole = prospects.begun_by_all(engine.lake, SPRING)
    assert whole == dict(sum((Counter({n: count}) for _, n, count in expected if n is not None), Counter()))


def test_a_prospect_is_open_until_a_final_outcome_or_a_result_settles_it(
    sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine]
) -> None:
    expected = sql.execute("""
        WITH seen AS (
            SELECT contact, sum(calls) AS had, bool_or(closed_on IS NOT NULL OR signed_on IS NOT NULL) AS settled
            FROM journey GROUP BY contact
        )
        SELECT k.list, coalesce(s.had, 0) AS had, count(*) FROM contacts k LEFT JOIN seen s USING (contact)
        WHERE NOT coalesce(s.settled, false) AND k.list IS NOT NULL
        GROUP BY ALL ORDER BY 1, 2
    """).fetchall()
    engine = engines(1)
    found = [(one.list, one.calls, one.prospects) for one in prospects.still_open(engine.lake)]
    assert found == [(number, int(had), count) for number, had, count in expected]
    assert (sum(count for _, had, count in found if not had), any(had for _, had, _ in found)) == (10, True)


def test_the_calls_that_prospects_had_are_those_of_all_campaigns_together(
    sql: duckdb.DuckDBPyConnection, engines: Callable[[int], Engine]
) -> None:
    expected = sql.execute("""
        SELECT had, count(*) FROM (SELECT sum(calls)::INT AS had FROM journey GROUP BY contact) GROUP BY had
    """).fetchall()
    assert prospects.calls_had(engines(1).lake) == dict(expected)
