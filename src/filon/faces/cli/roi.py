"""`filon roi`: the default figures, with the official formula printed."""

import click

from filon.faces.cli.asking import Asked, output_options, question
from filon.faces.cli.console import tell


@click.command(
    "roi",
    help=tell(
        "Ce que rapporte un euro dépensé : coûts, marge, ROI net, marge par euro. --from et --to sont inclus.",
        "What a euro spent brings back: costs, margin, net ROI, margin per euro. --from and --to are included.",
    ),
)
@question
@output_options
def command(asked: Asked, *, as_json: bool, as_csv: bool) -> None:
    """Answer with the default set of figures."""
    from filon.faces.cli.query import print_answer
    from filon.metrics.definitions.shown import EVERYTHING, FIRST

    print_answer(asked.query(EVERYTHING if as_json or as_csv else FIRST), as_json=as_json, as_csv=as_csv)
