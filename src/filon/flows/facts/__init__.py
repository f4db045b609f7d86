"""Gathers what the bias checks read: figures from the lake, entries and dates from the records."""

from datetime import date
from pathlib import Path

from filon.flows.facts.calls import overlaps
from filon.flows.facts.campaigns import Campaigns, segments, visible
from filon.flows.facts.ledger import entries
from filon.flows.facts.sales import contracts
from filon.insight.biases.facts import Facts
from filon.terms.scope import EVERYTHING, Scope

__all__ = ["gather", "visible"]


def gather(home: Path, as_of: date, scope: Scope = EVERYTHING) -> Facts:
    """Return the facts of the campaigns that may be seen, as they stand on a day."""
    signed, cycle = contracts(home, scope)
    booked = entries(scope)
    campaigns = Campaigns(home, as_of, scope, cycle)
    return Facts(
        as_of=as_of,
        campaigns=tuple(campaigns.all()),
        entries=tuple(booked),
        contracts=tuple(signed),
        segments=tuple(segments(home, scope)),
        overlaps=tuple(overlaps(home, scope)),
        cycle_days=cycle,
        sampled=campaigns.sampled,
    )
