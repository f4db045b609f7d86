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

IN_FORMS = {
    "nature": Text("Nature (sinon selon la catégorie)", "Nature (else by the category)"),
    "period_start": Text("Du", "From"),
    "period_end": Text("au (inclus)", "to (included)"),
    "hours": Text("ou heures", "or hours"),
    "hourly_rate": Text("× taux horaire chargé", "× loaded hourly rate"),
    "allocation_key": Text("Clé de répartition (sans campagne)", "Allocation key (no campaign)"),
}
"""What a form says beside the name of a column."""
YES, NO = Text("oui", "yes"), Text("non", "no")
_AREA_ABOVE = 1_000  # characters
_NUMBERS = {Type.MONEY, Type.DECIMAL, Type.INTEGER, Type.SHARE}


def label(column: Column, labels: Mapping[str, Text] = IN_FORMS) -> Text:
    """Return what a column is called on a form: an amount with its currency."""
    named = labels.get(column.name, column.label)
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
    kind = next(one for one in KINDS.values() if one.model == type(record).__name__)
    other = [
        (kind.column(name).label[language], value or "–")
        for name, value in present.items()
        if value != typed[name]
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
