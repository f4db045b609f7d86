"""What each place spent, month by month, and the contracts that came of it: the history behind the next euro."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from filon.insight.methods.response import Numbers, arrived
from filon.metrics.answer import Row
from filon.metrics.engine import Engine
from filon.metrics.gather import delays
from filon.metrics.gather.delays import Signed
from filon.metrics.gather.select import Context
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.terms.period import add_months, months
from filon.terms.scope import Scope

WINDOW_MONTHS = 12  # the months whose spending is shared out anew
HISTORY_MONTHS = 60  # older ones say little of today


@dataclass(frozen=True)
class History:
    """Spending, calling hours and contracts by place and month, and how late contracts come.

    `ended` is the last day of the campaigns that were over by the end of the query's period.
    """

    months: tuple[date, ...]
    spend: Mapping[Value, Mapping[date, float]]
    worked: Mapping[Value, Mapping[date, float]]
    signed: Mapping[Value, Sequence[Signed]]
    exposure: Mapping[Value, Numbers]
    ended: Mapping[Value, date]

    @classmethod
    def of(cls, engine: Engine, query: Query, dimension: str, scope: Scope) -> "History":
        """Read the history of a query's places along a dimension, in whole months that are over.

        It ends with the last month that has a cost: later ones are not booked yet, rather than without spending.
        """
        costs = engine.answer(replace(query, metrics=("cost_total", "hours"), by=(dimension, "month")), scope)
        current = min(filter(None, (costs.as_of.date(), query.period.end))).replace(day=1)
        spend, worked = (_by_month(costs.rows, dimension, name, current) for name in ("cost_total", "hours"))
        context = engine.context(replace(query, metrics=("contracts",)), scope)
        signed = {key[0]: rows for key, rows in delays.gather(context, (dimension,)).items()}
        spent = {month for costs_of in spend.values() for month, cost in costs_of.items() if cost}
        begin, current = min(spent, default=current), min(current, add_months(max(spent, default=current), 1))
        begin = max(begin, add_months(current, -HISTORY_MONTHS), _first_whole(query.period.begin))
        whole = tuple(months(begin, current))
        ended = over(context) if dimension == "campaign" else {}
        return cls(whole, spend, worked, signed, exposures(signed, whole), ended)

    @property
    def window(self) -> tuple[date, ...]:
        """The last complete months."""
        return self.months[-WINDOW_MONTHS:]

    def spent(self, value: Value, months: Sequence[date]) -> Numbers:
        """Return what a place spent in each month."""
        known = self.spend.get(value, {})
        return np.array([known.get(month, 0.0) for month in months])

    def hours(self, value: Value) -> Numbers:
        """Return the calling hours of a place in each month of the window; those that nobody recorded are none."""
        known = self.worked.get(value, {})
        return np.array([known.get(month, 0.0) for month in self.window])

    def contracts(self, value: Value) -> Numbers:
        """Return the contracts that came of each month, signed by the end of the last one."""
        counted = dict.fromkeys(self.months, 0.0)
        for one in self.signed.get(value, ()):
            if one.origin in counted and one.signed <= self.months[-1]:
                counted[one.origin] += one.contracts
        return np.array(list(counted.values()))


def over(context: Context) -> dict[Value, date]:
    """Return the last day of each campaign of a question that was over by the end of its period."""
    end, today = context.query.period.end, context.lake.snapshot.published_at.date()
    last = min(end - timedelta(days=1), today) if end else today
    return {
        row["code"]: row["ends_on"]
        for number, row in context.reference.campaigns.items()
        if context.campaigns.holds(number) and row["ends_on"] is not None and row["ends_on"] < last
    }


def running(engine: Engine, query: Query, dimension: str, scope: Scope) -> tuple[Query, tuple[str, ...]]:
    """Return the query without the campaigns that are over, and the codes of these.

    Their money is no longer spent: along any dimension it would be taken for today's. Campaigns themselves are told
    apart line by line, and where all are over they are studied as they were.
    """
    context = engine.context(replace(query, metrics=("cost_total",)), scope)
    ended = over(context)
    known = context.reference.campaigns
    going = [row["code"] for number, row in known.items() if context.campaigns.holds(number)]
    going = [code for code in going if code not in ended]
    if dimension == "campaign" or not ended or not going:
        return query, ()
    kept: tuple[Value, ...] = (*going, None) if context.campaigns.unattributed else tuple(going)
    return replace(query, where={**query.where, "campaign": kept}), tuple(sorted(map(str, ended)))


def _by_month(
    rows: Sequence[Row], dimension: str, metric: str, before: date
) -> dict[Value, dict[date, float]]:
    found: dict[Value, dict[date, float]] = {}
    for row in rows:
        value, month, figure = row.dimensions[dimension], row.dimensions["month"], row.cells[metric].value
        if month is None or figure is None:
            continue
        if (day := date.fromisoformat(f"{month}-01")) < before:
            found.setdefault(value, {})[day] = float(figure)
    return found


def _first_whole(begin: date | None) -> date:
    """Return the first month of which no day lies before a period's beginning."""
    if begin is None:
        return date.min
    return begin if begin.day == 1 else add_months(begin, 1)


def exposures(signed: Mapping[Value, Sequence[Signed]], months: Sequence[date]) -> dict[Value, Numbers]:
    """Return the share of each month's contracts that had time to be signed, by place."""
    if not months:
        return {}
    every = _delays([one for rows in signed.values() for one in rows], months)
    return {value: arrived(_delays(rows, months), every)[::-1] for value, rows in signed.items()}


def _delays(signed: Sequence[Signed], months: Sequence[date]) -> Numbers:
    """Return the contracts by month of the call and by months to the signature, NaN for what is still to come."""
    size = len(months)
    counts = np.where(np.add.outer(range(size), range(size)) < size, 0.0, np.nan)
    index = {month: place for place, month in enumerate(months)}
    for one in signed:
        origin, end = index.get(one.origin), index.get(one.signed)
        if origin is not None and end is not None and end >= origin:
            counts[origin, end - origin] += one.contracts
    return counts
