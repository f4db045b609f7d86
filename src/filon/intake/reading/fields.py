"""From source columns to canonical ones, still as texts: headers matched, or a mapping applied."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import polars as pl

from filon.intake.kinds import Column, Type
from filon.intake.mapping import LINE, Source, Table
from filon.intake.reading.recognise import Header, Recognised
from filon.intake.reading.shapes import NUMBER_MARK, Batch, Reject
from filon.intake.reading.words import fold, quote
from filon.terms.text import Text

_MIDNIGHT = r"[T ]0?0:00(:00(\.0+)?)?$"
_WHOLE = rf"\d ?[:hH] ?\d\d|^{NUMBER_MARK}"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_NUMBERS = {Type.MONEY, Type.DECIMAL, Type.SHARE, Type.INTEGER}
_KEEPS_MARK = {*_NUMBERS, Type.DATE, Type.INSTANT, Type.PHONE}
Values: TypeAlias = Mapping[str, str]
Test: TypeAlias = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True, slots=True)
class Field:
    """A canonical column of a table: its source column by number, or what a mapping makes it of."""

    column: Column
    index: int | None = None
    clock: int | None = None  # of the times of day, where those of the dates say none
    source: Source = field(default_factory=Source)
    parts: tuple[str | int, ...] = ()  # of a template: texts, and source columns by number (-1 is the line)
    first_day: tuple[int, date] | None = None  # of row_day: the line that has the day, and the day
    header: str | None = None
    values: Values = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Tell whether its decimal sign matters."""
        return self.column.type in _NUMBERS

    @property
    def is_date(self) -> bool:
        """Tell whether its date order matters."""
        return self.column.type in {Type.DATE, Type.INSTANT}

    def wanted(self) -> list[int]:
        """Return the source columns it reads, by number."""
        if self.index is not None:
            return [self.index] if self.clock is None else [self.index, self.clock]
        return [part for part in self.parts if isinstance(part, int) and part >= 0]


@dataclass(frozen=True, slots=True)
class Filter:
    """Records kept or dropped by the value of a source column."""

    index: int
    header: str
    values: frozenset[str]
    keep: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """How the records of a grid become those of a kind.

    `marked` tells that numbers may carry NUMBER_MARK, as those of a workbook do.
    """

    fields: tuple[Field, ...]
    null: frozenset[str] = frozenset()
    source_values: Mapping[int, Values] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    marked: bool = False


def plan_by_headers(found: Recognised) -> Plan:
    """Plan a table whose headers were recognised."""
    names = found.header.names
    return Plan(
        tuple(
            Field(column, found.columns[column.name], header=names[found.columns[column.name]])
            for column in found.kind.columns
            if column.name in found.columns
        )
    )


def plan_by_mapping(table: Table, header: Header) -> Plan:
    """Plan a table as a mapping describes it; the header has every column the mapping reads."""
    places = {fold(name): index for index, name in reversed(list(enumerate(header.names)))}
    fields = tuple(
        _mapped(table, header, places, table.kind.column(name), source)
        for name, source in table.columns.items()
    )
    filters = [
        Filter(places[fold(name)], name, values, keep)
        for keep, rules in ((True, table.keep), (False, table.drop))
        for name, values in rules.items()
    ]
    source_values = {
        places[fold(name)]: values
        for name, values in table.values.items()
        if name not in table.columns and fold(name) in places
    }
    return Plan(fields, table.null, source_values, tuple(filters))


def _mapped(table: Table, header: Header, places: Mapping[str, int], column: Column, source: Source) -> Field:
    index = None if source.header is None else places[fold(source.header)]
    parts: list[str | int] = []
    if source.template is not None:
        for number, piece in enumerate(_PLACEHOLDER.split(source.template)):
            if number % 2:
                parts.append(-1 if piece == LINE else places[fold(piece)])
            elif piece:
                parts.append(piece)
    return Field(
        column,
        index,
        source=source,
        parts=tuple(parts),
        first_day=None if source.row_day is None else (header.data_line, source.row_day),
        header=None if index is None else header.names[index],
        values=table.values.get(column.name, {}),
    )


def trimmed(batch: Batch) -> pl.DataFrame:
    """Take away spaces around texts (no-break ones too); an empty text becomes null."""
    frame = batch.frame
    names = [name for name in frame.columns if name != "line"]
    edges = [edge for space in batch.spaces for edge in (_starts(space), _ends(space))]
    spaced = _having(frame, names, edges)
    if spaced:
        frame = frame.with_columns(pl.col(spaced).str.strip_chars())
    empty = _having(frame, names, [lambda text: text == ""])
    return frame.with_columns(pl.when(pl.col(empty) != "").then(pl.col(empty))) if empty else frame


