"""`filon check`: what biases the figures, with what it changes in euros."""

import json
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.console import home_option, language, language_option, setup, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filon.insight.biases.finding import Finding


@click.command(
    "check",
    help=tell(
        "Cherche ce qui fausse le ROI : coûts oubliés, heures sans taux, rendez-vous non tenus, horizon court…"
        " Chaque point dit ce qu'il change en euros et quoi faire.",
        "Finds what biases the ROI: missing costs, hours without a rate, appointments not held, short horizon…"
        " Each point says what it changes in euros and what to do.",
    ),
)
@click.option("--campaign", help=tell("Une seule campagne (son code).", "One campaign only (its code)."))
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))
@home_option
@language_option
def command(*, campaign: str | None, as_json: bool) -> None:
    """Check the figures."""
    home = setup()
    from filon.flows.check import check

    findings = check(home, campaign=campaign)
    if as_json:
        click.echo(json.dumps({"findings": [_plain(finding) for finding in findings]}, ensure_ascii=False))
    else:
        show(findings)


def _plain(finding: "Finding") -> dict[str, Any]:
    cents = finding.effect_cents
    return {
        "id": finding.id,
        "severity": finding.severity.name.lower(),
        "campaign": finding.campaign,
        "title": finding.title[language()],
        "evidence": finding.evidence[language()],
        "effect": None if cents is None else cents / 100,
        "effect_text": finding.effect[language()],
        "next_step": finding.next_step[language()],
    }


def show(findings: "Sequence[Finding]") -> None:
    """Print findings, the heaviest first."""
    if not findings:
        click.echo(
            tell(
                "Rien ne fausse ces chiffres, d'après les contrôles connus.",
                "Nothing known biases these figures.",
            )
        )
        return
    effect, todo = tell("Effet : ", "Effect: "), tell("À faire : ", "To do: ")
    for number, finding in enumerate(findings, start=1):
        click.secho(f"{number:>2}. {finding.title[language()]}", bold=True, nl=False)
        click.echo(f"  [{finding.severity.label[language()]}, {finding.id}]")
        click.echo(f"    {finding.evidence[language()]}")
        click.echo(f"    {effect}{finding.effect[language()]}")
        click.echo(f"    {todo}{finding.next_step[language()]}\n")
