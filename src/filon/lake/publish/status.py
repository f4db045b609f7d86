"""The state of the lake: how far it goes, what is waiting, how big it is."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filon.lake.publish import snapshot
from filon.records.feeds import journal


@dataclass(frozen=True, slots=True)
class Status:
    """How far the lake goes (`sequence` and `as_of` None where nothing was published) and what is waiting.

    `pending` counts the journal entries not yet published; `bytes` what the folder takes on disk.
    """

    sequence: int | None
    as_of: datetime | None
    head: int
    pending: int
    rule: str | None
    bytes: int


def status(lake: Path) -> Status:
    """Return the state of the lake, without changing anything."""
    head = journal.head().sequence
    last = snapshot.read(lake)
    size = sum(file.stat().st_size for file in lake.rglob("*") if file.is_file()) if lake.exists() else 0
    if last is None:
        return Status(None, None, head, head, None, size)
    return Status(last.sequence, last.published_at, head, max(head - last.sequence, 0), last.rule, size)
