"""`filon undo`: reverses an import."""

import json
from dataclasses import asdict

import click

from filon.faces.cli.console import home_option, language_option, say, setup, tell
from filon.terms.text import plural


@click.command(
    "undo",
    help=tell(
        "Annule l'import n° IMPORT ; ce qui a été modifié depuis reste.",
        "Undoes import number BATCH; what was edited since stays.",
    ),
)
@click.argument("batch", type=int)
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))
@home_option
@language_option
def command(batch: int, *, as_json: bool) -> None:
    """Undo an import."""
    setup()
    from filon.records.actions.undo import undo

    undone = undo(batch, actor="cli")
    if as_json:
        click.echo(json.dumps({"batch": batch, **asdict(undone)}, ensure_ascii=False))
        return
    told = undone.said()
    click.echo(tell(f"Import n° {batch} annulé : {told.fr}.", f"Import number {batch} undone: {told.en}."))
    if since := undone.changed_since.total():
        say(
            plural(
                since,
                ("ligne modifiée depuis : gardée.", "lignes modifiées depuis : gardées."),
                ("row edited since: kept.", "rows edited since: kept."),
            )
        )
    if used := undone.still_used.total():
        say(
            plural(
                used,
                (
                    "ligne encore citée par d'autres imports : gardée.",
                    "lignes encore citées par d'autres imports : gardées.",
                ),
                (
                    "row still referred to by other imports: kept.",
                    "rows still referred to by other imports: kept.",
                ),
            )
        )
