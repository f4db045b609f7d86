"""The entries of the cost ledger, as the checks read them."""

import re
from typing import Any

from filon.insight.biases.facts import Entry
from filon.terms.scope import Scope

_WITH_TAX = re.compile(
    r"\b(ttc|tva incluse|tva comprise|incl(uding|\.)? vat|vat incl(uded|\.)?)\b", re.IGNORECASE
)


def entries(scope: Scope) -> list[Entry]:
    """Return the live entries of the campaigns that may be seen, the shared ones where all may be."""
    from filon.records.models import Cost

    rows = Cost.objects.filter(voided_at__isnull=True).order_by("pk").select_related("campaign")
    if scope.client_ids is not None:
        rows = rows.filter(campaign__client_id__in=scope.client_ids)
    return [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.cost_id,
        campaign=row.campaign.campaign_code if row.campaign else None,
        category=row.category,
        first=row.period_start,
        last=row.period_end or row.period_start,
        cents=row.cents,
        hours=None if row.hours is None else float(row.hours),
        key=row.allocation_key,
        supplier=row.supplier,
        with_tax=bool(_WITH_TAX.search(row.note or "")),
    )
