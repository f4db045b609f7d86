"""The planner of tests: how large and how long, and whether a month can conclude, before anything is kept."""

from math import ceil, gcd
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.crypto import get_random_string

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.choices import Option, campaign_values
from filon.faces.office.entering import Input, actor, habits, posted
from filon.faces.office.language import language_of
from filon.flows.experiment_plan import Draft, Planned, Wanted, previewed, write_down
from filon.insight.biases.phrases import percent
from filon.insight.experiments.phrases import duration, units
from filon.insight.experiments.planning import MONTH_WEEKS, MOST_WEEKS, Plan
from filon.intake.entry import Entry, read
from filon.intake.kind import Column, Kind, Type
from filon.records.actions.experiments import CodeTaken
from filon.terms import experiments as words
from filon.terms.faults import Fault, UnknownName
from filon.terms.text import Text

FORM = Kind(
    "test_plan",
    "",
    Text("test", "test"),
    (),
    (
        Column("campaign", required=True),
        Column("code", required=True, max_length=60),
        Column("name", required=True),
        Column("lever", Type.CHOICE, required=True, values=words.LEVERS),
        Column("control", max_length=200),
        Column("variant", max_length=200),
        Column("hypothesis", max_length=2_000),
        Column("metric", Type.CHOICE, required=True, values=words.METRICS),
        Column("effect", Type.SHARE, required=True),
        Column("rate", Type.SHARE),
        Column("unit", Type.CHOICE, required=True, values=words.UNITS),
        Column("share", Type.SHARE, required=True),
        Column("window", Type.INTEGER, required=True),
        Column("past", Type.INTEGER),
        Column("cap", Type.SHARE),
        Column("budget_share", Type.SHARE),
        Column("assigned_by", Type.CHOICE, required=True, values=words.ASSIGNERS),
    ),
)
LABELS = {
    "campaign": Text("Campagne", "Campaign"),
    "code": Text("Code du test", "Code of the test"),
    "name": Text("Nom", "Name"),
    "lever": Text("Ce qui change (un seul levier)", "What changes (one lever)"),
    "control": Text("A, le témoin : ce qui se fait aujourd'hui", "A, the control: what is done today"),
    "variant": Text("B : ce que l'on essaie", "B: what is tried"),
    "hypothesis": Text(
        "Hypothèse : ce que l'on croit, et pourquoi", "Hypothesis: what one believes, and why"
    ),
    "metric": Text("Chiffre qui décide", "Figure that decides"),
    "effect": Text(
        "Plus petite amélioration utile (relative)", "Smallest improvement worth having (relative)"
    ),
    "rate": Text("Taux actuel (vide : lu dans la campagne)", "Today's rate (empty: read from the campaign)"),
    "unit": Text("Ce qui reçoit une variante", "What gets a variant"),
    "share": Text("Part de B", "Share of B"),
    "window": Text("Jours pour que le résultat vienne", "Days for the result to come"),
    "past": Text(
        "Jours d'avant à comparer (vide : aucun)",
        "Days before to compare with (empty: none)",
    ),
    "cap": Text(
        "Contacts sans plafond d'appels (vide : tous)",
        "Contacts without a cap on calls (empty: all)",
    ),
    "budget_share": Text("Part du budget à ne pas dépasser", "Share of the budget not to exceed"),
    "assigned_by": Text("Affectation", "Assignment"),
}
WHAT = ("campaign", "code", "name", "lever", "control", "variant", "hypothesis")
LEAST_PART = 0.01
PART = Text("une part de 1 % à 99 % est attendue : A et B en reçoivent chacune une", "a share from 1% to 99% is expected: A and B get one each")  # fmt: skip
_NUMBERS = (Type.SHARE, Type.INTEGER)


