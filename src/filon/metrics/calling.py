"""The channels that call: what divides by calls or appointments keeps to them, the others only bring euros and deals."""

from collections.abc import Sequence
from dataclasses import replace

from filon.metrics.answer import Answer
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.dimension import Value
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query

CALLING = Query(
    ("calls",), by=("channel",)
)  # all the time there is, so that two periods have the same channels
_STAGES = frozenset({"calls", "appointments"})
_CHOICES = frozenset({"channel", "campaign"})


def channels(answer: Answer) -> tuple[Value, ...]:
    """Return the channels that call, from the answer to `CALLING`."""
    return tuple(row.dimensions["channel"] for row in answer.rows if row.cells["calls"].value)


def divides(name: str) -> bool:
    """Tell whether a figure is a ratio with calls or appointments in its formula."""
    item = CATALOGUE.find(name)
    if not isinstance(item, Metric) or item.denominator is None:
        return False
    return any(measure.tables & _STAGES for measure in CATALOGUE.terms(name))


def blends(name: str) -> bool:
    """Tell whether a figure sets what some channels alone do beside what all of them cost or brought."""
    return divides(name) and any(not measure.tables & _STAGES for measure in CATALOGUE.terms(name))


def chooses(query: Query) -> bool:
    """Tell whether a query chooses its channels by itself."""
    return bool(_CHOICES & query.where.keys())


def among(query: Query, calling: Sequence[Value]) -> Query:
    """Return a query of the channels that call; as it is where none does, or where it chooses its own."""
    if not calling or chooses(query):
        return query
    return replace(query, where={**query.where, "channel": tuple(calling)})
