"""Looks for what biases the figures, and prices it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from filon.terms.clock import now
from filon.terms.faults import UnknownName
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.biases.finding import Finding


def check(
    home: Path, scope: Scope = EVERYTHING, *, campaign: str | None = None, as_of: date | None = None
) -> "list[Finding]":
    """Return what biases the figures, most euros first; of one campaign where a code is given.

    `as_of` is today where it is not given. Raises UnknownName for a code nobody has.
    """
    from django.utils import timezone

    from filon.flows.recall import recall

    day = as_of or timezone.localdate(now())
    codes, findings = recall(home, f"check {day} {scope}", lambda: _found(home, day, scope))
    if campaign is not None and campaign not in codes:
        raise UnknownName(Text("Campagne", "campaign"), campaign, codes)
    return [finding for finding in findings if campaign in (None, finding.campaign)]


def _found(home: Path, day: date, scope: Scope) -> "tuple[list[str], list[Finding]]":
    """Return the codes of the campaigns that may be seen, and every finding."""
    from filon.flows.facts import gather
    from filon.insight.biases.every import find

    facts = gather(home, day, scope)
    return [known.code for known in facts.campaigns], find(facts)
