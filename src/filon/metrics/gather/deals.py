"""Deals counted by the days on which they were opened and closed, and what the won ones brought."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis

from filon.lake.tables import Expression
from filon.metrics.gather.cells import Key
from filon.metrics.gather.select import Context, Selected, select

_KINDS = {"opened": "created_on", "closed": "deal_closed", "won": "deal_won", "billed": "deal_billed"}
_SUMS = ("deals", "priced", "margin", "squares")


@dataclass(frozen=True, slots=True)
class Alike:
    """Deals opened and closed on the same days, and alike in the rest; credited ones count by their weight.

    `won` is None while open; `closed` is None too where nobody wrote when a deal was closed. `billed` tells that a contract names them. `priced` are those of known margin, with its cents and squares.
    """

    opened: date
    closed: date | None
    won: bool | None
    billed: bool
    deals: float
    priced: float
    margin: float
    squares: float


def deals(context: Context, dimensions: Sequence[str]) -> dict[Key, list[Alike]]:
    """Return the deals of a query by cell. A deal is an opportunity; a contract that names it makes it won.

    It closes on the day its first contract is signed, else on its own closing day.
    """
    selected = select(context, "opportunities", "created_on", dimensions)
    signed = _signed(context)
    rows = selected.table.left_join(signed, selected.table.opportunity == signed.signed_deal)
    billed = rows.signed_on.notnull()
    won, lost = billed | (rows.status == "won"), rows.status == "lost"
    closed = ibis.coalesce(rows.signed_on, (won | lost).ifelse(rows.closed_on, ibis.null("date")))
    margin = (~rows.unknown).ifelse(rows.signed_cents, ibis.null("int64")).cast("float64")
    rows = rows.mutate(
        deal_closed=closed,
        deal_won=ibis.cases((won, True), (lost, False)),
        deal_billed=billed,
        margin=margin,
    )
    grouped = Selected(context.lake, rows, {**selected.columns, **_KINDS}).grouped(
        {
            "deals": rows.weight.sum(),
            "priced": margin.notnull().ifelse(rows.weight, 0.0).sum(),
            "margin": (margin * rows.weight).sum(),
            "squares": (margin * margin * rows.weight).sum(),
        }
    )
    found: dict[Key, list[Alike]] = defaultdict(list)
    for key, row in selected.keyed(context, grouped):
        told = (row[column] for column in _KINDS.values())
        found[key].append(Alike(*told, *(float(row[name] or 0) for name in _SUMS)))
    return dict(found)


def contracts_alone(context: Context) -> float:
    """Return how many contracts of a query name no deal: signed already, they are projected by nothing."""
    rows = select(context, "contracts", "signed_on", ()).table
    found = rows.filter(rows.opportunity.isnull()).agg(contracts=rows.weight.sum())
    return float(context.lake.rows(found)[0]["contracts"] or 0)


def _signed(context: Context) -> Expression:
    """Return the deals that contracts name: the day of the first one, and the cents of all, whoever is credited."""
    rows = context.lake.table("contracts")
    rows = rows.filter(
        rows.opportunity.notnull(), rows.model.fill_null("").isin(["", context.query.attribution])
    )
    return rows.group_by(signed_deal=rows.opportunity).agg(
        signed_on=rows.signed_on.min(),
        signed_cents=rows.margin_cents.sum(),
        unknown=rows.margin_cents.isnull().any(),
    )
