"""`filon triangle`: the chain ladder of a file, with Mack's standard error, to check a triangle by hand."""

import json
from pathlib import Path
from typing import Literal

import click

from filon.faces.cli.answers import rounded
from filon.faces.cli.console import language_option, tell
from filon.faces.cli.tables import number, plain_table


@click.command(
    "triangle",
    help=tell(
        "La chain ladder d'un triangle (colonnes origin, development, value) et l'erreur type de Mack, sans données "
        "dans l'instance.",
        "The chain ladder of a triangle (columns origin, development, value) and Mack's standard error, without data in "
        "the instance.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--incremental",
    is_flag=True,
    help=tell("Les valeurs ne sont pas cumulées.", "The values are not cumulated."),
)
@click.option(
    "--decimal",
    type=click.Choice(["comma", "point"]),
    help=tell("Séparateur décimal du fichier.", "Decimal separator of the file."),
)
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer as JSON."))
@language_option
def command(
    file: Path, *, incremental: bool, decimal: "Literal['comma', 'point'] | None", as_json: bool
) -> None:
    """Project the triangle of a file."""
    from filon.flows.triangle import triangle_file
    from filon.intake.reading import ReadOptions

    origins, found = triangle_file(file, ReadOptions(decimal=decimal), incremental=incremental)
    columns = [found.latest, found.ultimates, found.reserves]
    rows = [[float(column[place]) for column in columns] for place in range(len(origins))]
    errors = [None] * len(origins) if found.errors is None else [float(error) for error in found.errors]
    total = [float(column.sum()) for column in columns]
    if as_json:
        names = ("latest", "ultimate", "reserve")
        lines = [
            {
                "origin": origin,
                **dict(zip(names, map(rounded, row), strict=True)),
                "standard_error": rounded(error),
            }
            for origin, row, error in zip(origins, rows, errors, strict=True)
        ]
        whole = {**dict(zip(names, map(rounded, total), strict=True)), "standard_error": rounded(found.error)}
        factors = [rounded(float(factor)) for factor in found.factors]
        click.echo(
            json.dumps({"factors": factors, "origins": lines, "total": whole}, ensure_ascii=False, indent=2)
        )
        return
    lines_shown = [
        [name, *(number(value, "count") for value in (*row, error))]
        for name, row, error in zip(
            [*origins, tell("Total", "Total")], [*rows, total], [*errors, found.error], strict=True
        )
    ]
    header = [
        tell("Origine", "Origin"),
        tell("À ce jour", "To date"),
        tell("À terme", "Ultimate"),
        tell("À venir", "Still to come"),
        tell("Erreur type (Mack)", "Standard error (Mack)"),
    ]
    plain_table(header, lines_shown)
    if found.error is None:
        click.echo(
            tell(
                "– : l'erreur de Mack demande au moins deux origines suivies d'un âge au suivant (pour le dernier passage, "
                "une seule suffit s'il y en a trois), et des valeurs positives.",
                "–: Mack's error takes at least two origins seen from each age to the next (one is enough for the last "
                "step of three or more), and values above zero.",
            )
        )
