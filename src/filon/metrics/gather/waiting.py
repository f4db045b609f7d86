"""Prospects with an appointment, by the day it was booked and the day their first deal was opened."""

from dataclasses import dataclass
from datetime import date

from filon.metrics.gather.select import Context, select


@dataclass(frozen=True, slots=True)
class Waiting:
    """Prospects of a campaign whose first appointment was booked on one day; `opened` is None while no deal is."""

    booked: date
    opened: date | None
    prospects: float


def waiting(context: Context) -> list[Waiting]:
    """Return the prospects of a query that have an appointment, dated by its booking."""
    rows = select(context, "journey", "appointment_on", ()).table
    grouped = rows.group_by("appointment_on", "opportunity_on").agg(prospects=rows.count())
    return [
        Waiting(row["appointment_on"], row["opportunity_on"], float(row["prospects"]))
        for row in context.lake.rows(grouped)
    ]
