"""The migrations say the same as the models."""

from pathlib import Path

from django.core.management import call_command


def test_no_migration_is_missing(home: Path) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
