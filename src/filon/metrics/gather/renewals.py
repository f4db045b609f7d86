"""Contracts counted by term, age and end, and customers by what they bought again: what retention is fitted on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis

from filon.lake.tables import Expression
from filon.metrics.gather.cells import Key
from filon.metrics.gather.select import Context, Selected, select

_UNKNOWN = ("margin", "recurring_margin", "term")  # keys of `reasons.UNKNOWN`, in the order they are told
_KEYS = ("alike_term", "alike_age", "alike_lived", "alike_ends", "alike_unknown", "alike_first")
_CENTS = ("margin_cents", "monthly_margin_cents")
_SUMS = ("margin", "monthly", "margin_squares", "monthly_squares", "products")


@dataclass(frozen=True, slots=True)
class Alike:
    """Contracts of one term, age and end, with the cents they bring and the moments of these.

    `first` tells those that are the first of their customer; `term` is None without recurrence. Months since the
    signature: `age`, whole ones to the day of the snapshot; `lived`, those begun before an end that has come (None:
    still running); `ends`, those begun before any end that is written, come or announced.
    `unknown` names why what they bring is not known.
    """

    term: int | None
    age: int
    lived: int | None
    ends: int | None
    unknown: str | None
    first: bool
    contracts: float
    margin: float
    monthly: float
    margin_squares: float
    monthly_squares: float
    products: float


@dataclass(frozen=True, slots=True)
class Bought:
    """Customers alike: days on which they signed again, days to the last one and to the snapshot, cents of these."""

    repeats: int
    last: int
    observed: int
    customers: int
    margin: int | None  # of what they signed again; None where unknown


def contracts(context: Context, dimensions: Sequence[str]) -> dict[Key, list[Alike]]:
    """Return the contracts of a query by cell; results split between several calls count by their weight."""
    selected = select(context, "contracts", "signed_on", dimensions)
    today = context.lake.snapshot.published_at.date()
    rows = selected.table
    ended = (rows.ended_on <= ibis.date(today.isoformat())).fill_null(False)
    recurring = rows.monthly_cents.notnull()
    margin, monthly = (rows[name].cast("float64").fill_null(0.0) for name in _CENTS)
    rows = rows.mutate(
        alike_term=recurring.ifelse(rows.term_months, ibis.null("int64")),
        alike_age=_months(rows.signed_on, today, begun=False),
        alike_lived=ended.ifelse(_months(rows.signed_on, rows.ended_on, begun=True), ibis.null("int64")),
        alike_ends=rows.ended_on.notnull().ifelse(
            _months(rows.signed_on, rows.ended_on, begun=True), ibis.null("int64")
        ),
        alike_first=rows.new_customer.fill_null(1) == 1,
        alike_unknown=ibis.cases(
            (rows.margin_cents.isnull(), 0),
            (recurring & rows.monthly_margin_cents.isnull(), 1),
            (recurring & (rows.term_months.fill_null(0) <= 0), 2),
        ),
        margin=margin,
        monthly=monthly,
        margin_squares=margin * margin,
        monthly_squares=monthly * monthly,
        products=margin * monthly,
    )
    keys = {name: name for name in _KEYS}
    grouped = Selected(context.lake, rows, {**selected.columns, **keys}).grouped(
        {
            "contracts": rows.weight.sum(),
            **{name: rows[name].sum() for name in _SUMS},
        }
    )
    found: dict[Key, list[Alike]] = defaultdict(list)
    for key, row in selected.keyed(context, grouped):
        unknown = row["alike_unknown"]
        found[key].append(
            Alike(
                row["alike_term"],
                row["alike_age"],
                row["alike_lived"],
                row["alike_ends"],
                None if unknown is None else _UNKNOWN[unknown],
                row["alike_first"],
                row["contracts"],
                *(float(row[name]) for name in _SUMS),
            )
        )
    return dict(found)


def purchases(context: Context) -> list[Bought]:
    """Return the customers of a query by what they signed on later days; contracts without a contact are left out."""
    rows = select(context, "contracts", "signed_on", ()).table
    rows = rows.filter(rows.contact.notnull())
    today = ibis.date(context.lake.snapshot.published_at.date().isoformat())
    days = rows.group_by("contact", "signed_on").agg(
        margin=rows.margin_cents.sum(), unknown=rows.margin_cents.isnull().any()
    )
    days = days.mutate(place=ibis.row_number().over(group_by="contact", order_by="signed_on"))
    later = days.place > 0
    each = days.group_by("contact").agg(
        repeats=days.count() - 1,
        last=days.signed_on.max().delta(days.signed_on.min(), unit="day"),
        observed=today.delta(days.signed_on.min(), unit="day"),
        margin=days.margin.sum(where=later),
        unknown=(days.unknown & later).any(),
    )
    # Those who never came back are alike by the day they came; the others are told one by one.
    each = each.mutate(who=(each.repeats > 0).ifelse(each.contact, ibis.null("int64")))
    counted = each.group_by("who", "repeats", "last", "observed", "unknown").agg(
        customers=each.count(), cents=each.margin.sum()
    )
    return [
        Bought(
            row["repeats"],
            row["last"],
            max(row["observed"], row["last"]),
            row["customers"],
            None if row["unknown"] else int(row["cents"] or 0),
        )
        for row in context.lake.rows(counted)
    ]


def _months(first: Expression, end: Expression | date, *, begun: bool) -> Expression:
    """Return the months from a day to another: those begun, or those that are over; never fewer than 0."""
    end = ibis.date(end.isoformat()) if isinstance(end, date) else end
    whole = 12 * (end.year() - first.year()) + end.month() - first.month()
    part = (end.day() > first.day()).cast("int64") if begun else -(end.day() < first.day()).cast("int64")
    return ibis.greatest((whole + part).cast("int64"), 0)
