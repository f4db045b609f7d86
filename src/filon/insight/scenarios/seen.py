"""Learns the drivers of a plan from the sums of a scope, month by month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import expm1, sqrt

import numpy as np

from filon.insight.biases.phrases import euros
from filon.insight.methods.draws import rank_correlations
from filon.insight.methods.interval import LEVEL, Interval, NotEnough, normal_quantile
from filon.insight.methods.means import ratio
from filon.insight.methods.posteriors import (
    CAP,
    Count,
    Known,
    Pace,
    Posterior,
    Scaled,
    Share,
    Student,
    log_normal_mean,
    spread,
)  # fmt: skip
from filon.insight.scenarios.drivers import VOLUMES, Basis, Driver
from filon.insight.scenarios.model import Model
from filon.insight.scenarios.simulate import Chance
from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.engine import Engine
from filon.metrics.language.components import Curve, OperatorDays, Peak, Sum
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

_NO_ERROR = 1e-6
_EXTRA = (
    "margin_gain_squares", "margin_loss_squares", "revenue_gain_squares", "revenue_loss_squares",
    "revenue_margin_products", "detailed_contracts", "totals_contracts", "deals_priced", "deal_logs",
    "deal_log_squares", "deal_peak",
)  # fmt: skip
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
    """Return what a scope tells of its drivers. Raises the faults of `Engine.answer`."""
    span = _span(engine.answer(replace(query, metrics=VOLUMES, by=("month",)), scope))
    query = replace(query, metrics=METRICS, by=("month",), period=span)
    answer = engine.answer(query, scope, extra=_EXTRA, spread=_SPREAD)
    total = answer.total
    stages = _stages(total)
    model = Model(tuple(_rate(*pair) for pair in pairwise(stages)))
    days = total.components.get("operator_days")
    counted = days if isinstance(days, OperatorDays) and days.count > 1 and days.effort > 0 else None
    volume, effort = _volume(total, stages), _effort(counted)
    amounts, deviation, notes = _amounts(total)
    rates = [_share(total, *pair) for pair in pairwise(stages)]
    costs = _costs(total, counted, called=bool(stages))
    drivers = (volume, *rates, *amounts, *costs)
    chance = Chance(deviation, effort, counted.count / counted.effort if counted else 0.0)
    early = _early(engine, query, scope, total)
    return Basis(
        answer,
        span,
        model,
        drivers,
        chance,
        _ranks(answer, stages, drivers),
        early,
        (*notes, *_said(counted)),
    )


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


def _stages(total: Row) -> tuple[str, ...]:
    """Return the stages from calls to contracts that hold one another; none where no call led there."""
    counts = {name: total.cells[name].value for name in STAGES}
    calls, contracts = counts["calls"], counts["contracts"]
    if not calls or contracts is None or contracts > calls:
        return ()
    found = ["calls"]
    for name in STAGES[1:-1]:
        count, before = counts[name], counts[found[-1]]
        if count and before is not None and contracts <= count <= before:
            found.append(name)
    return (*found, "contracts")


def _rate(before: str, after: str) -> str:
    return _RATES.get((before, after), f"{before}_to_{after}")


def _share(total: Row, before: str, after: str) -> Driver:
    trials, events = (float(total.cells[name].value or 0) for name in (before, after))
    return Driver(_rate(before, after), Share(events, trials))


def _volume(total: Row, stages: Sequence[str]) -> Driver:
    if stages:
        return Driver("calls", Known(float(total.cells["calls"].value or 0)))
    contracts = total.cells["contracts"]
    if contracts.value is None:
        return Driver("contracts", None, contracts.reason)
    return Driver("contracts", Count(float(contracts.value)))


def _units(total: Row, name: str) -> float:
    component = total.components.get(name)
    return float(component.units) if isinstance(component, Sum | Peak) else 0.0


def _amounts(total: Row) -> tuple[list[Driver], float, tuple[Text, ...]]:
    """Return what a contract brings, how much one differs from another, and what that rests on."""
    mean = total.cells["average_deal"]
    if mean.value is None or mean.value <= 0:
        each = total.cells["average_margin"]
        if each.value is None or mean.value is not None:
            return [Driver("average_deal", None, mean.reason or each.reason), _margin_rate(total)], 0.0, ()
        return [Driver("average_margin", Known(float(each.value)))], 0.0, (_PLAIN,)
    posterior, deviation, note = _deal(total, float(mean.value))
    return [Driver("average_deal", posterior), _margin_rate(total)], deviation, (note,)


_PLAIN = Text(
    "Le montant moyen d'un contrat est tenu pour connu : les totaux ne disent pas comment les montants varient.",
    "The average amount of a contract is taken as known: totals do not tell how amounts vary.",
)
_SPREAD_ALIKE = Text(
    "Montants des contrats : loi de Student sur leur moyenne, car ils ne suivent pas une loi log-normale.",
    "Amounts of contracts: Student's law on their mean, because they are not log-normal.",
)


def _deal(total: Row, mean: float) -> tuple[Posterior, float, Text]:
    """Return the posterior of the mean amount, the relative deviation of one, and how it was found.

    Log-normal where the mean seen lies within what that law says of it; else Student's on the mean.
    """
    deals = _units(total, "deals_priced")
    if _units(total, "totals_contracts") or deals <= 1:
        return Known(mean), 0.0, _PLAIN
    logs, squares, peak = (_units(total, name) for name in ("deal_logs", "deal_log_squares", "deal_peak"))
    sums = _units(total, "revenue_gain_squares") + _units(total, "revenue_loss_squares")
    deviation = spread(deals, mean * 100 * deals, sums) / 100
    found = log_normal_mean(deals, logs, squares, peak)
    if not isinstance(found, NotEnough):
        low, high = found.at(np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])) / 100
        if low <= mean <= high and high > low * (1 + 1e-9):
            log_deviation = spread(deals, logs, squares)
            return Scaled(found, 0.01), sqrt(expm1(log_deviation**2)), _capped(CAP * peak)
    return Student(mean, deviation / sqrt(deals), deals - 1), deviation / mean, _SPREAD_ALIKE


def _capped(cents: float) -> Text:
    most = euros(cents)
    return Text(
        f"Montants des contrats : loi log-normale, leur moyenne plafonnée à 1,5 fois le plus grand vu ({most.fr}).",
        f"Amounts of contracts: log-normal, their mean capped at 1.5 times the largest seen ({most.en}).",
    )


def _margin_rate(total: Row) -> Driver:
    cell = total.cells["margin_rate"]
    if cell.value is None:
        return Driver("margin_rate", None, cell.reason)
    deals = _units(total, "detailed_contracts") / CATALOGUE.measures["detailed_contracts"].scale
    if _units(total, "totals_contracts") or deals < 2:
        return Driver("margin_rate", Known(float(cell.value)))
    squares = [
        _units(total, f"{name}_gain_squares") + _units(total, f"{name}_loss_squares")
        for name in ("margin", "revenue")
    ]
    sums = _units(total, "margin"), _units(total, "revenue")
    found = ratio(deals, sums, (squares[0], squares[1]), _units(total, "revenue_margin_products"))
    if not isinstance(found, Interval) or found.low is None or found.high is None:
        return Driver("margin_rate", Known(float(cell.value)))
    error = (found.high - found.low) / 2 / normal_quantile()
    if error < _NO_ERROR * abs(float(cell.value)):  # one rate for all, to rounding
        return Driver("margin_rate", Known(float(cell.value)))
    return Driver("margin_rate", Student(float(cell.value), error, deals - 1))


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


def _ranks(answer: Answer, stages: Sequence[str], drivers: Sequence[Driver]) -> dict[tuple[str, str], float]:
    """Return the rank correlations of the drivers from month to month, drawn half-way to none.

    Two rates that follow each other stay independent: a month's signatures come from appointments of earlier months, which
    would set the one against the other.
    """
    rates = {_rate(*pair): pair for pair in pairwise(stages)}
    ratios, following = rates | _RATIOS, set(pairwise(rates))
    names = [
        driver.id
        for driver in drivers
        if not isinstance(driver.posterior, Known | None) and driver.id in ratios
    ]
    found = (_month(row, [ratios[name] for name in names]) for row in answer.rows if not row.partial)
    months = [values for values in found if values is not None]
    if len(months) < MONTHS_NEEDED or len(names) < 2:
        return {}
    ranks = rank_correlations(months)
    return {
        (names[i], names[j]): (1 - SHRINKAGE) * float(ranks[i, j])
        for i, j in combinations(range(len(names)), 2)
        if (names[i], names[j]) not in following
    }


def _month(row: Row, ratios: Sequence[tuple[str, str]]) -> list[float] | None:
    """Return the ratios of a month; None where one cannot be told."""
    pairs = [(row.cells[below].value, row.cells[above].value) for below, above in ratios]
    known = [above / below for below, above in pairs if below and above is not None]
    return [float(value) for value in known] if len(known) == len(pairs) else None


def _early(engine: Engine, query: Query, scope: Scope, total: Row) -> float | None:
    """Return the share of the first-term margin that arrives within PAYBACK_MONTHS of the signature."""
    plain = replace(query, metrics=("contracts",), by=(), view="activity", horizon_months=PAYBACK_MONTHS)
    found = engine.answer(plain, scope, extra=("margin_curve", "margin", "totals_margin")).total
    curve, told = found.components.get("margin_curve"), _units(found, "totals_margin")
    whole = _units(found, "margin")
    if total.cells["margin"].value is None or not whole > 0:
        return None
    if not isinstance(curve, Curve):
        return told / whole if told else None
    return None if curve.unknown else (curve.cumulated[PAYBACK_MONTHS] + told) / whole
