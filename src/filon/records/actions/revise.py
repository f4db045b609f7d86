"""Alters one record, keeping what it held before."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from filon.records.actions.change import OpenChange, change
from filon.records.models import Record, Revision
from filon.terms.clock import now


def revise(opened: OpenChange, record: Record, **values: Any) -> None:
    """Set attributes of a record inside an open change; the values before go into the revisions."""
    before = {name: getattr(record, name) for name in values}
    Revision.objects.create(
        change_id=opened.id,
        table=_table(record),
        record_id=record.pk,
        previous_change_id=record.change_id,
        before=_Encoder.plain(before),
    )
    for name, value in values.items():
        setattr(record, name, value)
    record.change_id = opened.id
    record.save(update_fields=[*values, "change_id"])


def edit(record: Record, *, actor: str, **values: Any) -> None:
    """Alter a record by hand, as one journalled change: an import never overwrites it afterwards."""
    with change("edit_record", actor=actor) as opened:
        opened.details.update(table=_table(record), record=record.pk, fields=sorted(values))
        revise(opened, record, edited_at=now(), **values)


def _table(record: Model) -> str:
    name: str = record._meta.model_name or ""
    return name


class _Encoder(DjangoJSONEncoder):
    """Writes dates, instants and decimals as Django reads them back."""

    @classmethod
    def plain(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return values that JSON can hold."""
        import json

        plain: dict[str, Any] = json.loads(json.dumps(values, cls=cls))
        return plain
