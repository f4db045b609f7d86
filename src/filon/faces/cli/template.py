"""`filon template`: an empty file of a kind."""

from pathlib import Path

import click

from filon.faces.cli.console import language, language_option, tell


@click.command(
    "template",
    help=tell(
        "Écrit un classeur vide du type TYPE, avec une feuille d'explications (ou ses en-têtes, avec --csv).",
        "Writes an empty workbook of kind KIND with a sheet of explanations (or its headers, with --csv).",
    ),
)
@click.argument("kind")
@click.option("--output", type=click.Path(path_type=Path), help=tell("Fichier à écrire.", "File to write."))
@click.option(
    "--csv", "as_csv", is_flag=True, help=tell("En-têtes CSV sur la sortie.", "CSV headers on the output.")
)
@language_option
def command(kind: str, output: Path | None, *, as_csv: bool) -> None:
    """Write a template."""
    from filon.flows.template import write_template
    from filon.intake.kinds import KINDS
    from filon.terms.faults import UnknownName
    from filon.terms.text import Text

    if kind not in KINDS:
        raise UnknownName(Text("Type", "kind"), kind, KINDS)
    if as_csv:
        click.echo(",".join(column.header(language()) for column in KINDS[kind].columns))
        return
    path = output or Path(f"{kind}.xlsx")
    write_template(KINDS[kind], path, language())
    click.echo(tell(f"Modèle écrit : {path}", f"Template written: {path}"))
