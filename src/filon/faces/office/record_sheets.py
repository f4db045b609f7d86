"""The records of a list as a table to take away: what their pages show a person, and nothing more."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import get_current_timezone

from filon.faces.office.access import Role, role_of
from filon.faces.office.asking import Asked
from filon.faces.office.entering import NO, YES, actor
from filon.faces.office.record_kinds import INTERNAL, RecordKind
from filon.intake.kind import Column, Type
from filon.intake.kinds import KINDS
from filon.intake.match import TARGETS
from filon.records.actions.exports import record_export
from filon.records.models import Outcome
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
Writer = Callable[[Any], Content]
_WRITTEN: dict[Type, Writer] = {
    Type.MONEY: to_amount,
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
    return _table(kind, rows, role)


def _table(kind: RecordKind, records: Any, role: str) -> Sheet:
    """Return the columns that a role may see; of a contact named, its company, and its code for the house."""
    columns = [column for column in kind.columns(role) if column.refers != "contacts"]
    named = (
        []
        if kind.name == "contacts"
        else ["company"]
        if role == Role.CLIENT_VIEWER
        else ["contact_id", "company"]
    )
    heads = [Head(column.name, column.label, _KINDS.get(column.type, "text")) for column in columns]
    names = [*map(_name, columns), *(f"contact__{name}" for name in named)]
    writers = [*map(_writer, columns), *(None for _ in named)]
    rows = _rows(writers, every(kind.register, records, names))
    return Sheet(
        kind.title, (*heads, *(Head(name, KINDS["contacts"].column(name).label) for name in named)), rows
    )


def _rows(writers: Sequence[Writer | None], found: Iterable[tuple[Any, ...]]) -> Iterator[list[Content]]:
    for values in found:
        yield [
            None if value is None or value == "" else write(value) if write else value
            for write, value in zip(writers, values, strict=True)
        ]


def _name(column: Column) -> str:
    """Return the attribute of a record that a column tells, or the code of what it refers to."""
    if column.refers and column.refers != "outcomes":
        return f"{column.holder}__{TARGETS[column.refers][1]}"
    return column.holder


def _writer(column: Column) -> Writer | None:
    """Return what turns a value of a column into what its page shows; None where they are the same."""
    if column.refers == "outcomes":
        labels = {one.pk: Text(one.label_fr, one.label_en) for one in Outcome.objects.all()}
        return labels.__getitem__
    if column.values is not None:
        return column.values.__getitem__
    if column.type is Type.INSTANT:
        zone = get_current_timezone()
        return lambda value: value.astimezone(zone)
    return _WRITTEN.get(column.type)
