"""A half-open span of days."""

from dataclasses import dataclass
from datetime import date, timedelta

YEARS = range(1900, 3000)
"""The years of days that may be asked for; the calendar itself ends too near to count from its edge."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `begin` (included) to `end` (excluded); None leaves a side open."""

    begin: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in the period."""
        return (self.begin is None or day >= self.begin) and (self.end is None or day < self.end)


def days(first: date, last: date) -> list[date]:
    """Return every day from `first` to `last`, both included."""
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def add_months(day: date, months: int) -> date:
    """Return the first day of the month that is `months` after a day's."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months(begin: date, end: date) -> list[date]:
    """Return the first days of the months from that of `begin` on that lie before `end`."""
    found, day = [], add_months(begin, 0)
    while day < end:
        found.append(day)
        day = add_months(day, 1)
    return found


def whole_months(first: date, last: date) -> int:
    """Return the months from a day to another that are over: a month is on the same day of the next one."""
    return 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)
