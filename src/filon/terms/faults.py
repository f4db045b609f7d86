"""What can go wrong, as sentences: what was seen, what was expected, what to do next."""

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from filon.terms.text import Language, Text

MOST_LISTED = 30  # names that a sentence lists


class Fault(Exception):  # noqa: N818 - the word of the house; a fault is not always an error of ours
    """A refusal that carries its sentence in both languages.

    `users` tells whether the person can mend it (exit code 2) or we must (exit code 1);
    `retry` tells whether the same call may succeed later.
    """

    users = True
    retry = False

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(fr, en)

    def __str__(self) -> str:
        """Return the sentence as a traceback shows it: in French where the environment says so, else in English."""
        said = (os.environ.get(name) for name in ("FILON_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
        return self.text["fr" if next(filter(None, said), "").lower().startswith("fr") else "en"]

    def sentence(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.text[language]


class InternalFault(Fault):
    """Something that only we can mend."""

    users = False


class UnknownName(Fault):
    """A name nobody knows; the nearest known ones are offered, with what they are called in French if given."""

    def __init__(
        self, what: Text, name: str, known: Iterable[str], labels: Mapping[str, Text] | None = None
    ) -> None:
        names = sorted(known)
        near = nearest(name, names)
        fr, en = (
            f"{what.fr[:1].upper()}{what.fr[1:]} introuvable : « {name} ».",
            f"Unknown {what.en}: “{name}”.",
        )
        if near:
            fr += f" Vouliez-vous dire {', '.join(near)} ?"
            en += f" Did you mean {', '.join(near)}?"
        elif names:
            told = [(each, (labels or {}).get(each)) for each in names[:MOST_LISTED]]
            end = ", …" if len(names) > MOST_LISTED else "."
            listed = ", ".join(each if label is None else f"{each} ({label.fr})" for each, label in told)
            fr += f" Valeurs connues : {listed}{end}"
            en += f" Known values: {', '.join(each for each, _ in told)}{end}"
        super().__init__(fr, en)


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` known names close to `name`, best first, ignoring case."""
    folded = {candidate.casefold(): candidate for candidate in known}
    return [folded[match] for match in get_close_matches(name.casefold(), folded, n=count, cutoff=0.6)]
