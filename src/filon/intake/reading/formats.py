"""Which decimal sign and which date order a column has, decided from the whole file and never per cell."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import polars as pl

from filon.intake.reading.dates import Calendar
from filon.intake.reading.doubts import AmbiguousDates, AmbiguousNumbers
from filon.intake.reading.fields import Field, Plan, assemble, sift, trimmed, used_columns
from filon.intake.reading.numbers import both_readings, separator_evidence
from filon.intake.reading.shapes import DateOrder, DecimalSign, Grid, ReadOptions
from filon.terms.clock import now
from filon.terms.text import Text

_SLASHED = r"^(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}\b"
_SLIPS_IN = 20  # one value in twenty against the others is a slip
_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(slots=True)
class _Evidence:
    """Values that only one reading fits, for each of the two readings, and one that both fit."""

    first: int = 0
    second: int = 0
    doubtful: str | None = None

    def add(self, first: int, second: int, doubtful: str | None) -> None:
        self.first += first
        self.second += second
        self.doubtful = self.doubtful or doubtful

    @property
    def verdict(self) -> bool | None:
        """Return True for the first reading, False for the second, None where nothing decides."""
        return None if self.first == self.second else self.first > self.second

    @property
    def doubt(self) -> str | None:
        """Return a value that has two readings, where the others do not choose between them.

        A few against many are slips, which are rejected; more are a mixture, where a doubtful value may be either.
        """
        fewer, more = sorted((self.first, self.second))
        return self.doubtful if fewer * _SLIPS_IN >= more else None


@dataclass(frozen=True, slots=True)
class Formats:
    """The decimal sign and the calendar of each column, by canonical name.

    `calendar` is the one without an order; no call starts after `latest_call`.
    """

    signs: dict[str, DecimalSign]
    calendars: dict[str, Calendar]
    calendar: Calendar
    latest_call: datetime


def decide_formats(path: Path, grid: Grid, plan: Plan, options: ReadOptions) -> Formats:
    """Read the whole grid once, if any column needs it, and decide.

    Raises AmbiguousNumbers or AmbiguousDates where a column has two readings and nothing chooses.
    """
    zone = ZoneInfo(options.time_zone)
    present = now() if options.today is None else datetime.combine(options.today, time.max, zone)
    calendar = Calendar(zone, present.astimezone(zone).date())
    signs = {each.column.name: sign for each in plan.fields if (sign := _said_sign(each, options))}
    calendars = {
        each.column.name: found for each in plan.fields if (found := _said_calendar(each, options, calendar))
    }
    asked = [
        each for each in plan.fields
        if (each.is_number and each.column.name not in signs) or (each.is_date and each.column.name not in calendars)
    ]  # fmt: skip
    for each, evidence in _weigh(grid, plan, asked):
        name = each.column.name
        if each.is_number:
            signs[name] = _decided_sign(path, each, evidence)
        else:
            calendars[name] = replace(calendar, order=_decided_order(path, each, evidence))
    return Formats(signs, calendars, calendar, present + timedelta(days=1))


def _said_sign(each: Field, options: ReadOptions) -> DecimalSign | None:
    said = each.source.decimal or options.decimal if each.is_number else None
    return "comma" if said == "comma" else "point" if said else None


def _said_calendar(each: Field, options: ReadOptions, calendar: Calendar) -> Calendar | None:
    if not each.is_date:
        return None
    said = each.source.format
    for order in get_args(DateOrder):
        if said == order or (said is None and options.date_order == order):
            return replace(calendar, order=order)
    return replace(calendar, pattern=said) if said else None


def _weigh(grid: Grid, plan: Plan, asked: list[Field]) -> Iterable[tuple[Field, _Evidence]]:
    evidence = {each.column.name: _Evidence() for each in asked}
    if asked:
        narrow = replace(plan, fields=tuple(asked))
        for batch in grid.batches(sorted(used_columns(narrow))):
            frame = assemble(sift(trimmed(batch), narrow)[0], narrow)
            for each in asked:
                texts = frame[each.column.name].drop_nulls()
                weigh = separator_evidence if each.is_number else _order_evidence
                evidence[each.column.name].add(*weigh(texts))
    return [(each, evidence[each.column.name]) for each in asked]


def _order_evidence(texts: pl.Series) -> tuple[int, int, str | None]:
    """Count the dates that only day/month or only month/day fits, and show one that both fit."""
    texts = texts.filter(texts.str.contains(_SLASHED))
    parts = texts.str.extract_groups(_SLASHED).struct.unnest()
    first, second = (parts.to_series(i).cast(pl.Int64) for i in (0, 1))
    day_first = (first > 12) & (first <= 31) & (second >= 1) & (second <= 12)
    month_first = (second > 12) & (second <= 31) & (first >= 1) & (first <= 12)
    both = texts.filter((first <= 12) & (second <= 12) & (first >= 1) & (second >= 1) & (first != second))
    return int(day_first.sum()), int(month_first.sum()), both[0] if len(both) else None


def _decided_sign(path: Path, each: Field, evidence: _Evidence) -> DecimalSign:
    if doubt := evidence.doubt:
        raise AmbiguousNumbers(path, _name(each), doubt, both_readings(doubt))
    return "comma" if evidence.verdict else "point"


def _decided_order(path: Path, each: Field, evidence: _Evidence) -> DateOrder | None:
    if doubt := evidence.doubt:
        raise AmbiguousDates(path, _name(each), doubt, _both_dates(doubt))
    verdict = evidence.verdict
    return None if verdict is None else "dmy" if verdict else "mdy"


def _name(each: Field) -> str:
    return each.header or each.column.name


def _both_dates(text: str) -> tuple[Text, Text]:
    """Return a doubtful date as its day/month and its month/day reading say it."""
    parts = (
        pl.Series([text]).str.extract_groups(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})").struct.unnest().row(0)
    )
    first, second, year = map(int, parts)
    return _spelled(first, second, year), _spelled(second, first, year)


def _spelled(day: int, month: int, year: int) -> Text:
    return Text(f"{day} {_MONTHS[month - 1]} {year}", f"{day} {_ENGLISH[month - 1]} {year}")
