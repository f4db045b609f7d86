"""`filon test`: sizes and compares without any data; plans, assigns, watches and decides with it."""

import csv
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from filon.faces.cli.asking import share
from filon.faces.cli.console import home_option, language_option, setup, tell
from filon.terms import experiments as lists
from filon.terms.experiments import ASSIGNERS, DECISIONS, LEVERS, METRICS, UNITS
from filon.terms.faults import Fault

ACTOR = "cli"
_json = click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer in JSON."))
_day = click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help=tell("Jour (défaut : aujourd'hui).", "Day (default: today).")
)  # fmt: skip
_code = click.argument("code")


class NotACount(Fault):
    """Counts are written events/units."""

    def __init__(self, option: str, seen: str) -> None:
        super().__init__(
            f"{option} : « {seen} » illisible. Écrivez évènements/unités, par exemple 320/8000.",
            f"{option}: cannot read “{seen}”. Write events/units, for example 320/8000.",
        )


class NoUnits(Fault):
    """It was not said whom to assign."""

    def __init__(self) -> None:
        super().__init__(
            "Qui affecter ? Donnez --list CODE, ou --units contacts.csv (première colonne, ou contact_id).",
            "Whom to assign? Give --list CODE, or --units contacts.csv (first column, or contact_id).",
        )


class NotARate(Fault):
    """A rate lies between 0 and 100%."""

    def __init__(self, option: str, seen: str) -> None:
        super().__init__(
            f"{option} : « {seen} » refusé. Donnez un taux entre 0 et 100 %, bornes exclues, par exemple 4 % ou 0.04.",
            f"{option}: “{seen}” refused. Give a rate between 0 and 100%, both excluded, for example 4% or 0.04.",
        )


class SameRates(Fault):
    """There is nothing to detect between two equal rates."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            f"--to : « {seen} » est le taux actuel. Donnez le taux à détecter, différent de --rate.",
            f"--to: “{seen}” is today's rate. Give the rate to detect, different from --rate.",
        )


class NotACorrelation(Fault):
    """A correlation within a cluster lies between 0 and 1."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            f"--icc : « {seen} » refusé. Donnez une corrélation entre 0 et 1, par exemple 0.05.",
            f"--icc: “{seen}” refused. Give a correlation between 0 and 1, for example 0.05.",
        )


@click.group(
    "test",
    help=tell("Les tests : prévoir, affecter, suivre, décider.", "Tests: plan, assign, watch, decide."),
)
def command() -> None:
    """Gather the sub-commands."""


@command.command("size", help=tell("Combien d'unités pour voir passer un taux de --rate à --to.", "How many units to see a rate go from --rate to --to."))  # fmt: skip
@click.option("--rate", required=True, metavar="SHARE", help=tell("Taux actuel : 0.25 ou 25 %.", "Today's rate: 0.25 or 25%."))  # fmt: skip
@click.option("--to", "to", required=True, metavar="SHARE", help=tell("Taux à détecter.", "Rate to detect."))
@click.option("--weekly", type=click.FloatRange(0, min_open=True), help=tell("Unités par semaine, toutes variantes.", "Units a week, all variants."))  # fmt: skip
@click.option("--window", type=click.IntRange(0, 3650), default=0, help=tell("Jours d'attente du résultat.", "Days to wait for the result."))  # fmt: skip
@click.option(
    "--cluster", type=click.FloatRange(1), default=1.0, help=tell("Unités par grappe.", "Units per cluster.")
)
@click.option("--icc", metavar="SHARE", default="0", help=tell("Corrélation dans une grappe.", "Correlation within a cluster."))  # fmt: skip
@_json
@language_option
def size_command(*, rate: str, to: str, weekly: float | None, window: int, cluster: float, icc: str, as_json: bool) -> None:  # fmt: skip
    """Size a test of two shares."""
    from filon.faces.cli import experiment_tables as shown
    from filon.insight.experiments.planning import Goal, plan_shares
    from filon.insight.methods.power import design_effect

    before, after = _rate("--rate", rate), _rate("--to", to)
    if before == after:
        raise SameRates(to)
    correlation = float(share("--icc", icc))
    if not 0 <= correlation <= 1:
        raise NotACorrelation(icc)
    inflated = design_effect(cluster, correlation)
    goal = Goal(abs(after / before - 1), lower=after < before, window_days=window)
    # A unit of a cluster tells less than one on its own: fewer of them come in a week, as it were.
    found = plan_shares(before, goal, None if weekly is None else weekly / inflated)
    if as_json:
        _print(shown.size_document(found, inflated))
    else:
        shown.show_size(found, inflated)


