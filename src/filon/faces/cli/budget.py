"""`filon budget`: what one more euro brings where, and a better split of the budget."""

import json
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.asking import Number, decimal_of, question_without
from filon.faces.cli.console import language, setup, tell
from filon.terms.faults import Fault

if TYPE_CHECKING:
    from filon.faces.cli.asking import Asked
    from filon.insight.arbitration.found import Arbitration, Place, Proposal


class BadCap(Fault):
    """A ceiling is not written line=amount."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            f"Plafond « {seen} » illisible. Écrivez ligne=montant par mois, par exemple --max email=1500.",
            f"Cannot read the ceiling “{seen}”. Write line=amount a month, for example --max email=1500.",
        )


@click.command(
    "budget",
    help=tell(
        "Où mettre le prochain euro : ce qu'un euro de plus rapporte à chaque canal, organisation ou segment, et une "
        "meilleure répartition du budget, avec la probabilité qu'elle batte celle d'aujourd'hui.",
        "Where the next euro goes: what one more euro brings to each channel, organisation or segment, and a better "
        "split of the budget, with the probability that it beats today's.",
    ),
)
@click.option(
    "--by",
    "dimension",
    default="channel",
    show_default=True,
    metavar="DIMENSION",
    help=tell("Axe.", "Dimension."),
)
@click.option(
    "--budget",
    type=Number(),
    metavar="N",
    help=tell("Budget par mois (défaut : celui d'aujourd'hui).", "Budget a month (default: today's)."),
)
@click.option("--keep", multiple=True, metavar="ROW", help=tell("Laisser telle quelle.", "Leave as it is."))
@click.option(
    "--max",
    "most_of",
    multiple=True,
    metavar="ROW=N",
    help=tell(
        "Plafond par mois, à la place de ses prospects restants.",
        "Ceiling a month, instead of its prospects left.",
    ),
)
@click.option(
    "--bounds",
    nargs=2,
    type=Number(),
    default=(0.7, 1.5),
    show_default=True,
    metavar="MIN MAX",
    help=tell("Bornes, en multiples d'aujourd'hui.", "Bounds, as multiples of today."),
)
@click.option(
    "--limits",
    "heeded",
    type=click.Choice(["all", "hours", "prospects", "none"]),
    default="all",
    show_default=True,
    help=tell(
        "Limites lues dans les données : heures d'appel et prospects restants (all), l'une, ou aucune (none).",
        "Limits read from the data: calling hours and prospects left (all), one of them, or none.",
    ),
)
@click.option(
    "--hours",
    type=Number(),
    metavar="N",
    help=tell(
        "Heures d'appel possibles par mois, si vous embauchez par exemple (défaut : celles du mois le plus chargé).",
        "Calling hours there may be a month, as if you hire (default: those of the busiest month).",
    ),
)
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer as JSON."))
@question_without("by", "view", "horizon_months", "retention", "discount_rate")
def command(
    *,
    asked: "Asked",
    dimension: str,
    budget: float | None,
    keep: tuple[str, ...],
    most_of: tuple[str, ...],
    bounds: tuple[float, float],
    as_json: bool,
    **limits: Any,
) -> None:
    """Study the split of the budget."""
    home = setup()
    from filon.flows.arbitrate import arbitrate
    from filon.insight.arbitration.asked import Wanted

    wanted = Wanted(budget, *bounds, frozenset(keep), dict(map(_cap, most_of)), **limits)
    found = arbitrate(home, asked.query(("roi",)), dimension, wanted)
    if as_json:
        from filon.faces.cli.budget_json import document

        click.echo(json.dumps(document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        _show(found)


def _cap(text: str) -> tuple[str, float]:
    name, _, amount = text.rpartition("=")
    try:
        return name, float(decimal_of(amount))
    except ValueError as error:
        raise BadCap(text) from error


def _show(found: "Arbitration") -> None:
    from filon.faces.cli.tables import FEW, number, plain_table, shown
    from filon.reports.pages import budget as page
    from filon.reports.pages.budget_basis import basis, name_of
    from filon.terms import currency

    sign = currency.sign(language())
    click.secho(page.finding(found)[language()], bold=True)
    plain_table(
        [
            page.place_title(found)[language()],
            tell("Par mois", "Monthly"),
            tell(f"Marge par {sign} en moyenne", f"Margin per {sign} on average"),
            tell(f"Marge du prochain {sign}", f"Margin of the next {sign}"),
            tell("à 95 %", "at 95%"),
            tell("Proposé", "Proposed"),
            tell("Écart", "Change"),
        ],
        [
            [
                name_of(found, place)[language()],
                number(place.monthly, "money"),
                shown("return_multiple", place.row.cells["return_multiple"]),
                number(place.marginal, "ratio")
                + ("" if place.curve_told or place.marginal is None else "°")
                + ("↑" if place.above else ""),
                _between(place),
                _proposed(place),
                "" if place.proposed is None else number(place.proposed - place.monthly, "money"),
            ]
            for place in found.places
        ]
        + _total(found.proposal),
    )
    if any(place.row.cells["return_multiple"].too_few for place in found.places):
        click.echo(FEW[language()])
    for text in basis(found):
        click.echo(text[language()])


def _proposed(place: "Place") -> str:
    from filon.faces.cli.tables import number
    from filon.reports.pages.budget import stopped_by

    if place.aside is not None:
        return place.aside[language()]
    stop = stopped_by(place)
    return number(place.proposed, "money") + (f" ({stop[language()]})" if stop else "")


def _total(proposal: "Proposal | None") -> list[list[str]]:
    from filon.faces.cli.tables import number

    if proposal is None:
        return []
    today, slope, budget = (
        number(proposal.today, "money"), number(proposal.slope, "ratio"), number(proposal.budget, "money"),
    )  # fmt: skip
    name, change = tell("Budget réparti", "Budget shared out"), number(proposal.more, "money")
    return [[name, today, "", slope, "", budget, change]]


def _between(place: "Place") -> str:
    from filon.faces.cli.tables import number

    if place.interval is None:
        return ""
    return f"{number(place.interval.low, 'ratio')} – {number(place.interval.high, 'ratio')}"
