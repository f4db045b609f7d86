"""What is written about campaigns: created, edited, closed, their dated changes, the rule that names them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.choices import visible_campaigns
from filon.faces.office.entering import actor, conflict, held, inputs, judged, posted, seen, status_of
from filon.faces.office.language import language_of
from filon.faces.office.views.accounts import ADMINISTRATORS
from filon.intake.kinds import KINDS
from filon.records.actions.campaigns import code_of, create_campaign, follows, set_naming_rule
from filon.records.actions.enter import enter
from filon.records.actions.revise import edit, withdraw
from filon.records.models import Campaign, CampaignChange, Client
from filon.records.queries.settings import naming_rule
from filon.terms.clock import now
from filon.terms.faults import Fault
from filon.terms.naming import PARTS, NamingRule
from filon.terms.text import Text

FIELDS = (
    "name", "client_code", "channel", "organisation", "kind", "offer", "target", "country", "starts_on", "ends_on",
    "owner", "budget", "horizon_months",
)  # fmt: skip
CHANGE_FIELDS = ("date", "kind", "description")
SAVED = Text("Modifications enregistrées.", "Changes saved.")


@open_to(DECIDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Create a campaign; its code shows as it is composed."""
    texts = posted(request, FIELDS)
    words = request.POST.get("words", "")
    context: dict[str, Any] = {"rule": naming_rule(), "words": words}
    faults: dict[str, Text] = {}
    if request.method == "POST":
        context["code"], context["refusal"] = _code(request, texts, words)
        if "preview" not in request.POST:
            entry = judged(request, "campaigns", texts)
            faults = entry.faults
            if not faults and context["code"]:
                try:
                    made = create_campaign(words=words, actor=actor(request), **entry.values)
                except Fault as fault:
                    context["refusal"] = fault.text
                else:
                    messages.success(request, _created(made)[language_of(request)])
                    return redirect("office:campaigns-page", code=made.campaign_code)
    context["inputs"] = _inputs(request, texts, faults)
    refused = request.method == "POST" and "preview" not in request.POST
    return render(request, "office/campaign_new.html", context, status=400 if refused else 200)


@require_POST
@open_to(DECIDERS)
def preview(request: HttpRequest) -> HttpResponse:
    """Show the code that the form would give, while it is filled in."""
    code, refusal = _code(request, posted(request, FIELDS), request.POST.get("words", ""))
    return render(request, "office/parts/code.html", {"code": code, "refusal": refusal})


@open_to(DECIDERS)
def change_campaign(request: HttpRequest, code: str) -> HttpResponse:
    """Edit a campaign; its code stays, because files name it."""
    found = _campaign(request, code)
    texts = posted(request, FIELDS) if request.method == "POST" else _held(request, found)
    context: dict[str, Any] = {"campaign": found, "seen": request.POST.get("seen") or found.change_id}
    faults: dict[str, Text] = {}
    if request.method == "POST":
        entry = judged(request, "campaigns", texts)
        faults = entry.faults
        if not faults:
            try:
                edit(found, actor=actor(request), seen=seen(request), **entry.values)
            except Fault as fault:
                now_held = _held(request, found)
                context |= conflict(fault, found, now_held, texts, language_of(request))
            else:
                messages.success(request, SAVED[language_of(request)])
                return redirect("office:campaigns-page", code=code)
    context["inputs"] = _inputs(request, texts, faults)
    return render(request, "office/campaign_edit.html", context, status=status_of(context, faults))


@require_POST
@open_to(DECIDERS)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a campaign on a day, or open it again where no day is given."""
    found = _campaign(request, code)
    texts = {**_held(request, found), "ends_on": request.POST.get("ends_on", "")}
    entry = judged(request, "campaigns", texts)
    if "ends_on" in entry.faults:
        messages.error(request, entry.faults["ends_on"][language_of(request)])
    else:
        try:
            edit(found, actor=actor(request), seen=seen(request), ends_on=entry.values["ends_on"])
        except Fault as fault:
            messages.error(request, fault.sentence(language_of(request)))
        else:
            told = _closed(found)
            messages.success(request, told[language_of(request)])
    return redirect("office:campaigns-page", code=code)


@require_POST
@open_to(DECIDERS)
def add_change(request: HttpRequest, code: str) -> HttpResponse:
    """Add something that changed on a day, to be shown on the curves."""
    found, language = _campaign(request, code), language_of(request)
    entry = judged(
        request, "changes", {**posted(request, CHANGE_FIELDS), "campaign_code": found.campaign_code}
    )
    if entry.faults:
        for name, fault in entry.faults.items():
            label = KINDS["changes"].column(name).label[language]
            messages.error(request, f"{label} : {fault[language]}")
    else:
        enter(CampaignChange, key="change_key", actor=actor(request), **entry.values)
        messages.success(request, Text("Changement daté ajouté.", "Dated change added.")[language])
    return redirect("office:campaigns-page", code=code)


@require_POST
@open_to(DECIDERS)
def drop_change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Withdraw a dated change that was entered by mistake."""
    found = get_object_or_404(
        CampaignChange, pk=number, campaign=_campaign(request, code), voided_at__isnull=True
    )
    withdraw(found, actor=actor(request))
    return redirect("office:campaigns-page", code=code)