@command.command("compare", help=tell("Compare deux taux lus une seule fois, à la fin.", "Compares two rates read once, at the end."))  # fmt: skip
@click.option("--a", "one", required=True, metavar="K/N", help=tell("Témoin : évènements/unités.", "Control: events/units."))  # fmt: skip
@click.option("--b", "two", required=True, metavar="K/N", help=tell("Variante : évènements/unités.", "Variant: events/units."))  # fmt: skip
@_json
@language_option
def compare_command(*, one: str, two: str, as_json: bool) -> None:
    """Compare two shares."""
    from filon.faces.cli import experiment_tables as shown

    control, variant = _counts("--a", one), _counts("--b", two)
    if as_json:
        _print(shown.compared(control, variant))
    else:
        shown.show_compared(control, variant)


@command.command(
    "plan", help=tell("Prévoit un test et le garde en brouillon.", "Plans a test and keeps it as a draft.")
)
@_code
@click.option("--campaign", required=True, metavar="CODE", help=tell("La campagne.", "The campaign."))
@click.option("--name", default="", help=tell("Son nom.", "Its name."))
@click.option("--lever", default="script", show_default=True, type=click.Choice(list(LEVERS)), help=tell("Ce qui change.", "What changes."))  # fmt: skip
@click.option(
    "--hypothesis", default="", help=tell("Ce que l'on croit, et pourquoi.", "What one believes, and why.")
)
@click.option("--metric", default="appointments_per_contact", show_default=True, type=click.Choice(list(METRICS)), help=tell("Le chiffre qui décide.", "The figure that decides."))  # fmt: skip
@click.option("--unit", default="contact", show_default=True, type=click.Choice(list(UNITS)), help=tell("Ce qui reçoit une variante.", "What gets a variant."))  # fmt: skip
@click.option("--effect", default="20%", show_default=True, metavar="SHARE", help=tell("Plus petite amélioration relative utile.", "Smallest relative improvement worth having."))  # fmt: skip
@click.option("--window", type=click.IntRange(0, 365), default=14, show_default=True, help=tell("Jours pour que le résultat vienne.", "Days for the result to come."))  # fmt: skip
@click.option("--variant", "variants", multiple=True, metavar="CODE[:SHARE]", help=tell("Variantes, le témoin d'abord (défaut : A et B).", "Variants, the control first (default: A and B)."))  # fmt: skip
@click.option("--rate", metavar="SHARE", help=tell("Taux actuel, sinon lu dans la campagne.", "Today's rate, else read from the campaign."))  # fmt: skip
@click.option("--budget-share", metavar="SHARE", help=tell("Part du budget de la campagne à ne pas dépasser.", "Share of the campaign's budget not to exceed."))  # fmt: skip
@click.option("--assigned-by", default="filon", show_default=True, type=click.Choice(list(ASSIGNERS)), help=tell("Qui affecte.", "Who assigns."))  # fmt: skip
@click.option(
    "--dry-run", is_flag=True, help=tell("Montre le plan sans rien garder.", "Shows the plan, keeps nothing.")
)
@_json
@home_option
@language_option
def plan_command(*, code: str, dry_run: bool, as_json: bool, **given: Any) -> None:
    """Plan a test."""
    home = setup()
    from filon.faces.cli import experiment_tables as shown
    from filon.flows.experiment_plan import Draft, Wanted, planned, write_down

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
    found = planned(home, wanted)
    if not dry_run:
        budget = given["budget_share"]
        draft = Draft(
            code,
            given["name"] or code,
            given["lever"],
            given["hypothesis"],
            tuple((arm, "") for arm, _ in arms),
            given["assigned_by"],
            None if budget is None else Decimal(str(float(share("--budget-share", budget)))),
        )
        write_down(home, wanted, draft, actor=ACTOR)
    if as_json:
        _print({"test": None if dry_run else code, **shown.plan_document(found)})
    else:
        shown.show_plan(found, wanted, kept=None if dry_run else code)


