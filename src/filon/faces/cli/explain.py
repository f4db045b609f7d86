"""`filon explain`: the formula of a figure, its inputs, and the rows behind them."""

from pathlib import Path

import click

from filon.faces.cli.asking import Asked, question_in_one
from filon.faces.cli.console import language, setup, tell


@click.command(
    "explain",
    help=tell(
        "La formule d'un chiffre, ses données et les lignes derrière, dont la somme est le chiffre.",
        "A figure's formula, its inputs and the rows behind, which sum to the figure.",
    ),
)
@click.argument("metric")
@click.option(
    "--rows",
    "rows_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help=tell("Écrit les lignes derrière dans ce fichier CSV.", "Writes the rows behind into this CSV file."),
)
@question_in_one
def command(asked: Asked, metric: str, rows_file: Path | None) -> None:
    """Explain one figure."""
    query = asked.query([metric])
    home = setup()
    from filon.faces.cli.tables import basis, bounds, number, plain_table
    from filon.flows.calling import notes
    from filon.flows.explain import explain, write_rows

    found = explain(home, metric, query)
    item, spoken = found.item, language()
    version = getattr(item, "version", None)
    click.echo(f"{item.label[spoken]} = {item.words[spoken]}" + (f" [{version}]" if version else ""))
    cells = [(item.label[spoken], found.figure)]
    cells += [(measure.label[spoken], cell) for measure, cell in found.inputs if measure.id != metric]
    plain_table(
        [
            tell("Donnée", "Input"),
            tell("Valeur", "Value"),
            tell("Intervalle à 95 %", "95% interval"),
            tell("Raison", "Reason"),
        ],
        [
            [label, number(cell.value, cell.unit), bounds(cell), cell.reason[spoken] if cell.reason else ""]
            for label, cell in cells
        ],
    )
    click.echo(basis(found.answer)[0].replace(r"\[", "["))
    for note in notes(home, query):
        click.echo(note[spoken])
    if rows_file is not None:
        with rows_file.open("w", encoding="utf-8", newline="") as file:
            count = write_rows(file, home, found)
        click.echo(tell(f"{count} lignes écrites dans {rows_file}.", f"{count} rows written to {rows_file}."))
