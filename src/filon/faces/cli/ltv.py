"""`filon ltv`: what a customer is worth over its life, from the records or from a plain file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.asking import Asked, question, share
from filon.faces.cli.calc import amount
from filon.faces.cli.console import setup, tell
from filon.terms.faults import Fault

if TYPE_CHECKING:
    from filon.insight.lifetime.study import Lifetime

_FILE = click.Path(path_type=Path)


class OneFile(Fault):
    """Two files were given, each enough for an answer."""

    def __init__(self) -> None:
        super().__init__(
            "--survivors et --purchases s'excluent : donnez l'un des deux fichiers.",
            "--survivors and --purchases exclude each other: give one of the two files.",
        )


@click.command(
    "ltv",
    help=tell(
        "Ce que vaut un client sur sa durée de vie : rétention ajustée à côté de la rétention déclarée, LTV, "
        "LTV/CAC, délai de récupération. Sans données dans l'instance : --survivors ou --purchases.",
        "What a customer is worth over its life: fitted retention beside the stated one, LTV, LTV/CAC, payback. "
        "Without data in the instance: --survivors or --purchases.",
    ),
)
@click.option(
    "--survivors",
    type=_FILE,
    metavar="FILE",
    help=tell(
        "Clients restants par âge (colonnes age, survivors).", "Survivors by age (columns age, survivors)."
    ),
)
@click.option(
    "--purchases",
    type=_FILE,
    metavar="FILE",
    help=tell(
        "Achats (colonnes customer, date, et amount si connu) ; observés jusqu'à --to, sinon au dernier achat.",
        "Purchases (columns customer, date, and amount if known); observed up to --to, else to the last one.",
    ),
)
@click.option(
    "--term-months",
    type=click.IntRange(1, 120),
    default=12,
    show_default=True,
    help=tell("Mois entre deux âges de --survivors.", "Months between two ages of --survivors."),
)
@click.option(
    "--customers",
    type=click.IntRange(1),
    help=tell(
        "Taille du groupe, si --survivors donne des parts.",
        "Size of the group, where --survivors gives shares.",
    ),
)
@click.option(
    "--margin",
    help=tell("Marge d'une période, pour --survivors.", "Margin of one term, for --survivors."),
)
@click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help=tell("Ordre des dates ambiguës du fichier.", "Order of ambiguous dates in the file."),
)
@click.option(
    "--decimal",
    type=click.Choice(["comma", "point"]),
    help=tell("Séparateur décimal du fichier.", "Decimal separator of the file."),
)
@click.option("--seed", type=int, default=0, help=tell("Graine des tirages.", "Seed of the draws."))
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer as JSON."))
@question
def command(asked: Asked, *, as_json: bool, seed: int, **files: Any) -> None:
    """Study the records, or one of the files."""
    if files["survivors"] and files["purchases"]:
        raise OneFile
    if files["survivors"] or files["purchases"]:
        document, show = _of_file(asked, seed, files)
    else:
        document, show = _of_records(asked, seed)
    if as_json:
        click.echo(json.dumps(document(), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show()


def _of_records(asked: Asked, seed: int) -> tuple[Any, Any]:
    from filon.faces.cli import lifetime_documents, lifetimes
    from filon.flows.lifetime import lifetime

    query = asked.query(("ltv",))
    home = setup()
    found: Lifetime = lifetime(home, query, seed=seed)
    return lambda: lifetime_documents.records(found), lambda: lifetimes.show_records(found)


def _of_file(asked: Asked, seed: int, files: dict[str, Any]) -> tuple[Any, Any]:
    from filon.faces.cli import lifetime_documents, lifetimes
    from filon.flows import lifetime_files
    from filon.insight.lifetime.again import again
    from filon.insight.lifetime.plain import of_purchases, of_survivors
    from filon.intake.reading import ReadOptions

    query = asked.query(("ltv",))
    options = ReadOptions(date_order=files["date_order"], decimal=files["decimal"])
    rate = float(share("--discount-rate", asked.discount_rate or "0"))
    if files["survivors"]:
        renewals = lifetime_files.survivors_file(files["survivors"], options, files["customers"])
        margin = None if files["margin"] is None else float(amount("margin", files["margin"]))
        kept = of_survivors(renewals, files["term_months"], rate, query.horizon_months, margin, seed=seed)
        return lambda: lifetime_documents.survivors(kept), lambda: lifetimes.show_survivors(kept)
    last = asked.last.date() if asked.last else None
    bought, end = lifetime_files.purchases_file(files["purchases"], options, last)
    sold = of_purchases(again(bought, seed=seed), rate, query.horizon_months, end)
    return lambda: lifetime_documents.purchases(sold), lambda: lifetimes.show_purchases(sold)
