"""`filon check`: what biases the figures, with what it changes in euros and in points of ROI."""

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.console import home_option, language, language_option, setup, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filon.insight.biases.check import Verdict
    from filon.insight.biases.finding import Finding
    from filon.insight.biases.trust import Trust

MARKS = {"found": "✗", "passed": "✓", "unknown": "–"}
COMMANDS = {
    "costs": "filon template costs · filon import",
    "campaigns": "filon template campaigns · filon import",
    "calls": "filon template calls · filon import",
    "appointments": "filon template appointments · filon import",
    "opportunities": "filon template opportunities · filon import",
    "contracts": "filon template contracts · filon import",
    "links": "filon template opportunities · filon import",
    "channels": "filon roi --by channel,organisation",
    "horizon": "filon query --metrics roi,roi_horizon --horizon-months 36 --by campaign",
    "maturity": "filon maturity --by campaign",
    "segments": "filon query --metrics contracts,appointment_rate --by operator",
}
"""The commands that mend what is found, or show it as it should be read, by place."""


@click.command(
    "check",
    help=tell(
        "Passe tous les contrôles : coûts oubliés, heures sans taux, rendez-vous non tenus, horizon court…"
        " Chaque constat dit ce qu'il change en euros et en points de ROI, et quoi faire.",
        "Runs every check: missing costs, hours without a rate, appointments not held, short horizon…"
        " Each finding says what it changes in euros and in points of ROI, and what to do.",
    ),
)
@click.option(
    "--campaign",
    help=tell(
        "Ce dont dépend le ROI d'une campagne (son code).", "What a campaign's ROI rests on (its code)."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))
@home_option
@language_option
def command(*, campaign: str | None, as_json: bool) -> None:
    """Check the figures."""
    home = setup()
    from filon.flows.check import examine, known

    examined = examine(home)
    if campaign is not None:
        known(examined, campaign)
    codes = examined.codes if campaign is None else [campaign]
    verdicts = examined.verdicts if campaign is None else examined.about(codes)
    trust = examined.trust(codes)
    if as_json:
        click.echo(json.dumps(_document(verdicts, trust), ensure_ascii=False))
    else:
        show(verdicts, trust)


def _document(verdicts: "Sequence[Verdict]", trust: "Trust | None") -> dict[str, Any]:
    from filon.faces.cli.answers import trust_document

    findings = sorted((one for verdict in verdicts for one in verdict.findings), key=lambda one: one.rank)
    return {
        "findings": [_plain(finding) for finding in findings],
        "checks": [
            {
                "id": verdict.check.id,
                "family": verdict.family.id,
                "state": verdict.state,
                "passed_means": verdict.check.passed[language()],
                "reason": verdict.reason and verdict.reason[language()],
                "findings": len(verdict.findings),
            }
            for verdict in verdicts
        ],
        "trust": trust_document(trust),
    }


def _plain(finding: "Finding") -> dict[str, Any]:
    cents = finding.effect_cents
    return {
        "id": finding.id,
        "severity": finding.severity.name.lower(),
        "campaign": finding.campaign,
        "campaigns": None if finding.covers is None else list(finding.covers),
        "title": finding.title[language()],
        "evidence": finding.evidence[language()],
        "effect": None if cents is None else cents / 100,
        "effect_text": finding.effect[language()],
        "roi_points": finding.points,
        "next_step": finding.next_step[language()],
    }


def show(verdicts: "Sequence[Verdict]", trust: "Trust | None") -> None:
    """Print the checks by kind of error, each with its findings, and the trust that the ROI deserves."""
    from filon.reports.pages import checks

    for family, group in groupby(verdicts, key=lambda verdict: verdict.family):
        click.secho(f"\n{family.label[language()]}", bold=True)
        for verdict in group:
            _show(verdict)
    click.echo(f"\n{checks.summary(verdicts)[language()]}")
    if trust:
        click.secho(
            tell(f"Indice de confiance du ROI : {trust.grade}", f"Trust grade of the ROI: {trust.grade}"),
            bold=True,
        )


def _show(verdict: "Verdict") -> None:
    from filon.reports.pages.checks import on_roi

    if not verdict.findings:
        reason = f" ({verdict.reason[language()]})" if verdict.reason else ""
        click.echo(f"  {MARKS[verdict.state]} {verdict.check.passed[language()]}{reason}")
    effect, todo = tell("Effet : ", "Effect: "), tell("À faire : ", "To do: ")
    for finding in verdict.findings:
        click.secho(f"  {MARKS['found']} {finding.title[language()]}", bold=True, nl=False)
        click.echo(f"  [{finding.severity.label[language()]}, {finding.id}]")
        click.echo(f"    {finding.evidence[language()]}")
        moved = on_roi(finding)
        click.echo(f"    {effect}{finding.effect[language()]}{f' ; {moved[language()]}' if moved else ''}")
        click.echo(f"    {todo}{finding.next_step[language()]} → {COMMANDS[verdict.check.place]}")
