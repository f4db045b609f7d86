"""Forms of records: a kind's columns as inputs, what a record holds as texts, and texts read as an import reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from filon.faces.office.choices import Option
from filon.faces.office.language import language_of
from filon.intake.kind import Column, Type
from filon.intake.kinds import KINDS
from filon.terms import currency
from filon.terms.clock import now
from filon.terms.faults import Fault
from filon.terms.money import to_amount
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from filon.intake.entry import Entry, Habits
    from filon.records.models import Record

LABELS = {
    "campaign_code": Text("Campagne", "Campaign"),
    "name": Text("Nom", "Name"),
    "client_code": Text("Client", "Client"),
    "channel": Text("Canal", "Channel"),
    "organisation": Text("Organisation", "Organisation"),
    "kind": Text("Type", "Kind"),
    "offer": Text("Offre", "Offer"),
    "target": Text("Cible", "Target"),
    "country": Text("Pays", "Country"),
    "starts_on": Text("Début", "Start"),
    "ends_on": Text("Fin", "End"),
    "owner": Text("Responsable", "Owner"),
    "budget": Text("Budget", "Budget"),
    "horizon_months": Text("Horizon (mois)", "Horizon (months)"),
    "date": Text("Date", "Date"),
    "description": Text("Ce qui change", "What changes"),
    "nature": Text("Nature (sinon selon la catégorie)", "Nature (else by the category)"),
    "cost_id": Text("N° de pièce", "Document number"),
    "category": Text("Catégorie", "Category"),
    "period_start": Text("Du", "From"),
    "period_end": Text("au (inclus)", "to (included)"),
    "amount": Text("Montant", "Amount"),
    "hours": Text("ou heures", "or hours"),
    "hourly_rate": Text("× taux horaire chargé", "× loaded hourly rate"),
    "allocation_key": Text("Clé de répartition (sans campagne)", "Allocation key (no campaign)"),
    "supplier": Text("Fournisseur", "Supplier"),
    "note": Text("Note", "Note"),
    "contact_id": Text("Contact", "Contact"),
    "company": Text("Société", "Company"),
    "siren": Text("SIREN", "SIREN"),
    "sector": Text("Secteur", "Sector"),
    "size_band": Text("Effectif", "Size"),
    "region": Text("Région", "Region"),
    "first_name": Text("Prénom", "First name"),
    "last_name": Text("Nom", "Last name"),
    "job_title": Text("Fonction", "Job title"),
    "decision_maker": Text("Décideur", "Decision maker"),
    "phone": Text("Téléphone", "Phone"),
    "email": Text("E-mail", "E-mail"),
    "list_code": Text("Liste", "List"),
    "call_id": Text("Appel", "Call"),
    "operator": Text("Opérateur", "Operator"),
    "started_at": Text("Appelé le", "Called on"),
    "duration_s": Text("Durée (s)", "Duration (s)"),
    "talk_s": Text("Conversation (s)", "Talk (s)"),
    "outcome": Text("Résultat", "Outcome"),
    "refusal_reason": Text("Motif de refus", "Reason of refusal"),
    "script": Text("Script", "Script"),
    "variant": Text("Variante", "Variant"),
    "appointment_id": Text("Rendez-vous", "Appointment"),
    "booked_at": Text("Posé le", "Booked on"),
    "slot_at": Text("Créneau", "Slot"),
    "status": Text("Statut", "Status"),
    "validation": Text("Validation", "Validation"),
    "rejection_reason": Text("Motif de rejet", "Reason of rejection"),
    "qualified": Text("Qualifié", "Qualified"),
    "opportunity_id": Text("Opportunité", "Opportunity"),
    "created_at": Text("Créée le", "Created on"),
    "qualified_at": Text("Qualifiée le", "Qualified on"),
    "proposed_at": Text("Proposition le", "Proposed on"),
    "closed_at": Text("Close le", "Closed on"),
    "lost_reason": Text("Motif de perte", "Reason of loss"),
    "product": Text("Produit", "Product"),
    "sales_rep": Text("Commercial", "Sales representative"),
    "contract_id": Text("Contrat", "Contract"),
    "signed_on": Text("Signé le", "Signed on"),
    "revenue": Text("Chiffre d'affaires", "Revenue"),
    "margin": Text("Marge brute", "Gross margin"),
    "margin_rate": Text("Taux de marge", "Margin rate"),
    "recurring_amount": Text("Montant récurrent", "Recurring amount"),
    "recurring_period": Text("Récurrence, par", "Recurring, per"),
    "term_months": Text("Engagement (mois)", "Term (months)"),
    "ended_on": Text("Fini le", "Ended on"),
}
YES, NO = Text("oui", "yes"), Text("non", "no")
_AREA_ABOVE = 1_000  # characters
_NUMBERS = {Type.MONEY, Type.DECIMAL, Type.INTEGER, Type.SHARE}


def label(column: Column, labels: Mapping[str, Text] = LABELS) -> Text:
    """Return what a column is called on a form: an amount with its currency."""
    named = labels[column.name]
    return currency.named(named) if column.type is Type.MONEY or column.name == "hourly_rate" else named


@dataclass(frozen=True)
class Input:
    """One input of a form."""

    name: str
    label: Text
    kind: str  # text, number, date, datetime-local, select or area
    value: str
    required: bool
    max_length: int
    options: list[Option]
    fault: Text | None


def posted(request: HttpRequest, names: Sequence[str]) -> dict[str, str]:
    """Return the texts a form sent for some columns."""
    return {name: request.POST.get(name, "").strip() for name in names}


def judged(request: HttpRequest, kind: str, texts: Mapping[str, str]) -> "Entry":
    """Read the texts of a form under the rules of an import of that kind."""
    from filon.intake.entry import read

    return read(KINDS[kind], texts, habits(request))


def habits(request: HttpRequest) -> "Habits":
    """Return how the person writes numbers and dates."""
    from filon.intake.entry import Habits

    today = timezone.localdate(now())
    return Habits(language_of(request), settings.TIME_ZONE, today, settings.FILON_CURRENCY)


def held(kind: str, names: Sequence[str], record: "Record", language: Language) -> dict[str, str]:
    """Return what a record holds, as texts that the form reads back."""
    return {name: _text(KINDS[kind].column(name), record, language) for name in names}


def conflict(
    fault: Fault, record: "Record", present: Mapping[str, str], typed: Mapping[str, str], language: Language
) -> dict[str, Any]:
    """Return what a form shows of a refusal: why, and what the record holds where the form says otherwise."""
    other = [
        (LABELS[name][language], value or "–") for name, value in present.items() if value != typed[name]
    ]
    return {"refusal": fault.text, "now": other, "seen": record.change_id}


def status_of(context: Mapping[str, Any], faults: Mapping[str, Text]) -> int:
    """Return the status of a form's page: refused as a whole, faulty, or as it is."""
    return 409 if "refusal" in context else 400 if faults else 200


