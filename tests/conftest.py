"""What every test may ask for: a fresh home, on SQLite or on PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import django
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from hypothesis import settings as hypothesis_settings

from tests.cluster import TEMPLATE, Cluster, MissingPostgreSQLError, url

NEVER_A_DATABASE = "no-home-was-asked-for"
SOCKET = pytest.StashKey[str]()
FOLDER = pytest.StashKey[Path]()
CLUSTER = pytest.StashKey[Cluster]()
MISSING = pytest.StashKey[str]()

# In CI the same examples every time: a change is judged by itself, not by the draw of the day.
hypothesis_settings.register_profile("filon", deadline=None, derandomize="CI" in os.environ, print_blob=True)
hypothesis_settings.load_profile("filon")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="the database that homes are made on; a private PostgreSQL server is started and removed",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up once; on PostgreSQL, start one server for all the workers of this run."""
    for name in ("FILON_DATABASE_URL", "FILON_TIME_ZONE", "FILON_CURRENCY", "FILON_COUNTRY", "FILON_LANG"):
        os.environ.pop(name, None)
    folder = config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="filon-tests-"))
    os.environ.update(
        DJANGO_SETTINGS_MODULE="filon.config.settings",
        FILON_HOME=str(folder / NEVER_A_DATABASE),
        FILON_SECRET_KEY="tests",
        FILON_HOSTS="testserver,localhost,127.0.0.1",
    )
    if config.getoption("database") == "postgresql":
        _find_or_start_server(config)
        os.environ["FILON_DATABASE_URL"] = url(config.stash.get(SOCKET, ""), NEVER_A_DATABASE)
    django.setup()
    PBKDF2PasswordHasher.iterations = 1  # made to take 0.3 s each time; a server still knows such passwords
    if CLUSTER in config.stash:
        from tests import homes

        homes.create_postgresql_template(config.stash[SOCKET])
        homes.migrate_template(TEMPLATE)


def _find_or_start_server(config: pytest.Config) -> None:
    given: dict[str, str] | None = getattr(config, "workerinput", None)
    if given is not None:  # a worker of pytest-xdist: the server is the controller's
        if "socket" in given:
            config.stash[SOCKET] = given["socket"]
        else:
            config.stash[MISSING] = given["missing"]
        return
    try:
        cluster = config.stash[CLUSTER] = Cluster()
    except MissingPostgreSQLError as missing:
        config.stash[MISSING] = str(missing)
    else:
        config.stash[SOCKET] = str(cluster.folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the server is."""
    if SOCKET in node.config.stash:
        node.workerinput["socket"] = node.config.stash[SOCKET]
    elif MISSING in node.config.stash:
        node.workerinput["missing"] = node.config.stash[MISSING]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what opens no home: it is the same there, and was run already."""
    if config.getoption("database") == "postgresql":
        opens = {item: "open_home" in getattr(item, "fixturenames", ()) for item in items}
        config.hook.pytest_deselected(items=[item for item in items if not opens[item]])
        items[:] = [item for item in items if opens[item]]


def pytest_unconfigure(config: pytest.Config) -> None:
    if CLUSTER in config.stash:
        config.stash[CLUSTER].stop()
    if FOLDER in config.stash:
        shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


Opener = Callable[[Path], AbstractContextManager[Path]]


@pytest.fixture(scope="session")
def open_home(pytestconfig: pytest.Config) -> Opener:
    """How to open a fresh migrated home in a folder: a context manager that gives the folder."""
    from tests import homes

    if MISSING in pytestconfig.stash:
        pytest.skip(pytestconfig.stash[MISSING])
    if SOCKET in pytestconfig.stash:
        socket = pytestconfig.stash[SOCKET]
        return lambda folder: homes.postgresql_home(folder, socket)
    template = pytestconfig.stash[FOLDER] / "template.sqlite3"
    homes.migrate_template(str(template))
    return lambda folder: homes.sqlite_home(folder, template)


@pytest.fixture
def home(tmp_path: Path, open_home: Opener) -> Iterator[Path]:
    """A fresh migrated FILON_HOME; Django and the environment point at it."""
    with open_home(tmp_path / "home") as folder:
        yield folder


@pytest.fixture
def another_home(tmp_path: Path, open_home: Opener) -> Iterator[Callable[[], Path]]:
    """Each call opens one more fresh home and points Django at it, until the test ends."""
    with ExitStack() as stack:
        count = 0

        def opened() -> Path:
            nonlocal count
            count += 1
            return stack.enter_context(open_home(tmp_path / f"home-{count}"))

        yield opened
