"""Scenarios of a plan, and those kept to be held against what happens."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.amounts import Field, UnreadableAmount, amounts, checked
from filon.faces.office.asking import asked as read
from filon.faces.office.asking import day
from filon.faces.office.charts import in_page
from filon.faces.office.choices import Choice, bar, pick
from filon.faces.office.entering import actor
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.scenario import Plan, learn, planned, study
from filon.flows.scenario_kept import follow, keep
from filon.insight.scenarios.drivers import Basis, label_of
from filon.insight.scenarios.moves import BadMove
from filon.records.actions.revise import withdraw
from filon.records.models import Scenario, User
from filon.records.queries.scenarios import scenarios as known
from filon.reports.pages import scenario_kept
from filon.reports.pages import scenarios as page
from filon.terms.faults import Fault
from filon.terms.period import Period
from filon.terms.text import Text

SHOWN = 20  # kept scenarios at most, the latest first
_MOVE = "d."  # before the name of a driver, in the address
RATES_ONLY = "rates"
TARGET = {"target": Field(Text("ROI visé, %", "Target ROI, %"), signed=True, percent=True)}


@dataclass(frozen=True)
class Lever:
    """A driver one can move: what was seen of it, what was typed, and what is wrong with that."""

    name: str
    label: Text
    seen: Text
    value: str
    fault: Text | None


@open_to(DECIDERS)
def scenarios(request: HttpRequest) -> HttpResponseBase:
    """Show what a plan may bring; a refusal leaves the form in place."""
    asked, language = read(request.GET), language_of(request)
    context: dict[str, Any] = {
        "asked": asked,
        "choices": _choices(request),
        "amounts": amounts(request, TARGET),
        "kept": [(row, scenario_kept.build(follow(settings.FILON_HOME, row))) for row in known()[:SHOWN]],
        "address": request.GET.urlencode(),
    }
    try:
        basis = learn(settings.FILON_HOME, asked.query("roi"), scope_of(request))
        period = _period(request.GET) or basis.ahead()
        context |= {"levers": _levers(basis, period, request.GET), "period": period, "last": _last(period)}
        found = study(settings.FILON_HOME, asked.query("roi"), _plan(request), scope_of(request))
    except Fault as fault:
        levers = context.get("levers", [])
        if isinstance(fault, BadMove):
            levers = context["levers"] = [
                replace(one, fault=fault.text) if one.name == f"{_MOVE}{fault.driver}" else one
                for one in levers
            ]
        beside = isinstance(fault, UnreadableAmount) or any(one.fault for one in levers)
        if not beside:  # the field that cannot be read
            context["refusal"] = fault.sentence(language)
        # A fragment that was refused is shown, which htmx does not do of an error.
        return render(
            request,
            "office/scenarios.html",
            context,
            status=200 if request.headers.get("HX-Request") else 400,
        )
    if found.forecast is None:
        return render(request, "office/scenarios.html", context | {"reason": found.refusal})
    built = page.build(found.basis, found.forecast)
    sheets = {
        "scenarios": lambda: page.sheet(built),
        "drivers": lambda: page.swings_sheet(built),
        "break_even": lambda: page.edges_sheet(built),
    }
    if file := exported(request, "scenarios", sheets):
        return file
    charts = {"distribution": built.distribution, "tornado": built.tornado}
    context["charts"] = {name: in_page(chart, language) for name, chart in charts.items() if chart}
    return render(request, "office/scenarios.html", context | {"page": built})


@require_POST
@open_to(DECIDERS)
def keep_one(request: HttpRequest) -> HttpResponse:
    """Keep the plan of the address under the name given."""
    language = language_of(request)
    try:
        plan = _plan(request)
        found = study(settings.FILON_HOME, read(request.GET).query("roi"), plan, scope_of(request))
        name = request.POST.get("name", "")
        made = keep(name, found, plan, actor=actor(request), author=cast("User", request.user))
    except Fault as fault:
        messages.error(request, fault.sentence(language))
        return redirect(f"{reverse('office:scenarios')}?{request.GET.urlencode()}")
    said = Text(
        f"Scénario « {made.name} » gardé : il sera confronté à ce qui se passe.",
        f"Scenario “{made.name}” kept: it will be held against what happens.",
    )
    messages.success(request, said[language])
    return redirect("office:scenarios-page", number=made.pk)


@open_to(DECIDERS)
def kept_one(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show what was forecast of a kept scenario beside what happened."""
    row = get_object_or_404(
        Scenario.objects.select_related("author", "change"), pk=number, voided_at__isnull=True
    )
    found = follow(settings.FILON_HOME, row)
    if file := exported(request, "scenario", {"scenario": lambda: scenario_kept.sheet(found)}):
        return file
    moves = [(label_of(name), scenario_kept.moved_to(name, text)) for name, text in row.moves.items()]
    context = {"row": row, "page": scenario_kept.build(found), "moves": moves}
    return render(request, "office/scenario.html", context)


@require_POST
@open_to(DECIDERS)
def withdraw_one(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a kept scenario from the list."""
    row = get_object_or_404(Scenario, pk=number, voided_at__isnull=True)
    withdraw(row, actor=actor(request))
    said = Text(f"Scénario « {row.name} » retiré.", f"Scenario “{row.name}” withdrawn.")
    messages.success(request, said[language_of(request)])
    return redirect("office:scenarios")


def _choices(request: HttpRequest) -> list[Choice]:
    language = language_of(request)
    rest = [one for one in bar(read(request.GET), scope_of(request), language) if one.name != "horizon"]
    sides = {
        "": Text("leviers et hasard", "drivers and chance"),
        RATES_ONLY: Text("leviers seuls", "drivers only"),
    }
    values = [(code, label[language]) for code, label in sides.items()]
    return [*rest, pick("doubt", Text("Incertitude", "Uncertainty"), values, (request.GET.get("doubt", ""),))]


def _plan(request: HttpRequest) -> Plan:
    address = request.GET
    moves = {
        name.removeprefix(_MOVE): text
        for name, text in address.items()
        if name.startswith(_MOVE) and isinstance(text, str) and text.strip()
    }
    target = checked(amounts(request, TARGET))["target"] or 0.0
    return Plan(_period(address), moves, target / 100, address.get("doubt") != RATES_ONLY)


def _period(address: QueryDict) -> Period | None:
    return planned(day(address, "begin"), day(address, "end"))


def _last(period: Period) -> date | None:
    return period.end - timedelta(days=1) if period.end else None


def _levers(basis: Basis, period: Period, address: QueryDict) -> list[Lever]:
    return [
        Lever(
            f"{_MOVE}{driver.id}",
            driver.label,
            page.seen(driver),
            address.get(f"{_MOVE}{driver.id}", ""),
            None,
        )
        for driver in basis.over(period).drivers
    ]


urlpatterns = [
    path("scenarios/", scenarios, name="scenarios"),
    path("scenarios/garder/", keep_one, name="scenarios-keep"),
    path("scenarios/<int:number>/", kept_one, name="scenarios-page"),
    path("scenarios/<int:number>/retirer/", withdraw_one, name="scenarios-withdraw"),
]
