"""Reads the journal."""

from filon.records.actions.change import GENESIS, entry_hash
from filon.records.models import JournalEntry


def broken_entry() -> int | None:
    """Return the number of the first entry that does not follow from the one before, or None."""
    previous = GENESIS
    entries = JournalEntry.objects.order_by("sequence").iterator()
    for expected, entry in enumerate(entries, start=1):
        sealed = entry_hash(previous, entry.content)
        if (entry.sequence, entry.previous_hash, entry.hash) != (expected, previous, sealed):
            return expected
        previous = entry.hash
    return None


def length() -> int:
    """Count the entries."""
    return JournalEntry.objects.count()
