"""From a table of the lake to the rows a query keeps, with one column per dimension asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis

from filon.lake.tables import Expression, Lake
from filon.metrics.gather.reference import Campaigns, Reference
from filon.metrics.language.catalogue import Catalogue
from filon.metrics.language.dimension import Kind, Value, time_label, time_period
from filon.metrics.language.query import Query
from filon.terms.period import Period

RESULTS = frozenset(
    {"appointments", "opportunities", "contracts"}
)  # credited, and dated by origin in cohorts
_TRUNCATE = {"week": "W", "month": "M"}
_PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
_DAILY = frozenset({"operator", "weekday"})  # what the daily rollup knows beside day and campaign
_OF_CAMPAIGN = {"client": "client_code"}
_ATTRIBUTES = frozenset({"client", "channel", "organisation", "kind", "offer", "target"})  # of a campaign
MONTH_SPAN = 32  # days given to a month so that (month, day) compares as one number


@dataclass(frozen=True)
class Context:
    """What a question is answered from."""

    lake: Lake
    catalogue: Catalogue
    reference: Reference
    query: Query
    campaigns: Campaigns

    def kind(self, dimension: str) -> Kind:
        """Return where a dimension is known from."""
        return self.catalogue.dimensions[dimension].kind


@dataclass(frozen=True)
class Selected:
    """Rows kept, and the column that holds each dimension asked."""

    lake: Lake
    table: Expression
    columns: Mapping[str, str]

    def grouped(self, aggregates: Mapping[str, Expression]) -> list[dict[str, Any]]:
        """Return one dictionary per combination of dimension values, `by_…` columns first."""
        names = list(self.columns.values())
        grouped = self.table.group_by(names).agg(**aggregates) if names else self.table.agg(**aggregates)
        return self.lake.rows(grouped)

    def keyed(
        self, context: Context, rows: Iterable[dict[str, Any]]
    ) -> Iterator[tuple[tuple[Value, ...], dict[str, Any]]]:
        """Give rows after the values shown of their dimensions, each read once."""
        known: dict[tuple[str, Any], Value] = {}
        for row in rows:
            key: list[Value] = []
            for name, column in self.columns.items():
                place = name, row[column]
                if place not in known:
                    known[place] = read(context, *place)
                key.append(known[place])
            yield tuple(key), row


def select(
    context: Context,
    table: str,
    day: str,
    dimensions: Sequence[str],
    *,
    where: Mapping[str, tuple[Value, ...]] | None = None,
    detail: bool = False,
) -> Selected:
    """Keep the rows of `table`, dated by `day`, that the query asks for.

    `where` replaces the query's filters; campaigns out of scope are left out in any case. `detail` asks
    for single calls where the daily rollup would do.
    """
    filters = context.query.where if where is None else where
    # A filter on campaigns is held by their ids: only what is shown of them must be joined.
    wanted = {*dimensions, *(name for name in filters if context.kind(name) is not Kind.CAMPAIGN)}
    rows = _base(context, table, wanted, detail=detail)
    if table in RESULTS:
        rows = rows.filter(rows.model.fill_null("").isin(["", context.query.attribution]))
    rows = rows.filter(rows[day].notnull())
    rows, dated = _dated(context.query, table, rows, day)
    conditions = [*in_period(dated, context.query.period), *context.campaigns.condition(rows.campaign)]
    for name, values in filters.items():
        if context.kind(name) is Kind.TIME:
            conditions.append(_in_any(dated, [time_period(name, str(value)) for value in values]))
        elif context.kind(name) is not Kind.CAMPAIGN:
            conditions.append(
                _one_of(_column(context, table, rows, name), context.reference.keys(name, values))
            )
    columns = {name: f"by_{name}" for name in dimensions}
    added = {
        column: _numbered(dated, name)
        if context.kind(name) is Kind.TIME
        else _column(context, table, rows, name)
        for name, column in columns.items()
    }
    rows = rows.filter(*conditions) if conditions else rows
    return Selected(context.lake, rows.mutate(dated=dated, **added), columns)


def read(context: Context, dimension: str, raw: Any) -> Value:
    """Return the value shown for what a table holds."""
    if isinstance(raw, date):
        return time_label(dimension, raw)
    if dimension in _PER_YEAR and raw is not None:
        return time_label(dimension, _first_day(raw, dimension))
    return context.reference.code(dimension, raw)


def truncated(day: Expression, unit: str) -> Expression:
    """Return the first day of the week or month of a day; the day itself for a day."""
    # Engines give a day or an instant for this; the cast alone would be taken for needless and dropped.
    return day if unit == "day" else day.cast("timestamp").truncate(_TRUNCATE[unit]).cast("date")


def _numbered(day: Expression, unit: str) -> Expression:
    """Return what rows are grouped by: months, quarters or years counted from year 0, else the first day."""
    # Grouping by a number takes half the time of truncating the day of every row.
    if unit not in _PER_YEAR:
        return truncated(day, unit)
    years = day.year().cast("int64")
    return years if unit == "year" else years * _PER_YEAR[unit] + getattr(day, unit)() - 1


def _first_day(number: int, unit: str) -> date:
    year, part = divmod(number, _PER_YEAR[unit])
    return date(year, part * (12 // _PER_YEAR[unit]) + 1, 1)


def uses_rollup(context: Context, wanted: Iterable[str]) -> bool:
    """Tell whether the daily rollup of calls knows all these dimensions."""
    return all(name in _DAILY or context.kind(name) in (Kind.TIME, Kind.CAMPAIGN) for name in wanted)


def _base(context: Context, table: str, wanted: set[str], *, detail: bool) -> Expression:
    kinds = {context.kind(name) for name in wanted}
    if table == "calls" and not detail and uses_rollup(context, wanted):
        rows = context.lake.table("calls_daily")
        rows = rows.mutate(weekday=rows.day.day_of_week.index() + 1) if "weekday" in wanted else rows
    elif table == "calls":
        rows = _calls(context.lake.table("calls"), attempts="attempt_number" in wanted)
    else:
        rows = context.lake.table(table)
    if wanted & {"country", *_ATTRIBUTES}:
        campaigns = context.lake.table("campaigns")
        known = {f"campaign_{name}": campaigns[name] for name in campaigns.columns}
        campaigns = campaigns.select(**known)
        rows = rows.left_join(campaigns, rows.campaign == campaigns.campaign_campaign)
    if Kind.CONTACT in kinds and "contact" in rows.columns:
        contacts = context.lake.table("contacts")
        contacts = contacts.select(**{f"contact_{name}": contacts[name] for name in contacts.columns})
        rows = rows.left_join(contacts, rows.contact == contacts.contact_contact)
    return rows


def _calls(rows: Expression, *, attempts: bool) -> Expression:
    """Give single calls the columns of their rollup, and their rank among the contact's calls if asked."""
    added: dict[str, Expression] = {
        "calls": ibis.literal(1, "int64"),
        "decision_makers": rows.decision_maker,
        "useful_conversations": rows.useful,
        "talk_seconds": rows.talk_s,
    }
    if attempts:
        window = ibis.window(
            group_by=[rows.campaign, rows.contact], order_by=[rows.started_at.asc(), rows.call.asc()]
        )
        added["attempt_number"] = ibis.row_number().over(window) + 1
    return rows.mutate(**added)


