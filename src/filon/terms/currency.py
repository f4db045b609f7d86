"""The currency of the instance, and where its sign stands."""

import os

from filon.terms.text import Language, Text

NO_BREAK = "\u00a0"


def code() -> str:
    """Return the code of the instance's currency."""
    return (os.environ.get("FILON_CURRENCY") or "EUR").upper()


def sign(language: Language) -> str:
    """Return its sign, or its code where it has none."""
    from babel.numbers import get_currency_symbol

    found: str = get_currency_symbol(code(), locale=language)
    return found


def signed(number: Text) -> Text:
    """Return a positive amount, written in each language, with the sign."""
    return Text(number.fr + affixes("fr")[1], affixes("en")[0] + number.en)


def affixes(language: Language) -> tuple[str, str]:
    """Return what stands before and after an amount."""
    found = sign(language)
    if language == "fr":
        return "", NO_BREAK + found
    return found + (NO_BREAK if found[-1].isalpha() else ""), ""


def named(label: Text) -> Text:
    """Return what an amount is called with the sign it is counted in."""
    return Text(f"{label.fr} ({sign('fr')})", f"{label.en} ({sign('en')})")
