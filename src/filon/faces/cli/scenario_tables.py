"""Scenarios as tables and as documents, for `filon scenario`."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.answers import rounded
from filon.faces.cli.console import language, tell
from filon.faces.cli.tables import number, plain_table
from filon.insight.scenarios.drivers import label_of, unit_of
from filon.insight.scenarios.forecast import SCENARIOS
from filon.reports.pages import scenario_kept, scenario_reserves, scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filon.flows.scenario import Study
    from filon.insight.scenarios.ahead import Ahead
    from filon.insight.scenarios.compare import Comparison, Fell
    from filon.insight.scenarios.forecast import Forecast
    from filon.records.models import Scenario
    from filon.terms.period import Period
    from filon.terms.text import Text


def document(found: "Study") -> dict[str, Any]:
    """Return a study as plain values; no forecast is null, with its reason."""
    forecast, answer = found.forecast, found.basis.answer
    return {
        "as_of": answer.as_of.isoformat(),
        "formula": answer.formula,
        "learnt_from": _period(found.basis.span),
        "view": answer.query.view,
        "too_few": found.basis.too_few,
        "to_come": _to_come(found.basis.coming),
        "period": _period(found.period),
        "forecast": None if forecast is None else _forecast(forecast),
        "reason": None if found.refusal is None else found.refusal[language()],
        "notes": [note[language()] for note in found.basis.notes],
    }


def _to_come(found: "Ahead | Text") -> dict[str, Any]:
    """Return the contracts that the calls seen will still sign; null with its reason where nobody can say."""
    from filon.insight.scenarios.ahead import Ahead

    if not isinstance(found, Ahead):
        return {"contracts": None, "reason": found[language()]}
    return {
        "contracts": rounded(found.expected),
        "low": rounded(found.interval.low),
        "high": rounded(found.interval.high),
        "open_deals": rounded(found.open),
        "of_appointments_without_deal": rounded(found.met),
        "after_horizon": rounded(found.late),
        "horizon_days": found.horizon,
        "cycle_changes": found.drifting,
    }


def _forecast(found: "Forecast") -> dict[str, Any]:
    return {
        "by_chance": found.by_chance,
        "figures": {
            name: {
                f"p{round(100 * probability)}": rounded(found.at(name, probability))
                for _, probability in SCENARIOS
            }
            for name in found.figures
        },
        "target_roi": rounded(found.target),
        "probability_pays": rounded(found.pays),
        "probability_target": rounded(found.reaches),
        "probability_payback_12_months": rounded(found.payback),
        "drivers": [
            {
                "id": one.driver,
                "unit": unit_of(one.driver),
                "p10": rounded(one.low),
                "p50": rounded(one.middle),
                "p90": rounded(one.high),
                "moved": one.moved,
            }
            for one in found.ranges
        ],
        "tornado": [
            {
                "driver": one.driver,
                "roi_at_p10": rounded(one.low),
                "roi_at_p90": rounded(one.high),
                "variance_share": rounded(one.share),
            }
            for one in found.swings
        ],
        "break_even": [
            {
                "driver": one.driver,
                "now": rounded(one.now),
                "pays": rounded(one.pays),
                "target": rounded(one.target),
                "matters": one.matters,
            }
            for one in found.break_evens
        ],
    }


def kept_document(row: "Scenario", found: "Comparison") -> dict[str, Any]:
    """Return a kept scenario against what happened, as plain values."""
    return {
        "name": row.name,
        "period": {"begin": row.begins_on.isoformat(), "end": (row.ends_on + timedelta(days=1)).isoformat()},
        "formula": row.formula,
        "elapsed": rounded(found.elapsed),
        "maturity": None if found.cohort is None else rounded(found.cohort.maturity),
        "figures": [
            {
                "id": one.figure,
                "p10": rounded(one.low),
                "p50": rounded(one.middle),
                "p90": rounded(one.high),
                "actual": rounded(one.actual),
                "projected": rounded(scenario_kept.projected(one)),
                "percentile": one.percent,
            }
            for one in found.fell
        ],
        "drivers": [
            {
                "id": one.range.driver,
                "p50": rounded(one.range.middle),
                "actual": rounded(one.actual),
                "roi_effect": rounded(one.effect),
                "moved": one.moved,
                "untold": None if one.untold is None else one.untold[language()],
            }
            for one in found.shifts
        ],
        "remarks": [said[language()] for said in scenario_reserves.reserves(found)],
    }


def show(found: "Study") -> None:
    """Print the three scenarios, what weighs and the break-evens, or why nobody can say."""
    if found.forecast is None:
        click.echo(found.refusal[language()] + "." if found.refusal else "")
        return
    page = scenarios.build(found.basis, found.forecast)
    click.secho(page.finding[language()], bold=True)
    for sentence in page.sentences:
        click.echo(sentence[language()])
    click.echo(f"{page.caption[language()]}.")
    plain_table(
        [_days(found.period), *(f"{label[language()]} (P{percent})" for label, percent in page.columns)],
        [
            [line.label[language()], *(number(value, line.unit) for value in line.values)]
            for line in page.lines
        ],
    )
    if page.tornado:
        click.echo(page.swings_finding[language()] + ".")
        _show_drivers(found.forecast)
    plain_table(
        [
            tell("Levier", "Driver"),
            tell("Dans le plan", "In the plan"),
            tell("Point mort", "Break-even"),
            *([tell("ROI visé", "Target ROI")] if found.forecast.target else []),
        ],
        [
            [
                edge.label[language()],
                number(edge.now, edge.unit),
                *(
                    scenarios.written(value, edge.unit, edge.instead)[language()]
                    for value in ([edge.pays, edge.target] if found.forecast.target else [edge.pays])
                ),
            ]
            for edge in page.edges
        ],
    )
    for note in page.basis:
        click.echo(note[language()])


def _show_drivers(found: "Forecast") -> None:
    ranges = {one.driver: one for one in found.ranges}
    rows = []
    for swing in found.swings:
        one, unit = ranges.get(swing.driver), unit_of(swing.driver)
        between = "" if one is None else f"{number(one.low, unit)} – {number(one.high, unit)}"
        rows.append(
            [
                label_of(swing.driver)[language()],
                between,
                f"{number(swing.low, 'share')} – {number(swing.high, 'share')}",
                number(swing.share, "share"),
            ]
        )
    plain_table(
        [
            tell("Levier", "Driver"),
            "P10 – P90",
            tell("ROI, le reste à la médiane", "ROI, the rest at the median"),
            tell("Part de la variance", "Share of variance"),
        ],
        rows,
    )


def show_list(found: "Sequence[tuple[Scenario, Comparison]]") -> None:
    """Print the scenarios kept, with what was forecast and what happened."""
    if not found:
        click.echo(
            tell(
                "Aucun scénario gardé. « filon scenario --save NOM » en garde un.",
                "No scenario kept. “filon scenario --save NAME” keeps one.",
            )
        )
        return
    plain_table(
        [
            tell("Scénario", "Scenario"),
            tell("Période", "Period"),
            tell("État", "State"),
            tell("ROI prévu (P10 – P90)", "ROI forecast (P10 – P90)"),
            tell("Constaté", "Actual"),
        ],
        [
            [
                row.name,
                f"{row.begins_on} – {row.ends_on}",
                scenario_kept.state(one)[language()],
                f"{number(roi.middle, 'share')} ({number(roi.low, 'share')} – {number(roi.high, 'share')})",
                number(roi.actual, "share") if one.elapsed else "",
            ]
            for row, one in found
            for roi in [one.fell[-1]]
        ],
    )


def show_comparison(row: "Scenario", found: "Comparison") -> None:
    """Print what was forecast of a kept scenario beside what happened."""
    click.secho(f"{row.name} : " if language() == "fr" else f"{row.name}: ", bold=True, nl=False)
    click.secho(scenario_kept.finding(found)[language()], bold=True)
    plain_table(
        [
            f"{row.begins_on} – {row.ends_on}",
            "P10",
            "P50",
            "P90",
            tell("Constaté", "Actual"),
            *([tell("Projeté", "Projected")] if found.cohort else []),
            tell("Rang", "Place"),
        ],
        [
            [
                one.label[language()],
                *(number(value, one.unit) for value in (one.low, one.middle, one.high, one.actual)),
                *([_projected(one)] if found.cohort else []),
                scenario_kept.place(one)[language()],
            ]
            for one in found.fell
        ],
    )
    if found.shifts:
        plain_table(
            [
                tell("Levier", "Driver"),
                tell("Prévu", "Forecast"),
                tell("Constaté", "Actual"),
                tell("Effet sur le ROI", "Effect on the ROI"),
                tell("A bougé", "Moved"),
            ],
            [
                [
                    label_of(one.range.driver)[language()],
                    scenario_kept.written(one.range.middle, one.range.driver)[language()],
                    scenario_kept.written(one.actual, one.range.driver)[language()],
                    scenario_reserves.points(one.effect)[language()],
                    one.untold[language()] if one.untold else tell("oui", "yes") if one.moved else "",
                ]
                for one in found.shifts
            ],
        )
    for said in scenario_reserves.reserves(found):
        click.echo(said[language()])


def _projected(one: "Fell") -> str:
    value = scenario_kept.projected(one)
    return "" if value is None else number(value, one.unit)


def _period(period: "Period") -> dict[str, str | None]:
    days = {"begin": period.begin, "end": period.end}
    return {name: None if day is None else day.isoformat() for name, day in days.items()}


def _days(period: "Period") -> str:
    last = period.end - timedelta(days=1) if period.end else None
    return f"{period.begin} – {last}"
