"""Dimensions: what a figure can be split and filtered by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from filon.metrics.language.faults import BadOption
from filon.terms.period import Period, add_months
from filon.terms.text import Text

Value = str | int | None  # of a dimension; None is what cannot be attributed


class Kind(StrEnum):
    """Where a dimension is known from, which decides the tables that can be split by it."""

    TIME = "time"  # the day a row is dated by
    CAMPAIGN = "campaign"  # an attribute of the campaign
    CALL = "call"  # of the call itself, or of the call a result is credited to
    CONTACT = "contact"  # an attribute of the prospect
    ATTEMPT = "attempt"  # of a call alone
    DEAL = "deal"  # of an opportunity or a contract


SEGMENT_KINDS = frozenset({Kind.CALL, Kind.CONTACT})  # costs reach these through their allocation key


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension; `values` is its closed list, where it has one; `whole` tells that values are integers."""

    id: str
    label: Text
    kind: Kind
    values: Mapping[str, Text] | None = None
    whole: bool = False


def time_label(unit: str, day: date) -> Value:
    """Return the value a day has in a time dimension: 2026-01-31, 2026-W05, 2026-01, 2026-Q1 or 2026."""
    match unit:
        case "day":
            return day.isoformat()
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        case "month":
            return day.isoformat()[:7]
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return str(day.year)
    raise KeyError(unit)


@lru_cache(maxsize=4096)
def time_period(unit: str, value: str) -> Period:
    """Return the days of a time value, as `time_label` writes it. Raises BadOption where it is not one."""
    try:
        if unit == "day":
            first = date.fromisoformat(value)
            return Period(first, first + timedelta(days=1))
        if unit == "week":
            first = date.fromisocalendar(int(value[:4]), int(value.split("-W")[1]), 1)
            return Period(first, first + timedelta(days=7))
        months = {"month": 1, "quarter": 3, "year": 12}[unit]
        part = 1 if unit == "year" else int(value[5:].removeprefix("Q"))
        first = date(int(value[:4]), months * (part - 1) + 1, 1)
        period = Period(first, add_months(first, months))
    except (ValueError, IndexError, OverflowError) as error:
        raise _bad_time(unit, value) from error
    if time_label(unit, first) != value:
        raise _bad_time(unit, value)
    return period


def _bad_time(unit: str, value: str) -> BadOption:
    example = time_label(unit, date(2026, 1, 31))
    return BadOption(
        Text(f"Filtre {unit}", f"Filter {unit}"),
        value,
        Text(f"une valeur comme « {example} »", f"a value as “{example}”"),
    )
