"""Alters or withdraws one record, keeping what it held before."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from filon.records.actions.change import OpenChange, change
from filon.records.models import Record, Revision
from filon.records.queries.users import users_of
from filon.terms.faults import Fault


class ChangedMeanwhile(Fault):
    """Somebody else altered the record since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche a été modifiée entre-temps : rien n'a été écrasé. Comparez avec ce qu'elle contient "
            "maintenant, puis enregistrez à nouveau.",
            "This record was changed in the meantime: nothing was overwritten. Compare with what it holds now, "
            "then save again.",
        )


class StillUsed(Fault):
    """Other records refer to the one to withdraw."""

    def __init__(self) -> None:
        super().__init__(
            "D'autres fiches renvoient à celle-ci : retirez-les ou rattachez-les ailleurs d'abord.",
            "Other records refer to this one: withdraw them or attach them elsewhere first.",
        )


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


def edit(record: Record, *, actor: str, seen: int | None = None, **values: Any) -> None:
    """Alter a record by hand, as one journalled change: an import never overwrites it afterwards.

    `seen` is the change that had last touched the record when it was shown. Values that are already held
    write nothing. Raises ChangedMeanwhile where another change has touched the record since.
    """
    with change("edit_record", actor=actor) as opened:
        hold(record, seen)
        amend(opened, record, **values)


def amend(opened: OpenChange, record: Record, **values: Any) -> None:
    """Give a record that is held its new values inside an open change, which is given up where none is new."""
    new = {name: value for name, value in values.items() if getattr(record, name) != value}
    opened.abandoned = not new
    if new:
        opened.details.update(table=_table(record), record=record.pk, fields=sorted(new))
        revise(opened, record, edited_at=opened.at, **new)


def withdraw(record: Record, *, actor: str, seen: int | None = None, reason: str = "") -> None:
    """Void a record by hand, as one journalled change that keeps the reason.

    Raises ChangedMeanwhile, as `edit` does, and StillUsed.
    """
    with change("withdraw_record", actor=actor) as opened:
        hold(record, seen)
        if any(users.exists() for users in users_of(type(record), record.pk)):
            raise StillUsed
        if reason:
            opened.details.update(reason=reason)
        amend(opened, record, voided_at=opened.at)


def hold(record: Record, seen: int | None) -> None:
    """Read a record again and keep others from altering it until the change is sealed.

    Raises ChangedMeanwhile where another change than `seen` was the last to touch it, or it was withdrawn.
    """
    type(record)._default_manager.select_for_update().get(pk=record.pk)
    record.refresh_from_db()
    if record.voided_at is not None or seen not in (None, record.change_id):
        raise ChangedMeanwhile


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