def _starts(space: str) -> Test:
    return lambda text: text.str.starts_with(space)


def _ends(space: str) -> Test:
    return lambda text: text.str.ends_with(space)


def _having(frame: pl.DataFrame, names: Sequence[str], tests: Sequence[Test]) -> list[str]:
    """Return the columns in which some text passes a test."""
    if not names or not tests:
        return []
    found = frame.select(
        pl.any_horizontal(test(pl.col(name)) for test in tests).any().alias(name) for name in names
    ).row(0)
    return [name for name, has in zip(names, found, strict=True) if has]


def sift(frame: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, list[Reject]]:
    """Apply a mapping's rules to trimmed source records: placeholders, row filters, source values.

    Returns the records kept and those dropped, each with the rule that dropped it.
    """
    names = [name for name in frame.columns if name != "line"]
    if plan.null:
        frame = frame.with_columns(
            pl.when(~pl.col(names).str.to_lowercase().is_in(list(plan.null))).then(pl.col(names))
        )
    dropped: list[Reject] = []
    for rule in plan.filters:
        listed = pl.col(str(rule.index)).str.to_lowercase().is_in(list(rule.values)).fill_null(value=False)
        keeps = listed if rule.keep else ~listed
        for line, value in frame.filter(~keeps).select("line", str(rule.index)).iter_rows():
            dropped.append(Reject(line, rule.header, _dropped(rule, value)))
        frame = frame.filter(keeps)
    for index, values in plan.source_values.items():
        frame = frame.with_columns(_translated(pl.col(str(index)), values))
    return frame, dropped


def _dropped(rule: Filter, value: str | None) -> Text:
    shown = quote((value or "").removeprefix(NUMBER_MARK))
    return Text(
        f"écartée par la correspondance : {rule.header} = « {shown} ».",
        f"left out by the mapping: {rule.header} = “{shown}”.",
    )


def assemble(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Make the canonical texts, one column per field beside `line`, from trimmed and sifted records."""
    return frame.select(
        "line", *(_expression(each, marked=plan.marked).alias(each.column.name) for each in plan.fields)
    )


def _expression(each: Field, *, marked: bool) -> pl.Expr:
    found = _origin(each)
    if marked and each.column.type not in _KEEPS_MARK and each.source.constant is None:
        found = found.str.strip_prefix(NUMBER_MARK)
    return _translated(found, each.values) if each.values else found


def _origin(each: Field) -> pl.Expr:
    if each.index is not None:
        found = pl.col(str(each.index))
        return found if each.clock is None else _at_time(found, pl.col(str(each.clock)))
    if each.source.constant is not None:
        return pl.lit(each.source.constant)
    if each.first_day is not None:
        line, day = each.first_day
        return (pl.lit(day) + pl.duration(days=pl.col("line") - line)).dt.to_string("%Y-%m-%d")
    return pl.concat_str([_part(part) for part in each.parts])


def _at_time(day: pl.Expr, clock: pl.Expr) -> pl.Expr:
    """Join a day and its time of day; a cell that says a time already, or is no date, stays as it is.

    A day whose time is missing is made unreadable: it would pass for midnight.
    """
    day = day.str.replace(_MIDNIGHT, "")
    hours = clock.str.strip_prefix(NUMBER_MARK).str.replace(r"^(\d{1,2}) ?[hH] ?(\d{2})$", "${1}:${2}")
    hours = hours.str.replace(r"^(\d{1,2}) ?[hH]?$", "${1}:00").fill_null("??:??")
    return pl.when(day.str.contains(_WHOLE)).then(day).otherwise(pl.concat_str(day, pl.lit(" "), hours))


def _part(part: str | int) -> pl.Expr:
    if isinstance(part, str):
        return pl.lit(part)
    return pl.col("line").cast(pl.String) if part < 0 else pl.col(str(part)).str.strip_prefix(NUMBER_MARK)


def _translated(texts: pl.Expr, values: Values) -> pl.Expr:
    said = texts.str.strip_prefix(NUMBER_MARK).str.to_lowercase()
    meant = said.replace_strict(list(values), list(values.values()), default=None, return_dtype=pl.String)
    return pl.when(said.is_in(list(values))).then(pl.when(meant != "").then(meant)).otherwise(texts)


def used_columns(plan: Plan) -> set[int]:
    """Return the source columns the plan reads, by number."""
    return {
        *(index for each in plan.fields for index in each.wanted()),
        *(rule.index for rule in plan.filters),
        *plan.source_values,
    }


def headers_named(header: Sequence[str], indices: Sequence[int]) -> list[str]:
    """Return the headers of some columns, a nameless one by its number."""
    return [header[i] or f"({i + 1})" for i in indices]
