"""`filon demo`: a company to look at before bringing one's own files."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from filon.faces.cli.console import language, language_option, setup, tell
from filon.terms.text import Text

if TYPE_CHECKING:
    from rich.table import Table

    from filon.flows.demo.build import Demo
    from filon.metrics.answer import Answer, Row

FINDINGS_SHOWN = 3


@click.command(
    "demo",
    help=tell(
        "Bâtit une PME fictive (18 mois, 40 000 appels) dans un dossier à elle, l'importe, affiche son ROI"
        " par campagne et par canal, et écrit un rapport HTML qui s'ouvre hors ligne.",
        "Builds a fictitious company (18 months, 40,000 calls) in a folder of its own, imports it, prints its ROI"
        " by campaign and by channel, and writes an HTML report that opens offline.",
    ),
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("filon-demo"),
    help=tell(
        "Dossier de la démonstration (défaut : ./filon-demo).", "The demo's folder (default: ./filon-demo)."
    ),
)
@language_option
def command(*, home: Path) -> None:
    """Build the demonstration."""
    from filon.flows.demo.build import SharedDatabase, build, claim

    if os.environ.get("FILON_DATABASE_URL"):
        raise SharedDatabase
    end = claim(home.absolute())
    os.environ["FILON_HOME"] = str(home.absolute())
    demo = build(setup(), end, language=language(), on_step=_step)
    _show(demo, home)


def _step(step: Text) -> None:
    click.secho(f"· {step[language()]}…", dim=True, err=True)


def _show(demo: "Demo", home: Path) -> None:
    from rich.console import Console

    from filon.flows.demo.story import COMPANY

    if demo.known:
        click.echo(
            tell(
                "La démonstration était déjà là : rien n'a changé.",
                "The demo was there already: nothing changed.",
            )
        )
    calls = next(result.read for result in demo.taken if result.kind == "calls")
    click.secho(f"\n{COMPANY}", bold=True, nl=False)
    months = tell("18 mois", "18 months")
    click.echo(
        f" — {months}, {f'{calls:,}'.replace(',', tell(chr(0x202F), ','))} {tell('appels', 'calls')}\n"
    )
    console = Console()
    console.print(_table(demo.campaigns, tell("ROI par campagne", "ROI by campaign")))
    console.print(_table(demo.channels, tell("ROI par canal", "ROI by channel")))
    formula = demo.campaigns.formula
    click.echo(
        tell(
            f"ROI net = (marge brute − coût total) / coût total, formule {formula} ; intervalles à 95 %. † trop peu pour classer.",
            f"Net ROI = (gross margin − total cost) / total cost, formula {formula}; 95% intervals. † too few to rank.",
        )
    )
    _say_findings(demo)
    _say_next(demo, home)


def _table(answer: "Answer", title: str) -> "Table":
    from rich.table import Table

    from filon.metrics.definitions import CATALOGUE
    from filon.reports.pages.parts import labels

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    for metric in answer.query.metrics:
        label = CATALOGUE.find(metric).label[language()]
        table.add_column(label.split(" (")[0], justify="right")
    for row, name in zip(answer.rows, labels(answer, {}), strict=True):
        table.add_row(name[language()], *_cells(row, answer))
    table.add_row(Text("Ensemble", "Total")[language()], *_cells(answer.total, answer), style="bold")
    return table


def _cells(row: "Row", answer: "Answer") -> list[str]:
    from filon.reports.paint.numbers import interval, value

    written = []
    for name in answer.query.metrics:
        cell = row.cells[name]
        shown = value(cell, language()) + ("†" if cell.too_few and cell.value is not None else "")
        between = interval(cell, language()) if name == "roi" else ""
        written.append(f"{shown}\n[dim]{between}[/dim]" if between else shown)
    return written


def _say_findings(demo: "Demo") -> None:
    count = len(demo.findings)
    click.secho(
        tell(
            f"\n{count} points faussent ces chiffres ; les plus lourds :",
            f"\n{count} points bias these figures; the heaviest:",
        ),
        bold=True,
    )
    for finding in demo.findings[:FINDINGS_SHOWN]:
        click.echo(f"  {finding.title[language()]} — {finding.effect[language()]}")


def _say_next(demo: "Demo", home: Path) -> None:
    click.echo()
    click.echo(tell(f"Rapport : {demo.report}", f"Report: {demo.report}"))
    click.echo(tell("Essayez ensuite :", "Try next:"))
    for command_line, why in (
        (
            f"filon check --home {home}",
            Text("tout ce qui fausse ces chiffres", "everything that biases these figures"),
        ),
        (
            f"filon roi --home {home} --by script --campaign CVC-INDUSTRIE",
            Text("un script contre l'autre", "one script against the other"),
        ),
        (
            f"filon explain roi --home {home} --campaign AUDIT-PME",
            Text("un chiffre, ligne par ligne", "a figure, row by row"),
        ),
        ("filon template calls", Text("le modèle de vos propres fichiers", "the template of your own files")),
    ):
        click.echo(f"  {command_line:<62} {why[language()]}")
