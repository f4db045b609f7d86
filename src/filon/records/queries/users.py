"""Which records refer to another."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from filon.records.models import Record


def users_of(model: type[Record], target: Any) -> Iterator[Any]:
    """Yield, per relation, the live rows that refer to a row of the model; `target` is its number, or names it."""
    for other in apps.get_app_config("records").get_models():
        if not issubclass(other, Record):
            continue
        for relation in other._meta.concrete_fields:
            if relation.related_model is model:
                yield other._default_manager.filter(**{relation.attname: target}, voided_at__isnull=True)
