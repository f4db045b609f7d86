"""What every stored record has in common."""

from typing import Any

from django.db import models
from django.db.models import Q

from filon.terms.text import Text


class Record(models.Model):
    """A row that is journalled, published to the lake and never deleted: it is voided.

    `change` is the last write that touched the row and drives the incremental publish; `created` is the
    first one, so that an import can be undone. `edited_at` is set when a person edited the row by hand:
    an import never overwrites it after that.
    """

    change = models.ForeignKey("records.Change", on_delete=models.PROTECT, related_name="+")
    created = models.ForeignKey(
        "records.Change", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def live_unique(*fields: str, name: str) -> models.UniqueConstraint:
    """Return a uniqueness rule over the rows that are not voided."""
    return models.UniqueConstraint(fields=fields, condition=Q(voided_at__isnull=True), name=name)


def one_of(field: str, values: dict[str, Any], name: str) -> models.CheckConstraint:
    """Return a rule that a field is empty or one of the listed values."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__in": list(values)}), name=name
    )


def not_negative(field: str, name: str) -> models.CheckConstraint:
    """Return a rule that a field is empty or at least zero."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0}), name=name
    )


def choices(values: dict[str, Text]) -> list[tuple[str, str]]:
    """Return the values of a closed list with their French labels, as forms show them."""
    return [(code, label.fr) for code, label in values.items()]
