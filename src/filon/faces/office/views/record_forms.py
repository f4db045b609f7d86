"""What is written about records by hand: edited, linked to what they come from, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from filon.faces.office.access import open_to, role_of, scope_of
from filon.faces.office.choices import campaign_values, outcome_values
from filon.faces.office.entering import actor, conflict, held, inputs, judged, posted, seen, status_of
from filon.faces.office.language import language_of
from filon.faces.office.record_kinds import BY_NAME, INTERNAL, RecordKind, shown_to
from filon.faces.office.showing import address, heading
from filon.faces.office.views.records import edge, kind_of, lines, record_of, title
from filon.records.actions.appointments import edit_appointment
from filon.records.actions.link import link
from filon.records.actions.revise import edit, restore, withdraw
from filon.records.models import Appointment, ContactList, Operator, SalesRep, Script
from filon.records.queries.browse import page
from filon.records.queries.reconcile import GAPS, MOST_COUNTED, Gap, candidates
from filon.terms import choices as lists
from filon.terms.faults import Fault
from filon.terms.text import Language, Text

SAVED = Text("Modifications enregistrées.", "Changes saved.")
LINKED = Text("Fiche rattachée.", "Record linked.")
WITHDRAWN = Text(
    "Fiche retirée : elle ne compte plus. Son historique reste.",
    "Record withdrawn: it no longer counts. Its history stays.",
)
RESTORED = Text("Fiche rétablie : elle compte de nouveau.", "Record restored: it counts again.")
_CODED: dict[str, tuple[Any, str]] = {
    "operator": (Operator, "operator"),
    "script": (Script, "script"),
    "list_code": (ContactList, "list_code"),
    "sales_rep": (SalesRep, "sales_rep"),
}


@open_to(INTERNAL)
def change_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Edit a record; what somebody else changed meanwhile is shown, and nothing of it overwritten."""
    kind = kind_of(request, slug)
    names = kind.editable(role_of(request))
    found = record_of(request, kind, number)
    if not names or found.voided_at is not None:
        raise Http404
    language = language_of(request)
    present = _held(kind, found, language)
    context: dict[str, Any] = {"kind": kind, "record": found, "code": title(kind, found, role_of(request))}
    context |= {"seen": request.POST.get("seen") or found.change_id, "back": address(kind, found)}
    texts = {name: present[name] for name in names}
    faults: dict[str, Text] = {}
    if request.method == "POST":
        texts = posted(request, names)
        faults, values = _judged(request, kind, texts, present)
        if not faults:
            try:
                _edit(request, found, values)
            except Fault as fault:
                now = {name: text for name, text in _held(kind, found, language).items() if name in texts}
                context |= conflict(fault, found, now, texts, language)
            else:
                messages.success(request, SAVED[language])
                return redirect(address(kind, found))
    context["inputs"] = inputs(
        kind.name, texts, faults=faults, language=language, choices=_choices(request, names)
    )
    return render(request, "office/record_edit.html", context, status=status_of(context, faults))


@require_POST
@open_to(INTERNAL)
def withdraw_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Withdraw a record, for a reason."""
    kind = kind_of(request, slug)
    found, language = record_of(request, kind, number), language_of(request)
    reason = request.POST.get("reason", "")
    if not kind.may_withdraw(role_of(request)) or found.voided_at is not None:
        raise Http404
    if reason not in lists.WITHDRAWAL_REASONS:
        messages.error(request, Text("Choisissez un motif.", "Choose a reason.")[language])
        return redirect(address(kind, found))
    try:
        withdraw(found, actor=actor(request), seen=seen(request), reason=reason)
    except Fault as fault:
        messages.error(request, fault.sentence(language))
    else:
        messages.success(request, WITHDRAWN[language])
    return redirect(address(kind, found))


@require_POST
@open_to(INTERNAL)
def restore_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let a withdrawn record count again."""
    kind = kind_of(request, slug)
    found, language = record_of(request, kind, number), language_of(request)
    if not kind.may_withdraw(role_of(request)) or found.voided_at is None:
        raise Http404
    try:
        restore(found, actor=actor(request), seen=seen(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language))
    else:
        messages.success(request, RESTORED[language])
    return redirect(address(kind, found))


@open_to(INTERNAL)
def link_record(request: HttpRequest, slug: str, number: int, subject: str) -> HttpResponse:
    """Link a record to the one it comes from: one of the same prospect, or the one of a code."""
    kind, gap = kind_of(request, slug), _gap(request, subject)
    found, role, language = record_of(request, kind, number), role_of(request), language_of(request)
    if gap.register is not kind.register or not _may_link(gap, role) or found.voided_at is not None:
        raise Http404
    to = BY_NAME[gap.to.name]
    code = (request.POST.get("code") or request.POST.get("typed") or "").strip()
    context: dict[str, Any] = {"typed": request.POST.get("typed", "")}
    if request.method == "POST":
        try:
            if not code:
                raise NothingChosen
            link(found, gap.register, gap.to, code, actor=actor(request), seen=seen(request))
        except Fault as fault:
            context["refusal"] = fault.text
        else:
            messages.success(request, LINKED[language])
            return redirect(address(kind, found))
    rows = candidates(gap, found)
    context |= {
        "kind": kind,
        "record": found,
        "code": title(kind, found, role),
        "gap": GAP_TEXTS[gap.name],
        "to": to,
        "heads": [heading(column) for column in to.columns_listed(role)],
        "lines": lines(to, rows, role, language),
        "seen": found.change_id,
        "back": address(kind, found),
    }
    return render(request, "office/record_link.html", context, status=400 if "refusal" in context else 200)


