"""Words compared as people mean them, and values quoted safely."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
QUOTE_LENGTH = 60
CLOCK = frozenset({"heure", "horaire", "time", "hour"})


def fold(text: str) -> str:
    """Return a text without case, accents or punctuation, its words joined by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def is_clock(header: str) -> bool:
    """Tell whether a header names times without their day."""
    words = set(fold(header).split())
    return bool(words & CLOCK) and "date" not in words


def quote(text: str) -> str:
    """Return a value fit for a sentence: on one line, inert, and short."""
    shown = _CONTROL.sub("·", text)
    return shown if len(shown) <= QUOTE_LENGTH else shown[: QUOTE_LENGTH - 1] + "…"
