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
from filon.terms.clock import now
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
    "budget": Text("Budget (€)", "Budget (€)"),
    "horizon_months": Text("Horizon (mois)", "Horizon (months)"),
    "date": Text("Date", "Date"),
    "description": Text("Ce qui change", "What changes"),
    "nature": Text("Nature (sinon selon la catégorie)", "Nature (else by the category)"),
    "cost_id": Text("N° de pièce", "Document number"),
    "category": Text("Catégorie", "Category"),
    "period_start": Text("Du", "From"),
    "period_end": Text("au (inclus)", "to (included)"),
    "amount": Text("Montant (€)", "Amount (€)"),
    "hours": Text("ou heures", "or hours"),
    "hourly_rate": Text("× taux horaire chargé (€)", "× loaded hourly rate (€)"),
    "allocation_key": Text("Clé de répartition (sans campagne)", "Allocation key (no campaign)"),
    "supplier": Text("Fournisseur", "Supplier"),
    "note": Text("Note", "Note"),
}
_AREA_ABOVE = 1_000  # characters
_NUMBERS = {Type.MONEY, Type.DECIMAL, Type.INTEGER, Type.SHARE}


@dataclass(frozen=True)
class Input:
    """One input of a form."""

    name: str
    label: Text
    kind: str  # text, number, date, select or area
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


def compared(
    present: Mapping[str, str], typed: Mapping[str, str], language: Language
) -> list[tuple[str, str]]:
    """Return what a record holds, label and text, wherever that differs from what a form says."""
    return [(LABELS[name][language], value or "–") for name, value in present.items() if value != typed[name]]


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
    options = [Option(code, label, code == value) for code, label in listed or ()]
    shape = "select" if listed is not None else _shape(column)
    return Input(
        column.name, LABELS[column.name], shape, value, column.required, column.max_length, options, fault
    )


def _shape(column: Column) -> str:
    if column.type is Type.DATE:
        return "date"
    if column.type in _NUMBERS:
        return "number"
    return "area" if column.max_length > _AREA_ABOVE else "text"


def _text(column: Column, record: "Record", language: Language) -> str:
    value: Any = getattr(record, column.field or column.name)
    if value is None:
        return ""
    if column.refers:
        return str(getattr(value, column.name))
    if column.type is Type.MONEY:
        value = to_amount(value)
    elif column.type is Type.DECIMAL:
        value = f"{value.normalize():f}"
    text = str(value)
    return text.replace(".", ",") if column.type in _NUMBERS and language == "fr" else text