def _dated(query: Query, table: str, rows: Expression, day: str) -> tuple[Expression, Expression]:
    """Return the rows and the day they count on: their own, or in a cohort that of the call they came from."""
    if query.view == "activity" or table not in RESULTS:
        return rows, rows[day]
    if query.horizon_months is not None:
        latest = _ordinal(rows.origin_on) + query.horizon_months * MONTH_SPAN
        rows = rows.filter(_ordinal(rows[day]) < latest)
    return rows, rows.origin_on


def _ordinal(day: Expression) -> Expression:
    # Whole months as integers: engines do not agree on adding months to a day.
    return (day.year() * 12 + day.month()).cast("int64") * MONTH_SPAN + day.day()


def in_period(day: Expression, period: Period) -> list[Expression]:
    """Return the conditions that a day lies in a period."""
    conditions = []
    if period.begin is not None:
        conditions.append(day >= ibis.date(period.begin.isoformat()))
    if period.end is not None:
        conditions.append(day < ibis.date(period.end.isoformat()))
    return conditions


def _in_any(day: Expression, periods: Sequence[Period]) -> Expression:
    kept = ibis.literal(False)
    for period in periods:
        first, last = in_period(day, period)
        kept |= first & last
    return kept


def _one_of(column: Expression, values: Sequence[Any]) -> Expression:
    known = [value for value in values if value is not None]
    kept = column.isin(known) if known else ibis.literal(False)
    return kept.fill_null(False) | column.isnull() if None in values else kept


def _column(context: Context, table: str, rows: Expression, dimension: str) -> Expression:
    """Return the column of a dimension that is not of time; null where the table cannot know it."""
    kind = context.kind(dimension)
    if dimension == "campaign":
        return rows.campaign
    if kind is Kind.CAMPAIGN:
        return rows[f"campaign_{_OF_CAMPAIGN.get(dimension, dimension)}"]
    if dimension == "country":
        campaign = rows.campaign_country
        return (
            ibis.coalesce(rows.contact_country, campaign) if "contact_country" in rows.columns else campaign
        )
    if kind is Kind.CONTACT:
        known = f"contact_{dimension}" in rows.columns
        return rows[f"contact_{dimension}"] if known else ibis.null("string")
    if dimension in rows.columns and (table != "totals" or dimension == "operator"):
        return rows[dimension]
    return ibis.null("int64" if context.catalogue.dimensions[dimension].whole else "string")
