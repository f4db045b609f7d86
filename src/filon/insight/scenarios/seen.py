"""Learns the drivers of a plan from the sums of a scope, month by month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import sqrt

from filon.insight.methods.draws import rank_correlations
from filon.insight.methods.posteriors import Count, Known, Pace, Share, mixed, spread
from filon.insight.scenarios.ahead import Ahead, ahead
from filon.insight.scenarios.amounts import EXTRA, amounts, units
from filon.insight.scenarios.drivers import VOLUMES, Basis, Driver
from filon.insight.scenarios.model import Model
from filon.insight.scenarios.simulate import Chance
from filon.metrics.answer import Answer, Row
from filon.metrics.engine import Engine
from filon.metrics.language.components import Curve, OperatorDays
from filon.metrics.language.query import Query
from filon.terms.period import Period, add_months
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text, count

STAGES = ("calls", "useful_conversations", "appointments_set", "proposals", "contracts")
METRICS = (
    *STAGES,
    "revenue",
    "margin",
    "cost_total",
    "hours",
    "average_deal",
    "average_margin",
    "margin_rate",
    "roi",
)
PAYBACK_MONTHS = 12
MONTHS_NEEDED = 6  # before months say how drivers move together
SHRINKAGE = 0.5  # of their correlations, drawn to none

_SPREAD = ("useful_conversations",)  # any event: only the calls of operator-days are read
_RATES = {
    ("calls", "useful_conversations"): "conversation_rate",
    ("useful_conversations", "appointments_set"): "appointment_rate",
    ("appointments_set", "proposals"): "proposal_rate",
    ("proposals", "contracts"): "win_rate",
    ("appointments_set", "contracts"): "close_rate",
}
_RATIOS = {
    "average_deal": ("contracts", "revenue"),
    "margin_rate": ("revenue", "margin"),
    "calls_per_hour": ("hours", "calls"),
    "cost_per_call": ("calls", "cost_total"),
}  # of a month: what divides, what is divided


def seen(engine: Engine, query: Query, scope: Scope = EVERYTHING) -> Basis:
    """Return what a scope tells of its drivers. Raises the faults of `Engine.answer`.

    They are those of the calls of a span and of all that came of them (the cohort view), with what these will still
    sign. Where nobody can say that, they are those of the view asked.
    """
    span, more, query = _learnt(engine, query, scope)
    query = replace(query, metrics=METRICS, by=("month",), period=span)
    answer = engine.answer(query, scope, extra=EXTRA, spread=_SPREAD)
    total = answer.total
    coming = more if isinstance(more, Ahead) else None
    stages = _stages(total, coming)
    model = Model(tuple(_rate(*pair) for pair in pairwise(stages)))
    days = total.components.get("operator_days")
    counted = days if isinstance(days, OperatorDays) and days.count > 1 and days.effort > 0 else None
    volume, effort = _volume(total, stages, coming), _effort(counted)
    brought, deviation, notes = amounts(total)
    rates = [_share(total, *pair, coming) for pair in pairwise(stages)]
    costs = _costs(total, counted, called=bool(stages))
    drivers = (volume, *rates, *brought, *costs)
    chance = Chance(deviation, effort, counted.count / counted.effort if counted else 0.0)
    early = _early(engine, query, scope, total)
    return Basis(
        answer,
        span,
        model,
        drivers,
        chance,
        _ranks(answer, stages, drivers, coming),
        early,
        more,
        (*notes, *_said(counted)),
    )


def _learnt(engine: Engine, query: Query, scope: Scope) -> tuple[Period, Ahead | Text, Query]:
    """Return the days to learn from, what their calls will still sign or why nobody can say, and the query in its view."""
    volumes, cohort = replace(query, metrics=VOLUMES, by=("month",)), replace(query, view="cohort")
    span = _span(engine.answer(replace(volumes, view="cohort"), scope))
    more = ahead(engine, cohort, span, scope)
    if isinstance(more, Ahead):
        return span, more, cohort
    return _span(engine.answer(volumes, scope)), more, query


def _span(answer: Answer) -> Period:
    """Return the days to learn volumes, costs and rates from: the period asked, within the months that hold any of them.

    A month that is not over is left out, unless the period asked ends in it or there is no other.
    """
    today = answer.as_of.date() + timedelta(days=1)
    asked = answer.query.period
    months = [
        month
        for row in answer.rows
        if row.dimensions["month"] is not None and any(row.cells[name].value for name in VOLUMES)
        for month in [date.fromisoformat(f"{row.dimensions['month']}-01")]
        if month < today  # a cost may be booked ahead
    ]
    if not months:
        return Period(asked.begin or today - timedelta(days=1), max(asked.end or today, today))
    begin = max(filter(None, (min(months), asked.begin)))
    whole = add_months(today, 0)
    last = asked.end if asked.end and asked.end <= today else whole if whole > begin else today
    return Period(begin, min(add_months(max(months), 1), last))


def _stages(total: Row, coming: Ahead | None) -> tuple[str, ...]:
    """Return the stages from calls to contracts that hold one another; none where no call led there.

    Proposals still to be made are not known: where contracts are to come, they are no stage.
    """
    counts = {name: total.cells[name].value for name in STAGES}
    calls, contracts = counts["calls"], counts["contracts"]
    if not calls or contracts is None or (most := contracts + (coming.expected if coming else 0)) > calls:
        return ()
    found = ["calls"]
    for name in STAGES[1:-1]:
        count, before = counts[name], counts[found[-1]]
        if name == "proposals" and coming and coming.likely.any():
            continue
        if count and before is not None and most <= count <= before:
            found.append(name)
    return (*found, "contracts")


def _rate(before: str, after: str) -> str:
    return _RATES.get((before, after), f"{before}_to_{after}")


def _share(total: Row, before: str, after: str, coming: Ahead | None) -> Driver:
    trials, events = (float(total.cells[name].value or 0) for name in (before, after))
    if after != "contracts" or coming is None or not coming.likely.any():
        return Driver(_rate(before, after), Share(events, trials))
    likely = coming.likely.clip(max=trials - events)
    return Driver(_rate(before, after), mixed(lambda more: Share(events + more, trials), likely))


def _volume(total: Row, stages: Sequence[str], coming: Ahead | None) -> Driver:
    if stages:
        return Driver("calls", Known(float(total.cells["calls"].value or 0)))
    contracts = total.cells["contracts"]
    if contracts.value is None:
        return Driver("contracts", None, contracts.reason)
    signed = float(contracts.value)
    if coming is None or not coming.likely.any():
        return Driver("contracts", Count(signed))
    return Driver("contracts", mixed(lambda more: Count(signed + more), coming.likely))


def _effort(days: OperatorDays | None) -> float:
    """Return the relative deviation of the calls of an operator-day."""
    if days is None:
        return 0.0
    return spread(days.count, days.effort, days.effort_squares) / (days.effort / days.count)


def _costs(total: Row, days: OperatorDays | None, *, called: bool) -> list[Driver]:
    cost, calls, hours = (total.cells[name] for name in ("cost_total", "calls", "hours"))
    if cost.value is None:
        return [Driver("cost_total", None, cost.reason)]
    if not called or not calls.value:
        return [Driver("cost_total", Known(float(cost.value)))]
    error = _effort(days) / sqrt(days.count) if days else 0.0
    fixed = Driver("fixed_cost", Known(0.0))
    if hours.value:
        pace = float(calls.value / hours.value)
        return [
            Driver("calls_per_hour", Pace(pace, error) if error else Known(pace)),
            Driver("cost_per_hour", Known(float(cost.value / hours.value))),
            fixed,
        ]
    each = float(cost.value / calls.value)
    return [Driver("cost_per_call", Pace(each, error) if error else Known(each)), fixed]


def _said(days: OperatorDays | None) -> tuple[Text, ...]:
    if days is None:
        return ()
    many = count(days.count)
    return (
        Text(
            f"Coût d'un appel : d'après l'écart entre {many.fr} journées d'opérateur.",
            f"Cost of a call: by the spread between {many.en} operator-days.",
        ),
    )


def _ranks(
    answer: Answer, stages: Sequence[str], drivers: Sequence[Driver], coming: Ahead | None
) -> dict[tuple[str, str], float]:
    """Return the rank correlations of the drivers from month to month, drawn half-way to none.

    In a cohort only of the months with nothing to come: the rates of the others are lower for being young. Two rates that follow each other stay independent: a month's signatures come from appointments of earlier months, which
    would set the one against the other.
    """
    rates = {_rate(*pair): pair for pair in pairwise(stages)}
    ratios, following = rates | _RATIOS, set(pairwise(rates))
    names = [
        driver.id
        for driver in drivers
        if not isinstance(driver.posterior, Known | None) and driver.id in ratios
    ]
    rows = (row for row in answer.rows if not row.partial and (coming is None or _settled(row, coming)))
    found = (_month(row, [ratios[name] for name in names]) for row in rows)
    months = [values for values in found if values is not None]
    if len(months) < MONTHS_NEEDED or len(names) < 2:
        return {}
    ranks = rank_correlations(months)
    return {
        (names[i], names[j]): (1 - SHRINKAGE) * float(ranks[i, j])
        for i, j in combinations(range(len(names)), 2)
        if (names[i], names[j]) not in following
    }


def _settled(row: Row, coming: Ahead) -> bool:
    month = row.dimensions["month"]
    return month is not None and date.fromisoformat(f"{month}-01") < add_months(coming.settled, 0)


def _month(row: Row, ratios: Sequence[tuple[str, str]]) -> list[float] | None:
    """Return the ratios of a month; None where one cannot be told."""
    pairs = [(row.cells[below].value, row.cells[above].value) for below, above in ratios]
    known = [above / below for below, above in pairs if below and above is not None]
    return [float(value) for value in known] if len(known) == len(pairs) else None


def _early(engine: Engine, query: Query, scope: Scope, total: Row) -> float | None:
    """Return the share of the first-term margin that arrives within PAYBACK_MONTHS of the signature."""
    plain = replace(query, metrics=("contracts",), by=(), view="activity", horizon_months=PAYBACK_MONTHS)
    found = engine.answer(plain, scope, extra=("margin_curve", "margin", "totals_margin")).total
    curve, told = found.components.get("margin_curve"), units(found, "totals_margin")
    whole = units(found, "margin")
    if total.cells["margin"].value is None or not whole > 0:
        return None
    if not isinstance(curve, Curve):
        return told / whole if told else None
    return None if curve.unknown else (curve.cumulated[PAYBACK_MONTHS] + told) / whole
