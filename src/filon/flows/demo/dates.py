"""Months and working days of the demonstration."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from filon.flows.demo.story import MONTHS

_CLOSED = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


@dataclass(frozen=True, slots=True)
class Span:
    """The eighteen months before `end` (excluded, the first day of a month)."""

    end: date

    def month(self, index: int) -> date:
        """Return the first day of a month; 0 is the oldest, MONTHS the end."""
        count = self.end.year * 12 + self.end.month - 1 - MONTHS + index
        return date(count // 12, count % 12 + 1, 1)

    def last_day(self, index: int) -> date:
        """Return the last day of a month."""
        return self.month(index + 1) - timedelta(days=1)

    def index(self, day: date) -> int:
        """Return the month a day lies in."""
        return (day.year - self.month(0).year) * 12 + day.month - self.month(0).month

    def workdays(self, first: int, last: int) -> list[date]:
        """Return the working days of months `first` to `last`, both included."""
        begin, end = self.month(first), self.month(last + 1)
        every = (begin + timedelta(days=i) for i in range((end - begin).days))
        return [day for day in every if is_workday(day)]


def is_workday(day: date) -> bool:
    """Tell whether people are at work: no weekend, no public holiday of a fixed date."""
    return day.weekday() < 5 and (day.month, day.day) not in _CLOSED


def later(day: date, workdays: int) -> date:
    """Return the working day that many working days after `day`."""
    while workdays > 0 or not is_workday(day):
        day += timedelta(days=1)
        workdays -= is_workday(day)
    return day


def at(day: date, seconds: int) -> datetime:
    """Return an instant of a day, local and without offset as telephony exports give it."""
    return datetime.combine(day, time()) + timedelta(seconds=seconds)
