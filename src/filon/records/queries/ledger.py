"""The cost ledger as a list: filtered, and summed to the cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from filon.records.models import Cost
from filon.terms.scope import Scope

SHARED = "~"  # how a filter names the entries that no campaign is named in


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep: the entries that count on any day of a period, of a campaign, a category, a nature, a text; withdrawn or not."""

    first: date | None = None
    last: date | None = None
    campaign: str = ""
    category: str = ""
    nature: str = ""
    text: str = ""
    withdrawn: bool | None = False  # None: either


@dataclass(frozen=True, slots=True)
class Booked:
    """How many entries there are, their known cents, and how many have hours without a rate."""

    entries: int
    cents: int
    unknown: int


def ledger(filters: Filters, scope: Scope) -> QuerySet[Cost]:
    """Return the entries that a scope shows, the latest first."""
    found = Cost.objects.select_related("campaign")
    if filters.withdrawn is not None:
        found = found.filter(voided_at__isnull=not filters.withdrawn)
    if scope.client_ids is not None:
        found = found.filter(campaign__client_id__in=scope.client_ids)
    if filters.last:
        found = found.filter(period_start__lte=filters.last)
    if filters.first:
        ends = found.annotate(counted_to=Coalesce(F("period_end"), F("period_start")))
        found = ends.filter(counted_to__gte=filters.first)
    if filters.campaign:
        shared = filters.campaign == SHARED
        found = found.filter(
            Q(campaign__isnull=True) if shared else Q(campaign__campaign_code=filters.campaign)
        )
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.nature:
        found = found.filter(nature=filters.nature)
    if filters.text:
        text = filters.text
        found = found.filter(
            Q(cost_id__icontains=text) | Q(supplier__icontains=text) | Q(note__icontains=text)
        )
    return found.order_by("-period_start", "-pk")


def booked(entries: Iterable[Cost]) -> Booked:
    """Sum some entries."""
    known = [entry.cents for entry in entries]
    return Booked(len(known), sum(cents for cents in known if cents is not None), known.count(None))
