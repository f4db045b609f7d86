"""Costs: the ledger, one entry with what it becomes, and the allocation of any part of it to the cent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone

from filon.faces.office.access import DECIDERS, Role, open_to, role_of, scope_of
from filon.faces.office.asking import Asked, day
from filon.faces.office.choices import campaign_values
from filon.faces.office.exports import exported
from filon.flows.allocation import Counted, allocation, counted
from filon.flows.close_months import shifts
from filon.records.models import Cost
from filon.records.queries.ledger import SHARED, Filters, booked, ledger
from filon.records.queries.settings import books
from filon.reports.pages import ledger as page
from filon.reports.pages.sheets import Content, Head, Sheet
from filon.terms import choices as lists
from filon.terms.books import Books
from filon.terms.clock import now
from filon.terms.money import to_amount
from filon.terms.period import Period, add_months
from filon.terms.text import Text

PER_PAGE = 50
MONTHS_OFFERED = 24
CLOSERS = frozenset({Role.ADMINISTRATOR, Role.FINANCE})
CATEGORIES = {code: label for code, (_, label) in lists.COST_CATEGORIES.items()}


@dataclass(frozen=True)
class Bridge:
    """From the cents that are booked to the total cost of the same days, which `asked` leads to."""

    counted: Counted
    elsewhere: int
    asked: Asked


@dataclass(frozen=True)
class Line:
    """An entry of the ledger, and what became of it."""

    entry: Cost
    closed: bool
    corrected: bool


@open_to(DECIDERS)
def costs(request: HttpRequest) -> HttpResponseBase:
    """List the entries of the ledger, filtered, with their sum."""
    filters = _filters(request)
    found = ledger(filters, scope_of(request))
    if file := exported(request, "couts", {"ledger": lambda: _sheet(found)}):
        return file
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    closed, sums = books(), booked(found.iterator())
    context = {
        **_common(request, filters),
        "shown": shown,
        "lines": _lines(list(shown), closed),
        "booked": sums,
        "bridge": _bridge(filters, sums.cents),
        "offers_withdrawn": True,
        "closed": closed,
        "shifts": shifts(settings.FILON_HOME),
        "may_close": role_of(request) in CLOSERS,
        "closable": _closable(closed),
    }
    return render(request, "office/costs.html", context)


@open_to(DECIDERS)
def allocated(request: HttpRequest) -> HttpResponseBase:
    """Show what the filtered entries become, by campaign and month."""
    filters = replace(_filters(request), withdrawn=False)
    found = list(ledger(filters, scope_of(request)))
    table = _allocation(found)
    if file := exported(request, "repartition", {"allocation": lambda: page.sheet(table)}):
        return file
    context = {**_common(request, filters), "table": table, "booked": booked(found)}
    return render(request, "office/costs_allocation.html", context)


@open_to(DECIDERS)
def cost(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry: its figures, what it becomes, and the entries that correct it."""
    found = entry_of(request, number)
    chain = Cost.objects.filter(voided_at__isnull=True, corrects=found.cost_id).order_by("pk")
    context = {
        "line": _lines([found], books())[0],
        "table": _allocation([found]) if found.voided_at is None else None,
        "corrects": Cost.objects.filter(voided_at__isnull=True, cost_id=found.corrects or "").first(),
        "chain": chain,
        "categories": CATEGORIES,
        "lists": lists,
    }
    return render(request, "office/cost.html", context)


def entry_of(request: HttpRequest, number: int) -> Cost:
    """Return the entry of that number that the person may see, live or withdrawn; else Http404."""
    found: Cost = get_object_or_404(ledger(Filters(withdrawn=None), scope_of(request)), pk=number)
    return found


def _allocation(entries: Sequence[Cost]) -> page.Allocation:
    parts = allocation(settings.FILON_HOME, [entry.pk for entry in entries])
    return page.allocate((part.campaign, part.month, part.cents) for part in parts)


