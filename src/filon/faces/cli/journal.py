"""`filon journal`: checks that the journal's chain is whole."""

import click

from filon.faces.cli.console import home_option, language_option, setup, tell
from filon.terms.text import plural


@click.command(
    "journal",
    help=tell(
        "Relit toute la chaîne et dit si une entrée a été altérée.",
        "Reads the whole chain and tells whether an entry was altered.",
    ),
)
@home_option
@language_option
def command() -> int:
    """Verify the journal."""
    setup()
    from filon.records.queries.journal import broken_entry, length

    broken = broken_entry()
    if broken is not None:
        click.echo(
            tell(f"La chaîne est rompue à l'entrée {broken}.", f"The chain is broken at entry {broken}."),
            err=True,
        )
        return 1
    many = plural(length(), ("entrée", "entrées"), ("entry", "entries"))
    click.echo(tell(f"Chaîne entière : {many.fr}.", f"The chain is whole: {many.en}."))
    return 0
