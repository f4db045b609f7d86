"""The parts a page is made of: indicators, tables, and what a chart shows. Frozen, in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.gather.cells import order
from filon.metrics.language.dimension import Value
from filon.metrics.language.measure import Unit
from filon.terms.outcome import OTHER_REASON
from filon.terms.text import Text

UNATTRIBUTED = Text("non attribué", "unattributed")
OTHER = Text("autre motif, dit par peu", "another reason, given by few")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed on a day; without a campaign, for all of them."""

    day: date
    description: str
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure shown first; `basis` is the measure that tells how much it rests on."""

    label: Text
    words: Text
    cell: Cell
    basis: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the funnel: how many, the rate that led there and what it divides, what one cost."""

    label: Text
    count: Cell
    rate_words: Text | None
    rate: Cell | None
    price: Cell | None


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's formula in words; `version` is None for what is counted rather than computed."""

    id: str
    label: Text
    words: Text
    version: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures."""

    id: str
    label: Text
    unit: Unit


Letters = Mapping[tuple[Value, ...] | None, str]
"""The grade of each ROI of an answer, by the values of its dimensions; None is their total."""
NO_GRADES: Letters = {}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table; `partial` marks a span of time that is not over, `code` what a name stands for.

    `grade` is the letter of the trust that its ROI deserves.
    """

    label: Text
    cells: tuple[Cell, ...]
    partial: bool = False
    code: str | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by line and column, with their total."""

    caption: Text
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line | None


@dataclass(frozen=True, slots=True)
class Point:
    """A figure to draw, with its interval; `few` marks what must not be ranked."""

    label: Text
    value: float
    low: float | None
    high: float | None
    few: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """Figures side by side, best first, those too small to rank last, against what they are held to."""

    points: tuple[Point, ...]
    unit: Unit = "share"
    reference: float = 0.0
    lower: bool = False  # whether less is better


@dataclass(frozen=True, slots=True)
class Cumulated:
    """Cost and margin added up month after month, in the currency."""

    months: tuple[str, ...]
    cost: tuple[float, ...]
    margin: tuple[float, ...]
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, answer: Answer, changes: tuple[Change, ...]) -> "Cumulated | None":
        """Return the curves; None where a month's cost or margin is unknown or no month is there."""
        rows = _months(answer)
        costs, margins = _values(rows, "cost_total"), _values(rows, "margin")
        if not rows or costs is None or margins is None:
            return None
        months = tuple(str(row.dimensions["month"]) for row in rows)
        return cls(months, tuple(accumulate(costs)), tuple(accumulate(margins)), _within(changes, months))


@dataclass(frozen=True, slots=True)
class Rated:
    """A share month after month, with its interval."""

    months: tuple[str, ...]
    points: tuple[Point, ...]
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, answer: Answer, metric: str, changes: tuple[Change, ...]) -> "Rated | None":
        """Return the curve, without the months that have no answer; None where fewer than two have one."""
        rows = [row for row in _months(answer) if row.cells[metric].value is not None]
        if len(rows) < 2:
            return None
        months = tuple(str(row.dimensions["month"]) for row in rows)
        found = [
            point(row.cells[metric], Text(month, month)) for row, month in zip(rows, months, strict=True)
        ]
        return cls(months, tuple(p for p in found if p is not None), _within(changes, months))


@dataclass(frozen=True, slots=True)
class Square:
    """A place in a grid; no value where it rests on too few."""

    row: int
    column: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A figure by two dimensions."""

    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    squares: tuple[Square, ...]
    unit: Unit

    @classmethod
    def of(cls, answer: Answer, metric: str) -> "Grid | None":
        """Return the rows that both dimensions place; None where there is none."""
        first, second = answer.query.by
        found = [row for row in answer.rows if None not in row.dimensions.values()]
        if not found:
            return None
        down, across = (
            sorted({row.dimensions[name] for row in found}, key=lambda value: order((value,)))
            for name in (first, second)
        )
        squares = (
            Square(
                down.index(row.dimensions[first]),
                across.index(row.dimensions[second]),
                firm(row.cells[metric]),
            )
            for row in found
            if told(row.cells[metric])
        )
        return cls(
            tuple(value_label(first, value) for value in down),
            tuple(value_label(second, value) for value in across),
            tuple(squares),
            CATALOGUE.find(metric).unit,
        )


Chart = Ranked | Cumulated | Rated | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A topic: what it is about, what was found, how to read it, a chart and the table behind it."""

    id: str
    topic: Text
    finding: Text
    note: Text
    chart: Chart | None
    table: Table