def _bridge(filters: Filters, cents: int) -> Bridge | None:
    """Return what leads to the total cost, where nothing but days is asked: no figure knows the other filters."""
    if filters != Filters(first=filters.first, last=filters.last):
        return None
    end = filters.last + timedelta(days=1) if filters.last else None
    found = counted(settings.FILON_HOME, Period(filters.first, end))
    return Bridge(found, cents - found.ledger, Asked(filters.first, filters.last))


def _filters(request: HttpRequest) -> Filters:
    get = request.GET
    return Filters(
        first=day(get, "from"),
        last=day(get, "to"),
        campaign=get.get("campaign", ""),
        category=get.get("category", ""),
        nature=get.get("nature", ""),
        text=get.get("q", "").strip(),
        withdrawn=bool(get.get("withdrawn")),
    )


def _common(request: HttpRequest, filters: Filters) -> dict[str, object]:
    question = request.GET.copy()
    question.pop("page", None)
    return {
        "filters": filters,
        "question": question.urlencode(),
        "campaigns": campaign_values(scope_of(request)),
        "shared": SHARED,
        "categories": CATEGORIES,
        "lists": lists,
    }


def _lines(entries: Sequence[Cost], closed: Books) -> list[Line]:
    ids = [entry.cost_id for entry in entries]
    corrected = set(
        Cost.objects.filter(voided_at__isnull=True, corrects__in=ids).values_list("corrects", flat=True)
    )
    return [
        Line(
            entry,
            closed.closed(entry.period_start),
            entry.cost_id in corrected,
        )
        for entry in entries
    ]


def _closable(closed: Books) -> list[date]:
    """Return the months that may be closed: over, still open, and with an entry at or before them."""
    first = Cost.objects.filter(voided_at__isnull=True).order_by("period_start").first()
    month = closed.open_from or (first.period_start.replace(day=1) if first else None)
    found: list[date] = []
    while month is not None and add_months(month, 1) <= timezone.localdate(now()):
        found.append(month)
        month = add_months(month, 1)
    return found[:MONTHS_OFFERED]


def _sheet(entries: Iterable[Cost]) -> Sheet:
    heads = (
        Head("cost_id", Text("N° de pièce", "Document number")),
        Head("period_start", Text("Du", "From"), "day"),
        Head("period_end", Text("Au", "To"), "day"),
        Head("campaign_code", Text("Campagne", "Campaign")),
        Head("category", Text("Catégorie", "Category")),
        Head("nature", Text("Nature", "Nature")),
        Head("hours", Text("Heures", "Hours"), "hours"),
        Head("hourly_rate", Text("Taux horaire", "Hourly rate"), "money"),
        Head("amount", Text("Montant", "Amount"), "money"),
        Head("allocation_key", Text("Clé de répartition", "Allocation key")),
        Head("supplier", Text("Fournisseur", "Supplier")),
        Head("note", Text("Note", "Note")),
        Head("corrects", Text("Corrige", "Corrects")),
    )
    return Sheet(Text("Écritures de coût", "Cost entries"), heads, _rows(entries))


def _rows(entries: Iterable[Cost]) -> Iterator[tuple[Content, ...]]:
    for entry in entries:
        yield (
            entry.cost_id,
            entry.period_start,
            entry.period_end,
            entry.campaign.campaign_code if entry.campaign else None,
            CATEGORIES.get(entry.category, entry.category),
            lists.NATURES[entry.nature],
            entry.hours,
            entry.hourly_rate,
            None if entry.cents is None else to_amount(entry.cents),
            lists.ALLOCATION_KEYS[entry.allocation_key] if entry.allocation_key else None,
            entry.supplier,
            entry.note,
            entry.corrects,
        )


urlpatterns = [
    path("couts/", costs, name="costs"),
    path("couts/repartition/", allocated, name="costs-allocation"),
    path("couts/<int:number>/", cost, name="costs-page"),
]
