"""Studies what customers are worth over their life, from what the lake holds."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from filon.flows.answer import ask, coded, engine_of, named
from filon.flows.recall import recall
from filon.metrics.language.query import ALL_TIME, DEFAULT_HORIZON_MONTHS, Query
from filon.terms.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from filon.insight.lifetime.study import Lifetime


def lifetime(home: Path, query: Query, scope: Scope = EVERYTHING, *, seed: int = 0) -> "Lifetime":
    """Return the lifetime study of a question; its metrics are not looked at, its horizon is 24 months unless given.

    Raises the faults of `ask`.
    """
    return recall(home, f"lifetime {seed} {query} {scope}", lambda: _study(home, query, scope, seed))


def _study(home: Path, query: Query, scope: Scope, seed: int) -> "Lifetime":
    from filon.insight.lifetime.again import again
    from filon.insight.lifetime.study import HORIZONS, METRICS, STATED, Facts, study
    from filon.metrics.gather import recurring, renewals

    months = query.horizon_months or DEFAULT_HORIZON_MONTHS
    query = replace(query, metrics=METRICS, horizon_months=months)
    bare = replace(query, by=())
    answer = ask(home, query, scope)
    others = {each: replace(bare, metrics=STATED, horizon_months=each) for each in HORIZONS}
    stated = {
        each: answer.total if each == months else ask(home, one, scope).total for each, one in others.items()
    }
    costs = ask(home, replace(bare, metrics=("cost_total",), by=("month",)), scope)
    with engine_of(home) as engine:
        context = engine.context(named(replace(query, horizon_months=None), scope), scope)
        contracts = renewals.contracts(context, query.by)
        bought = renewals.purchases(context)
        everything = engine.context(
            replace(query, by=(), where={}, period=ALL_TIME, horizon_months=None), scope
        )
        every = renewals.contracts(everything, ()).get((), [])
        kept = recurring.kept(context, everything)
    again_ = again(bought, seed=seed)
    return study(Facts(answer, stated, costs, coded(query.by, contracts), every, again_, kept, seed))
