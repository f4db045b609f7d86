"""A bias found: what was seen, what it changes in euros, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from filon.terms.text import Text


class Severity(IntEnum):
    """How far the figures may be trusted with it."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> Text:
        """Return its name for people."""
        return {1: Text("mineur", "minor"), 2: Text("moyen", "medium"), 3: Text("majeur", "major")}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One bias.

    `effect_cents` is what mending it adds to the net gain (negative: the present figure flatters);
    None where that cannot be computed, `effect` then says why. `campaign` is a code, None where the
    finding concerns several.
    """

    id: str
    severity: Severity
    title: Text
    evidence: Text
    effect: Text
    next_step: Text
    effect_cents: int | None = None
    campaign: str | None = None

    @property
    def rank(self) -> tuple[int, int, str, str]:
        """Return the sort key: most euros first, then gravest."""
        return (-abs(self.effect_cents or 0), -self.severity, self.id, self.campaign or "")


def heaviest(findings: Iterable[Finding]) -> list[Finding]:
    """Return the heaviest finding of each kind, most euros first."""
    first: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: finding.rank):
        first.setdefault(finding.id, finding)
    return list(first.values())
