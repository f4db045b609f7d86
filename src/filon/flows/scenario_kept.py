"""Scenarios kept under a name, and held against what happened since."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.flows.answer import ask
from filon.flows.maturity import maturity
from filon.flows.scenario import Plan, Study
from filon.insight.maturity.lines import Line
from filon.insight.scenarios.compare import Comparison, Told, compare
from filon.metrics.language.query import Query
from filon.records.actions.scenarios import keep_scenario
from filon.terms.faults import Fault
from filon.terms.period import Period
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.records.models import Scenario, User


class NothingToKeep(Fault):
    """There is no forecast to keep."""

    def __init__(self, refusal: Text) -> None:
        super().__init__(f"Rien à garder : {refusal.fr}.", f"Nothing to keep: {refusal.en}.")


def keep(name: str, found: Study, plan: Plan, *, actor: str, author: "User | None" = None) -> "Scenario":
    """Keep a study under a name. Raises NothingToKeep, BadScenarioName, or Taken for the name of another."""
    if found.forecast is None:
        raise NothingToKeep(found.refusal or Text("aucune prévision", "no forecast"))
    period = found.period
    if period.begin is None or period.end is None:
        raise ValueError("a plan is for a period with both ends")
    return keep_scenario(
        name,
        author=author,
        actor=actor,
        begins_on=period.begin,
        ends_on=period.end - timedelta(days=1),
        question=_document(found),
        moves=dict(plan.moves or {}),
        target_roi=plan.target,
        by_chance=plan.by_chance,
        told=Told.of(found.forecast).document(),
        formula=found.basis.answer.formula,
    )


def follow(home: Path, kept: "Scenario") -> Comparison:
    """Hold a kept scenario against the records as they stand. Raises the faults of `Engine.answer`."""
    told, period = Told.read(kept.told), Period(kept.begins_on, kept.ends_on + timedelta(days=1))
    query = _query(kept.question, told.metrics(), period)
    answer = ask(home, query)
    begun = answer.as_of.date() >= kept.begins_on
    counts_all = query.view == "cohort" and query.horizon_months is None
    cohort = _cohort(home, query) if begun and counts_all else None
    return compare(told, period, answer, cohort, _learnt(kept.question))


def _cohort(home: Path, query: Query) -> Line:
    """Return what the calls of a period will come to; without any deal of theirs, as young as their last month."""
    found = maturity(home, query)
    if found.whole.maturity is not None:
        return found.whole
    ages = [line.maturity for line in found.cohorts if line.maturity is not None]
    return replace(found.whole, maturity=min(ages, default=None))


def _document(found: Study) -> dict[str, Any]:
    """Write what a scenario was learnt from: the question, and the days that answered it."""
    query = found.query
    return {
        "where": {name: list(values) for name, values in query.where.items()},
        "period": _days(query.period),
        "learnt": _days(found.basis.span),
        "view": query.view,
        "horizon_months": query.horizon_months,
        "attribution": query.attribution,
    }


def _days(period: Period) -> list[str | None]:
    return [None if day is None else day.isoformat() for day in (period.begin, period.end)]


def _learnt(question: dict[str, Any]) -> Period | None:
    """Return the days that a scenario was learnt from; None for one kept before they were."""
    days = [date.fromisoformat(day) for day in question.get("learnt", ())]
    return Period(*days) if days else None


def _query(question: dict[str, Any], metrics: tuple[str, ...], period: Period) -> Query:
    return Query(
        metrics,
        where={name: tuple(values) for name, values in question["where"].items()},
        period=period,
        view=question["view"],
        horizon_months=question["horizon_months"],
        attribution=question["attribution"],
    )
