"""Tests in the terminal and as JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.answers import rounded
from filon.faces.cli.console import language, say, tell
from filon.faces.cli.tables import number, plain_table
from filon.insight.experiments.phrases import duration, units
from filon.insight.methods.belief import NEUTRAL
from filon.reports.pages.experiment_aids import aid, corrections
from filon.reports.pages.experiment_words import decided_from, divided, figure, told
from filon.reports.paint.numbers import prose
from filon.terms.experiments import DECISIONS, METRICS, STATUSES
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.flows.experiment_plan import Planned, Wanted
    from filon.flows.experiments import Watched
    from filon.insight.experiments.verdict import Verdict
    from filon.insight.experiments.watch import Change, Comparison, Corrected, Leaning, Reading, Watch


def plan_document(found: "Planned") -> dict[str, Any]:
    """Return a plan as plain values."""
    plan = found.plan
    return {
        "figure": rounded(found.figure),
        "units_seen": found.seen,
        "units_a_week": rounded(found.weekly),
        "units_read_once": plan.once,
        "units": plan.units,
        "weeks": plan.weeks,
        "too_long": plan.too_long,
        "a_month_concludes": plan.month_concludes,
        "smallest_effect_in_a_month": rounded(plan.month_effect),
        "smallest_effect_in_26_weeks": rounded(plan.longest_effect),
        "cost": None if found.cents is None else round(found.cents) / 100,
    }


def show_plan(found: "Planned", wanted: "Wanted", *, kept: str | None) -> None:
    """Print a plan."""
    plan = found.plan
    unit = "money" if wanted.metric.startswith("cost_") else "share"
    rows = [
        [METRICS[wanted.metric][language()], number(found.figure, unit)],  # type: ignore[arg-type] # one of both
        [tell("À réunir, toutes variantes", "To gather, all variants"), units(plan.units, wanted.unit)[language()]],
        [tell("s'il n'était lu qu'à la fin", "if it were read at the end only"), number(plan.once, "count")],
        [tell("Par semaine, à ce jour", "A week, so far"), "–" if found.weekly is None else number(round(found.weekly), "count")],
        [tell("Coût des appels", "Cost of the calls"), "–" if found.cents is None else number(found.cents / 100, "money")],
    ]  # fmt: skip
    plain_table([tell("Plan", "Plan"), ""], rows)
    for line in duration(plan):
        say(line)
    if kept:
        say(Text(f"Brouillon gardé. Ensuite : filon test assign {kept}, puis filon test launch {kept}.", f"Draft kept. Next: filon test assign {kept}, then filon test launch {kept}."))  # fmt: skip


def document(found: "Watched", *, whole: bool = False) -> dict[str, Any]:
    """Return a test as plain values; the whole of it with its arms and days."""
    row = found.record
    content: dict[str, Any] = {
        "test": row.experiment_code,
        "name": row.name,
        "campaign": row.campaign.campaign_code,
        "status": row.status,
        "lever": row.lever,
        "unit": row.unit,
        "metric": row.metric,
        "minimum_effect": float(row.minimum_effect),
        "planned": row.sample,
        "weeks": row.weeks,
        "window_days": row.window_days,
        "past_days": row.past_days,
        "cap_share": None if row.cap_share is None else float(row.cap_share),
        "launched_on": row.launched_on.isoformat() if row.launched_on else None,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "decision": row.decision,
        "decision_reason": row.decision_reason or None,
        "decided_from": row.decided_from,
        "verdict": None if found.verdict is None else _verdict(found.verdict),
    }
    if whole and found.watch is not None:
        content |= _watch(found.watch)
    return content


def _verdict(found: "Verdict") -> dict[str, Any]:
    return {
        "decision": found.decision,
        "variant": found.variant,
        "reason": found.reason[language()],
        "next_step": found.next_step[language()],
        "rule": found.rule,
    }


def _watch(found: "Watch") -> dict[str, Any]:
    return {
        "as_of": found.as_of.isoformat(),
        "results_hidden": found.hidden,
        "sample_ratio": {"p": rounded(found.shares.p), "alarm": found.shares.alarm, "expected": list(found.shares.expected)},
        "called_under_two_variants": found.strays.several,
        "called_under_another_variant": found.misplaced,
        "calls_outside": found.strays.calls_outside,
        "cost": None if found.spent_cents is None else round(found.spent_cents) / 100,
        "cost_limit": None if found.limit_cents is None else found.limit_cents / 100,
        "variants": [
            {
                "variant": seen.arm.code,
                "called": seen.called,
                "counted": seen.counted,
                "events": None if found.hidden else rounded(seen.events),
                "figure": None if found.hidden else rounded(seen.figure.value),
            }
            for seen in found.seen
        ],
        "comparisons": [_comparison(each) for each in found.comparisons],
    }  # fmt: skip


def _comparison(each: "Comparison") -> dict[str, Any]:
    return {
        "variant": each.arm.code,
        "units_still_to_gather": each.further,
        "change": None if each.change is None else _change(each.change),
        "corrected": None if each.corrected is None else _corrected(each.corrected),
        "reading_aid": None if each.leaning is None else _leaning(each.leaning),
        "days": [
            {"day": look.day.isoformat(), "units": look.units, **_change(look.change)} for look in each.looks
        ],
        "guardrails": [{**_reading(one), "broken": one.broken} for one in each.guardrails],
        "others": [_reading(one) for one in each.others],
    }


def _corrected(found: "Corrected") -> dict[str, Any]:
    """Return what the plan had frozen was done, and the change without it."""
    return {
        "change_without": None if found.raw is None else _change(found.raw),
        "past_used": found.used,
        "lists_with_a_past": None if found.past is None else list(found.past),
        "calls_capped_at": found.cap,
        "contacts_beyond": found.over,
    }


def _leaning(found: "Leaning") -> dict[str, Any]:
    return {
        "chance_better": rounded(found.chance),
        "loss_if_kept": rounded(found.kept),
        "loss_if_chosen": rounded(found.chosen),
        "units_for_a_clear_chance": found.further,
        "prior": {"log_change_mean": NEUTRAL.mean, "log_change_variance": NEUTRAL.variance},
    }


def _reading(one: "Reading") -> dict[str, Any]:
    return {
        "metric": one.measured.id,
        "control": rounded(one.figures[0].value),
        "variant": rounded(one.figures[1].value),
        "change": None if one.change is None else _change(one.change),
        "adjusted_p": rounded(one.p),
    }


def _change(change: "Change") -> dict[str, Any]:
    return {
        "value": rounded(change.value),
        "low": rounded(change.low),
        "high": rounded(change.high),
        "p": rounded(change.p),
    }


def show_list(found: Sequence["Watched"]) -> None:
    """Print every test on a line."""
    if not found:
        say(Text("Aucun test. Commencez par : filon test plan CODE --campaign CODE", "No test yet. Start with: filon test plan CODE --campaign CODE"))  # fmt: skip
        return
    header = [tell("Test", "Test"), tell("Campagne", "Campaign"), tell("Statut", "Status"), tell("Verdict ou décision", "Verdict or decision")]  # fmt: skip
    plain_table(header, [[each.record.experiment_code, each.record.campaign.campaign_code, STATUSES[each.record.status][language()], _outcome(each)] for each in found])  # fmt: skip


def _outcome(each: "Watched") -> str:
    if each.record.decision:
        return DECISIONS[each.record.decision][language()]
    return "–" if each.verdict is None else DECISIONS[each.verdict.decision][language()]


def show_one(found: "Watched") -> None:
    """Print what a test shows."""
    row, seen = found.record, found.watch
    click.secho(f"{row.experiment_code} · {row.name}", bold=True, nl=False)
    click.echo(f"  [{STATUSES[row.status][language()]}]  {METRICS[row.metric][language()]}")
    if seen is None or found.verdict is None:
        plan = Text(
            f"Brouillon : {units(row.sample, row.unit).fr} à réunir, {row.weeks} semaines. Pour le lancer : filon test launch {row.experiment_code}",
            f"Draft: {units(row.sample, row.unit).en} to gather, {row.weeks} weeks. To launch it: filon test launch {row.experiment_code}",
        )  # fmt: skip
        say(plan)
        return
    plain_table(
        [tell("Variante", "Variant"), tell("Appelés", "Called"), tell("Comptés", "Counted"), tell("Évènements", "Events"), tell("Chiffre", "Figure")],
        [
            [f"{arm.arm.code} {arm.arm.description}".strip(), number(arm.called, "count"), number(arm.counted, "count"), "–" if seen.hidden else number(arm.events, "count"), "–" if seen.hidden else f"{figure(arm.figure, language())} ({divided(arm.figure, seen.trial.measured)[language()]})"]
            for arm in seen.seen
        ],
    )  # fmt: skip
    for each in seen.comparisons:
        for reading in each.guardrails:
            control, variant = (figure(one, language()) for one in reading.figures)
            seen_in = tell(
                f"témoin {control} ; {each.arm.code} {variant}",
                f"control {control}; {each.arm.code} {variant}",
            )
            label = reading.measured.label[language()]
            click.echo(f"  {each.arm.code} · {label} : {told(reading.change)[language()]} ({seen_in})")
    click.secho(DECISIONS[found.verdict.decision][language()].capitalize(), bold=True)
    click.echo(f"  {prose(found.verdict.reason, language())}\n  {prose(found.verdict.next_step, language())}")
    settled = found.verdict.decision != "cannot_tell"
    for each in seen.comparisons:
        helping = aid(each.leaning, each.arm.code, seen.trial, settled=settled)
        for line in (*corrections(each.corrected, seen.trial), *helping):
            click.echo(f"  {prose(line, language())}")
    if row.decision:
        decided = DECISIONS[row.decision]
        say(Text(f"Décidé le {row.decided_on} : {decided.fr}. {row.decision_reason}", f"Decided on {row.decided_on}: {decided.en}. {row.decision_reason}"))  # fmt: skip
        if (shown := decided_from(row.decided_from, row.unit)) is not None:
            say(shown)
