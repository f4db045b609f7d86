"""Scenarios of a plan, asked of a home's records as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from filon.flows.answer import engine_of, named
from filon.flows.calling import calling_channels
from filon.flows.recall import recall
from filon.insight.scenarios.drivers import VOLUMES, Basis
from filon.insight.scenarios.forecast import Forecast, forecast
from filon.insight.scenarios.moves import Move, find, read
from filon.insight.scenarios.seen import seen
from filon.metrics.calling import among
from filon.metrics.language.query import Query
from filon.terms.faults import Fault
from filon.terms.period import Period
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text


class OneEnd(Fault):
    """The planned days lack an end, or are in the wrong order."""

    def __init__(self, first: date | None, last: date | None) -> None:
        seen = " – ".join("?" if day is None else day.isoformat() for day in (first, last))
        super().__init__(
            f"Période prévue : « {seen} » reçu. Donnez son premier et son dernier jour, dans l'ordre.",
            f"Planned period: got “{seen}”. Give its first and its last day, in order.",
        )


def planned(first: date | None, last: date | None) -> Period | None:
    """Return the days of a plan from its first and last; None where neither is given. Raises OneEnd."""
    if first is None and last is None:
        return None
    if first is None or last is None or last < first:
        raise OneEnd(first, last)
    return Period(first, last + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person plans: over which days (the next whole months where None), which drivers it moves, for which ROI."""

    period: Period | None = None
    moves: Mapping[str, str] | None = None
    target: float = 0.0
    by_chance: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What was seen, and what the plan may bring; `forecast` is None where nobody can say, and `refusal` says why."""

    query: Query
    basis: Basis
    period: Period
    moves: Mapping[str, Move]
    forecast: Forecast | None
    refusal: Text | None


def study(home: Path, query: Query, plan: Plan, scope: Scope = EVERYTHING) -> Study:
    """Study a plan for a scope: filters and period of the query say what is learnt from.

    Without a channel or a campaign in the filters, only the channels that call count.
    Raises the faults of `Engine.answer`, BadMove for what cannot be read, UnknownName for an unknown driver.
    """
    basis = learn(home, query, scope)
    query = replace(among(query, calling_channels(home, scope)), view=basis.answer.query.view)
    moves = {name: read(find(basis, name), text) for name, text in (plan.moves or {}).items()}
    period = plan.period or basis.ahead()

    def find_() -> Study:
        found = forecast(basis, period, moves, plan.target, by_chance=plan.by_chance)
        if isinstance(found, Text):
            return Study(query, basis, period, moves, None, _nothing_seen(basis, moves) or found)
        return Study(query, basis, period, moves, found, None)

    return recall(home, f"scenario {query} {scope} {period} {moves} {plan.target} {plan.by_chance}", find_)


def _nothing_seen(basis: Basis, moves: Mapping[str, Move]) -> Text | None:
    """Return what to do where nothing is recorded, or no contract; None where the reason is another."""
    seen_of = basis.answer.total.cells
    if not any(seen_of[name].value for name in VOLUMES):
        return Text(
            "rien n'est enregistré, ni appel, ni contrat, ni coût. Importez vos fichiers, ou élargissez la période ou les "
            "filtres",
            "nothing is recorded, no call, contract or cost. Import your files, or widen the period or the filters",
        )
    missing = [driver for driver in basis.drivers if driver.posterior is None and driver.id not in moves]
    if seen_of["contracts"].value or not missing:
        return None
    told = [f"{driver.label.fr} ({driver.id})" for driver in missing]
    named = [f"{driver.label.en} ({driver.id})" for driver in missing]
    return Text(
        f"aucun contrat n'est encore signé ici. Donnez vous-même ces valeurs : {', '.join(told)} ; ou élargissez la "
        "période ou les filtres",
        f"no contract is signed here yet. State these values yourself: {', '.join(named)}; or widen the period or the "
        "filters",
    )


def learn(home: Path, query: Query, scope: Scope = EVERYTHING) -> Basis:
    """Return what a scope tells of its drivers, as `study` reads it. Raises the faults of `Engine.answer`."""
    query = among(query, calling_channels(home, scope))

    def find_() -> Basis:
        with engine_of(home) as engine:
            return seen(engine, named(query, scope), scope)

    return recall(home, f"drivers {query} {scope}", find_)
