"""The history of one record: every change that touched it, with what it held before and after."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models

from filon.records.models import Change, ImportBatch, JournalEntry, Record, Revision, User


@dataclass(frozen=True, slots=True)
class Altered:
    """An attribute of a record, before and after a change."""

    attribute: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Event:
    """A change: who made it, by which action, from which import; `details` are those of the journal."""

    at: datetime
    action: str
    actor: str
    details: Mapping[str, Any]
    batch: ImportBatch | None
    altered: tuple[Altered, ...]


def history(record: Record) -> list[Event]:
    """Return every change that touched a record, the latest first."""
    model = type(record)
    revisions = list(
        Revision.objects.filter(table=model._meta.model_name, record_id=record.pk).order_by("pk")
    )
    states: dict[str, Any] = {}
    altered: dict[int, tuple[Altered, ...]] = {}
    for revision in reversed(revisions):
        found = []
        for attribute, raw in revision.before.items():
            before = value_of(model, attribute, raw)
            after = states.get(attribute, getattr(record, attribute))
            states[attribute] = before
            if before != after and attribute != "edited_at":
                found.append(Altered(attribute, before, after))
        altered[revision.change_id] = (*found, *altered.get(revision.change_id, ()))
    changes = dict.fromkeys((record.change_id, *altered, record.created_id))
    return [_event(number, altered.get(number, ())) for number in sorted(changes, reverse=True)]


def history_of_account(user: User, actions: Iterable[str]) -> list[Event]:
    """Return which of some actions were done to an account, the latest first."""
    entries = JournalEntry.objects.filter(change__action__in=actions).select_related("change")
    told = [(entry.change, json.loads(entry.content)) for entry in entries.order_by("-sequence")]
    return [
        Event(change.opened_at, change.action, content["actor"], content["details"], None, ())
        for change, content in told
        if content["details"].get("user") == user.pk
    ]


def _event(number: int, altered: tuple[Altered, ...]) -> Event:
    change = Change.objects.get(pk=number)
    entry = JournalEntry.objects.filter(change_id=number).first()
    content: dict[str, Any] = json.loads(entry.content) if entry else {}
    batch = ImportBatch.objects.filter(change_id=number).first()
    return Event(
        change.opened_at, change.action, content.get("actor", ""), content.get("details", {}), batch, altered
    )


def value_of(model: type[Record], attribute: str, raw: Any) -> Any:
    """Return what an attribute held from what a revision keeps of it."""
    found: Any = next(found for found in model._meta.concrete_fields if found.attname == attribute)
    if isinstance(found, models.ForeignKey):
        return raw
    value = found.to_python(raw)
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)  # SQLite keeps instants in UTC, without saying so
    return value
