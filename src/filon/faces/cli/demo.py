"""`filon demo`: a company to look at before bringing one's own files."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from filon.faces.cli.console import language, language_option, setup, tell
from filon.faces.cli.serve import become_server, port_option
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.flows.demo.build import Demo

FINDINGS_SHOWN = 5


@click.command(
    "demo",
    help=tell(
        "Bâtit une PME fictive (18 mois, 40 000 appels) dans un dossier à elle, l'importe, affiche son ROI"
        " par campagne et par canal, écrit un rapport HTML qui s'ouvre hors ligne, puis ouvre les pages.",
        "Builds a fictitious company (18 months, 40,000 calls) in a folder of its own, imports it, prints its ROI"
        " by campaign and by channel, writes an HTML report that opens offline, then serves the pages.",
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
@click.option(
    "--serve/--no-serve",
    "serving",
    default=True,
    help=tell(
        "Ouvrir ensuite les pages (défaut), ou s'arrêter là.",
        "Then serve the pages (default), or stop there.",
    ),
)
@port_option
@language_option
def command(*, home: Path, serving: bool, port: int | None) -> None:
    """Build the demonstration and serve its pages."""
    from filon.flows.demo.build import SharedDatabase, build, claim

    if os.environ.get("FILON_DATABASE_URL"):
        raise SharedDatabase
    end = claim(home.absolute())
    os.environ["FILON_HOME"] = str(home.absolute())
    demo = build(setup(), end, language=language(), on_step=_step)
    _show(demo, home)
    if serving:
        _say_log_ins(demo.home)
        become_server(demo.home, port)


def _step(step: Text) -> None:
    click.secho(f"· {step[language()]}…", dim=True, err=True)


def _show(demo: "Demo", home: Path) -> None:
    from filon.faces.cli.tables import show
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
    for title, answer in (
        (Text("ROI par campagne", "ROI by campaign"), demo.campaigns),
        (Text("ROI par canal", "ROI by channel"), demo.channels),
    ):
        click.secho(title[language()], bold=True)
        show(answer)
        click.echo()
    _say_findings(demo)
    _say_next(demo, home)


def _say_findings(demo: "Demo") -> None:
    from filon.insight.biases.finding import heaviest

    count = len(demo.findings)
    click.secho(
        tell(
            f"\n{count} constats faussent ces chiffres ; les plus lourds :",
            f"\n{count} findings bias these figures; the heaviest:",
        ),
        bold=True,
    )
    for finding in heaviest(demo.findings)[:FINDINGS_SHOWN]:
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


def _say_log_ins(home: Path) -> None:
    from filon.flows.demo.people import log_ins

    click.secho(tell("\nPour vous connecter :", "\nTo log in:"), bold=True)
    for one in log_ins(home):
        click.echo(f"  {one.name:<12} {one.password}   {one.role[language()]}")
    click.echo()
