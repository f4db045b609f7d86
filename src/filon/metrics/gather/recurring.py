"""Recurring revenue of the customers of a year ago, then and now: what retention by amount is counted from."""

from dataclasses import dataclass
from datetime import date

import ibis

from filon.lake.tables import Expression
from filon.metrics.gather.select import Context, select


@dataclass(frozen=True, slots=True)
class Kept:
    """Customers with recurring revenue on `day`, and what the same pay now; sums over customers, in cents a month.

    `retained` is, of what each paid then, the part still paid; `lost` what those who are gone paid; `added` what
    the others pay more. Squares are of each customer, products with what it paid then.
    """

    day: date
    customers: int
    gone: int
    before: float
    after: float
    retained: float
    lost: float
    added: float
    before_squares: float
    after_squares: float
    retained_squares: float
    after_products: float
    retained_products: float


def kept(asked: Context, everything: Context) -> Kept:
    """Return what became of the recurring revenue of a year ago of the customers asked for, in all their contracts.

    A customer is a contact; a contract without one is its own. A contract runs until the day before its end. One
    that replaces another weighs as the change of the two.
    """
    today = asked.lake.snapshot.published_at.date()
    day = _year_before(today)
    chosen = _recurring(asked)
    chosen = chosen.filter(_running(chosen, day)).select("who").distinct()
    rows = _recurring(everything)
    rows = rows.semi_join(chosen, "who")
    each = rows.group_by("who").agg(
        before=_running(rows, day).ifelse(rows.paid, 0.0).sum(),
        after=_running(rows, today).ifelse(rows.paid, 0.0).sum(),
    )
    each = each.filter(each.before > 0)
    each = each.mutate(retained=ibis.least(each.before, each.after), gone=each.after <= 0)
    sums = each.agg(
        customers=each.count(),
        left=each.gone.sum(),
        lost=each.gone.ifelse(each.before, 0.0).sum(),
        added=ibis.greatest(each.after - each.before, 0.0).sum(),
        **{name: each[name].sum() for name in ("before", "after", "retained")},
        **{f"{name}_squares": (each[name] * each[name]).sum() for name in ("before", "after", "retained")},
        **{f"{name}_products": (each[name] * each.before).sum() for name in ("after", "retained")},
    )
    (found,) = asked.lake.rows(sums)
    customers, gone = int(found.pop("customers") or 0), int(found.pop("left") or 0)
    return Kept(day, customers, gone, **{name: float(value or 0) for name, value in found.items()})


def _recurring(context: Context) -> Expression:
    rows = select(context, "contracts", "signed_on", ()).table
    rows = rows.filter(rows.monthly_cents.notnull())
    return rows.select(
        "signed_on",
        "ended_on",
        who=ibis.coalesce(rows.contact, -rows.contract),
        paid=rows.monthly_cents.cast("float64") * rows.weight,
    )


def _running(rows: Expression, day: date) -> Expression:
    on = ibis.date(day.isoformat())
    return (rows.signed_on <= on) & (rows.ended_on.isnull() | (rows.ended_on > on))


def _year_before(day: date) -> date:
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)
