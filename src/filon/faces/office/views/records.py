"""The records: a list of each kind, and a page per record with its links and its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from filon.faces.office.access import READERS, Role, open_to, role_of, scope_of
from filon.faces.office.asking import Asked
from filon.faces.office.asking import asked as read
from filon.faces.office.choices import ALL, Choice, campaign_values, outcome_values, pick
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.faces.office.record_kinds import BY_NAME, INTERNAL, KINDS_SHOWN, RecordKind, shown_to
from filon.faces.office.record_sheets import sheet
from filon.faces.office.showing import Shown, address, altered, called, heading, shown, who
from filon.intake.reading.phones import phone
from filon.records.models import ContactList, Operator, Record
from filon.records.queries.browse import narrow, page, search
from filon.records.queries.history import Event, history
from filon.records.queries.reconcile import gaps_of
from filon.records.queries.registers import products, sources
from filon.terms import choices as lists
from filon.terms.faults import UnknownName
from filon.terms.scope import Scope
from filon.terms.text import Language, Text

LINKED = 10  # records of a kind shown on the page of another
LONGEST_SEARCH = 100
_FILTERS = {
    "campaign": Text("Campagne", "Campaign"),
    "operator": Text("Opérateur", "Operator"),
    "outcome": Text("Résultat", "Outcome"),
    "status": Text("Statut", "Status"),
    "validation": Text("Validation", "Validation"),
    "list": Text("Liste", "List"),
}
_FEMININE = frozenset({"campaign", "validation", "list"})
ACTIONS = {
    "import_file": Text("importée", "imported"),
    "undo_import": Text("import annulé", "import undone"),
    "enter_record": Text("saisie", "entered"),
    "edit_record": Text("modifiée", "edited"),
    "withdraw_record": Text("retirée", "withdrawn"),
    "restore_record": Text("rétablie", "restored"),
}


@dataclass(frozen=True)
class Line:
    """A record of a list."""

    code: str
    url: str
    cells: list[Shown]


@dataclass(frozen=True)
class Linked:
    """The records of one kind that hang together with the one shown; `missing` is named and not there."""

    kind: RecordKind
    lines: list[Line]
    more: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Past:
    """A change in the history of a record, as told."""

    event: Event
    what: Text
    who: Text
    reason: Text | None
    altered: list[tuple[Text, str, str]]


@open_to(READERS)
def records(request: HttpRequest) -> HttpResponse:
    """Lead to the first kind of record that the person may read."""
    return redirect("office:records-list", slug=shown_to(role_of(request))[0].slug)


@open_to(READERS)
def listing(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List the records of a kind, narrowed and searched as the address says, the latest first."""
    kind, role, scope, language = (
        kind_of(request, slug),
        role_of(request),
        scope_of(request),
        language_of(request),
    )
    asked, text = read(request.GET), request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    filters = [name for name in kind.filters if _offered(name, role)]
    for name in asked.where:
        if name not in (*filters, "contact"):
            raise UnknownName(Text("Filtre", "filter"), name, filters)
    withdrawn = kind.may_withdraw(role) and bool(request.GET.get("withdrawn"))
    rows = narrow(kind.register, scope, asked.where, asked.first, asked.last, withdrawn=withdrawn)
    if text:
        number = phone(text)
        rows = search(
            kind.register,
            rows,
            [text] if isinstance(number, Text) else [text, number],
            personal=role in INTERNAL,
        )
    if file := exported(request, slug, {kind.name: lambda: sheet(request, kind, rows, asked)}):
        return file
    found = page(kind.register, rows, newer=edge(request, "newer"), older=edge(request, "older"))
    context = {
        "kind": kind,
        "kinds": shown_to(role),
        "asked": asked,
        "text": text,
        "dated": kind.register.order != "id",
        "choices": [_choice(kind, name, asked, scope, language) for name in filters],
        "heads": [heading(column) for column in kind.columns_listed(role)],
        "lines": lines(kind, found.rows, role, language),
        "page": found,
        "narrowed": bool(text or asked.where or asked.first or asked.last or withdrawn),
        "may_withdraw": kind.may_withdraw(role),
        "withdrawn": withdrawn,
        "reconciles": role in INTERNAL,
    }
    return render(request, "office/records.html", context)


