"""The database is what the models say, and keeps what it was given."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection


def test_no_migration_is_missing(home: Path) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_what_is_committed_survives_a_power_cut(home: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is safe unless it is told otherwise")
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]  # 2: every commit waits for the disk
