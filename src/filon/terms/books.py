"""Which months are closed for costs, and where what comes too late is counted."""

from dataclasses import dataclass
from datetime import date

from filon.terms.period import next_month


@dataclass(frozen=True, slots=True)
class Books:
    """Every day before `open_from`, the first of a month, is closed; nothing is where it is None."""

    open_from: date | None = None

    def closed(self, first: date) -> bool:
        """Tell whether a period that begins on a day touches a closed month."""
        return self.open_from is not None and first < self.open_from

    def open_part(self, first: date, last: date) -> tuple[date, date]:
        """Return the days of a period that are open, else the whole first open month; both ends included."""
        if self.open_from is None or first >= self.open_from:
            return first, last
        if last >= self.open_from:
            return self.open_from, last
        return self.open_from, date.fromordinal(next_month(self.open_from).toordinal() - 1)
