"""`filon undo`: reverses an import."""

import json
from dataclasses import asdict

import click

from filon.faces.cli.console import home_option, language_option, setup, tell


@click.command(
    "undo",
    help=tell(
        "Annule l'import n° BATCH ; ce qui a été modifié depuis reste.",
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
    voided, restored = undone.voided.total(), undone.restored.total()
    click.echo(
        tell(
            f"Import n° {batch} annulé : {voided} ligne(s) retirée(s), {restored} rétablie(s).",
            f"Import number {batch} undone: {voided} row(s) removed, {restored} restored.",
        )
    )
    if since := undone.changed_since.total():
        click.echo(
            tell(f"{since} ligne(s) modifiée(s) depuis : gardées.", f"{since} row(s) edited since: kept.")
        )
    if used := undone.still_used.total():
        click.echo(
            tell(
                f"{used} ligne(s) encore citée(s) par d'autres imports : gardées.",
                f"{used} row(s) still referred to by other imports: kept.",
            )
        )
