"""Tests, from the records and the lake: what each shows, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.flows.answer import ask, engine_of
from filon.flows.recall import recall
from filon.insight.experiments import exposures
from filon.insight.experiments.measured import GUARDRAILS, PRIMARY
from filon.insight.experiments.reading import Data, watch
from filon.insight.experiments.trial import Arm, Trial
from filon.insight.experiments.verdict import Verdict, verdict
from filon.insight.methods.samples import ceiling
from filon.metrics.language.query import Query
from filon.terms.assignment import slot_unit, variant_of
from filon.terms.period import Period
from filon.terms.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from filon.insight.experiments.watch import Watch
    from filon.lake.tables import Lake
    from filon.records.models import Campaign, Experiment

_AT_ONCE = 500
_MOST_DROPPED = 20_000  # beyond it the assignment was not followed, and nothing is shown


@dataclass(frozen=True)
class Watched:
    """A test with what it shows; neither watch nor verdict before it is launched. `names` are of operators and lists."""

    record: "Experiment"
    watch: "Watch | None"
    verdict: Verdict | None
    names: dict[str, dict[int, str]]


def watched(home: Path, code: str, scope: Scope = EVERYTHING) -> Watched:
    """Return a test and what it shows. Raises UnknownName for a code nobody has."""
    from filon.records.queries.experiments import experiment

    record = experiment(code, scope)
    if record.launched_on is None:
        return Watched(record, None, None, {})
    return recall(home, f"test {record.pk}", lambda: _watched(home, record))


def listed(home: Path, scope: Scope = EVERYTHING) -> list[Watched]:
    """Return every test that a scope shows, the latest first."""
    from filon.records.queries.experiments import experiments

    return [watched(home, row.experiment_code, scope) for row in experiments(scope)]


def decide(
    home: Path,
    record: "Experiment",
    decision: str,
    reason: str,
    on: date,
    *,
    actor: str,
    seen: int | None = None,
) -> None:
    """Record what is done after a test, with what it showed then. Raises the faults of the action."""
    from filon.records.actions import experiments as actions

    end = record.ended_on or on
    known = record.launched_on is not None and record.launched_on <= end
    shown = _decided_from(_watched(home, record, end)) if known else None
    actions.decide(record, decision, reason, on, actor=actor, seen=seen, decided_from=shown)


def _decided_from(found: Watched) -> dict[str, Any] | None:
    """Return what a test shows, of the variant that its verdict is about."""
    if found.watch is None or found.verdict is None:
        return None
    best = found.verdict.variant
    told = sorted(found.watch.comparisons, key=lambda each: each.arm.code != best)
    change = told[0].change if told else None
    return {
        "last_day": found.watch.as_of.isoformat(),
        "counted": found.watch.counted,
        "variant": told[0].arm.code if told else None,
        "change": None if change is None else [change.value, change.low, change.high],
    }


def _watched(home: Path, record: "Experiment", ended: date | None = None) -> Watched:
    """Read a test, as if it ended on a day; one that was decided, as it stood then."""
    trial = trial_of(record)
    trial = replace(trial, ended=ended or trial.ended)
    with engine_of(home) as engine:
        lake = engine.lake
        as_of = exposures.last_day(lake) or trial.launched
        if trial.ended is not None:
            as_of = min(as_of, trial.ended + timedelta(days=trial.window_days))
        if record.decided_from:
            as_of = min(as_of, date.fromisoformat(record.decided_from["last_day"]))
        last = max(trial.launched, min(as_of, trial.ended or as_of))
        asked = exposures.Asked(
            trial.campaign,
            trial.unit,
            trial.launched,
            last,
            trial.window_days,
            tuple(arm.code for arm in trial.arms),
            trial.optouts,
        )
        wrong = _misplaced(lake, trial, asked) if record.assigned_by == "filon" else []
        asked = replace(asked, dropped=tuple(wrong[:_MOST_DROPPED]))
        asked = replace(asked, cap=_cap(lake, trial, asked, as_of))
        figures = [*PRIMARY.values(), *GUARDRAILS]
        by = "list" if trial.unit == "list" else None
        groups = exposures.groups(lake, asked, figures, by)
        splits = () if trial.unit == "slot" else ("operator", "list")
        split = {by: exposures.groups(lake, asked, [trial.measured], by) for by in splits}
        pasts = _pasts(lake, trial, splits)
        strays = exposures.strays(lake, asked)
        lists = {row["list"]: row["code"] for row in lake.rows(lake.table("lists"))}
    cents = unit_cents(home, record.campaign, trial.launched, asked.last)
    limit = None
    if record.budget_share is not None and record.campaign.budget_cents is not None:
        limit = round(record.budget_share * record.campaign.budget_cents)
    misplaced = len(wrong) if record.assigned_by == "filon" else None
    found = watch(trial, Data(as_of, groups, strays, split, misplaced, cents, limit, pasts, asked.cap))
    return Watched(record, found, verdict(found), {"operator": _operators(), "list": lists})


def trial_of(record: "Experiment") -> Trial:
    """Return a launched test as those who read it know it."""
    from filon.records.models import Outcome
    from filon.records.queries.experiments import variants

    arms = tuple(Arm(row.variant, row.weight, row.description) for row in variants(record))
    return Trial(
        record.experiment_code,
        record.campaign_id,
        record.unit,
        record.metric,
        arms,
        record.launched_on or date.max,
        record.ended_on,
        record.window_days,
        record.sample,
        float(record.minimum_effect),
        tuple(Outcome.objects.filter(optout=True).values_list("code", flat=True)),
        record.past_days,
        None if record.cap_share is None else float(record.cap_share),
    )


def _cap(lake: "Lake", trial: Trial, asked: exposures.Asked, as_of: date) -> float | None:
    """Return the most calls that a contact counts for, by the share frozen at launch; None where all count."""
    if trial.cap_share is None:
        return None
    made = exposures.calls_made(lake, asked, as_of - timedelta(days=trial.window_days))
    return ceiling(made, trial.cap_share)


def _pasts(lake: "Lake", trial: Trial, splits: Sequence[str]) -> dict[str, dict[int, tuple[float, float]]]:
    """Return what each operator and list gave before the launch, where the plan asks for it."""
    if trial.before is None:
        return {}
    asked = exposures.Asked(trial.campaign, trial.unit, *trial.before, trial.window_days)
    return {by: exposures.pasts(lake, asked, trial.measured, by) for by in splits}


def _misplaced(lake: "Lake", trial: Trial, asked: exposures.Asked) -> list[int]:
    """Return the clusters that were called under another variant than the one assigned to them."""
    pairs = exposures.called(lake, asked)
    names = _names(lake, trial.unit, [number for number, _ in pairs])
    weights = [(arm.code, arm.weight) for arm in trial.arms]
    return [
        number
        for number, variant in pairs
        if number in names and variant_of(trial.code, names[number], weights) != variant
    ]


def _names(lake: "Lake", unit: str, numbers: Sequence[int]) -> dict[int, str]:
    """Return what assignments call the units of the lake."""
    from filon.records.models import Contact

    if unit == "slot":
        return {number: slot_unit(number) for number in numbers}
    if unit == "list":
        return {row["list"]: row["code"] for row in lake.rows(lake.table("lists"))}
    found: dict[int, str] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        rows = Contact.objects.filter(pk__in=numbers[start : start + _AT_ONCE])
        found |= dict(rows.values_list("pk", "contact_id"))
    return found


def _operators() -> dict[int, str]:
    from filon.records.models import Operator

    return dict(Operator.objects.values_list("pk", "operator"))


def unit_cents(home: Path, campaign: "Campaign", first: date, last: date) -> float | None:
    """Return what a call of a campaign cost on average in some days, None where it is not known."""
    query = Query(
        ("cost_per_call",),
        where={"campaign": (campaign.campaign_code,)},
        period=Period(first, last + timedelta(days=1)),
    )
    value = ask(home, query).total.cells["cost_per_call"].value
    return None if value is None else 100 * float(value)
