"""Makes an instance's folder and database ready to use."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filon.terms.faults import Fault
from filon.terms.system import reason

UNFIT = "[]|^%"  # delta-rs makes an address of the folder, and fails on these
LOCK = "migrate.lock"
LOCK_NUMBER = 0x46494C4F4E  # "FILON": the number by which PostgreSQL knows the lock


class HomeNotWritable(Fault):
    """The instance's folder cannot be made or written."""

    def __init__(self, error: OSError) -> None:
        home, why = error.filename or "", reason(error)
        super().__init__(
            f"Le dossier {home} ne peut pas être écrit ({why.fr}). Donnez-en un autre par FILON_HOME ou --home.",
            f"The folder {home} cannot be written ({why.en}). Give another one by FILON_HOME or --home.",
        )


class UnfitFolder(Fault):
    """The instance's folder has a name that the library of the lake cannot write."""

    def __init__(self, home: Path, unfit: str) -> None:
        super().__init__(
            f"Le dossier {home} a « {unfit} » dans son nom, ce qui empêche d'y écrire le lac. Renommez-le, ou donnez-en "
            "un autre par FILON_HOME ou --home.",
            f"The folder {home} has “{unfit}” in its name, which keeps the lake from being written. Rename it, or give "
            "another one by FILON_HOME or --home.",
        )


class DatabaseUnreachable(Fault):
    """The database does not answer."""

    retry = True

    def __init__(self) -> None:
        super().__init__(
            "La base de données ne répond pas. Vérifiez FILON_DATABASE_URL et que le serveur est démarré.",
            "The database does not answer. Check FILON_DATABASE_URL and that the server is running.",
        )


class DatabaseTooNew(Fault):
    """The database was migrated by a later version."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"La base a été écrite par une version plus récente de Filon ({', '.join(names)}). Mettez Filon à jour.",
            f"The database was written by a later version of Filon ({', '.join(names)}). Upgrade Filon.",
        )


def open_home() -> Path:
    """Set Django up, make the folder and apply the migrations that are missing; return the folder.

    Raises UnfitFolder, HomeNotWritable, DatabaseUnreachable or DatabaseTooNew.
    """
    import django
    from django.conf import settings

    try:
        home: Path = settings.FILON_HOME
        if unfit := set(UNFIT) & set(str(home)):
            raise UnfitFolder(home, min(unfit))
        home.mkdir(parents=True, exist_ok=True)
        if not os.access(home, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(home))
        django.setup()
    except OSError as error:
        raise HomeNotWritable(error) from error
    if _lacks_migrations():
        _migrate(home)
    return home


def _migrate(home: Path) -> None:
    from django.core.management import call_command

    with _alone(home):
        if _lacks_migrations():  # still: another command may have made the same tables meanwhile
            call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keep other commands from migrating; a second one waits. The lock of a killed process is freed."""
    from django.core.files import locks
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_NUMBER])
    else:
        with (home / LOCK).open("w") as file:
            locks.lock(file, locks.LOCK_EX)
            yield  # closing the file frees it


def _lacks_migrations() -> bool:
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise DatabaseUnreachable from error
    known = set(executor.loader.disk_migrations)
    later = [f"{app}.{name}" for app, name in executor.loader.applied_migrations if (app, name) not in known]
    if later:
        raise DatabaseTooNew(later)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
