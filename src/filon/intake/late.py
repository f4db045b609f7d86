"""Keeps closed months as they are: costs that come late count in an open month, altered ones are refused."""

from datetime import date
from typing import Any

import polars as pl

from filon.intake.kinds import Kind
from filon.intake.reading import Reject
from filon.records.actions.costs import placed
from filon.records.actions.enter import says
from filon.records.models import Cost
from filon.records.queries.settings import books
from filon.terms.books import Books
from filon.terms.text import Text

PLACED = ("period_start", "period_end", "original_start", "original_end")
_FROZEN = Text(
    "cette écriture compte dans un mois clos, et le fichier la change : corrigez-la depuis la page des coûts (par "
    "contre-écriture), ou rouvrez le mois",
    "this entry counts in a closed month, and the file changes it: correct it from the costs page (by a "
    "counter-entry), or reopen the month",
)


def matters(kind: Kind) -> bool:
    """Tell whether rows of a kind may have to be counted in another month than the one they state."""
    late = Cost.objects.filter(voided_at__isnull=True, original_start__isnull=False)
    return kind.name == "costs" and (books().open_from is not None or late.exists())


def place(kind: Kind, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Reject], int]:
    """Give each cost the open period it counts in; return the rows, those refused, and how many came late.

    Shapes: the rows gain the columns of PLACED. An entry known already keeps the period it counts in as long
    as the file states the same one.
    """
    closed = books(hold=True)
    known = _known(rows["_key"], closed)
    periods: list[tuple[date | None, ...]] = []
    rejects: list[Reject] = []
    late = 0
    for row in rows.iter_rows(named=True):
        entry = known.get(row["_key"])
        period = _period(row, entry, closed)
        periods.append(tuple(period[name] for name in PLACED))
        late += entry is None and period["period_start"] != row["period_start"]
        frozen = entry is not None and entry.edited_at is None and closed.closed(entry.period_start)
        if frozen and not says(entry, _attributes(kind, {**row, **period})):  # type: ignore[arg-type] # frozen: there is one
            rejects.append(Reject(row["line"], "period_start", _FROZEN))
    counted = pl.DataFrame(periods, schema=dict.fromkeys(PLACED, pl.Date), orient="row")
    rows = rows.with_columns(counted[name] for name in PLACED)
    return rows.filter(~pl.col("line").is_in([reject.line for reject in rejects])), rejects, late


def _period(row: dict[str, Any], entry: Cost | None, closed: Books) -> dict[str, date | None]:
    stated = (row["period_start"], row.get("period_end"))
    if entry and stated in {
        (entry.period_start, entry.period_end), (entry.original_start, entry.original_end),
    }:  # fmt: skip
        return {name: getattr(entry, name) for name in PLACED}
    given = {name: row.get(name) for name in PLACED}
    return {**given, **placed(closed, given)}


def _known(keys: pl.Series, closed: Books) -> dict[str, Cost]:
    """Return the live entries among some ids that are closed or came late."""
    found: dict[str, Cost] = {}
    for start in range(0, len(keys), 500):
        entries = Cost.objects.filter(voided_at__isnull=True, cost_id__in=keys[start : start + 500].to_list())
        found |= {
            entry.cost_id: entry
            for entry in entries
            if entry.original_start is not None or closed.closed(entry.period_start)
        }
    return found


def _attributes(kind: Kind, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row says of a record, by attribute."""
    found = {}
    for column in kind.columns:
        source = column.attribute if column.refers else column.name
        if source in row and column.name != "currency":
            found[column.attribute] = row[source]
    return found
