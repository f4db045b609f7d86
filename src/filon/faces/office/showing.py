"""What records hold, as people read it."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from filon.faces.office.access import Role
from filon.faces.office.entering import NO, YES
from filon.faces.office.record_kinds import BY_NAME, RecordKind
from filon.faces.office.templatetags.office import day, instant, money, number
from filon.intake.kind import Column, Type
from filon.intake.match import TARGETS
from filon.records.models import Contact, Record, User
from filon.records.queries.history import Altered
from filon.terms.text import Language, Text

NONE = "–"
_SHAPES = {
    Type.MONEY: "nowrap",
    Type.INTEGER: "nowrap",
    Type.SHARE: "nowrap",
    Type.DATE: "word nowrap",
    Type.INSTANT: "word nowrap",
}

_ACTORS = {
    "cli": Text("ligne de commande", "command line"),
    "demo": Text("démonstration", "demonstration"),
    "notebook": Text("carnet Python", "Python notebook"),
}


@dataclass(frozen=True)
class Shown:
    """A value with its label; `url` leads to what it names, `shape` is how a table aligns it."""

    label: Text
    text: str
    url: str = ""
    shape: str = "word"


def shown(column: Column, record: Record, role: str, language: Language) -> Shown:
    """Return what a record holds in a column, with a link to the record it names."""
    value = getattr(record, column.holder)
    url = ""
    if column.refers == "campaigns" and value is not None:
        url = reverse("office:campaigns-page", args=[value.campaign_code])
    elif column.refers in BY_NAME and value is not None and role in BY_NAME[column.refers].readers:
        url = address(BY_NAME[column.refers], value)
    return replace(heading(column), text=written(column, value, language, role=role), url=url)


def heading(column: Column) -> Shown:
    """Return the heading of a column in a table."""
    return Shown(column.label, "", shape=_SHAPES.get(column.type, "word"))


def written(column: Column, value: Any, language: Language, *, role: str = "") -> str:  # noqa: PLR0911 - one per type
    """Write a value of a column."""
    if value is None or value == "":
        return NONE
    if column.refers:
        return _named(column, value, language, role)
    match column.type:
        case Type.CHOICE:
            return (column.values or {})[value][language]
        case Type.DATE:
            return day(value)
        case Type.INSTANT:
            return instant(value)
        case Type.MONEY:
            return money(value)
        case Type.SHARE:
            return number(value, "share")
        case Type.INTEGER:
            return number(value)
        case Type.BOOLEAN:
            return (YES if value else NO)[language]
        case _:
            return str(value)


def _named(column: Column, value: Any, language: Language, role: str) -> str:
    if column.refers == "outcomes":
        return str(Text(value.label_fr, value.label_en)[language])
    if isinstance(value, Contact):
        return called(value, role)
    return str(getattr(value, TARGETS[str(column.refers)][1]))


def called(contact: Contact, role: str) -> str:
    """Return what to call a contact: its company, else its code, which may hold a phone number."""
    return contact.company or (NONE if role == Role.CLIENT_VIEWER else contact.contact_id)


def address(kind: RecordKind, record: Record) -> str:
    """Return the address of a record's page."""
    return reverse("office:records-page", args=[kind.slug, record.pk])


def altered(kind: RecordKind, one: Altered, language: Language) -> tuple[Text, str, str] | None:
    """Return the label of what a change altered, before and after; None for what no column shows."""
    for column in kind.kind.columns:
        if one.attribute == column.attribute:
            before, after = (_read(kind, column, value) for value in (one.before, one.after))
            return column.label, written(column, before, language), written(column, after, language)
    return None


def _read(kind: RecordKind, column: Column, value: Any) -> Any:
    """Return the record that a number stands for, where the column refers to one."""
    if column.refers is None or value is None:
        return value
    related: Any = kind.register.model._meta.get_field(column.holder).related_model
    return related._default_manager.filter(pk=value).first()


def who(actor: str) -> Text:
    """Return who made a change; an account that is gone keeps its number alone."""
    kind, _, number = actor.partition(":")
    if kind != "user" or not number.isdecimal():
        return _ACTORS.get(actor, Text(actor, actor))
    name = User.objects.filter(pk=int(number)).values_list("username", flat=True).first()
    return Text(name, name) if name else Text(f"compte n° {number}", f"account no. {number}")
