"""The journal as a change feed: how far it goes, and which rows were touched since an entry."""

from dataclasses import dataclass

from django.db import connection

from filon.records.feeds.reading import numbers

GENESIS = "0" * 64  # the hash before the first entry
SINCE = "IN (SELECT change_id FROM records_journalentry WHERE sequence > {})"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the journal; sequence 0 where there is none."""

    sequence: int
    hash: str


def head() -> Head:
    """Return the last entry of the journal."""
    return _entry("SELECT sequence, hash FROM records_journalentry ORDER BY sequence DESC LIMIT 1") or Head(
        0, GENESIS
    )


def hash_of(sequence: int) -> str | None:
    """Return the hash of an entry, None where the journal has no such entry."""
    if sequence == 0:
        return GENESIS
    entry = _entry(f"SELECT sequence, hash FROM records_journalentry WHERE sequence = {int(sequence)}")
    return entry.hash if entry else None


def changed_since(sequence: int) -> str:
    """Return the SQL condition that row `r` was touched after an entry of the journal."""
    return f"r.change_id {SINCE.format(int(sequence))}"


def created_since(sequence: int) -> str:
    """Return the SQL condition that row `r` was first written after an entry of the journal."""
    return f"r.created_id {SINCE.format(int(sequence))}"


def touched(table: str, sequence: int) -> set[int]:
    """Return the ids of the rows of a table that were touched after an entry, voided ones included."""
    return numbers(f"SELECT r.id FROM {table} r WHERE {changed_since(sequence)}")


def altered(table: str, sequence: int) -> set[int]:
    """Return the ids of the touched rows that existed before: altered or voided since an entry."""
    condition = f"{changed_since(sequence)} AND NOT ({created_since(sequence)})"
    return numbers(f"SELECT r.id FROM {table} r WHERE {condition}")


def rules_changed_since(sequence: int) -> bool:
    """Tell whether a qualification rule was touched after an entry."""
    since = SINCE.format(int(sequence))
    return bool(numbers(f"SELECT 1 FROM records_qualificationrule WHERE change_id {since}"))


def changed_outcomes(sequence: int) -> list[str]:
    """Return the codes of the outcomes that were touched after an entry."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code FROM records_outcome WHERE change_id {SINCE.format(int(sequence))}")
        return [code for (code,) in cursor.fetchall()]


def _entry(query: str) -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return Head(*row) if row else None
