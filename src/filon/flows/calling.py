"""Finds the channels that call, whose rates and prices begin with calls."""

from dataclasses import replace
from pathlib import Path

from filon.flows.answer import ask
from filon.metrics.calling import CALLING, channels, chooses, divides
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.reports.pages.calling import mixed
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text


def calling_channels(home: Path, scope: Scope = EVERYTHING) -> tuple[Value, ...]:
    """Return the channels that a scope shows calls of, whenever they were."""
    return channels(ask(home, CALLING, scope))


def notes(home: Path, query: Query, scope: Scope = EVERYTHING) -> tuple[Text, ...]:
    """Return what to say of an answer that divides what all channels cost and brought by what only some do."""
    if chooses(query) or not any(map(divides, query.metrics)):
        return ()
    brought = ask(home, replace(query, metrics=("cost_total", "contracts"), by=("channel",)), scope)
    note = mixed(brought, calling_channels(home, scope))
    return () if note is None else (note,)
