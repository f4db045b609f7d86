"""What is written in the ledger: entries, their corrections, and the months that are closed."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.choices import campaign_values
from filon.faces.office.entering import actor, conflict, held, inputs, judged, posted, seen, status_of
from filon.faces.office.language import language_of
from filon.faces.office.views.costs import CATEGORIES, CLOSERS, entry_of
from filon.flows.close_months import close_through
from filon.records.actions.books import reopen
from filon.records.actions.costs import Written, correct_cost, enter_cost, restore_cost, withdraw_cost
from filon.records.models import Cost
from filon.records.queries.ledger import Filters, ledger
from filon.records.queries.settings import books
from filon.reports.paint.numbers import day as written_day
from filon.terms import choices as lists
from filon.terms.clock import now
from filon.terms.faults import Fault
from filon.terms.text import Language, Text

FIELDS = (
    "campaign_code", "allocation_key", "category", "nature", "period_start", "period_end", "amount", "hours",
    "hourly_rate", "supplier", "note",
)  # fmt: skip
RESTORED = Text("Écriture rétablie : elle compte de nouveau.", "Entry restored: it counts again.")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@open_to(DECIDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a cost; the number given to the form makes it enter once, however often it is sent."""
    texts = posted(request, ("cost_id", *FIELDS))
    faults: dict[str, Text] = {}
    context: dict[str, Any] = {"closed": books()}
    if request.method == "POST":
        entry = judged(request, "costs", texts)
        faults = entry.faults
        if not faults:
            try:
                made = enter_cost(actor=actor(request), **entry.values)
            except Fault as fault:
                faults = {"cost_id": fault.text}
            else:
                messages.success(request, _entered(made, language_of(request)))
                return redirect("office:costs-page", number=made.pk)
    else:
        texts |= {
            "cost_id": f"S-{get_random_string(8, LETTERS)}",
            "campaign_code": request.GET.get("campaign", ""),
        }
    context["inputs"] = _inputs(request, texts, faults)
    return render(request, "office/cost_new.html", context, status=400 if faults else 200)


@open_to(DECIDERS)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct an entry: in place, or by a counter-entry where its month is closed."""
    found, language = _cost(request, number), language_of(request)
    closed = books()
    context: dict[str, Any] = {
        "cost": found, "seen": request.POST.get("seen") or found.change_id, "closed": closed,
        "countered": closed.closed(found.period_start),
    }  # fmt: skip
    texts = posted(request, FIELDS) if request.method == "POST" else _held(found, language)
    faults: dict[str, Text] = {}
    if request.method == "POST":
        entry = judged(request, "costs", texts)
        faults = entry.faults
        if not faults:
            try:
                done = correct_cost(found, actor=actor(request), seen=seen(request), **entry.values)
            except Fault as fault:
                context |= conflict(fault, found, _held(found, language), texts, language)
            else:
                messages.success(request, _corrected(done)[language])
                return redirect("office:costs-page", number=done.entry.pk if done.entry else number)
    context["inputs"] = _inputs(request, texts, faults, kept=found.category)
    return render(request, "office/cost_correct.html", context, status=status_of(context, faults))


@require_POST
@open_to(DECIDERS)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take an entry out of the ledger."""
    found, language = _cost(request, number), language_of(request)
    try:
        done = withdraw_cost(found, actor=actor(request), seen=seen(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language))
        return redirect("office:costs-page", number=number)
    messages.success(request, _taken_back(done)[language])
    return redirect("office:costs-page", number=number)


@require_POST
@open_to(DECIDERS)
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Put a withdrawn entry back into the ledger."""
    found, language = entry_of(request, number), language_of(request)
    try:
        restore_cost(found, actor=actor(request), seen=seen(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language))
    else:
        messages.success(request, RESTORED[language])
    return redirect("office:costs-page", number=number)


@require_POST
@open_to(CLOSERS)
def months(request: HttpRequest) -> HttpResponse:
    """Close the months up to one, or open the last closed one again."""
    language, month = language_of(request), request.POST.get("month", "")
    try:
        if "reopen" in request.POST:
            after = reopen(actor=actor(request))
        else:
            today = timezone.localdate(now())
            after = close_through(settings.FILON_HOME, _month(month), today=today, actor=actor(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language))
        return redirect("office:costs")
    if after.open_from:
        messages.success(request, _open_from(after.open_from)[language])
    return redirect("office:costs")


class BadMonth(Fault):
    """A month cannot be read."""

    def __init__(self, month: str) -> None:
        super().__init__(
            f"« {month} » n'est pas un mois : choisissez-en un dans la liste.",
            f"“{month}” is not a month: choose one from the list.",
        )


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise BadMonth(text) from error


def _cost(request: HttpRequest, number: int) -> Cost:
    found: Cost = get_object_or_404(ledger(Filters(), scope_of(request)), pk=number)
    return found


def _held(found: Cost, language: Language) -> dict[str, str]:
    """Return what an entry holds; the nature is left out where it follows from the category."""
    texts = held("costs", FIELDS, found, language)
    nature, _ = lists.COST_CATEGORIES.get(found.category, ("", None))
    return {**texts, "nature": "" if nature == found.nature else found.nature}


def _inputs(request: HttpRequest, texts: dict[str, str], faults: dict[str, Text], *, kept: str = "") -> Any:
    language = language_of(request)
    known = {**CATEGORIES, **({kept: Text(kept, kept)} if kept and kept not in CATEGORIES else {})}
    choices = {
        "campaign_code": campaign_values(scope_of(request)),
        "category": [(code, label[language]) for code, label in known.items()],
    }
    return inputs("costs", texts, faults=faults, language=language, choices=choices)


def _entered(made: Cost, language: Language) -> str:
    if made.original_start is None:
        return Text("Écriture enregistrée.", "Entry saved.")[language]
    begin, end = (
        written_day(made.period_start, language),
        written_day(made.period_end or made.period_start, language),
    )
    return Text(
        f"Ce mois est clos : l'écriture compte du {begin} au {end}, et garde sa période d'origine.",
        f"That month is closed: the entry counts from {begin} to {end}, and keeps its original period.",
    )[language]


def _corrected(done: Written) -> Text:
    if not done.countered:
        return Text("Écriture modifiée.", "Entry changed.")
    return Text(
        "Mois clos : une contre-écriture annule l'ancienne et celle-ci la remplace, dans le mois ouvert. Les "
        "chiffres du mois clos n'ont pas changé.",
        "Closed month: a counter-entry takes the former one back and this one replaces it, in the open month. The "
        "figures of the closed month did not change.",
    )


def _taken_back(done: Written) -> Text:
    if not done.countered:
        return Text("Écriture retirée.", "Entry withdrawn.")
    return Text(
        "Mois clos : une contre-écriture l'annule dans le mois ouvert.",
        "Closed month: a counter-entry takes it back in the open month.",
    )


def _open_from(day: date) -> Text:
    return Text(
        f"Les mois d'avant {day:%m/%Y} sont clos ; {day:%m/%Y} est ouvert.",
        f"The months before {day:%Y-%m} are closed; {day:%Y-%m} is open.",
    )


urlpatterns = [
    path("couts/nouveau/", new, name="costs-new"),
    path("couts/mois/", months, name="costs-months"),
    path("couts/<int:number>/corriger/", correct, name="costs-correct"),
    path("couts/<int:number>/retirer/", take_back, name="costs-withdraw"),
    path("couts/<int:number>/retablir/", put_back, name="costs-restore"),
]
