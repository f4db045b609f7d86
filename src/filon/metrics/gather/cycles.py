"""Deals by age: from the first call to the signature, or to the day of the snapshot while open."""

from collections.abc import Sequence

from filon.metrics.gather.cells import Cells, add
from filon.metrics.gather.select import Context, select
from filon.metrics.language.components import Cycles


def gather(context: Context, dimensions: Sequence[str]) -> Cells:
    """Return the ages of the deals of each prospect and campaign, dated by the first call.

    A prospect whose deals are all lost has no cycle; one signed before being called owes it nothing.
    """
    selected = select(context, "journey", "first_call_on", dimensions)
    deals = context.lake.table("opportunities")
    deals = deals.filter(deals.status == "open")
    # Summed to the journey's own grain before they meet, so that two deals do not make two prospects.
    still_open = deals.group_by(deal_contact=deals.contact, deal_campaign=deals.campaign).agg(
        open_deals=deals.count()
    )
    rows = selected.table
    rows = rows.left_join(
        still_open, [rows.contact == still_open.deal_contact, rows.campaign == still_open.deal_campaign]
    )
    rows = rows.filter(rows.signed_on.notnull() | (rows.open_deals.fill_null(0) > 0))
    names = [*selected.columns.values(), "first_call_on", "signed_on"]
    today = context.lake.snapshot.published_at.date()
    cells: Cells = {}
    grouped = rows.group_by(names).agg(deals=rows.count())
    for key, row in selected.keyed(context, context.lake.rows(grouped)):
        age = ((row["signed_on"] or today) - row["first_call_on"]).days
        if age >= 0:
            ages = {age: int(row["deals"])}
            add(cells, key, {"sales_cycles": Cycles(signed=ages) if row["signed_on"] else Cycles(open=ages)})
    return cells
