"""Typed readers of the environment: what is set wrongly is named at once, with what is expected."""

import os
import warnings
from typing import Any
from zoneinfo import ZoneInfo

import environ

from filon.terms.faults import Fault
from filon.terms.text import Text

_ENGINES = ("django.db.backends.postgresql", "django.db.backends.sqlite3")


class BadSetting(Fault):
    """An environment variable has a value it cannot have."""

    def __init__(self, name: str, seen: str, expected: Text) -> None:
        super().__init__(
            f"{name} : « {seen} » reçu, {expected.fr} attendu.",
            f"{name}: got “{seen}”, expected {expected.en}.",
        )


def letters(name: str, default: str) -> str:
    """Return an ISO code as long as the default one. Raises BadSetting."""
    seen = os.environ.get(name) or default
    if not (len(seen) == len(default) and seen.isascii() and seen.isalpha()):
        size = len(default)
        raise BadSetting(
            name,
            seen,
            Text(f"un code de {size} lettres comme {default}", f"a code of {size} letters as {default}"),
        )
    return seen.upper()


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone. Raises BadSetting."""
    seen = os.environ.get(name) or default
    try:
        ZoneInfo(seen)
    except (
        KeyError,
        OSError,
        ValueError,
    ) as error:  # unknown, a folder, a path that leaves the folder of zones
        raise BadSetting(
            name, seen, Text("un fuseau comme Europe/Paris", "a zone as Europe/Paris")
        ) from error
    return seen


def database(name: str) -> dict[str, Any] | None:
    """Return Django's description of the database at an address, None where none is set. Raises BadSetting."""
    address = os.environ.get(name)
    if not address:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an unknown scheme is told below
        found: dict[str, Any] = environ.Env.db_url_config(address)
    if found.get("ENGINE") not in _ENGINES:
        scheme = (
            address.partition("://")[0] if "://" in address else "…"
        )  # not the address: it holds a password
        expected = Text(
            "postgres://NOM:MOT-DE-PASSE@SERVEUR:5432/BASE", "postgres://USER:PASSWORD@SERVER:5432/DATABASE"
        )
        raise BadSetting(name, scheme, expected)
    return found
