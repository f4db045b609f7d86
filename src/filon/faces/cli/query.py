"""`filon query`: any metrics, by any dimensions, under any filters."""

from typing import TYPE_CHECKING

import click

from filon.faces.cli.asking import Asked, output_options, question
from filon.faces.cli.console import setup, tell

if TYPE_CHECKING:
    from filon.metrics.language.query import Query


@click.command(
    "query",
    help=tell(
        "Tout indicateur, par tout axe (« filon metrics » les liste). --from et --to sont inclus.",
        "Any metric, by any dimension (“filon metrics” lists them). --from and --to are included.",
    ),
)
@click.option(
    "--metrics",
    required=True,
    metavar="ID,…",
    help=tell("Indicateurs, séparés par des virgules.", "Metrics, by commas."),
)
@question
@output_options
def command(asked: Asked, metrics: str, *, as_json: bool, as_csv: bool) -> None:
    """Answer with the metrics named."""
    names = [name.strip() for name in metrics.split(",") if name.strip()]
    print_answer(asked.query(names), as_json=as_json, as_csv=as_csv)


def print_answer(query: "Query", *, as_json: bool, as_csv: bool) -> None:
    """Ask, and print the answer as JSON, as CSV, or as a table."""
    home = setup()
    from filon.faces.cli import answers
    from filon.flows.answer import ask
    from filon.flows.calling import notes
    from filon.flows.check import GRADED, grades

    answer = ask(home, query)
    if as_csv:
        click.echo(answers.as_csv(answer), nl=False)
        return
    found = grades(home, answer.query) if GRADED in query.metrics else None
    said = notes(home, query)
    if as_json:
        click.echo(answers.as_json(answer, found, said))
    else:
        from filon.faces.cli.tables import show

        show(answer, found, said)
