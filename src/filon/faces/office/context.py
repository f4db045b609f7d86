"""What every page of the office is given."""

from importlib.metadata import version
from typing import Any

from django.http import HttpRequest

from filon.faces.office.access import role_of, sees_money
from filon.faces.office.language import language_of
from filon.faces.office.navigation import menu


def office(request: HttpRequest) -> dict[str, Any]:
    """Return the menu the person may use, the language, and the version for the addresses of assets."""
    return {
        "menu": menu(request),
        "lang": language_of(request),
        "role": role_of(request),
        "sees_money": sees_money(request),
        "version": version("filon"),
    }
