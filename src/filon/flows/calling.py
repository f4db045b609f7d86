"""Finds the channels that call, whose rates and prices begin with calls."""

from dataclasses import replace
from pathlib import Path

from filon.flows.answer import ask
from filon.metrics.calling import CALLING, blends, channels, chooses
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.reports.pages.calling import in_the_terminal, mixed
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text


def calling_channels(home: Path, scope: Scope = EVERYTHING) -> tuple[Value, ...]:
    """Return the channels that a scope shows calls of, whenever they were."""
    return channels(ask(home, CALLING, scope))


def notes(home: Path, query: Query, scope: Scope = EVERYTHING) -> tuple[Text, ...]:
    """Return what to say in the terminal of an answer that `mixes` what calls with what does not."""
    note = mixes(home, query, scope)
    return () if note is None else (in_the_terminal(note, calling_channels(home, scope)),)


def mixes(home: Path, query: Query, scope: Scope = EVERYTHING) -> Text | None:
    """Say that an answer divides what all channels cost and brought by what only some do; None where it does not."""
    if chooses(query) or not any(map(blends, query.metrics)):
        return None
    brought = ask(home, replace(query, metrics=("cost_total", "contracts"), by=("channel",)), scope)
    return mixed(brought, calling_channels(home, scope))
