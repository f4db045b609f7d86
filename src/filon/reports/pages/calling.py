"""Keeps what divides by calls or appointments to the channels that call: the others only bring euros and deals."""

from collections.abc import Sequence
from dataclasses import replace

from filon.metrics.answer import Answer
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.dimension import Value
from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.reports.pages.parts import holds, value_label
from filon.terms.text import Text

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


def chooses(query: Query) -> bool:
    """Tell whether a query chooses its channels by itself."""
    return bool(_CHOICES & query.where.keys())


def among(query: Query, calling: Sequence[Value]) -> Query:
    """Return a query of the channels that call; as it is where none does, or where it chooses its own."""
    if not calling or chooses(query):
        return query
    return replace(query, where={**query.where, "channel": tuple(calling)})


def mixed(answer: Answer, calling: Sequence[Value]) -> Text | None:
    """Say which channels never call and count all the same; None where none does.

    The answer is of figures by channel; the filter named is that of the terminal.
    """
    others = [row.dimensions["channel"] for row in answer.rows if holds(row)]
    others = [value for value in others if value not in calling]
    if not calling or not others:
        return None
    names = said(others)
    kept = " ".join(f"--where channel={'' if value is None else value}" for value in calling)
    return Text(
        "Les prix et les taux d'appels et de rendez-vous comptent aussi les coûts et les contrats de ce qui n'appelle "
        f"pas ({names.fr}). Pour l'écarter : {kept}.",
        "Prices and rates of calls and appointments also count the costs and contracts of what does not call "
        f"({names.en}). To leave it out: {kept}.",
    )


def said(calling: Sequence[Value]) -> Text:
    """Name the channels."""
    labels = [value_label("channel", value) for value in calling]
    return Text(", ".join(label.fr for label in labels), ", ".join(label.en for label in labels))
