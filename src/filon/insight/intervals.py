"""Puts an interval into every cell that can have one, and names the method."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from filon.insight.methods.interval import Interval, NotEnough
from filon.insight.methods.means import mean, ratio
from filon.insight.methods.poisson import garwood, net
from filon.insight.methods.proportions import wilson
from filon.insight.methods.unit_costs import Clusters, per_event
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.evaluate import Components, Figures
from filon.metrics.language.catalogue import Catalogue
from filon.metrics.language.components import OperatorDays, Peak, Sum
from filon.metrics.language.measure import Measure, Number
from filon.metrics.language.metric import Figure, Metric
from filon.metrics.language.query import Query

AMOUNTS = ("margin_horizon", "margin", "revenue")  # what a contract brings, each with its moments
_MOMENTS = ("gain_squares", "gain_peak", "losses", "loss_squares", "loss_peak")
_CONTRACTS = ("detailed_contracts", "totals_contracts", "totals_margin", "totals_revenue")


def needed(catalogue: Catalogue, query: Query) -> list[str]:
    """Return the measures whose sums the intervals of a query need besides its own."""
    kinds = {catalogue.find(name).interval for name in query.metrics}
    if not kinds & {"money", "return", "mean", "money_ratio", "break_even"}:
        return []
    found = [f"{amount}_{moment}" for amount in _amounts(catalogue, query.metrics) for moment in _MOMENTS]
    return [*found, *_CONTRACTS, *(["revenue_margin_products"] if "money_ratio" in kinds else [])]


def events(catalogue: Catalogue, query: Query) -> list[str]:
    """Return the events whose cost is asked for, so that their spread between operator-days is needed."""
    metrics = (catalogue.metrics.get(name) for name in query.metrics)
    return [
        metric.events for metric in metrics if metric and metric.events and metric.interval == "unit_cost"
    ]


def decorate(answer: Answer, catalogue: Catalogue) -> Answer:
    """Return the answer with an interval in every cell that can have one."""
    amounts = {name: amount for name in answer.query.metrics for amount in _amounts(catalogue, [name])[:1]}
    rows = tuple(_decorated(row, catalogue, answer.query, amounts) for row in answer.rows)
    return replace(answer, rows=rows, total=_decorated(answer.total, catalogue, answer.query, amounts))


def _amounts(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    inputs = {measure.id for measure in catalogue.needed(names)}
    return [amount for amount in AMOUNTS if amount in inputs]


def _decorated(row: Row, catalogue: Catalogue, query: Query, amounts: Mapping[str, str]) -> Row:
    cells: dict[str, Cell] = {}
    bounds: dict[str, Interval | None] = {}
    for name, cell in row.cells.items():
        item = catalogue.find(name)
        method = _METHODS.get(item.interval)
        found = (
            method(_Asked(item, cell, row.components, catalogue, query, amounts, bounds)) if method else None
        )
        if isinstance(found, Interval):
            cells[name] = cell.bounded(found.low, found.high, found.method)
        else:
            cells[name] = cell
    return replace(row, cells=cells)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A cell whose interval is asked, with all that it came from."""

    item: Measure | Metric
    cell: Cell
    components: Components
    catalogue: Catalogue
    query: Query
    amounts: Mapping[str, str]
    bounds: dict[str, Interval | None]  # of what the contracts of this row bring, each computed once

    def units(self, name: str) -> float:
        """Return the units of a component, 0 where there is none."""
        component = self.components.get(name)
        return float(component.units) if isinstance(component, Sum | Peak) else 0.0

    def figure(self, name: str) -> Figure:
        """Return another figure of the row."""
        return Figures(self.catalogue, self.components, self.query).figure(name)

    @property
    def amount(self) -> str:
        """Return which amount of a contract the figure rests on."""
        return self.amounts[self.item.id]


def _share(asked: _Asked) -> Interval | None:
    top, bottom = asked.cell.numerator, asked.cell.denominator
    if top is None or not bottom or not 0 <= top <= bottom:
        return None  # counts of two populations: no share, so no interval of one
    return wilson(float(top), float(bottom))


def _count(asked: _Asked) -> Interval | None:
    return None if asked.cell.value is None else garwood(float(asked.cell.value))


def _per_hour(asked: _Asked) -> Interval | None:
    if asked.cell.value is None or not asked.cell.denominator or asked.cell.numerator is None:
        return None
    return garwood(float(asked.cell.numerator)).scaled(1 / float(asked.cell.denominator))


def _unit_cost(asked: _Asked) -> Interval | None:
    cost, count = asked.cell.numerator, asked.cell.denominator
    if cost is None or count is None or cost <= 0:
        return None
    found = asked.components.get("operator_days")
    clusters = None
    if isinstance(found, OperatorDays) and isinstance(asked.item, Metric):
        spread = found.events.get(asked.item.events or "")
        clusters = Clusters(found.count, found.effort, found.effort_squares, *spread) if spread else None
    return per_event(float(cost), float(count), clusters)


