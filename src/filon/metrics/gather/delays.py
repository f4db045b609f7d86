"""Contracts by the month of the call they came from and by how long they took to be signed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from filon.metrics.gather.cells import Key
from filon.metrics.gather.select import Context, select, truncated


@dataclass(frozen=True, slots=True)
class Signed:
    """The contracts of one month of origin signed in one month; `unknown` are those whose margin nobody knows.

    A contract credited to several calls counts in each by its share: `margin_squares` are those of whole contracts, by
    the same shares.
    """

    origin: date
    signed: date
    contracts: float
    margin_cents: int
    margin_squares: float
    unknown: float


def gather(context: Context, dimensions: Sequence[str]) -> dict[Key, list[Signed]]:
    """Return the contracts of each cell, dated as the view of the query dates them. Margins are in cents."""
    selected = select(context, "contracts", "signed_on", dimensions)
    rows = selected.table
    rows = rows.mutate(
        origin_month=truncated(rows.origin_on, "month"), signed_month=truncated(rows.signed_on, "month")
    )
    margin = rows.margin_cents.cast("float64")
    found: dict[Key, list[Signed]] = defaultdict(list)
    grouped = rows.group_by([*selected.columns.values(), "origin_month", "signed_month"]).agg(
        contracts=rows.weight.sum(),
        margin=rows.margin_cents.sum(),
        squares=(margin * margin / rows.weight.nullif(0)).sum(),
        unknown=rows.margin_cents.isnull().ifelse(rows.weight, 0).sum(),
    )
    for key, row in selected.keyed(context, context.lake.rows(grouped)):
        found[key].append(
            Signed(
                row["origin_month"],
                row["signed_month"],
                float(row["contracts"]),
                int(row["margin"] or 0),
                float(row["squares"] or 0),
                float(row["unknown"]),
            )
        )
    return dict(found)