@require_GET
@open_to(INTERNAL)
def reconcile(request: HttpRequest) -> HttpResponse:
    """List what does not hang together, one subject at a time."""
    role, language = role_of(request), language_of(request)
    subjects = [gap for gap in GAPS.values() if role in BY_NAME[gap.register.name].readers]
    counts = {gap.name: gap.count() for gap in subjects}
    first = next((name for name, count in counts.items() if count), subjects[0].name)
    gap = _gap(request, request.GET.get("subject") or first)
    kind = BY_NAME[gap.register.name]
    found = page(gap.register, gap.rows(), newer=edge(request, "newer"), older=edge(request, "older"))
    context = {
        "subjects": [(name, GAP_TEXTS[name], count) for name, count in counts.items()],
        "most": MOST_COUNTED,
        "kinds": shown_to(role),
        "gap": gap,
        "text": GAP_TEXTS[gap.name],
        "kind": kind,
        "lines": lines(kind, found.rows, role, language),
        "heads": [heading(column) for column in kind.columns_listed(role)],
        "may_link": _may_link(gap, role),
        "page": found,
    }
    return render(request, "office/reconcile.html", context)


class NothingChosen(Fault):
    """No record was chosen to link to."""

    def __init__(self) -> None:
        super().__init__(
            "Choisissez une fiche, ou donnez son identifiant.", "Choose a record, or give its identifier."
        )


@dataclass(frozen=True)
class GapText:
    """How a gap is told: its title, the rule that decides what the figures make of it."""

    title: Text
    rule: Text


_CREDIT = Text(
    "Gardé et compté. Il est crédité à la campagne qu'il nomme, sinon aux appels de son prospect dans les 180 jours "
    "qui précèdent ; sans l'un ni l'autre il reste « non attribué » et n'entre dans le ROI d'aucune campagne.",
    "Kept and counted. It is credited to the campaign it names, else to its prospect's calls in the 180 days before; "
    "without either it stays “unattributed” and enters no campaign's ROI.",
)
GAP_TEXTS = {
    "contracts": GapText(Text("Contrats sans opportunité", "Contracts without an opportunity"), _CREDIT),
    "shared": GapText(
        Text("Contrats d'une même opportunité", "Contracts of one opportunity"),
        Text(
            "Gardés et comptés tous. Deux signatures d'une même affaire peuvent être vraies ; un doublon se retire.",
            "All kept and counted. Two signatures of one deal may be true; withdraw a duplicate.",
        ),
    ),
    "opportunities": GapText(
        Text("Affaires signées sans rendez-vous", "Signed deals without an appointment"), _CREDIT
    ),
    "appointments": GapText(
        Text("Rendez-vous sans appel", "Appointments without a call"),
        Text(
            "Gardé et compté dans sa campagne, crédité au dernier appel que son prospect y a reçu avant, s'il y en a un.",
            "Kept and counted in its campaign, credited to the last call its prospect got there before, if any.",
        ),
    ),
}


def _gap(request: HttpRequest, name: str) -> Gap:
    gap = GAPS.get(name)
    if gap is None or role_of(request) not in BY_NAME[gap.register.name].readers:
        raise Http404
    return gap


def _may_link(gap: Gap, role: str) -> bool:
    return role in BY_NAME[gap.register.name].withdrawers


def _held(kind: RecordKind, found: Any, language: Language) -> dict[str, str]:
    names = [column.name for column in kind.kind.columns if kind.register.has(column.holder)]
    return held(kind.name, names, found, language)


def _judged(
    request: HttpRequest, kind: RecordKind, texts: Mapping[str, str], present: Mapping[str, str]
) -> tuple[dict[str, Text], dict[str, Any]]:
    """Return what is wrong with what was typed, and the values of what was typed anew.

    The record is judged whole, so that columns do not contradict one another; what was there before passes.
    """
    anew = [name for name, text in texts.items() if text != present[name]]
    entry = judged(request, kind.name, {**present, **texts})
    faults = {name: fault for name, fault in entry.faults.items() if name in texts}
    values = {}
    for name in anew:
        attribute = kind.kind.column(name).attribute
        if attribute in entry.values:
            values[attribute] = entry.values[attribute]
    return faults, values


def _edit(request: HttpRequest, found: Any, values: dict[str, Any]) -> None:
    if isinstance(found, Appointment):
        edit_appointment(found, user=request.user, seen=seen(request), **values)  # type: ignore[arg-type] # the door let a person in
    else:
        edit(found, actor=actor(request), seen=seen(request), **values)


def _choices(request: HttpRequest, names: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Return what the columns that refer to few records may hold."""
    found: dict[str, list[tuple[str, str]]] = {}
    if "campaign_code" in names:
        found["campaign_code"] = campaign_values(scope_of(request))
    if "outcome" in names:
        found["outcome"] = outcome_values(language_of(request))
    for name, (model, code) in _CODED.items():
        if name in names:
            codes = model.objects.filter(voided_at__isnull=True).order_by(code).values_list(code, flat=True)
            found[name] = [(value, value) for value in codes]
    return found


urlpatterns = [
    path("donnees/a-rapprocher/", reconcile, name="records-reconcile"),
    path("donnees/<slug:slug>/<int:number>/modifier/", change_record, name="records-edit"),
    path("donnees/<slug:slug>/<int:number>/retirer/", withdraw_record, name="records-withdraw"),
    path("donnees/<slug:slug>/<int:number>/retablir/", restore_record, name="records-restore"),
    path("donnees/<slug:slug>/<int:number>/rattacher/<slug:subject>/", link_record, name="records-link"),
]