def _money(asked: _Asked) -> Interval | None:
    """Return the interval, in units, of a sum of amounts of contracts, whose number is Poisson; once per row."""
    name = asked.amount
    if name not in asked.bounds:
        asked.bounds[name] = _bounds(asked, name)
    return asked.bounds[name]


def _bounds(asked: _Asked, name: str) -> Interval | None:
    total = asked.components.get(name)
    if not isinstance(total, Sum) or total.unknown:
        return None
    told, told_count = asked.units(_told(name)), asked.units("totals_contracts")
    losses = asked.units(f"{name}_losses")
    gains = [
        total.units - told + losses,
        asked.units(f"{name}_gain_squares"),
        asked.units(f"{name}_gain_peak"),
    ]
    if told and not told_count:
        return None  # an amount without its number of contracts says nothing of chance
    if told > 0:  # at its mean amount: all that totals tell
        each = told / told_count
        gains = [gains[0] + told, gains[1] + told * each, max(gains[2], each)]
    if gains[0] <= 0 and losses <= 0:
        return None
    lost = (losses, asked.units(f"{name}_loss_squares"), asked.units(f"{name}_loss_peak"))
    return net((gains[0], gains[1], gains[2]), lost)


def _told(amount: str) -> str:
    return "totals_revenue" if amount == "revenue" else "totals_margin"


def _return(asked: _Asked) -> Interval | None:
    """Return the figure at both bounds of what the contracts bring, which it follows in a straight line."""
    value, amount = asked.cell.value, asked.amount
    found = _money(asked) if value is not None else None
    if value is None or found is None or found.low is None or found.high is None:
        return None
    slope = _slope(asked, asked.item, amount) / asked.catalogue.measures[amount].scale
    at_value, units = float(value), asked.units(amount)
    low = at_value + slope * (round(found.low) - units)
    high = at_value + slope * (round(found.high) - units)
    return Interval(min(low, high), max(low, high), found.method)


def _slope(asked: _Asked, item: Measure | Metric, amount: str) -> float:
    """Return how much a figure of the row moves when an amount moves by 1; no formula divides by an amount."""
    if isinstance(item, Measure):
        return float(item.id == amount)
    top, metrics = float(item.numerator.get(amount, 0)), asked.catalogue.metrics
    for name, factor in item.numerator.items():
        if name in metrics:
            top += factor * _slope(asked, metrics[name], amount)
    if item.denominator is None or not top:
        return top
    whole = item is asked.item
    bottom = asked.cell.denominator if whole else asked.figure(item.id).denominator
    return top / float((bottom or 0) * (item.divisor(asked.query) if item.divisor else 1))


def _mean(asked: _Asked) -> Interval | NotEnough | None:
    count = asked.units("detailed_contracts") / asked.catalogue.measures["detailed_contracts"].scale
    bottom = asked.cell.denominator
    if asked.cell.value is None or not bottom or asked.units("totals_contracts") or count <= 1:
        return None
    squares = asked.units(f"{asked.amount}_gain_squares") + asked.units(f"{asked.amount}_loss_squares")
    found = mean(count, asked.units(asked.amount), squares, float(bottom))
    return found.scaled(1 / 100) if isinstance(found, Interval) else found


def _money_ratio(asked: _Asked) -> Interval | NotEnough | None:
    count = asked.units("detailed_contracts") / asked.catalogue.measures["detailed_contracts"].scale
    if asked.cell.value is None or asked.units("totals_contracts") or count <= 1:
        return None
    squares = [
        asked.units(f"{name}_gain_squares") + asked.units(f"{name}_loss_squares")
        for name in ("margin", "revenue")
    ]
    sums = (asked.units("margin"), asked.units("revenue"))
    return ratio(count, sums, (squares[0], squares[1]), asked.units("revenue_margin_products"))


def _break_even(asked: _Asked) -> Interval | None:
    cost, average = asked.cell.numerator, asked.catalogue.metrics["average_margin"]
    cell = replace(asked.cell, value=asked.cell.denominator, denominator=_contracts(asked))
    found = _mean(replace(asked, item=average, cell=cell))
    if not isinstance(found, Interval) or cost is None:
        return None
    if found.low is None or not found.high or found.high <= 0:
        return None
    high = float(cost) / found.low if found.low > 0 else None
    return Interval(float(cost) / found.high, high, found.method)


def _contracts(asked: _Asked) -> Number | None:
    return asked.figure("contracts").value


_METHODS: dict[str, Callable[[_Asked], Interval | NotEnough | None]] = {
    "share": _share,
    "count": _count,
    "per_hour": _per_hour,
    "unit_cost": _unit_cost,
    "money": _return,
    "return": _return,
    "mean": _mean,
    "money_ratio": _money_ratio,
    "break_even": _break_even,
}
