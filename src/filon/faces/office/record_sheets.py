"""The records of a list as a table to take away: what their pages show a person, and nothing more."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localtime

from filon.faces.office.access import Role, role_of
from filon.faces.office.asking import Asked
from filon.faces.office.entering import LABELS, NO, YES, actor
from filon.faces.office.record_kinds import INTERNAL, RecordKind
from filon.intake.kind import Column, Type
from filon.intake.match import TARGETS
from filon.records.actions.exports import record_export
from filon.records.queries.browse import every
from filon.reports.pages import sheets
from filon.reports.pages.sheets import Content, Head, Sheet
from filon.terms.faults import Fault
from filon.terms.money import to_amount
from filon.terms.text import Text

MOST = 100_000
_KINDS: dict[Type, sheets.Kind] = {
    Type.MONEY: "money",
    Type.SHARE: "share",
    Type.INTEGER: "number",
    Type.DATE: "day",
    Type.INSTANT: "instant",
}
_WRITTEN: dict[Type, Callable[[Any], Content]] = {
    Type.MONEY: to_amount,
    Type.INSTANT: localtime,
    Type.BOOLEAN: lambda value: YES if value else NO,
}


class TooManyRecords(Fault):
    """More records answer the filters than a page gives as a file."""

    def __init__(self) -> None:
        super().__init__(
            "Plus de 100 000 fiches répondent à ces filtres : restreignez la période ou les filtres. Pour tout "
            "emporter, « filon export DOSSIER ».",
            "More than 100,000 records match these filters: narrow the period or the filters. To take everything "
            "away, “filon export FOLDER”.",
        )


def sheet(request: HttpRequest, kind: RecordKind, rows: Any, asked: Asked) -> Sheet:
    """Return every record of a list as a table; what leaves of persons is journalled. Raises TooManyRecords."""
    count, role = rows[: MOST + 1].count(), role_of(request)
    if count > MOST:
        raise TooManyRecords
    if role in INTERNAL:
        others = {name for name in ("q", "from", "to") if request.GET.get(name)}
        record_export(
            kind.register.table, rows=count, filters=others.union(asked.where), actor=actor(request)
        )
    return _table(kind, every(kind.register, rows), role)


def _table(kind: RecordKind, records: Iterable[Any], role: str) -> Sheet:
    """Return the columns that a role may see; of a contact named, its company, and its code for the house."""
    columns = [column for column in kind.columns(role) if column.refers != "contacts"]
    named = (
        []
        if kind.name == "contacts"
        else ["company"]
        if role == Role.CLIENT_VIEWER
        else ["contact_id", "company"]
    )
    heads = [Head(column.name, LABELS[column.name], _KINDS.get(column.type, "text")) for column in columns]
    rows = (
        (
            *(_content(column, getattr(record, column.holder)) for column in columns),
            *(getattr(record.contact, name, None) for name in named),
        )
        for record in records
    )
    return Sheet(kind.title, (*heads, *(Head(name, LABELS[name]) for name in named)), rows)


def _content(column: Column, value: Any) -> Content:
    if value is None or value == "":
        return None
    if column.refers == "outcomes":
        return Text(value.label_fr, value.label_en)
    if column.refers:
        return str(getattr(value, TARGETS[column.refers][1]))
    if column.values is not None:
        return column.values[value]
    written = _WRITTEN.get(column.type)
    found: Content = written(value) if written else value
    return found
