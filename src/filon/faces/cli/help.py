"""The words that click writes by itself around the help of a command, in the reader's language."""

from collections.abc import Iterable

import click

from filon.faces.cli.console import tell


class HelpPage(click.HelpFormatter):
    """A page of help whose headings and two standing options are said in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, prefix or tell("Utilisation : ", "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write a heading, with the space that French puts before its colon."""
        super().write_heading(tell(f"{heading} ", heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options with their meaning."""
        standing = {
            "Show this message and exit.": tell("Affiche cette aide.", "Shows this help."),
            "Show the version and exit.": tell("Affiche la version.", "Shows the version."),
        }
        super().write_dl([(term, standing.get(said, said)) for term, said in rows], col_max, col_spacing)
