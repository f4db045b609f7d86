"""`filon test plan` and `filon test assign`: what a test is to be, and who gets what."""

import csv
import sys
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from filon.faces.cli.asking import share
from filon.faces.cli.console import home_option, language_option, setup, tell
from filon.faces.cli.experiment_asking import ACTOR, code_argument, json_option, print_document, today
from filon.terms.experiments import (
    ASSIGNERS,
    LEVERS,
    METRICS,
    MOST_PAST_DAYS,
    MOST_WINDOW_DAYS,
    PAST_DAYS,
    UNITS,
)
from filon.terms.faults import Fault


class NoUnits(Fault):
    """It was not said whom to assign."""

    def __init__(self) -> None:
        super().__init__(
            "Qui affecter ? Donnez --list CODE, ou --units contacts.csv (première colonne, ou contact_id).",
            "Whom to assign? Give --list CODE, or --units contacts.csv (first column, or contact_id).",
        )


@click.command(
    "plan", help=tell("Prévoit un test et le garde en brouillon.", "Plans a test and keeps it as a draft.")
)
@code_argument
@click.option("--campaign", required=True, metavar="CODE", help=tell("La campagne.", "The campaign."))
@click.option("--name", default="", help=tell("Son nom.", "Its name."))
@click.option("--lever", default="script", show_default=True, type=click.Choice(list(LEVERS)), help=tell("Ce qui change.", "What changes."))  # fmt: skip
@click.option(
    "--hypothesis", default="", help=tell("Ce que l'on croit, et pourquoi.", "What one believes, and why.")
)
@click.option("--metric", default="appointments_per_contact", show_default=True, type=click.Choice(list(METRICS)), help=tell("Le chiffre qui décide.", "The figure that decides."))  # fmt: skip
@click.option("--unit", default="contact", show_default=True, type=click.Choice(list(UNITS)), help=tell("Ce qui reçoit une variante.", "What gets a variant."))  # fmt: skip
@click.option("--effect", default="20%", show_default=True, metavar="SHARE", help=tell("Plus petite amélioration relative utile.", "Smallest relative improvement worth having."))  # fmt: skip
@click.option("--window", type=click.IntRange(0, MOST_WINDOW_DAYS), default=14, show_default=True, help=tell("Jours pour que le résultat vienne.", "Days for the result to come."))  # fmt: skip
@click.option("--variant", "variants", multiple=True, metavar="CODE[:SHARE]", help=tell("Variantes, le témoin d'abord (défaut : A et B).", "Variants, the control first (default: A and B)."))  # fmt: skip
@click.option("--rate", metavar="SHARE", help=tell("Taux actuel, sinon lu dans la campagne.", "Today's rate, else read from the campaign."))  # fmt: skip
@click.option("--budget-share", metavar="SHARE", help=tell("Part du budget de la campagne à ne pas dépasser.", "Share of the campaign's budget not to exceed."))  # fmt: skip
@click.option("--past", type=click.IntRange(0, MOST_PAST_DAYS), default=PAST_DAYS, show_default=True, help=tell("Jours d'avant le lancement auxquels chaque fichier ou opérateur est comparé (0 : aucun).", "Days before the launch that each list or operator is compared with (0: none)."))  # fmt: skip
@click.option("--cap", default="99%", show_default=True, metavar="SHARE", help=tell("Part des contacts dont tous les appels comptent ; les autres sont plafonnés (100 % : aucun).", "Share of the contacts that keep all of their calls, the others being capped (100%: none)."))  # fmt: skip
@click.option("--assigned-by", default="filon", show_default=True, type=click.Choice(list(ASSIGNERS)), help=tell("Qui affecte.", "Who assigns."))  # fmt: skip
@click.option(
    "--dry-run", is_flag=True, help=tell("Montre le plan sans rien garder.", "Shows the plan, keeps nothing.")
)
@json_option
@home_option
@language_option
def plan_command(*, code: str, dry_run: bool, as_json: bool, **given: Any) -> None:
    """Plan a test."""
    home = setup()
    from filon.faces.cli import experiment_tables as shown
    from filon.flows.experiment_plan import Draft, Wanted, previewed, write_down

    arms = [_arm(text) for text in given["variants"] or ("A", "B")]
    wanted = Wanted(
        given["campaign"],
        given["unit"],
        given["metric"],
        float(share("--effect", given["effect"])),
        given["window"],
        tuple(weight for _, weight in arms),
        None if given["rate"] is None else float(share("--rate", given["rate"])),
    )
    budget = given["budget_share"]
    draft = Draft(
        code,
        given["name"] or code,
        given["lever"],
        given["hypothesis"],
        tuple((arm, "") for arm, _ in arms),
        given["assigned_by"],
        None if budget is None else Decimal(str(float(share("--budget-share", budget)))),
        given["past"],
        Decimal(str(float(share("--cap", given["cap"])))),
    )
    found = previewed(home, wanted, draft)
    if not dry_run:
        write_down(home, wanted, draft, actor=ACTOR)
    if as_json:
        print_document({"test": None if dry_run else code, **shown.plan_document(found)})
    else:
        shown.show_plan(found, wanted, kept=None if dry_run else code)


@click.command("assign", help=tell("Donne sa variante à chaque unité, en CSV prêt pour le composeur.", "Gives each unit its variant, as CSV ready for the dialler."))  # fmt: skip
@code_argument
@click.option("--units", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=tell("CSV des unités.", "CSV of the units."))  # fmt: skip
@click.option(
    "--list", "list_code", metavar="CODE", help=tell("Les contacts d'un fichier.", "The contacts of a list.")
)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help=tell("Premier jour des créneaux.", "First day of the slots."))  # fmt: skip
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help=tell("Fichier à écrire (défaut : la sortie).", "File to write (default: the output)."))  # fmt: skip
@home_option
@language_option
def assign_command(*, code: str, units: Path | None, list_code: str | None, first: datetime | None, output: Path | None) -> None:  # fmt: skip
    """Write who gets what."""
    setup()
    from filon.flows.experiment_assign import HEADS, assignments, units_of
    from filon.records.queries.experiments import experiment

    found = experiment(code)
    if units is None and list_code is None and found.unit == "contact":
        raise NoUnits
    start = None if first is None else first.date()
    named = _read(units) if units else units_of(found, list_code=list_code, today=today(), first=start)
    rows = assignments(found, named)
    if output is None:
        _write(csv.writer(sys.stdout, lineterminator="\n"), HEADS[found.unit], rows)
        return
    aside = output.with_name(f".{output.name}.part")
    with aside.open("w", encoding="utf-8", newline="") as file:
        count = _write(csv.writer(file), HEADS[found.unit], rows)
    aside.replace(output)
    click.echo(tell(f"{count} affectations écrites : {output}", f"{count} assignments written: {output}"))


def _arm(text: str) -> tuple[str, int]:
    code, _, weight = text.partition(":")
    return code.strip(), int(weight) if weight.strip().isdecimal() else 0 if weight else 1


def _read(path: Path) -> Iterable[str]:
    """Give the units of a CSV file: its column contact_id, else the first one; several spellings of nothing are not units."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.readline()
        file.seek(0)
        rows = csv.reader(file, delimiter=";" if sample.count(";") > sample.count(",") else ",")
        header = next(rows, [])
        place = next(
            (i for i, name in enumerate(header) if name.strip() in ("contact_id", "list_code", "slot")), 0
        )
        for row in rows:
            if len(row) > place and row[place].strip():
                yield row[place].strip()


def _write(writer: Any, head: str, rows: Iterable[tuple[str, str]]) -> int:
    writer.writerow((head, "variant"))
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count
