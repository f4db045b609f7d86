"""`filon metrics`: the catalogue of metrics and dimensions."""

import json

import click

from filon.faces.cli.console import language, language_option, tell


@click.command(
    "metrics", help=tell("Liste les indicateurs et les axes.", "Lists the metrics and the dimensions.")
)
@click.option("--json", "as_json", is_flag=True, help=tell("Catalogue en JSON.", "Catalogue as JSON."))
@language_option
def command(*, as_json: bool) -> None:
    """Print the catalogue."""
    from filon.metrics.definitions import CATALOGUE

    spoken = language()
    metrics = [
        {
            "id": name,
            "label": item.label[spoken],
            "formula": item.words[spoken],
            "unit": item.unit,
            "polarity": item.polarity,
            "version": getattr(item, "version", None),
            "dimensions": CATALOGUE.splits(name),
        }
        for name in CATALOGUE.names()
        for item in (CATALOGUE.find(name),)
    ]
    dimensions = [
        {
            "id": item.id,
            "label": item.label[spoken],
            "values": None
            if item.values is None
            else {code: text[spoken] for code, text in item.values.items()},
        }
        for item in CATALOGUE.dimensions.values()
    ]
    if as_json:
        click.echo(json.dumps({"metrics": metrics, "dimensions": dimensions}, ensure_ascii=False, indent=2))
        return
    from filon.faces.cli.tables import plain_table

    plain_table(
        [tell("Indicateur", "Metric"), tell("Nom", "Name"), tell("Formule", "Formula")],
        [[str(item["id"]), str(item["label"]), str(item["formula"])] for item in metrics],
    )
    plain_table(
        [tell("Axe", "Dimension"), tell("Nom", "Name")],
        [[str(item["id"]), str(item["label"])] for item in dimensions],
    )