def seen(request: HttpRequest) -> int | None:
    """Return the change that had last touched the record when its form was shown."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() else None


def actor(request: HttpRequest) -> str:
    """Return how the journal names the person."""
    return f"user:{request.user.pk}"


def inputs(
    kind: str,
    texts: Mapping[str, str],
    *,
    faults: Mapping[str, Text],
    language: Language,
    choices: Mapping[str, Sequence[tuple[str, str]]],
) -> list[Input]:
    """Return one input per text; `choices` lists what the columns that refer to something may hold."""
    return [
        _input(KINDS[kind].column(name), value, faults.get(name), language, choices.get(name))
        for name, value in texts.items()
    ]


def _input(
    column: Column,
    value: str,
    fault: Text | None,
    language: Language,
    choices: Sequence[tuple[str, str]] | None,
) -> Input:
    listed = choices
    if listed is None and column.values is not None:
        listed = [(code, label[language]) for code, label in column.values.items()]
    elif column.type is Type.BOOLEAN:
        listed = [(label[language], label[language]) for label in (YES, NO)]
    options = [Option(code, label, code == value) for code, label in listed or ()]
    shape = "select" if listed is not None else _shape(column)
    return Input(column.name, label(column), shape, value, column.required, column.max_length, options, fault)


def _shape(column: Column) -> str:
    if column.type is Type.DATE:
        return "date"
    if column.type is Type.INSTANT:
        return "datetime-local"
    if column.type in _NUMBERS:
        return "number"
    return "area" if column.max_length > _AREA_ABOVE else "text"


def _text(column: Column, record: "Record", language: Language) -> str:
    value: Any = getattr(record, column.holder)
    if value is None:
        return ""
    if column.refers:
        return str(value.pk if column.refers == "outcomes" else getattr(value, column.name))
    if column.type is Type.BOOLEAN:
        return (YES if value else NO)[language]
    if column.type is Type.INSTANT:
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")
    if column.type is Type.MONEY:
        value = to_amount(value)
    elif column.type in (Type.DECIMAL, Type.SHARE):
        value = f"{value.normalize():f}"
    text = str(value)
    return text.replace(".", ",") if column.type in _NUMBERS and language == "fr" else text