def told(cell: Cell) -> bool:
    """Tell whether a cell says anything: a figure, or at least something spent or observed."""
    return cell.value is not None or bool(cell.numerator)


def holds(row: Row) -> bool:
    """Tell whether a row holds anything but zeros and blanks."""
    return any(cell.value for cell in row.cells.values())


def firm(cell: Cell) -> float | None:
    """Return the figure where it may be ranked; None where it rests on too few or there is none."""
    return None if cell.too_few or cell.value is None else float(cell.value)


def point(cell: Cell, label: Text) -> Point | None:
    """Return a cell as something to draw; None where it has no answer."""
    if cell.value is None:
        return None
    return Point(label, float(cell.value), cell.low, cell.high, cell.too_few)


def placed(row: Row) -> bool:
    """Tell whether a row could be attributed to anything."""
    return any(value is not None for value in row.dimensions.values())


def points(answer: Answer, metric: str, names: Mapping[str, Mapping[str, str]]) -> tuple[Point, ...]:
    """Return a metric's rows to draw, best first, those too small to rank last."""
    rows = zip(answer.rows, labels(answer, names), strict=True)
    known = [p for row, label in rows if placed(row) and (p := point(row.cells[metric], label)) is not None]
    sign = 1 if CATALOGUE.find(metric).polarity == "lower" else -1
    return tuple(sorted(known, key=lambda p: (p.few, sign * p.value, p.label.fr)))


def table(
    answer: Answer,
    caption: Text,
    metrics: Sequence[str],
    names: Sequence[Text],
    grades: Letters = NO_GRADES,
) -> Table:
    """Return an answer as a table; `names` label its rows, in order."""
    items = [CATALOGUE.find(name) for name in metrics]
    lines = [
        Line(
            label,
            cells(row, metrics),
            row.partial,
            _code(row, label),
            grades.get(tuple(row.dimensions.values()), ""),
        )
        for row, label in zip(answer.rows, names, strict=True)
        if placed(row) or any(row.cells[name].value for name in metrics)
    ]
    total = Line(Text("Ensemble", "Total"), cells(answer.total, metrics), grade=grades.get(None, ""))
    return Table(
        caption, tuple(Column(item.id, item.label, item.unit) for item in items), tuple(lines), total
    )


def cells(row: Row, metrics: Sequence[str]) -> tuple[Cell, ...]:
    """Return the cells of a line; what is counted or booked is shown without the interval of its chance."""
    counted = CATALOGUE.measures
    found = ((name, row.cells[name]) for name in metrics)
    return tuple(replace(cell, low=None, high=None) if name in counted else cell for name, cell in found)


def labels(answer: Answer, names: Mapping[str, Mapping[str, str]]) -> list[Text]:
    """Return what to call each row of an answer: names, else labels of the dimension, else codes."""
    return [_label(row, answer.query.by, names) for row in answer.rows]


def _label(row: Row, by: Sequence[str], names: Mapping[str, Mapping[str, str]]) -> Text:
    found = [_value(name, row.dimensions[name], names.get(name, {})) for name in by]
    first, *rest = [text for text in found if text is not None] or [UNATTRIBUTED]
    if not rest:
        return first
    return Text(
        f"{first.fr} ({', '.join(text.fr for text in rest)})",
        f"{first.en} ({', '.join(text.en for text in rest)})",
    )


def _value(dimension: str, value: Value, names: Mapping[str, str]) -> Text | None:
    if value is None:
        return None
    name = names.get(str(value))
    return Text(name, name) if name else value_label(dimension, value)


def value_label(dimension: str, value: Value) -> Text:
    """Return what a dimension calls one of its values."""
    if value is None:
        return UNATTRIBUTED
    if dimension == "refusal_reason" and value == OTHER_REASON:
        return OTHER
    values = CATALOGUE.dimensions[dimension].values or {}
    return values.get(str(value), Text(str(value), str(value)))


def _code(row: Row, label: Text) -> str | None:
    """Return the code that charts show, where a line is called by a name instead."""
    name, *others = row.dimensions
    value = row.dimensions[name]
    if others or value is None or CATALOGUE.dimensions[name].values or str(value) == label.fr:
        return None
    return str(value)


def _months(answer: Answer) -> list[Row]:
    return [row for row in answer.rows if row.dimensions["month"] is not None]


def _values(rows: Sequence[Row], name: str) -> list[float] | None:
    found = [row.cells[name].value for row in rows]
    known = [float(value) for value in found if value is not None]
    return known if len(known) == len(found) else None


def _within(changes: tuple[Change, ...], months: Sequence[str]) -> tuple[Change, ...]:
    return tuple(change for change in changes if months[0] <= f"{change.day:%Y-%m}" <= months[-1])
