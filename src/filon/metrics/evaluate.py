"""From sums to figures: exact arithmetic, and a reason wherever there is no answer."""

from collections.abc import Mapping
from fractions import Fraction

from filon.metrics.answer import Cell
from filon.metrics.definitions import reasons
from filon.metrics.language.catalogue import Catalogue
from filon.metrics.language.components import Component, Sum
from filon.metrics.language.measure import Measure, Number
from filon.metrics.language.metric import Figure, Metric, Terms
from filon.metrics.language.query import Query
from filon.terms.text import Text

MIN_TRIALS, MIN_EVENTS = 20, 5  # below either a rate is shown as counts and never ranked
_ZERO = Figure(0)

Components = Mapping[str, Component]


class Figures:
    """The figures of one cell, each computed once from its components."""

    def __init__(self, catalogue: Catalogue, components: Components, query: Query) -> None:
        self._catalogue, self._components, self._query = catalogue, components, query
        self._known: dict[str, Figure] = {}

    def figure(self, name: str) -> Figure:
        """Return a measure's or metric's exact number, or why there is none."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._figure(self._catalogue.find(name))
        return known

    def cell(self, name: str) -> Cell:
        """Return a figure as a cell, without its interval."""
        found, item = self.figure(name), self._catalogue.find(name)
        count = self._events(item)
        few = (count is not None and count < MIN_EVENTS) or _few_trials(item, found)
        return Cell(
            found.value,
            item.unit,
            found.numerator,
            found.denominator,
            too_few=few,
            reason=found.reason,
            events=count if few else None,
        )

    def _events(self, item: Measure | Metric) -> Number | None:
        return self.figure(item.events).value if isinstance(item, Metric) and item.events else None

    def _figure(self, item: Measure | Metric) -> Figure:
        if isinstance(item, Measure):
            return _measured(item, self._components.get(item.id))
        if item.compute is not None:
            missing = [row for need in item.needs for row in _unknown(self._components.get(need))]
            return (
                Figure(None, reasons.unknown(missing))
                if missing
                else item.compute(self._components, self._query)
            )
        top = self._combined(item.numerator)
        return top if item.denominator is None else self._ratio(item, top, self._combined(item.denominator))

    def _combined(self, terms: Terms) -> Figure:
        total: Number | None = None
        for name, factor in terms.items():
            part = self.figure(name)
            if part.value is None:
                return Figure(None, part.reason)
            value = part.value if factor == 1 else factor * part.value
            total = value if total is None else total + value
        return _ZERO if total is None else Figure(total)

    def _ratio(self, metric: Metric, top: Figure, bottom: Figure) -> Figure:
        def refuse(reason: Text | None) -> Figure:
            return Figure(None, reason, top.value, bottom.value)

        if top.value is None or bottom.value is None:
            return refuse(bottom.reason if top.value is not None else top.reason)
        if bottom.value == 0 or (metric.positive_only and bottom.value < 0):
            label = self._catalogue.find(next(iter(metric.denominator or {}))).label
            reason = reasons.never_pays if metric.positive_only else reasons.nothing_to_divide_by
            return refuse(reason(label))
        value = Fraction(top.value, bottom.value)
        if metric.divisor is not None:
            value /= metric.divisor(self._query)
        return Figure(value, None, top.value, bottom.value)


def _few_trials(item: Measure | Metric, found: Figure) -> bool:
    return item.interval == "share" and found.denominator is not None and found.denominator < MIN_TRIALS


def _measured(measure: Measure, component: Component | None) -> Figure:
    if component is None:
        return Figure(None, measure.absent) if measure.empty == "none" else _ZERO
    if unknown := _unknown(component):
        return Figure(None, reasons.unknown(unknown))
    return Figure(measure.read(component.units)) if isinstance(component, Sum) else Figure(None)


def _unknown(component: Component | None) -> frozenset[tuple[str, int]]:
    found: frozenset[tuple[str, int]] = getattr(component, "unknown", frozenset())
    return found
