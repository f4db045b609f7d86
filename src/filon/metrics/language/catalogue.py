"""All that can be asked, and the refusal of what cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from filon.metrics.language.dimension import Dimension, Kind, Value, time_period
from filon.metrics.language.faults import (
    BadOption,
    CannotSplit,
    NothingAsked,
    UnknownDimension,
    UnknownMetric,
    UnknownValue,
)
from filon.metrics.language.measure import Measure
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.terms.text import Text

_ALL = frozenset(Kind)
_RESULT = frozenset({Kind.TIME, Kind.CAMPAIGN, Kind.CALL, Kind.CONTACT})
# Activity totals refuse nothing: what they cannot be split by is shown as unattributed.
REACH: Mapping[str, frozenset[Kind]] = {
    "calls": _RESULT | {Kind.ATTEMPT},
    "journey": _RESULT,
    "appointments": _RESULT,
    "opportunities": _RESULT | {Kind.DEAL},
    "contracts": _RESULT | {Kind.DEAL},
    "costs": _RESULT,
    "totals": _ALL,
}


@dataclass(frozen=True)
class Catalogue:
    """The measures, metrics and dimensions, by id."""

    measures: Mapping[str, Measure]
    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]

    @cached_property
    def _items(self) -> Mapping[str, Measure | Metric]:
        return {**self.measures, **self.metrics}

    def names(self) -> list[str]:
        """Return the ids that may be asked for, measures first."""
        return [*(m.id for m in self.measures.values() if not m.hidden), *self.metrics]

    def find(self, name: str) -> Measure | Metric:
        """Return a measure or metric. Raises UnknownMetric."""
        found = self._items.get(name)
        if found is None:
            raise UnknownMetric(name, self.names())
        return found

    def needed(self, names: Iterable[str]) -> list[Measure]:
        """Return the measures that the named metrics are computed from, each once."""
        found: dict[str, Measure] = {}
        for name in names:
            item = self.find(name)
            parts = [item] if isinstance(item, Measure) else self.needed(item.inputs)
            found |= {measure.id: measure for measure in parts}
        return list(found.values())

    def terms(self, name: str) -> list[Measure]:
        """Return the measures that stand in a metric's formula, each once."""
        item = self.find(name)
        if isinstance(item, Measure):
            return [item]
        return list({measure.id: measure for term in item.terms for measure in self.terms(term)}.values())

    def splits(self, name: str) -> list[str]:
        """Return the ids of the dimensions that a metric can be split by."""
        kinds = _ALL
        for measure in self.needed([name]):
            for table in measure.tables:
                kinds &= REACH[table]
        return [dimension.id for dimension in self.dimensions.values() if dimension.kind in kinds]

    def check(self, query: Query) -> None:
        """Refuse a query that cannot be computed.

        Raises NothingAsked, UnknownMetric, UnknownDimension, CannotSplit, UnknownValue or BadOption.
        """
        if not query.metrics:
            raise NothingAsked
        for name in query.metrics:
            self.find(name)
        for dimension in (*query.by, *query.where):
            if dimension not in self.dimensions:
                splits = [set(self.splits(name)) for name in query.metrics]
                labels = {each: found.label for each, found in self.dimensions.items()}
                raise UnknownDimension(dimension, set(labels).intersection(*splits), labels)
            for name in query.metrics:
                possible = self.splits(name)
                if dimension not in possible:
                    raise CannotSplit(name, dimension, possible)
        for dimension, values in query.where.items():
            self._check_values(self.dimensions[dimension], values)

    def typed(self, where: Mapping[str, tuple[Value, ...]]) -> dict[str, tuple[Value, ...]]:
        """Return filters with whole numbers as numbers. Raises BadOption where one is not."""
        found: dict[str, tuple[Value, ...]] = {}
        for name, values in where.items():
            try:
                whole = self.dimensions[name].whole
                found[name] = tuple(None if v is None else int(v) if whole else str(v) for v in values)
            except ValueError as error:
                label, number = self.dimensions[name].label, Text("un nombre entier", "a whole number")
                shown = ", ".join(str(value) for value in values)
                raise BadOption(Text(f"Filtre {label.fr}", f"Filter {label.en}"), shown, number) from error
        return found

    def _check_values(self, dimension: Dimension, values: Iterable[Value]) -> None:
        for value in values:
            if value is None:
                continue
            if dimension.kind is Kind.TIME:
                time_period(dimension.id, str(value))
            elif dimension.values is not None and str(value) not in dimension.values:
                raise UnknownValue(dimension.id, str(value), dimension.values)
