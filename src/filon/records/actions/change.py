"""The one way to write: a transaction whose account is sealed into the journal."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction

from filon.records.models import Change, JournalEntry
from filon.terms.clock import now
from filon.terms.faults import Fault

GENESIS = "0" * 64
_SEAL_LOCK = 7_305_809_441  # any constant: the advisory lock that puts sealing in one line


class Busy(Fault):
    """Another writer held the database longer than we wait."""

    retry = True

    def __init__(self) -> None:
        super().__init__(
            "Une autre écriture est en cours : rien n'a été changé. Recommencez quand elle sera finie.",
            "Another write is under way: nothing was changed. Try again when it is done.",
        )


class DiskFull(Fault):
    """The database could not grow."""

    retry = True

    def __init__(self) -> None:
        super().__init__(
            "Le disque est plein : rien n'a été changé. Libérez de la place et recommencez.",
            "The disk is full: nothing was changed. Free some space and try again.",
        )


@dataclass(slots=True)
class OpenChange:
    """A write under way; `details` goes into the journal and must hold nothing personal.

    Where `abandoned` is set the whole change is rolled back, as in a dry run.
    """

    id: int
    action: str
    actor: str
    at: datetime
    details: dict[str, Any] = field(default_factory=dict)
    abandoned: bool = False


@contextmanager
def change(action: str, *, actor: str) -> Iterator[OpenChange]:
    """Open a transaction for one action and seal it into the journal on the way out.

    Entries are numbered in the order in which transactions commit, because the seal is taken last and
    held until the commit: a reader who has seen entry n has seen every entry before it.
    Raises Busy where another writer holds the database for too long, DiskFull where it cannot grow.
    """
    try:
        with transaction.atomic():
            at = now()
            row = Change.objects.create(action=action, opened_at=at)
            opened = OpenChange(row.pk, action, actor, at)
            yield opened
            if opened.abandoned:
                transaction.set_rollback(True)
            else:
                _seal(opened)
    except OperationalError as error:
        if "locked" in str(error):
            raise Busy from error
        if "full" in str(error) or "No space" in str(error):
            raise DiskFull from error
        raise


def _seal(opened: OpenChange) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEAL_LOCK])
    head = JournalEntry.objects.order_by("-sequence").first()
    previous = head.hash if head else GENESIS
    content = json.dumps(
        {
            "action": opened.action,
            "actor": opened.actor,
            "at": opened.at.isoformat(),
            "change": opened.id,
            "details": opened.details,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    JournalEntry.objects.create(
        sequence=head.sequence + 1 if head else 1,
        change_id=opened.id,
        content=content,
        previous_hash=previous,
        hash=entry_hash(previous, content),
    )


def entry_hash(previous: str, content: str) -> str:
    """Return the SHA-256, in hexadecimal, that seals `content` after the entry hashed `previous`."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()
