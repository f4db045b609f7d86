"""`filon test size` and `filon test compare`: what a test of two rates takes and shows, without any data."""

import re

import click

from filon.faces.cli.asking import share
from filon.faces.cli.console import language_option, tell
from filon.faces.cli.experiment_asking import json_option, print_document
from filon.terms.faults import Fault

_RATE = re.compile(r"[0-9]+([.,][0-9]+)?%|0[.,][0-9]+")


class NotACount(Fault):
    """Counts are written events/units."""

    def __init__(self, option: str, seen: str) -> None:
        super().__init__(
            f"{option} : « {seen} » illisible. Écrivez évènements/unités, d'une unité au moins et sans plus d'évènements "
            "que d'unités, par exemple 320/8000 ; seul --a peut être un taux annoncé.",
            f"{option}: cannot read “{seen}”. Write events/units, of one unit at least and no more events than units, "
            "for example 320/8000; only --a may be a rate that was announced.",
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


@click.command("size", help=tell("Combien d'unités pour voir passer un taux de --rate à --to.", "How many units to see a rate go from --rate to --to."))  # fmt: skip
@click.option("--rate", required=True, metavar="SHARE", help=tell("Taux actuel : 0.25 ou 25 %.", "Today's rate: 0.25 or 25%."))  # fmt: skip
@click.option("--to", "to", required=True, metavar="SHARE", help=tell("Taux à détecter.", "Rate to detect."))
@click.option("--weekly", type=click.FloatRange(0, min_open=True), help=tell("Unités par semaine, toutes variantes.", "Units a week, all variants."))  # fmt: skip
@click.option("--window", type=click.IntRange(0, 3650), default=0, help=tell("Jours d'attente du résultat.", "Days to wait for the result."))  # fmt: skip
@click.option(
    "--cluster", type=click.FloatRange(1), default=1.0, help=tell("Unités par grappe.", "Units per cluster.")
)
@click.option("--icc", metavar="SHARE", default="0", help=tell("Corrélation dans une grappe.", "Correlation within a cluster."))  # fmt: skip
@json_option
@language_option
def size_command(*, rate: str, to: str, weekly: float | None, window: int, cluster: float, icc: str, as_json: bool) -> None:  # fmt: skip
    """Size a test of two shares."""
    from filon.faces.cli import experiment_size_tables as shown
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
        print_document(shown.size_document(found, inflated))
    else:
        shown.show_size(found, inflated)


@click.command("compare", help=tell("Compare deux taux lus une seule fois, à la fin.", "Compares two rates read once, at the end."))  # fmt: skip
@click.option("--a", "one", required=True, metavar="K/N", help=tell("Témoin : évènements/unités, ou un taux annoncé, par exemple 5 %.", "Control: events/units, or a rate that was announced, for example 5%."))  # fmt: skip
@click.option("--b", "two", required=True, metavar="K/N", help=tell("Variante : évènements/unités.", "Variant: events/units."))  # fmt: skip
@json_option
@language_option
def compare_command(*, one: str, two: str, as_json: bool) -> None:
    """Compare two shares."""
    from filon.faces.cli import experiment_size_tables as shown

    control = _rate("--a", one) if _RATE.fullmatch("".join(one.split())) else _counts("--a", one)
    variant = _counts("--b", two)
    if as_json:
        print_document(shown.compared(control, variant))
    else:
        shown.show_compared(control, variant)


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
