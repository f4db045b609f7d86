"""`filon export`: every record in the interchange format."""

import json
from pathlib import Path

import click

from filon.faces.cli.console import home_option, language_option, setup, tell


@click.command(
    "export",
    help=tell(
        "Écrit tous les enregistrements dans le dossier DOSSIER, au format d'échange.",
        "Writes every record into the folder DIRECTORY, in the interchange format.",
    ),
)
@click.argument("folder", metavar="DIRECTORY", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))
@home_option
@language_option
def command(folder: Path, *, as_json: bool) -> None:
    """Export the records."""
    setup()
    from filon.flows.export import export

    counts = export(folder)
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "rows": counts}, ensure_ascii=False))
        return
    for kind, count in counts.items():
        click.echo(f"{folder / kind}.csv  {count}")
    if not counts:
        click.echo(tell("Rien à exporter : aucun enregistrement.", "Nothing to export: no record."))
