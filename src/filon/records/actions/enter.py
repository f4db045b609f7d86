"""Creates one record by hand."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError

from filon.records.actions.change import OpenChange, change
from filon.records.models import Record
from filon.terms.faults import Fault

Row = TypeVar("Row", bound=Record)


class Taken(Fault):
    """Another record has this identifier."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"« {key} » existe déjà, avec d'autres valeurs : choisissez un autre identifiant, ou modifiez celui-là.",
            f"“{key}” exists already, with other values: choose another identifier, or edit that one.",
        )


def enter(
    model: type[Row], *, key: str, actor: str, settle: Callable[[], dict[str, Any]] = dict, **values: Any
) -> Row:
    """Create a record whose attribute `key` identifies it; the same one sent twice is created once.

    `settle` gives the values that must be decided inside the change. Raises Taken where the identifier
    belongs to a record that says something else.
    """
    try:
        with change("enter_record", actor=actor) as opened:
            values |= settle()
            known = _known(model, key, values)
            if known is not None:
                opened.abandoned = True
                return known
            return create(opened, model, **values)
    except IntegrityError:  # another process was faster
        known = _known(model, key, values)
        if known is None:
            raise
        return known


def create(opened: OpenChange, model: type[Row], **values: Any) -> Row:
    """Create a record inside an open change, marked as made by a person."""
    row = model._default_manager.create(
        change_id=opened.id, created_id=opened.id, edited_at=opened.at, **values
    )
    opened.details.setdefault("created", []).append([model._meta.model_name, row.pk])
    return row


def says(record: Record, values: Mapping[str, Any]) -> bool:
    """Tell whether a record holds some values already."""
    return all(getattr(record, name) == value for name, value in values.items())


def _known(model: type[Row], key: str, values: dict[str, Any]) -> Row | None:
    row = model._default_manager.filter(voided_at__isnull=True, **{key: values[key]}).first()
    if row is not None and not says(row, values):
        raise Taken(str(values[key]))
    return row
