"""`filon work`: does the work queued by the pages; `filon serve` runs one of its own."""

import os

import click

from filon.faces.cli.console import home_option, language_option, setup, tell


@click.command(
    "work",
    help=tell(
        "Exécute les travaux de fond (imports lancés depuis les pages). « filon serve » en lance un.",
        "Does the background work (imports started from the pages). “filon serve” runs one.",
    ),
)
@click.option("--parent", type=int, hidden=True)
@home_option
@language_option
def command(parent: int | None) -> None:
    """Do jobs until interrupted, or until the server that started this worker is gone."""
    os.environ["FILON_PROCESS"] = "work"
    setup()
    from filon.flows.work import work

    work(lambda: parent is not None and os.getppid() != parent)
