"""`filon calc`: the figures from totals alone, without any data in the instance."""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.asking import decimal_of, share
from filon.faces.cli.console import language, language_option, say, tell
from filon.terms.faults import Fault

if TYPE_CHECKING:
    from filon.insight.calculator import Calculation

_COUNTS = {
    "calls": "calls",
    "conversations": "useful_conversations",
    "appointments": "appointments_set",
    "validated": "appointments_validated",
    "held": "appointments_held",
    "proposals": "proposals",
    "contracts": "contracts",
}
_AMOUNTS = {"revenue": "revenue", "margin": "margin", "cost": "cost_total", "hours": "hours"}


class NotAnAmount(Fault):
    """An option should be an amount."""

    def __init__(self, option: str, seen: str) -> None:
        super().__init__(
            f"--{option} : « {seen} » n'est pas un nombre. Écrivez par exemple 12000 ou 12000,50.",
            f"--{option}: “{seen}” is not a number. Write for example 12000 or 12000.50.",
        )


class NothingGiven(Fault):
    """No total was given."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun total donné. Essayez : filon calc --calls 8000 --contracts 15 --margin 36000 --cost 12000",
            "No total given. Try: filon calc --calls 8000 --contracts 15 --margin 36000 --cost 12000",
        )


@click.command(
    "calc",
    help=tell(
        "Tous les chiffres à partir de totaux : taux, coûts unitaires, ROI, point mort, trois scénarios.",
        "All figures from totals: rates, unit costs, ROI, break-even, three scenarios.",
    ),
)
@click.option("--calls", type=int, help=tell("Appels.", "Calls."))
@click.option("--conversations", type=int, help=tell("Conversations utiles.", "Useful conversations."))
@click.option("--appointments", type=int, help=tell("Rendez-vous posés.", "Appointments set."))
@click.option("--validated", type=int, help=tell("Rendez-vous validés.", "Appointments validated."))
@click.option("--held", type=int, help=tell("Rendez-vous tenus.", "Appointments held."))
@click.option("--proposals", type=int, help=tell("Propositions.", "Proposals."))
@click.option("--contracts", type=int, help=tell("Contrats.", "Contracts."))
@click.option("--revenue", help=tell("Chiffre d'affaires.", "Revenue."))
@click.option("--margin", help=tell("Marge brute.", "Gross margin."))
@click.option("--margin-rate", help=tell("Taux de marge : 0.4 ou 40 %.", "Margin rate: 0.4 or 40%."))
@click.option("--cost", help=tell("Coût total.", "Total cost."))
@click.option("--hours", help=tell("Heures travaillées.", "Hours worked."))
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer as JSON."))
@language_option
def command(*, as_json: bool, **given: Any) -> None:
    """Compute from the totals given."""
    totals, rate = _totals(given), given["margin_rate"]
    from filon.insight.calculator import calculate

    found = calculate(totals, None if rate is None else share("--margin-rate", rate))
    if as_json:
        click.echo(_json(found))
    else:
        _print(found)


def _totals(given: dict[str, Any]) -> dict[str, Decimal | int]:
    totals: dict[str, Decimal | int] = {
        measure: given[option] for option, measure in _COUNTS.items() if given[option] is not None
    }
    for option, measure in _AMOUNTS.items():
        if given[option] is not None:
            totals[measure] = amount(option, given[option])
    if not totals and given["margin_rate"] is None:
        raise NothingGiven
    return totals


def amount(option: str, text: str) -> Decimal:
    """Read an amount: 12000, 12000,50. Raises NotAnAmount."""
    try:
        return decimal_of(text)
    except ValueError as error:
        raise NotAnAmount(option, text) from error


def _json(found: "Calculation") -> str:
    from filon.faces.cli import answers

    content = answers.document(found.answer)
    content["scenarios"] = [
        {
            "name": scenario.label[language()],
            "probability": scenario.probability,
            "metrics": {name: answers.rounded(value) for name, value in scenario.figures.items()},
        }
        for scenario in found.scenarios
    ]
    content["warnings"] = [warning[language()] for warning in found.warnings]
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def _print(found: "Calculation") -> None:
    from filon.faces.cli.tables import number, plain_table, show_list
    from filon.metrics.definitions import CATALOGUE

    row = found.answer.total
    known = {name: cell for name, cell in row.cells.items() if cell.value is not None or cell.low is not None}
    show_list(known)
    names = list(found.scenarios[0].figures)
    if names:
        header = [
            tell("Scénario", "Scenario"),
            *(f"{s.label[language()]} (P{s.probability * 100:.0f})" for s in found.scenarios),
        ]
        plain_table(
            header,
            [
                [
                    CATALOGUE.find(name).label[language()],
                    *(
                        number(scenario.figures.get(name), CATALOGUE.find(name).unit)
                        for scenario in found.scenarios
                    ),
                ]
                for name in names
            ],
        )
    for name in ("roi", "return_multiple"):
        metric = CATALOGUE.metrics[name]
        click.echo(f"{metric.label[language()]} = {metric.words[language()]} [{metric.version}]")
    for warning in found.warnings:
        say(warning, err=True)
