"""The snapshot file: which versions of the tables belong together, and what they were made from."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files import locks

from filon.lake.facts import SCHEMA_VERSION, TABLES

FILE = "snapshot.json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The last complete publication; `journal_hash` seals the journal entry it goes up to.

    `made_at` is when the lake was last made whole: the versions of its tables count from then.
    """

    sequence: int
    journal_hash: str
    published_at: datetime
    rule: str
    time_zone: str
    made_at: datetime
    tables: Mapping[str, int]


def read(lake: Path) -> Snapshot | None:
    """Return the last snapshot; None where there is none that this version of Filon can continue from."""
    try:
        content = json.loads((lake / FILE).read_text(encoding="utf-8"))
        if content["schema_version"] != SCHEMA_VERSION or content["tables"].keys() != TABLES.keys():
            return None
        return Snapshot(
            content["sequence"],
            content["journal_hash"],
            datetime.fromisoformat(content["published_at"]),
            content["rule"],
            content["time_zone"],
            datetime.fromisoformat(content["made_at"]),
            content["tables"],
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(lake: Path, snapshot: Snapshot) -> None:
    """Put a snapshot in place of the last one, in one step that a power cut cannot halve."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "sequence": snapshot.sequence,
        "journal_hash": snapshot.journal_hash,
        "published_at": snapshot.published_at.isoformat(),
        "rule": snapshot.rule,
        "time_zone": snapshot.time_zone,
        "made_at": snapshot.made_at.isoformat(),
        "tables": dict(snapshot.tables),
    }
    aside = lake / f"{FILE}.new"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(lake / FILE)


@contextmanager
def locked(lake: Path) -> Iterator[None]:
    """Keep other publishers out; a second one waits. The system frees the lock of a killed process."""
    lake.parent.mkdir(parents=True, exist_ok=True)
    with lake.with_name(f"{lake.name}.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(file)
