"""Keeps the lake up to date: publishes what is pending, and does nothing where nothing is."""

from datetime import datetime
from pathlib import Path

LAKE = "lake"


def publish_pending(home: Path) -> datetime:
    """Publish what the journal has gained since the last publication; return when the lake was last written.

    Published from another time zone, it is made anew. Costs two small reads where nothing is pending. A second caller at the same time waits for the first.
    Raises LakeDamaged where a file of the lake is missing or unreadable.
    """
    from filon.lake.publish.publishing import continues, publish
    from filon.lake.publish.snapshot import read
    from filon.records.feeds import journal

    lake = home / LAKE
    last = read(lake)
    if last is not None and last.sequence == journal.head().sequence and continues(last):
        return last.published_at
    return publish(lake).published_at
