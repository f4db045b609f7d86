"""Finds the channels that call, whose rates and prices begin with calls."""

from pathlib import Path

from filon.flows.answer import ask
from filon.metrics.language.dimension import Value
from filon.reports.pages import calling
from filon.terms.scope import EVERYTHING, Scope


def calling_channels(home: Path, scope: Scope = EVERYTHING) -> tuple[Value, ...]:
    """Return the channels that a scope shows calls of, whenever they were."""
    return calling.channels(ask(home, calling.CALLING, scope))
