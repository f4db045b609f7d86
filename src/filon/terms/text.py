"""Sentences in both languages, kept side by side so that neither can be forgotten."""

from dataclasses import dataclass
from typing import Literal

NARROW = "\u202f"
Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, French first."""

    fr: str
    en: str

    def __getitem__(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.fr if language == "fr" else self.en

    @property
    def capital(self) -> "Text":
        """The sentence with a capital at its beginning."""
        return Text(self.fr[:1].upper() + self.fr[1:], self.en[:1].upper() + self.en[1:])


def count(number: float) -> Text:
    """Return a whole number with the language's thousands separator."""
    return Text(f"{round(number):,}".replace(",", NARROW), f"{round(number):,}")


def plural(number: int, fr: tuple[str, str], en: tuple[str, str]) -> Text:
    """Return a counted noun, given for one and for several; French keeps the singular for zero and one."""
    many = number > 1
    return Text(f"{count(number).fr} {fr[many]}", f"{count(number).en} {en[number != 1]}")
