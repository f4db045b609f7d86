"""What every page of the office is given."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from filon.faces.office.access import role_of, sees_money
from filon.faces.office.language import language_of
from filon.faces.office.navigation import menu


def office(request: HttpRequest) -> dict[str, Any]:
    """Return the menu the person may use, the language, and what the instance is."""
    return {
        "menu": menu(request),
        "lang": language_of(request),
        "role": role_of(request),
        "sees_money": sees_money(request),
        "sends_mail": not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"),
        "version": version("filon"),
    }
