"""The language of a page: the person's choice, else the browser's, else French."""

from django.http import HttpRequest
from django.utils.translation import get_language

from filon.terms.text import Language


def language_of(request: HttpRequest | None = None) -> Language:
    """Return the language Django's locale middleware activated."""
    del request
    return "en" if (get_language() or "fr").startswith("en") else "fr"