@open_to(DECIDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a test: show what it takes, and keep it as a draft where that is asked."""
    names = [column.name for column in FORM.columns]
    if request.method != "POST":
        return _page(request, _first(request), {})
    texts = posted(request, names)
    texts["effect"] = request.POST.get("visible") or texts["effect"]  # an effect offered by the plan before
    entry = read(FORM, texts, habits(request))
    context: dict[str, Any] = {}
    _bound(entry)
    if not entry.faults:
        try:
            wanted, draft = _wanted(entry), _draft(entry)
            found = previewed(settings.FILON_HOME, wanted, draft, scope_of(request))
            context["plan"] = _told(found, wanted)
            if "keep" in request.POST:
                made = write_down(
                    settings.FILON_HOME, wanted, draft, actor=actor(request), scope=scope_of(request)
                )
                said = Text("Brouillon gardé : affectez, puis lancez.", "Draft kept: assign, then launch.")
                messages.success(request, said[language_of(request)])
                return redirect("office:tests-page", code=made.experiment_code)
        except CodeTaken as fault:
            entry.faults["code"] = fault.text
        except UnknownName as fault:
            entry.faults["campaign"] = fault.text
        except Fault as fault:
            context["refusal"] = fault.text
    return _page(request, texts, entry.faults, **context)


def _page(
    request: HttpRequest, texts: dict[str, str], faults: dict[str, Text], **context: Any
) -> HttpResponse:
    inputs = [_input(request, column, texts[column.name], faults) for column in FORM.columns]
    context |= {
        "what": [one for one in inputs if one.name in WHAT],
        "how": [one for one in inputs if one.name not in WHAT],
    }
    refused = bool(faults) or "refusal" in context
    return render(request, "office/test_new.html", context, status=400 if refused else 200)


def _first(request: HttpRequest) -> dict[str, str]:
    """Return what the form proposes."""
    percent = "\u202f%" if language_of(request) == "fr" else "%"
    proposed = {
        "campaign": request.GET.get("campaign", ""),
        "code": f"T-{get_random_string(5, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789')}",
        "lever": "script",
        "metric": "appointments_per_contact",
        "effect": f"20{percent}",
        "unit": "contact",
        "share": f"50{percent}",
        "window": "14",
        "past": str(words.PAST_DAYS),
        "cap": f"99{percent}",
        "assigned_by": "filon",
    }
    return {column.name: proposed.get(column.name, "") for column in FORM.columns}


def _input(request: HttpRequest, column: Column, value: str, faults: dict[str, Text]) -> Input:
    language = language_of(request)
    listed = [(code, text[language]) for code, text in (column.values or {}).items()]
    if column.name == "campaign":
        listed = campaign_values(scope_of(request))
    shape = "select" if listed else "number" if column.type in _NUMBERS else "text"
    shape = "area" if column.name == "hypothesis" else shape
    options = [Option(code, text, code == value) for code, text in listed]
    return Input(
        column.name, LABELS[column.name], shape, value, column.required, column.max_length, options,
        faults.get(column.name),
    )  # fmt: skip


def _bound(entry: Entry) -> None:
    """Refuse the numbers that cannot be, beside each."""
    values = entry.values
    part = values.get("share")
    if part is not None and not LEAST_PART <= part <= 1 - LEAST_PART:
        entry.faults.setdefault("share", PART)
    for name, most in (("window", words.MOST_WINDOW_DAYS), ("past", words.MOST_PAST_DAYS)):
        days = values.get(name)
        if days is not None and not 0 <= days <= most:
            entry.faults.setdefault(
                name, Text(f"un nombre de jours de 0 à {most} est attendu", f"a number of days from 0 to {most} is expected")
            )  # fmt: skip


def _wanted(entry: Entry) -> Wanted:
    values = entry.values
    part = round(100 * values["share"])
    least = gcd(part, 100 - part)
    return Wanted(
        values["campaign"],
        values["unit"],
        values["metric"],
        float(values["effect"]),
        values["window"],
        ((100 - part) // least, part // least),
        None if values["rate"] is None else float(values["rate"]),
    )


def _draft(entry: Entry) -> Draft:
    values = entry.values
    return Draft(
        values["code"],
        values["name"],
        values["lever"],
        values["hypothesis"] or "",
        (("A", values["control"] or ""), ("B", values["variant"] or "")),
        values["assigned_by"],
        values["budget_share"],
        values["past"] or 0,
        values["cap"],
    )


def _told(found: Planned, wanted: Wanted) -> dict[str, Any]:
    plan = found.plan
    return {
        "found": found,
        "units": units(plan.units, wanted.unit),
        "once": units(plan.once, wanted.unit),
        "lines": duration(plan),
        "weekly": None if found.weekly is None else round(found.weekly),
        "good": plan.month_concludes,
        "visible": _visible(plan),
        "metric": words.METRICS[wanted.metric],
        "unit": "money" if wanted.metric.startswith("cost_") else "share",
        "cost": None if found.cents is None else found.cents / 100,
    }


def _visible(plan: Plan) -> list[tuple[int, Text]]:
    """Return the smallest effects worth trying instead, in whole percents, by the weeks that show them."""
    if plan.weeks is None or plan.month_concludes:
        return []
    offered = [(MONTH_WEEKS, plan.month_effect)]
    if plan.too_long:
        offered.insert(0, (MOST_WEEKS, plan.longest_effect))
    return [(weeks, percent(ceil(100 * effect) / 100)) for weeks, effect in offered if effect is not None]


urlpatterns = [path("tests/nouveau/", new, name="tests-new")]
