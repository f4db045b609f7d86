"""Alters or withdraws one record, keeping what it held before."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError
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


class CodeTaken(Fault):
    """Another record has the identifier of the one to restore."""

    def __init__(self) -> None:
        super().__init__(
            "Une autre fiche a pris le même identifiant depuis : rien n'a été rétabli. Retirez-la d'abord, si c'est "
            "celle-ci qui doit compter.",
            "Another record has taken the same identifier since: nothing was restored. Withdraw it first, if this "
            "one is to count.",
        )


class RefersToWithdrawn(Fault):
    """The record to restore refers to one that is withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche renvoie à une autre, retirée elle aussi : rétablissez d'abord celle-là.",
            "This record refers to another one, withdrawn too: restore that one first.",
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


def restore(record: Record, *, actor: str, seen: int | None = None) -> None:
    """Let a withdrawn record count again, as one journalled change. Raises the faults of `bring_back`."""
    with change("restore_record", actor=actor) as opened:
        bring_back(opened, record, seen)


def bring_back(opened: OpenChange, record: Record, seen: int | None) -> None:
    """Undo the withdrawal of a record inside an open change.

    Raises ChangedMeanwhile, as `hold` does, RefersToWithdrawn or CodeTaken.
    """
    hold(record, seen, withdrawn=True)
    named = (getattr(record, field.name) for field in record._meta.concrete_fields if field.is_relation)
    if any(isinstance(other, Record) and other.voided_at is not None for other in named):
        raise RefersToWithdrawn
    try:
        amend(opened, record, voided_at=None)
    except IntegrityError as error:
        raise CodeTaken from error


def hold(record: Record, seen: int | None, *, withdrawn: bool = False) -> None:
    """Read a record again and keep others from altering it until the change is sealed.

    Raises ChangedMeanwhile where another change than `seen` was the last to touch it, or it was withdrawn
    (or is no longer, where a `withdrawn` one is wanted).
    """
    type(record)._default_manager.select_for_update().get(pk=record.pk)
    record.refresh_from_db()
    if (record.voided_at is not None) != withdrawn or seen not in (None, record.change_id):
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