@open_to(READERS)
def record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one record: what it holds, what it hangs together with, and its history."""
    kind, role, language = kind_of(request, slug), role_of(request), language_of(request)
    found = record_of(request, kind, number)
    inside = role != Role.CLIENT_VIEWER
    context = {
        "kind": kind,
        "record": found,
        "code": title(kind, found, role),
        "facts": [shown(column, found, role, language) for column in kind.columns(role)],
        "linked": _linked(kind, found, role, language) if inside else [],
        "gaps": gaps_of(kind.register, found) if inside and found.voided_at is None else [],
        "past": [_past(kind, event, language) for event in history(found)] if inside else [],
        "may_edit": bool(kind.editable(role)) and found.voided_at is None,
        "may_withdraw": kind.may_withdraw(role),
        "reasons": lists.WITHDRAWAL_REASONS,
    }
    return render(request, "office/record.html", context)


def kind_of(request: HttpRequest, slug: str) -> RecordKind:
    """Return the kind of that word, where the person may read it; Http404 otherwise."""
    kind = KINDS_SHOWN.get(slug)
    if kind is None or role_of(request) not in kind.readers:
        raise Http404
    return kind


def record_of(request: HttpRequest, kind: RecordKind, number: int) -> Any:
    """Return the record of that number that the person may see, withdrawn ones for the house; else Http404."""
    inside = role_of(request) != Role.CLIENT_VIEWER
    return get_object_or_404(kind.register.rows(scope_of(request), voided=inside), pk=number)


def title(kind: RecordKind, record: Record, role: str) -> str:
    """Return what to call a record: its code, but a contact its company."""
    if kind.name == "contacts":
        return called(record, role)  # type: ignore[arg-type] # the register of contacts holds contacts
    return str(getattr(record, kind.register.code))


def lines(kind: RecordKind, rows: Iterable[Record], role: str, language: Language) -> list[Line]:
    """Return the lines of a list."""
    return [
        Line(
            str(getattr(row, kind.register.code)),
            address(kind, row),
            [shown(column, row, role, language) for column in kind.columns_listed(role)],
        )
        for row in rows
    ]


def edge(request: HttpRequest, name: str) -> int | None:
    """Return the number of the record from which a list goes on, as the address says."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _offered(name: str, role: str) -> bool:
    return name != "operator" or role != Role.CLIENT_VIEWER


def _choice(kind: RecordKind, name: str, asked: Asked, scope: Scope, language: Language) -> Choice:
    chosen = asked.where.get(name, ())
    none = Text("toutes", "all") if name in _FEMININE else ALL
    return pick(f"w.{name}", _FILTERS[name], _values(kind, name, scope, language), chosen, none)


def _values(kind: RecordKind, name: str, scope: Scope, language: Language) -> list[tuple[str, str]]:
    if name == "campaign":
        return campaign_values(scope)
    if name == "outcome":
        return outcome_values(language)
    if name in ("status", "validation"):
        return [(code, label[language]) for code, label in (kind.kind.column(name).values or {}).items()]
    model, code = (Operator, "operator") if name == "operator" else (ContactList, "list_code")
    rows: Any = model._default_manager.filter(voided_at__isnull=True).order_by(code)
    return [(value, value) for value in rows.values_list(code, flat=True)]


def _linked(kind: RecordKind, record: Any, role: str, language: Language) -> list[Linked]:
    """Return what a record comes from, then what came of it, of the kinds the person may read."""
    found = []
    for name, source in sources(kind.register, record).items():
        named = getattr(record, kind.register.follows[name]) or ""
        if role in BY_NAME[name].readers and (source or named):
            rows = lines(BY_NAME[name], [source] if source else [], role, language)
            found.append(Linked(BY_NAME[name], rows, missing="" if source else named))
    for name, rows in products(kind.register, record).items():
        if role in BY_NAME[name].readers and (some := list(rows[: LINKED + 1])):
            more = f"w.contact={record.pk}" if len(some) > LINKED and kind.name == "contacts" else ""
            found.append(Linked(BY_NAME[name], lines(BY_NAME[name], some[:LINKED], role, language), more))
    return found


def _past(kind: RecordKind, event: Event, language: Language) -> Past:
    told = [altered(kind, one, language) for one in event.altered]
    return Past(
        event,
        ACTIONS.get(event.action, Text(event.action, event.action)),
        who(event.actor),
        lists.WITHDRAWAL_REASONS.get(str(event.details.get("reason"))),
        [one for one in told if one],
    )


urlpatterns = [
    path("donnees/", records, name="records"),
    path("donnees/<slug:slug>/", listing, name="records-list"),
    path("donnees/<slug:slug>/<int:number>/", record, name="records-page"),
]
