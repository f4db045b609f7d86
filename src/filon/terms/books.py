"""Which months are closed for costs, and where what comes too late is counted."""

from dataclasses import dataclass
from datetime import date, timedelta

from filon.terms.period import add_months


@dataclass(frozen=True, slots=True)
class Books:
    """Every day before `open_from`, the first of a month, is closed; nothing is where it is None."""

    open_from: date | None = None

    @property
    def last_closed(self) -> date | None:
        """The last day that is closed."""
        return self.open_from - timedelta(days=1) if self.open_from else None

    def closed(self, first: date) -> bool:
        """Tell whether a period that begins on a day touches a closed month."""
        return self.open_from is not None and first < self.open_from

    def open_part(self, first: date, last: date) -> tuple[date, date]:
        """Return the days of a period that are open, else the whole first open month; both ends included."""
        if self.open_from is None or first >= self.open_from:
            return first, last
        if last >= self.open_from:
            return self.open_from, last
        return self.open_from, add_months(self.open_from, 1) - timedelta(days=1)
