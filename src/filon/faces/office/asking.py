"""The state of a page as its address: what is asked, read from the query string and written back to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve

from filon.terms.faults import Fault
from filon.terms.period import YEARS, add_months

if TYPE_CHECKING:
    from filon.metrics.language.query import Query
    from filon.terms.period import Period

_OF_A_FILE = frozenset({"format", "table"})  # they ask for a file of the page, not for the page
UNATTRIBUTED = "~"  # how an address writes "what cannot be attributed"
EVERY = "*"  # how it writes "all of them", where a page would keep to some if nothing were asked


class BadAddress(Fault):
    """A part of an address cannot be read."""

    def __init__(self, name: str, seen: str) -> None:
        super().__init__(
            f"« {name} = {seen} » est illisible dans cette adresse : reprenez depuis le menu.",
            f"“{name} = {seen}” cannot be read in this address: start again from the menu.",
        )


@dataclass(frozen=True)
class Asked:
    """What a page is asked: days (both included), view, horizon, filters, and what is asked in full by name."""

    first: date | None = None
    last: date | None = None
    view: str = "activity"
    horizon_months: int | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    every: frozenset[str] = frozenset()

    def query(self, *metrics: str, by: tuple[str, ...] = (), **options: Any) -> "Query":
        """Return the query for some metrics. Raises the faults of `Query`."""
        from filon.metrics.language.query import Query
        from filon.terms.period import Period

        where = {
            name: tuple(None if value == UNATTRIBUTED else value for value in values)
            for name, values in self.where.items()
        }
        return Query(
            metrics,
            by=by,
            where=where,
            period=Period(self.first, self.last + timedelta(days=1) if self.last else None),
            view=self.view,  # type: ignore[arg-type] # the query refuses another, with the nearest ones
            horizon_months=self.horizon_months,
            **options,
        )

    def also(self, **where: str | int | None) -> "Asked":
        """Return the same question with one more filter per argument (None: what is not attributed)."""
        more = {name: (UNATTRIBUTED if value is None else str(value),) for name, value in where.items()}
        return replace(self, where={**self.where, **more})

    def during(self, month: str) -> "Asked":
        """Return the same question about the days it has in a month, written YYYY-MM."""
        begin = date.fromisoformat(f"{month}-01")
        end = add_months(begin, 1) - timedelta(days=1)
        first = begin if self.first is None else max(begin, self.first)
        return replace(self, first=first, last=end if self.last is None else min(end, self.last))

    def within(self, period: "Period") -> "Asked":
        """Return the same question about another period."""
        last = period.end - timedelta(days=1) if period.end else None
        return replace(self, first=period.begin, last=last)

    def answered(self, query: "Query") -> "Asked":
        """Return the question that a query of it answers: its filters and its period."""
        where = {
            name: tuple(UNATTRIBUTED if value is None else str(value) for value in values)
            for name, values in query.where.items()
        }
        return replace(self.within(query.period), where=where)

    def address(self) -> str:
        """Write the question as a query string."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """Return the names and values of the address, always in the same order, without the defaults."""
        pairs: list[tuple[str, str]] = []
        if self.first:
            pairs.append(("from", self.first.isoformat()))
        if self.last:
            pairs.append(("to", self.last.isoformat()))
        if self.view != "activity":
            pairs.append(("view", self.view))
        if self.horizon_months:
            pairs.append(("horizon", str(self.horizon_months)))
        where = {**dict.fromkeys(self.every, (EVERY,)), **self.where}
        return pairs + [(f"w.{name}", value) for name in sorted(where) for value in where[name]]


def asked(parameters: QueryDict) -> Asked:
    """Read a question from a query string; empty values are no filter. Raises BadAddress."""
    where = {
        name.removeprefix("w."): values
        for name in parameters
        if name.startswith("w.") and (values := tuple(value for value in parameters.getlist(name) if value))
    }
    every = frozenset(name for name, values in where.items() if EVERY in values)
    horizon = parameters.get("horizon") or ""
    if horizon and not horizon.isdecimal():
        raise BadAddress("horizon", horizon)
    return Asked(
        first=day(parameters, "from"),
        last=day(parameters, "to"),
        view=parameters.get("view") or "activity",
        horizon_months=int(horizon) if horizon else None,
        where={name: values for name, values in where.items() if name not in every},
        every=every,
    )


def day(parameters: QueryDict, name: str) -> date | None:
    """Read a day from a query string. Raises BadAddress where it is none, or so far that a calendar ends near it."""
    text = parameters.get(name) or ""
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadAddress(name, text) from error
    if found and found.year not in YEARS:
        raise BadAddress(name, text)
    return found


def local_page(address: str) -> str:
    """Return the address of one of our own pages without what is empty in it; home for anything else."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return "/"
    if parts.scheme or parts.netloc or "office" not in match.app_names:
        return "/"
    pairs = [(name, value) for name, value in parse_qsl(parts.query) if name not in _OF_A_FILE]
    return f"{parts.path}?{urlencode(pairs)}" if pairs else parts.path