@open_to(ADMINISTRATORS)
def rule(request: HttpRequest) -> HttpResponse:
    """Set the rule that names new campaigns, and show what it makes of the present ones."""
    template = request.POST.get("template", naming_rule().template).strip()
    context: dict[str, Any] = {"template": template, "parts": PARTS}
    try:
        tried = NamingRule(template)
    except Fault as fault:
        context["refusal"] = fault.text
    else:
        if request.method == "POST" and "preview" not in request.POST:
            set_naming_rule(template, actor=actor(request))
            messages.success(request, SAVED[language_of(request)])
            return redirect("office:campaigns-rule")
        present = list(visible_campaigns(scope_of(request)).select_related("client"))
        off = [row for row in present if not follows(row, tried)]
        context |= {"present": len(present), "off": off, "following": len(present) - len(off)}
    return render(request, "office/campaign_rule.html", context, status=400 if "refusal" in context else 200)


def _code(request: HttpRequest, texts: dict[str, str], words: str) -> tuple[str, Text | None]:
    """Return the code that a form would give as far as it is filled in, or why it gives none."""
    values = judged(request, "campaigns", texts).values
    try:
        code = code_of(Campaign(**{**values, "name": values["name"] or ""}), words=words)
    except Fault as fault:
        return "", fault.text if words or texts["name"] else None
    if Campaign.objects.filter(campaign_code=code, voided_at__isnull=True).exists():
        return code, _TAKEN
    return code, None


_TAKEN = Text(
    "Une campagne a déjà ce code : donnez d'autres mots.",
    "A campaign has this code already: give other words.",
)


def _campaign(request: HttpRequest, code: str) -> Campaign:
    found: Campaign = get_object_or_404(visible_campaigns(scope_of(request)), campaign_code=code)
    return found


def _inputs(request: HttpRequest, texts: dict[str, str], faults: dict[str, Text]) -> Any:
    clients = Client.objects.filter(voided_at__isnull=True).order_by("client_code")
    choices = {"client_code": [(row.client_code, row.name) for row in clients]}
    return inputs("campaigns", texts, faults=faults, language=language_of(request), choices=choices)


def _held(request: HttpRequest, found: Campaign) -> dict[str, str]:
    return held("campaigns", FIELDS, found, language_of(request))


def _created(made: Campaign) -> Text:
    return Text(f"Campagne {made.campaign_code} créée.", f"Campaign {made.campaign_code} created.")


def _closed(found: Campaign) -> Text:
    if found.ends_on is None:
        return Text(
            "Campagne rouverte : elle n'a plus de date de fin.", "Campaign reopened: it has no end date."
        )
    if found.ends_on >= timezone.localdate(now()):
        return Text(
            f"La campagne finira le {found.ends_on:%d/%m/%Y}.", f"The campaign will end on {found.ends_on}."
        )
    return Text(f"Campagne close au {found.ends_on:%d/%m/%Y}.", f"Campaign closed on {found.ends_on}.")


urlpatterns = [
    path("campagnes/nouvelle/", new, name="campaigns-new"),
    path("campagnes/nouvelle/code/", preview, name="campaigns-preview"),
    path("campagnes/regle/", rule, name="campaigns-rule"),
    path("campagnes/<path:code>/modifier/", change_campaign, name="campaigns-edit"),
    path("campagnes/<path:code>/clore/", close, name="campaigns-close"),
    path("campagnes/<path:code>/changements/", add_change, name="campaigns-changes"),
    path(
        "campagnes/<path:code>/changements/<int:number>/retirer/", drop_change, name="campaigns-changes-drop"
    ),
]
