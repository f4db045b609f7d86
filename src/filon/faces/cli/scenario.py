"""`filon scenario`: what a plan may bring, prudent, realistic and optimistic; kept, and held against what happened."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.asking import DATE, question_without, share
from filon.faces.cli.console import setup, tell
from filon.terms.faults import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from filon.faces.cli.asking import Asked
    from filon.flows.scenario import Plan


class BadSetting(Fault):
    """A driver is not written driver=value."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            f"Levier « {seen} » illisible. Écrivez levier=valeur, par exemple --set close_rate=+10% ou --set calls=8000.",
            f"Cannot read the driver “{seen}”. Write driver=value, for example --set close_rate=+10% or --set calls=8000.",
        )


@click.command(
    "scenario",
    help=tell(
        "Ce qu'un plan peut rapporter : prudent, réaliste, optimiste, d'après ce que l'on a vu ; ce qui pèse le plus, les "
        "points morts, la probabilité de dépasser un ROI. Il compte tout ce que ses appels feront signer, même après sa période ; "
        "--from et --to disent d'où l'on apprend.",
        "What a plan may bring: prudent, realistic, optimistic, by what was seen; what weighs most, the break-evens, the "
        "probability of exceeding a ROI. It counts all that its calls will get signed, even after its period; --from and --to "
        "tell what is learnt from.",
    ),
)
@click.option(
    "--calls",
    help=tell("Appels prévus (défaut : au rythme vu).", "Calls planned (default: at the pace seen)."),
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="DRIVER=VALUE",
    help=tell(
        "Bouger un levier : une valeur (0.3, 30 %) ou un changement (+10%, x1.5).",
        "Move a driver: a value (0.3, 30%) or a change (+10%, x1.5).",
    ),
)
@click.option(
    "--plan-from",
    "begin",
    type=DATE,
    metavar="DAY",
    help=tell(
        "Premier jour prévu (défaut : trois mois entiers).",
        "First day planned (default: three whole months).",
    ),
)
@click.option(
    "--plan-to", "end", type=DATE, metavar="DAY", help=tell("Dernier jour prévu.", "Last day planned.")
)
@click.option(
    "--target-roi",
    "target",
    default="0",
    metavar="SHARE",
    help=tell("ROI visé : 0.5 ou 50 %.", "Target ROI: 0.5 or 50%."),
)
@click.option(
    "--rates-only",
    is_flag=True,
    help=tell(
        "Sans le hasard des signatures : seulement ce que l'on ignore des leviers.",
        "Without the chance of signatures: only what is unknown of the drivers.",
    ),
)
@click.option("--save", metavar="NAME", help=tell("Garder sous un nom.", "Keep under a name."))
@click.option(
    "--list", "listed", is_flag=True, help=tell("Lister les scénarios gardés.", "List the scenarios kept.")
)
@click.option(
    "--compare",
    metavar="NAME",
    help=tell(
        "Confronter un scénario gardé à ce qui s'est passé.", "Hold a kept scenario against what happened."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer as JSON."))
@question_without("by", "retention", "discount_rate")
def command(
    *, asked: "Asked", save: str | None, listed: bool, compare: str | None, as_json: bool, **given: Any
) -> None:
    """Study a plan, or the scenarios kept."""
    home = setup()
    if listed or compare is not None:
        _follow(home, compare, as_json=as_json)
        return
    plan = _plan(**given)
    from filon.faces.cli import scenario_tables as tables
    from filon.flows.scenario import study
    from filon.flows.scenario_kept import keep

    found = study(home, asked.query(("roi",)), plan)
    if save is not None:
        keep(save, found, plan, actor="cli")
    if as_json:
        click.echo(json.dumps(tables.document(found), ensure_ascii=False, indent=2, allow_nan=False))
        return
    tables.show(found)
    if save is not None:
        click.echo(tell(f"Gardé sous « {save} ».", f"Kept as “{save}”."))


def _plan(
    calls: str | None,
    settings: tuple[str, ...],
    begin: datetime | None,
    end: datetime | None,
    target: str,
    *,
    rates_only: bool,
) -> "Plan":
    from filon.flows.scenario import Plan, planned

    moves = dict(map(_setting, settings))
    if calls is not None:
        moves["calls"] = calls
    period = planned(begin and begin.date(), end and end.date())
    return Plan(period, moves, float(share("--target-roi", target)), not rates_only)


def _setting(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name.strip() or not value.strip():
        raise BadSetting(text)
    return name.strip(), value.strip()


def _follow(home: "Path", name: str | None, *, as_json: bool) -> None:
    """Show one kept scenario, or all, against what happened."""
    from filon.faces.cli import scenario_tables as tables
    from filon.flows.scenario_kept import follow
    from filon.records.queries.scenarios import scenario, scenarios

    rows = scenarios() if name is None else [scenario(name)]
    found = [(row, follow(home, row)) for row in rows]
    if as_json:
        content = [tables.kept_document(row, one) for row, one in found]
        click.echo(
            json.dumps(content if name is None else content[0], ensure_ascii=False, indent=2, allow_nan=False)
        )
    elif name is None:
        tables.show_list(found)
    else:
        tables.show_comparison(*found[0])
