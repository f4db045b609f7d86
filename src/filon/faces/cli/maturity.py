"""`filon maturity`: what young cohorts will become, with the open deals neither won nor lost."""

import json
from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.answers import cell_document, rounded
from filon.faces.cli.asking import Asked, question_without
from filon.faces.cli.console import language, say, setup, tell
from filon.faces.cli.tables import bounds, number, plain_table, shown
from filon.metrics.definitions import CATALOGUE
from filon.reports.paint import numbers
from filon.terms.faults import Fault

if TYPE_CHECKING:
    from filon.insight.maturity.lines import Line
    from filon.insight.maturity.study import Maturity
    from filon.insight.maturity.trust import Walk
    from filon.metrics.answer import Cell


_REASONS = 5  # shown at most


class OwnHorizon(Fault):
    """A horizon was asked of a projection, which has its own."""

    def __init__(self) -> None:
        super().__init__(
            "--horizon-months n'a pas de sens ici : la projection va jusqu'au dernier âge que dix affaires ont "
            "atteint. Retirez l'option.",
            "--horizon-months means nothing here: the projection goes to the last age that ten deals reached. "
            "Remove the option.",
        )


@click.command(
    "maturity",
    help=tell(
        "Ce que deviendront les cohortes jeunes : maturité, signatures attendues, ROI à ce jour, mûr et projeté, avec "
        "leurs intervalles. Toujours en vue cohorte.",
        "What young cohorts will become: maturity, expected signatures, ROI to date, matured and projected, with their "
        "intervals. Always in the cohort view.",
    ),
)
@click.option("--seed", type=int, default=0, help=tell("Graine des tirages.", "Seed of the draws."))
@click.option("--json", "as_json", is_flag=True, help=tell("Réponse en JSON.", "Answer as JSON."))
@question_without("view", "retention", "discount_rate")
def command(asked: Asked, *, as_json: bool, seed: int) -> None:
    """Study the records."""
    if asked.horizon_months is not None:
        raise OwnHorizon
    query = asked.query(("roi",))
    home = setup()
    from filon.flows.maturity import maturity

    found = maturity(home, query, seed=seed)
    if as_json:
        click.echo(json.dumps(document(found), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show(found)


def show(found: "Maturity") -> None:
    """Print a study: its finding, its cohorts and groups, and what they rest on."""
    from filon.insight.maturity import notes

    say(notes.finding(found))
    if warning := notes.banner(found):
        say(warning)
    _lines(found.cohorts, ("month",))
    _lines(found.groups, found.answer.query.by)
    whole = found.whole
    plain_table(
        [tell("Ensemble", "Total"), tell("Valeur", "Value"), tell("Intervalle à 95 %", "95% interval")],
        [
            [tell("Maturité", "Maturity"), _share(whole.maturity), ""],
            [tell("Signatures à ce jour", "Signed to date"), _count(whole.signed), ""],
            [tell("Signatures attendues en tout", "Signatures expected in all"), _value(whole.expected), bounds(whole.expected)],
            [tell("ROI à ce jour", "ROI to date"), shown("roi", whole.roi), bounds(whole.roi)],
            [
                tell(
                    f"ROI des {found.matured_cohorts} cohortes mûres (90 %)",
                    f"ROI of the {found.matured_cohorts} matured cohorts (90%)",
                ),
                _value(found.matured),
                "",
            ],
            [tell("ROI projeté", "Projected ROI"), shown("roi", whole.projected), bounds(whole.projected)],
        ],
    )  # fmt: skip
    if certain := notes.certain(found):
        say(certain)
    for walk in found.walks:
        say(notes.walked(walk))
    for line in notes.notes(found):
        say(line)
    say(notes.next_step(found))
    cells = [
        cell for line in (whole, *found.groups, *found.cohorts) for cell in (line.expected, line.projected)
    ]
    reasons = dict.fromkeys(cell.reason[language()] for cell in cells if cell.reason)
    for reason in list(reasons)[:_REASONS]:
        click.echo(f"{numbers.NONE} : {reason}")


def _lines(lines: "Sequence[Line]", by: Sequence[str]) -> None:
    from filon.reports.pages.maturity import called

    if not lines:
        return
    names = [[called(name, line.dimensions[name])[language()] for name in by] for line in lines]
    heads = [CATALOGUE.dimensions[name].label[language()] for name in by]
    plain_table(
        [
            *heads,
            tell("Ouvertes", "Opened"),
            tell("Signées", "Signed"),
            tell("Perdues", "Lost"),
            tell("En cours", "Open"),
            tell("Maturité", "Maturity"),
            tell("Attendues", "Expected"),
            tell("à 95 %", "at 95%"),
            tell("À la main", "By hand"),
        ],
        [
            [
                *called,
                *(_count(value) for value in (line.opened, line.signed, line.lost, line.open)),
                _share(line.maturity),
                _value(line.expected),
                bounds(line.expected),
                _count(line.cape_cod),
            ]
            for called, line in zip(names, lines, strict=True)
        ],
    )
    if all(line.cost.value is None for line in lines):
        return
    plain_table(
        [
            *heads,
            tell("Coût", "Cost"),
            tell("Marge", "Margin"),
            tell("ROI à ce jour", "ROI to date"),
            tell("ROI projeté", "Projected ROI"),
            tell("Intervalle à 95 %", "95% interval"),
        ],
        [
            [
                *called,
                _value(line.cost),
                _value(line.margin),
                shown("roi", line.roi) + ("~" if line.immature else ""),
                shown("roi", line.projected),
                bounds(line.projected),
            ]
            for called, line in zip(names, lines, strict=True)
        ],
    )
    if any(line.roi.too_few for line in lines):
        click.echo(
            tell(
                "* : trop peu pour conclure (nombre d'évènements entre parenthèses).",
                "*: too few to conclude (number of events in brackets).",
            )
        )
    if any(line.immature for line in lines):
        click.echo(
            tell(
                "~ : cohorte immature (moins de 50 %), le ROI brut ne dit encore rien.",
                "~: immature (below 50%), the raw ROI says nothing yet.",
            )
        )


def document(found: "Maturity") -> dict[str, Any]:
    """Return a study as plain values; money in the currency, at six decimals."""
    from filon.insight.maturity import notes

    triangle, ladder = found.triangle, found.triangle.ladder
    banner = notes.banner(found)
    return {
        "as_of": found.answer.as_of.isoformat(),
        "seen_until": found.day.isoformat(),
        "horizon_days": found.horizon if isinstance(found.horizon, int) else None,
        "tail": rounded(found.tail),
        "finding": notes.finding(found)[language()],
        "total": _line(found.whole),
        "matured": cell_document(found.matured) | {"cohorts": found.matured_cohorts},
        "cohorts": [_line(line) for line in found.cohorts],
        "groups": [_line(line) for line in found.groups],
        "curve": [
            {"age": step.age, "won": rounded(step.won), "low": rounded(step.low), "high": rounded(step.high)}
            for step in found.curve
        ],
        "walk_back": [_walk(walk) for walk in found.walks],
        "drift": [
            {
                "age": each.age,
                "last_3_months": rounded(each.lately),
                "previous_6_months": rounded(each.before),
                "z": rounded(each.z),
                "sure": each.sure,
            }
            for each in found.drifts
        ],
        "drift_warning": None if banner is None else banner[language()],
        "dormant": None
        if found.dormant is None
        else {
            "age_days": found.dormant.age,
            "deals": rounded(found.dormant.deals),
            "expected_if_lost": rounded(found.dormant.expected),
        },
        "triangle": {
            "cohorts": list(triangle.months),
            "opened": [rounded(each) for each in triangle.opened],
            "signed": [[None if isnan(value) else rounded(value) for value in row] for row in triangle.signed.tolist()],
            "ultimates": None if ladder is None else [rounded(each) for each in ladder.ultimates.tolist()],
            "standard_error": None if ladder is None else rounded(ladder.error),
        },
        "notes": [line[language()] for line in (*filter(None, [notes.certain(found)]), *notes.notes(found))],
        "next_step": notes.next_step(found)[language()],
    }  # fmt: skip


def _line(line: "Line") -> dict[str, Any]:
    return {
        "dimensions": dict(line.dimensions),
        "opened": rounded(line.opened),
        "signed": rounded(line.signed),
        "lost": rounded(line.lost),
        "open": rounded(line.open),
        "maturity": rounded(line.maturity),
        "immature": line.immature,
        "expected": cell_document(line.expected),
        "cape_cod": rounded(line.cape_cod),
        "cost": cell_document(line.cost),
        "margin": cell_document(line.margin),
        "roi": cell_document(line.roi),
        "projected_margin": cell_document(line.projected_margin),
        "projected_roi": cell_document(line.projected),
    }


def _walk(walk: "Walk") -> dict[str, Any]:
    return {
        "months": walk.months,
        "day": walk.day.isoformat(),
        "open": rounded(walk.open),
        "expected": None if walk.expected is None else cell_document(walk.expected),
        "came": rounded(walk.came),
        "error": rounded(walk.error),
    }


def _value(cell: "Cell") -> str:
    if cell.unit == "count":
        return _count(None if cell.value is None else float(cell.value))
    return number(cell.value, cell.unit)


def _count(value: float | None) -> str:
    return number(None if value is None else round(value, 1), "count")


def _share(value: float | None) -> str:
    return number(value, "share")