@command.command("assign", help=tell("Donne sa variante à chaque unité, en CSV prêt pour le composeur.", "Gives each unit its variant, as CSV ready for the dialler."))  # fmt: skip
@_code
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
    named = _read(units) if units else units_of(found, list_code=list_code, today=_today(), first=start)
    rows = assignments(found, named)
    if output is None:
        _write(csv.writer(sys.stdout, lineterminator="\n"), HEADS[found.unit], rows)
        return
    aside = output.with_name(f".{output.name}.part")
    with aside.open("w", encoding="utf-8", newline="") as file:
        count = _write(csv.writer(file), HEADS[found.unit], rows)
    aside.replace(output)
    click.echo(tell(f"{count} affectations écrites : {output}", f"{count} assignments written: {output}"))


@command.command(
    "list", help=tell("Liste les tests, avec leur verdict.", "Lists the tests with their verdicts.")
)
@_json
@home_option
@language_option
def list_command(*, as_json: bool) -> None:
    """List the tests."""
    home = setup()
    from filon.faces.cli import experiment_tables as shown
    from filon.flows.experiments import listed

    found = listed(home)
    if as_json:
        _print({"tests": [shown.document(each) for each in found]})
    else:
        shown.show_list(found)


@command.command("show", help=tell("Ce qu'un test montre à ce jour.", "What a test shows so far."))
@_code
@_json
@home_option
@language_option
def show_command(*, code: str, as_json: bool) -> None:
    """Show a test."""
    home = setup()
    from filon.faces.cli import experiment_tables as shown
    from filon.flows.experiments import watched

    found = watched(home, code)
    if as_json:
        _print(shown.document(found, whole=True))
    else:
        shown.show_one(found)


@command.command(
    "launch", help=tell("Lance un test : son plan est figé.", "Launches a test: its plan is frozen.")
)
@_code
@_day
@home_option
@language_option
def launch_command(*, code: str, on: datetime | None) -> None:
    """Launch a test."""
    setup()
    from filon.records.actions.experiments import launch
    from filon.records.queries.experiments import experiment

    launch(experiment(code), _on(on), actor=ACTOR)
    click.echo(tell(f"Test {code} lancé le {_on(on)}.", f"Test {code} launched on {_on(on)}."))


@command.command("stop", help=tell("Arrête un test : les appels suivants n'y comptent plus.", "Stops a test: later calls no longer count in it."))  # fmt: skip
@_code
@_day
@home_option
@language_option
def stop_command(*, code: str, on: datetime | None) -> None:
    """Stop a test."""
    setup()
    from filon.records.actions.experiments import stop
    from filon.records.queries.experiments import experiment

    stop(experiment(code), _on(on), actor=ACTOR)
    click.echo(tell(f"Test {code} arrêté le {_on(on)}.", f"Test {code} stopped on {_on(on)}."))


@command.command("decide", help=tell("Note la décision, et pourquoi.", "Records the decision, and why."))
@_code
@click.argument("decision", type=click.Choice(list(DECISIONS)))
@click.option("--reason", required=True, help=tell("Pourquoi, en une phrase.", "Why, in a sentence."))
@_day
@home_option
@language_option
def decide_command(*, code: str, decision: str, reason: str, on: datetime | None) -> None:
    """Decide on a test."""
    home = setup()
    from filon.flows.experiments import decide
    from filon.records.queries.experiments import experiment

    decide(home, experiment(code), decision, reason, _on(on), actor=ACTOR)
    told = lists.DECISIONS[decision]
    click.echo(tell(f"Décision notée : {told.fr}.", f"Decision recorded: {told.en}."))


def _print(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def _rate(option: str, text: str) -> float:
    found = float(share(option, text))
    if not 0 < found < 1:
        raise NotARate(option, text)
    return found


def _counts(option: str, text: str) -> tuple[int, int]:
    top, _, bottom = "".join(text.split()).partition("/")
    if not (top.isdecimal() and bottom.isdecimal() and 0 <= int(top) <= int(bottom) and int(bottom)):
        raise NotACount(option, text)
    return int(top), int(bottom)


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


def _on(moment: datetime | None) -> date:
    return _today() if moment is None else moment.date()


def _today() -> date:
    from django.utils import timezone

    from filon.terms.clock import now

    return timezone.localdate(now())
