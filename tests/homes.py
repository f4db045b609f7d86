"""Fresh homes for the tests: each a folder and a migrated database of its own."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from tests.cluster import TEMPLATE, url

_numbers = itertools.count(1)


def migrate_template(database: str) -> None:
    """Make and migrate the database that every home of this run is copied from."""
    before = settings.DATABASES["default"]["NAME"]
    _point_at(database)
    try:
        call_command("migrate", verbosity=0)
    finally:
        _point_at(before)


def create_postgresql_template(folder: str) -> None:
    """Create the empty template database of the server whose socket is in `folder`."""
    _administer(folder, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))


@contextmanager
def sqlite_home(folder: Path, template: Path) -> Iterator[Path]:
    """Point Django at a copy of the template file inside `folder`, then back at what it was."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "filon.sqlite3"
    shutil.copyfile(template, database)
    with _opened(folder, str(database)):
        yield folder


@contextmanager
def postgresql_home(folder: Path, socket_folder: str) -> Iterator[Path]:
    """Point Django at a clone of the template database, then back; the clone is dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    database = f"home_{os.getpid()}_{next(_numbers)}"
    names = {"new": sql.Identifier(database), "template": sql.Identifier(TEMPLATE)}
    _administer(socket_folder, sql.SQL("CREATE DATABASE {new} TEMPLATE {template}").format(**names))
    before = os.environ.get("FILON_DATABASE_URL")
    os.environ["FILON_DATABASE_URL"] = url(socket_folder, database)
    try:
        with _opened(folder, database):
            yield folder
    finally:
        if before is not None:
            os.environ["FILON_DATABASE_URL"] = before
        _administer(socket_folder, sql.SQL("DROP DATABASE {new} WITH (FORCE)").format(**names))


@contextmanager
def _opened(folder: Path, database: str) -> Iterator[None]:
    home, name = settings.FILON_HOME, settings.DATABASES["default"]["NAME"]
    variable = os.environ.get("FILON_HOME", "")
    os.environ["FILON_HOME"] = str(folder)  # for the programs a test starts
    settings.FILON_HOME = folder
    _point_at(database)
    try:
        yield
    finally:
        settings.FILON_HOME = home
        _point_at(name)
        os.environ["FILON_HOME"] = variable


def _point_at(database: str) -> None:
    connections.close_all()
    # The connections of every thread read this very dictionary.
    settings.DATABASES["default"]["NAME"] = database
    ContentType.objects.clear_cache()


def _administer(folder: str, statement: sql.Composed) -> None:
    with psycopg.connect(url(folder, "postgres"), autocommit=True) as connection:
        connection.execute(statement)
