"""Finds the channels that call, whose rates and prices begin with calls."""

from dataclasses import replace
from pathlib import Path

from filon.flows.answer import ask
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.reports.pages import calling
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text


def calling_channels(home: Path, scope: Scope = EVERYTHING) -> tuple[Value, ...]:
    """Return the channels that a scope shows calls of, whenever they were."""
    return calling.channels(ask(home, calling.CALLING, scope))


def notes(home: Path, query: Query, scope: Scope = EVERYTHING) -> tuple[Text, ...]:
    """Return what to say of an answer that divides what all channels cost and brought by what only some do."""
    if calling.chooses(query) or not any(map(calling.divides, query.metrics)):
        return ()
    brought = ask(home, replace(query, metrics=("cost_total", "contracts"), by=("channel",)), scope)
    note = calling.mixed(brought, calling_channels(home, scope))
    return () if note is None else (note,)
