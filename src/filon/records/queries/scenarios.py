"""Reads the scenarios kept."""

from filon.records.models import Scenario
from filon.terms.faults import UnknownName
from filon.terms.text import Text


def scenarios() -> list[Scenario]:
    """Return the live scenarios, the latest first."""
    return list(
        Scenario.objects.filter(voided_at__isnull=True).select_related("author", "created").order_by("-pk")
    )


def scenario(name: str) -> Scenario:
    """Return the scenario of that name. Raises UnknownName, with the nearest."""
    known = {one.name: one for one in scenarios()}
    if name not in known:
        raise UnknownName(Text("Scénario", "scenario"), name, known)
    return known[name]
