"""`filon report`: the ROI report of one's own records, as one file that opens offline."""

from datetime import datetime
from pathlib import Path

import click

from filon.faces.cli.asking import between
from filon.faces.cli.console import home_option, language, language_option, setup, tell

FILE = Path("filon-report.html")


@click.command(
    "report",
    help=tell(
        f"Écrit le rapport ROI dans FICHIER (défaut : {FILE}) : une page HTML qui s'ouvre hors ligne. Sans --from ni"
        " --to, de la première donnée à ce jour.",
        f"Writes the ROI report into FILE (default: {FILE}): one HTML page that opens offline. Without --from or"
        " --to, from the first record to this day.",
    ),
)
@click.argument(
    "path", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False), default=FILE
)
@between
@click.option(
    "--company", default="", help=tell("Nom à mettre en tête du rapport.", "Name at the head of the report.")
)
@home_option
@language_option
def command(*, path: Path, first: datetime | None, last: datetime | None, company: str) -> None:
    """Write the report."""
    from filon.faces.cli.asking import period
    from filon.flows.report import report_of, write_report

    report = report_of(setup(), period(first, last), company=company)
    write_report(report, path, language())
    click.echo(tell(f"Rapport : {path}", f"Report: {path}"))
