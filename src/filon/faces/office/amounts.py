"""The numbers of a page's question: read from its address under the rules of every form, shown as they were typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from filon.faces.office.entering import habits
from filon.faces.office.language import language_of
from filon.intake.kind import Column, Kind, Type
from filon.terms.faults import Fault
from filon.terms.text import Language, Text


@dataclass(frozen=True)
class Field:
    """A number that may be typed; `usual` stands where nothing is. One counted in `percent` may bear the sign."""

    label: Text
    usual: float | None = None
    signed: bool = False
    percent: bool = False


@dataclass(frozen=True)
class Amount:
    """A number one can ask for, by its name in the address: as typed, as read, and what is wrong with it."""

    name: str
    label: Text
    text: str
    value: float | None
    fault: Text | None


class UnreadableAmount(Fault):
    """A number was typed that cannot be read: the page says so beside its field."""

    def __init__(self, amount: Amount, fault: Text) -> None:
        super().__init__(f"{amount.label.fr} : {fault.fr}", f"{amount.label.en}: {fault.en}")


def amounts(request: HttpRequest, fields: Mapping[str, Field]) -> list[Amount]:
    """Read the numbers of an address, by the names of their fields."""
    from filon.intake.entry import read

    typed = {name: request.GET.get(name, "").strip() for name in fields}
    bare = {
        name: text.removesuffix("%").rstrip() if fields[name].percent else text
        for name, text in typed.items()
    }
    columns = tuple(Column(name, Type.DECIMAL, signed=field.signed) for name, field in fields.items())
    entry = read(Kind("amounts", "", Text("question", "question"), (), columns), bare, habits(request))
    language = language_of(request)
    return [
        Amount(
            name,
            field.label,
            typed[name] or _written(field.usual, language),
            field.usual if entry.values.get(name) is None else float(entry.values[name]),
            entry.faults.get(name),
        )
        for name, field in fields.items()
    ]


def checked(found: Iterable[Amount]) -> dict[str, float | None]:
    """Return the numbers by name. Raises UnreadableAmount for the first that cannot be read."""
    found = list(found)
    for amount in found:
        if amount.fault is not None:
            raise UnreadableAmount(amount, amount.fault)
    return {amount.name: amount.value for amount in found}


def _written(value: float | None, language: Language) -> str:
    text = "" if value is None else f"{value:.10g}"
    return text.replace(".", ",") if language == "fr" else text
