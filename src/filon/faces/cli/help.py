"""The words that click writes by itself around the help of a command, in the reader's language."""

import re
from collections.abc import Iterable

import click

from filon.faces.cli.console import tell
from filon.terms.text import Text

_FRENCH = {
    "ARGS": "ARGUMENTS",
    "BATCH": "IMPORT",
    "COMMAND": "COMMANDE",
    "DAY": "JOUR",
    "DIMENSION": "AXE",
    "DIRECTORY": "DOSSIER",
    "DRIVER": "LEVIER",
    "FILE": "FICHIER",
    "FLOAT": "NOMBRE",
    "INTEGER": "ENTIER",
    "KIND": "TYPE",
    "METRIC": "INDICATEUR",
    "NAME": "NOM",
    "PATH": "CHEMIN",
    "PATHS": "CHEMINS",
    "ROW": "LIGNE",
    "SHARE": "PART",
    "TEXT": "TEXTE",
    "VALUE": "VALEUR",
}
"""What stands for a value on a command line; a word that is not here is the same in both languages."""
_STANDING = {
    "Show this message and exit.": Text("Affiche cette aide.", "Shows this help."),
    "Show the version and exit.": Text("Affiche la version.", "Shows the version."),
}
_HEADINGS = {"Commands": "Commandes"}


def placeholder(written: str) -> Text:
    """Return the word that stands for a value, as declared in English, in both languages."""
    english = written.replace(" RANGE", "")
    return Text(re.sub(r"[A-Z]+", lambda word: _FRENCH.get(word[0], word[0]), english), english)


class HelpPage(click.HelpFormatter):
    """A page of help all of whose words are in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        said = placeholder(args)
        super().write_usage(prog, tell(said.fr, said.en), prefix or tell("Utilisation : ", "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write a heading, with the space that French puts before its colon."""
        super().write_heading(tell(f"{_HEADINGS.get(heading, heading)} ", heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options with their meaning."""
        said = [(placeholder(term), _meaning(meaning)) for term, meaning in rows]
        written = [(tell(term.fr, term.en), tell(meaning.fr, meaning.en)) for term, meaning in said]
        super().write_dl(written, col_max, col_spacing)


def _meaning(written: str) -> Text:
    if written in _STANDING:
        return _STANDING[written]
    said, bracket, notes = written.rpartition("  [")
    french = notes.replace("default: ", "défaut : ").replace("required", "obligatoire")
    return Text(f"{said}{bracket}{french}", written)
