"""Puts an interval into every cell that can have one, and names the method."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

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

_COUNTED = (Sum, Peak)  # once: to make `Sum | Peak` takes longer than to look
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
    query = answer.query
    amounts = {name: amount for name in query.metrics for amount in _amounts(catalogue, [name])[:1]}
    items = [(name, catalogue.find(name)) for name in query.metrics]

    def decorated(row: Row) -> Row:
        line, cells = _Line(row.components, catalogue, query, amounts), dict(row.cells)
        for name, item in items:
            method = _METHODS.get(item.interval)
            found = method(line, item, cells[name]) if method else None
            if isinstance(found, Interval):
                cells[name] = cells[name].bounded(found.low, found.high, found.method)
        return replace(row, cells=cells)

    return replace(answer, rows=tuple(map(decorated, answer.rows)), total=decorated(answer.total))


def _amounts(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    inputs = {measure.id for measure in catalogue.needed(names)}
    return [amount for amount in AMOUNTS if amount in inputs]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row whose intervals are asked, with all that its cells came from."""

    components: Components
    catalogue: Catalogue
    query: Query
    amounts: Mapping[str, str]
    bounds: dict[str, Interval | None] = field(default_factory=dict)  # of what its contracts bring, each once

    def units(self, name: str) -> float:
        """Return the units of a component, 0 where there is none."""
        component = self.components.get(name)
        return float(component.units) if isinstance(component, _COUNTED) else 0.0

    def figure(self, name: str) -> Figure:
        """Return another figure of the row."""
        return Figures(self.catalogue, self.components, self.query).figure(name)


def _share(_line: _Line, _item: Measure | Metric, cell: Cell) -> Interval | None:
    top, bottom = cell.numerator, cell.denominator
    if top is None or not bottom or not 0 <= top <= bottom:
        return None  # counts of two populations: no share, so no interval of one
    return wilson(float(top), float(bottom))


def _count(_line: _Line, _item: Measure | Metric, cell: Cell) -> Interval | None:
    return None if cell.value is None else garwood(float(cell.value))


def _per_hour(_line: _Line, _item: Measure | Metric, cell: Cell) -> Interval | None:
    if cell.value is None or not cell.denominator or cell.numerator is None:
        return None
    return garwood(float(cell.numerator)).scaled(1 / float(cell.denominator))


def _unit_cost(line: _Line, item: Measure | Metric, cell: Cell) -> Interval | None:
    cost, count = cell.numerator, cell.denominator
    if cost is None or count is None or cost <= 0:
        return None
    found = line.components.get("operator_days")
    clusters = None
    if isinstance(found, OperatorDays) and isinstance(item, Metric):
        spread = found.events.get(item.events or "")
        clusters = Clusters(found.count, found.effort, found.effort_squares, *spread) if spread else None
    return per_event(float(cost), float(count), clusters)


def _money(line: _Line, name: str) -> Interval | None:
    """Return the interval, in units, of a sum of amounts of contracts, whose number is Poisson; once per row."""
    if name not in line.bounds:
        line.bounds[name] = _bounds(line, name)
    return line.bounds[name]


def _bounds(line: _Line, name: str) -> Interval | None:
    total = line.components.get(name)
    if not isinstance(total, Sum) or total.unknown:
        return None
    told, told_count = line.units(_told(name)), line.units("totals_contracts")
    losses = line.units(f"{name}_losses")
    gains = [
        total.units - told + losses,
        line.units(f"{name}_gain_squares"),
        line.units(f"{name}_gain_peak"),
    ]
    if told and not told_count:
        return None  # an amount without its number of contracts says nothing of chance
    if told > 0:  # at its mean amount: all that totals tell
        each = told / told_count
        gains = [gains[0] + told, gains[1] + told * each, max(gains[2], each)]
    if gains[0] <= 0 and losses <= 0:
        return None
    lost = (losses, line.units(f"{name}_loss_squares"), line.units(f"{name}_loss_peak"))
    return net((gains[0], gains[1], gains[2]), lost)


def _told(amount: str) -> str:
    return "totals_revenue" if amount == "revenue" else "totals_margin"


def _return(line: _Line, item: Measure | Metric, cell: Cell) -> Interval | None:
    """Return the figure at both bounds of what the contracts bring, which it follows in a straight line."""
    value, amount = cell.value, line.amounts[item.id]
    found = _money(line, amount) if value is not None else None
    if value is None or found is None or found.low is None or found.high is None:
        return None
    slope = _slope(line, item, amount, cell.denominator) / line.catalogue.measures[amount].scale
    at_value, units = float(value), line.units(amount)
    low = at_value + slope * (round(found.low) - units)
    high = at_value + slope * (round(found.high) - units)
    return Interval(min(low, high), max(low, high), found.method)


def _slope(line: _Line, item: Measure | Metric, amount: str, bottom: Number | None) -> float:
    """Return how much a figure of the row moves when an amount moves by 1; no formula divides by an amount."""
    if isinstance(item, Measure):
        return float(item.id == amount)
    top, metrics = float(item.numerator.get(amount, 0)), line.catalogue.metrics
    for name, factor in item.numerator.items():
        if name in metrics:
            top += factor * _slope(line, metrics[name], amount, line.figure(name).denominator)
    if item.denominator is None or not top:
        return top
    return top / float((bottom or 0) * (item.divisor(line.query) if item.divisor else 1))


def _mean(line: _Line, item: Measure | Metric, cell: Cell) -> Interval | NotEnough | None:
    return _mean_of(line, line.amounts[item.id], cell.value, cell.denominator)


def _mean_of(
    line: _Line, amount: str, value: Number | None, bottom: Number | None
) -> Interval | NotEnough | None:
    count = line.units("detailed_contracts") / line.catalogue.measures["detailed_contracts"].scale
    if value is None or not bottom or line.units("totals_contracts") or count <= 1:
        return None
    squares = line.units(f"{amount}_gain_squares") + line.units(f"{amount}_loss_squares")
    found = mean(count, line.units(amount), squares, float(bottom))
    return found.scaled(1 / 100) if isinstance(found, Interval) else found


def _money_ratio(line: _Line, _item: Measure | Metric, cell: Cell) -> Interval | NotEnough | None:
    count = line.units("detailed_contracts") / line.catalogue.measures["detailed_contracts"].scale
    if cell.value is None or line.units("totals_contracts") or count <= 1:
        return None
    squares = [
        line.units(f"{name}_gain_squares") + line.units(f"{name}_loss_squares")
        for name in ("margin", "revenue")
    ]
    sums = (line.units("margin"), line.units("revenue"))
    return ratio(count, sums, (squares[0], squares[1]), line.units("revenue_margin_products"))


def _break_even(line: _Line, item: Measure | Metric, cell: Cell) -> Interval | None:
    cost = cell.numerator
    found = _mean_of(line, line.amounts[item.id], cell.denominator, line.figure("contracts").value)
    if not isinstance(found, Interval) or cost is None:
        return None
    if found.low is None or not found.high or found.high <= 0:
        return None
    high = float(cost) / found.low if found.low > 0 else None
    return Interval(float(cost) / found.high, high, found.method)


_METHODS: dict[str, Callable[[_Line, Measure | Metric, Cell], Interval | NotEnough | None]] = {
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
