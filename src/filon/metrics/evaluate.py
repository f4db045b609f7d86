"""From sums to figures: exact arithmetic, and a reason wherever there is no answer."""

from collections.abc import Mapping
from fractions import Fraction

from filon.metrics.answer import Cell
from filon.metrics.definitions import reasons
from filon.metrics.language.catalogue import Catalogue
from filon.metrics.language.components import Component, Sum
from filon.metrics.language.measure import Measure
from filon.metrics.language.metric import Figure, Metric, Terms
from filon.metrics.language.query import Query
from filon.terms.text import Text

MIN_TRIALS, MIN_EVENTS = 20, 5  # below either a rate is shown as counts and never ranked

Components = Mapping[str, Component]


def figure(catalogue: Catalogue, name: str, components: Components, query: Query) -> Figure:
    """Return a measure's or metric's exact number, or why there is none."""
    item = catalogue.find(name)
    if isinstance(item, Measure):
        return _measured(item, components.get(name))
    if item.compute is not None:
        missing = [row for need in item.needs for row in sorted(_unknown(components.get(need)))]
        return Figure(None, reasons.unknown(missing)) if missing else item.compute(components, query)
    top = _combined(catalogue, item.numerator, components, query)
    if item.denominator is None:
        return top
    bottom = _combined(catalogue, item.denominator, components, query)
    return _ratio(catalogue, item, top, bottom, query)


def cell(catalogue: Catalogue, name: str, components: Components, query: Query) -> Cell:
    """Return a figure as a cell, without its interval."""
    found, item = figure(catalogue, name, components, query), catalogue.find(name)
    return Cell(
        found.value,
        item.unit,
        found.numerator,
        found.denominator,
        too_few=isinstance(item, Metric) and _too_few(catalogue, item, components, query, found),
        reason=found.reason,
    )


def events(catalogue: Catalogue, metric: Metric, components: Components, query: Query) -> Fraction | None:
    """Return how many events a metric rests on; None where it rests on none that are counted."""
    if metric.events is None:
        return None
    return figure(catalogue, metric.events, components, query).value


def _too_few(
    catalogue: Catalogue, metric: Metric, components: Components, query: Query, found: Figure
) -> bool:
    count = events(catalogue, metric, components, query)
    if count is not None and count < MIN_EVENTS:
        return True
    return metric.interval == "share" and found.denominator is not None and found.denominator < MIN_TRIALS


def _measured(measure: Measure, component: Component | None) -> Figure:
    if component is None:
        return Figure(None, measure.absent) if measure.empty == "none" else Figure(Fraction(0))
    if unknown := _unknown(component):
        return Figure(None, reasons.unknown(unknown))
    return Figure(measure.read(component.units)) if isinstance(component, Sum) else Figure(None)


def _unknown(component: Component | None) -> frozenset[tuple[str, int]]:
    found: frozenset[tuple[str, int]] = getattr(component, "unknown", frozenset())
    return found


def _combined(catalogue: Catalogue, terms: Terms, components: Components, query: Query) -> Figure:
    total = Fraction(0)
    for name, factor in terms.items():
        part = figure(catalogue, name, components, query)
        if part.value is None:
            return Figure(None, part.reason)
        total += factor * part.value
    return Figure(total)


def _ratio(catalogue: Catalogue, metric: Metric, top: Figure, bottom: Figure, query: Query) -> Figure:
    def refuse(reason: Text | None) -> Figure:
        return Figure(None, reason, top.value, bottom.value)

    if top.value is None or bottom.value is None:
        return refuse(bottom.reason if top.value is not None else top.reason)
    label = catalogue.find(next(iter(metric.denominator or {}))).label
    if metric.positive_only and bottom.value <= 0:
        return refuse(reasons.never_pays(label))
    if bottom.value == 0:
        return refuse(reasons.nothing_to_divide_by(label))
    value = top.value / bottom.value
    if metric.divisor is not None:
        value /= metric.divisor(query)
    return Figure(value, None, top.value, bottom.value)
