"""Sentences in both languages, kept side by side so that neither can be forgotten."""

from dataclasses import dataclass
from typing import Literal

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
