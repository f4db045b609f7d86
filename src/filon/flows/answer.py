"""Asks the lake a question: publishes what is pending, answers, adds intervals, shows people's codes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from filon.flows.recall import recall
from filon.insight import intervals
from filon.lake.tables import Lake
from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.engine import Engine
from filon.metrics.gather.cells import Key, order
from filon.metrics.language.dimension import Value
from filon.metrics.language.faults import UnknownDimension, UnknownValue
from filon.metrics.language.query import Query
from filon.terms.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from django.db.models import Model

# Persons' codes stay in the records: the lake knows these dimensions by number.
PEOPLE = ("operator", "sales_rep")

Found = TypeVar("Found")

_engines: dict[Path, Engine] = {}
_lock = Lock()  # a DuckDB connection serves one thread at a time


def ask(home: Path, query: Query, scope: Scope = EVERYTHING) -> Answer:
    """Answer a query on the records of `home` as they stand now, with intervals.

    Operators and sales representatives are named by their codes, in filters and in rows.
    Raises the faults of `Engine.answer`, UnknownValue for a code nobody has, and UnknownDimension as `named`.
    """
    return recall(home, f"ask {query} {scope}", lambda: _answer(home, query, scope))


def _answer(home: Path, query: Query, scope: Scope) -> Answer:
    with engine_of(home) as engine:
        query = named(query, scope)
        answer = engine.answer(
            query,
            scope,
            extra=intervals.needed(CATALOGUE, query),
            spread=intervals.events(CATALOGUE, query),
        )
    return _with_codes(intervals.decorate(answer, CATALOGUE))


@contextmanager
def engine_of(home: Path) -> Iterator[Engine]:
    """Publish what is pending, and lend the warm engine of that home's lake to one thread at a time."""
    from filon.flows.publish_lake import publish_pending

    publish_pending(home)
    with _lock:
        path = (home / "lake").absolute()
        engine = _engines.get(path)
        if engine is None:
            _engines.clear()  # one lake at a time: a process serves one home
            engine = _engines[path] = Engine(Lake(path))
        else:
            engine.lake.refresh()
        yield engine


@contextmanager
def reader_of(home: Path) -> Iterator[Engine]:
    """Publish what is pending, and give an engine of one's own: however long one reads from it, nobody waits."""
    from filon.flows.publish_lake import publish_pending
    from filon.lake.engines.duckdb import DuckDBEngine

    publish_pending(home)
    lake = Lake((home / "lake").absolute(), partial(DuckDBEngine, in_memory_bytes=0))
    with closing(lake):
        yield Engine(lake)


def dimensions(names: Iterable[str], scope: Scope) -> list[str]:
    """Return the dimensions that a scope may ask by: a client is told of nobody who calls or sells."""
    return [name for name in names if scope.client_ids is None or name not in PEOPLE]


def named(query: Query, scope: Scope) -> Query:
    """Return a query whose filters on people hold their numbers instead of their codes.

    Raises UnknownDimension for people that a scope knows nothing of.
    """
    possible = dimensions(CATALOGUE.dimensions, scope)
    for dimension in PEOPLE:
        if dimension in (*query.by, *query.where) and dimension not in possible:
            raise UnknownDimension(dimension, possible)
    where: dict[str, tuple[Value, ...]] = {**query.where}
    for dimension in PEOPLE:
        if dimension in where:
            where[dimension] = _numbers(dimension, where[dimension], scope)
    return replace(query, where=where)


def _numbers(dimension: str, values: tuple[Value, ...], scope: Scope) -> tuple[Value, ...]:
    model = _model(dimension)
    numbers: dict[str, list[int]] = {}
    for code, number in model._default_manager.values_list(dimension, "pk"):
        numbers.setdefault(code, []).append(number)
    found: list[Value] = []
    for value in values:
        if value is None:
            found.append(None)
        elif str(value) in numbers:
            found.extend(numbers[str(value)])
        else:
            raise UnknownValue(dimension, str(value), numbers if scope.client_ids is None else ())
    return tuple(found)


def coded(by: Sequence[str], cells: Mapping[Key, Found]) -> dict[Key, Found]:
    """Return what was found by dimension values, with people's codes instead of their numbers."""
    codes = {name: _codes(name) for name in by if name in PEOPLE}
    return {
        tuple(_renamed(dict(zip(by, key, strict=True)), codes).values()): found
        for key, found in cells.items()
    }


def _with_codes(answer: Answer) -> Answer:
    dimensions = [name for name in answer.query.by if name in PEOPLE]
    where = {
        name: tuple(_codes(name).get(value, value) for value in values) if name in PEOPLE else values
        for name, values in answer.query.where.items()
    }
    answer = replace(answer, query=replace(answer.query, where=where))
    if not dimensions:
        return answer
    codes = {name: _codes(name) for name in dimensions}
    rows = [replace(row, dimensions=_renamed(row.dimensions, codes)) for row in answer.rows]
    return replace(answer, rows=tuple(sorted(rows, key=_row_order)))


def _renamed(dimensions: Mapping[str, Value], codes: Mapping[str, Mapping[Value, str]]) -> dict[str, Value]:
    return {
        name: codes[name].get(value, f"#{value}") if name in codes and value is not None else value
        for name, value in dimensions.items()
    }


def _row_order(row: Row) -> tuple[tuple[bool, int, str], ...]:
    return order(tuple(row.dimensions.values()))


def _codes(dimension: str) -> dict[Value, str]:
    model = _model(dimension)
    return dict(model._default_manager.values_list("pk", dimension))


def _model(dimension: str) -> "type[Model]":
    from filon.records.models import Operator, SalesRep

    return Operator if dimension == "operator" else SalesRep
