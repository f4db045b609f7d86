"""The journal: every write sealed, in order, and never altered."""

from pathlib import Path

import pytest
from django.db import Error, connection

from filon.records.actions.change import change
from filon.records.models import Change, JournalEntry
from filon.records.queries.journal import broken_entry
from tests import world


def test_each_write_is_sealed_in_order(home: Path) -> None:
    world.campaign("C1")
    world.campaign("C2")
    assert list(JournalEntry.objects.values_list("sequence", flat=True)) == [1, 2]
    assert broken_entry() is None


def test_a_write_that_fails_leaves_no_entry(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), change("test", actor="test"):
        raise ZeroDivisionError
    assert not JournalEntry.objects.exists()
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE records_journalentry SET content = 'x'", "DELETE FROM records_journalentry"],
)
def test_the_database_refuses_to_alter_an_entry(home: Path, statement: str) -> None:
    world.campaign("C1")
    with pytest.raises(Error, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_entry_altered_behind_the_database_s_back_is_named(home: Path) -> None:
    world.campaign("C1")
    world.campaign("C2")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER journal_no_change ON records_journalentry")
        else:
            cursor.execute("DROP TRIGGER journal_no_update")
        cursor.execute("UPDATE records_journalentry SET content = '{}' WHERE sequence = 2")
    assert broken_entry() == 2
