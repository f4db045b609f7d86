"""Studies what young cohorts will become, from what the lake holds."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from filon.flows.answer import ask, coded, engine_of, named
from filon.flows.recall import recall
from filon.metrics.language.query import ALL_TIME, Query
from filon.terms.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from filon.insight.maturity.study import Maturity


def maturity(home: Path, query: Query, scope: Scope = EVERYTHING, *, seed: int = 0) -> "Maturity":
    """Return the maturity study of a question, in the cohort view and up to the horizon that its curve has.

    A part of the company is projected with its own curve, drawn to that of the whole company where it is small.
    The metrics, the view and the horizon of the question are not looked at. Raises the faults of `ask`.
    """
    return recall(home, f"maturity {seed} {query} {scope}", lambda: _study(home, query, scope, seed))


def ahead(home: Path, query: Query, scope: Scope = EVERYTHING) -> "Maturity | None":
    """Return the study to show beside the answer to a query; None where it counts up to a horizon of its own."""
    return (
        None
        if query.horizon_months
        else maturity(home, replace(query, metrics=("roi",), view="cohort"), scope)
    )


def _study(home: Path, query: Query, scope: Scope, seed: int) -> "Maturity":
    from filon.insight.maturity.study import METRICS, Facts, study
    from filon.metrics.gather import deals

    query = replace(query, metrics=METRICS, view="cohort", horizon_months=None)
    months = ask(home, replace(query, by=("month",)), scope)
    groups = ask(home, query, scope) if query.by else None
    with engine_of(home) as engine:
        context = engine.context(named(query, scope), scope)
        by = (*query.by, "month")
        found = deals.deals(context, by)
        alone, every = deals.contracts_alone(context), None
        if query.where or query.period != ALL_TIME:
            whole = engine.context(replace(query, by=(), where={}, period=ALL_TIME), scope)
            every = deals.deals(whole, ("month",))
    return study(Facts(months, groups, coded(by, found), every, alone, seed))
