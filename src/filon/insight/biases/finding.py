"""A bias found: what was seen, what it changes in euros and in points of ROI, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from filon.terms.text import Text

Side = Literal["cost", "margin"]


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

    `effect_cents` is what mending it adds to the net gain (negative: the present figure flatters), through
    the `side` of the ROI that it changes; without a side the ROI stays and the cents are only concerned.
    It is None where it cannot be computed, `effect` then says why. `campaign` is a code, None where the
    finding is of several: those in `covers`, every one where that is None too. `roi` is before and after
    mending, of the campaigns concerned together.
    """

    id: str
    severity: Severity
    title: Text
    evidence: Text
    effect: Text
    next_step: Text
    effect_cents: int | None = None
    campaign: str | None = None
    side: Side | None = None
    covers: tuple[str, ...] | None = None
    roi: tuple[float, float] | None = None

    @property
    def rank(self) -> tuple[int, int, str, str]:
        """Return the sort key: gravest first, then most euros."""
        return (-self.severity, -abs(self.effect_cents or 0), self.id, self.campaign or "")

    @property
    def points(self) -> int | None:
        """Return how many points mending it adds to the ROI."""
        return None if self.roi is None else round(100 * self.roi[1]) - round(100 * self.roi[0])

    def touches(self, campaign: str) -> bool:
        """Tell whether the ROI of a campaign rests on what was found."""
        if self.campaign is not None:
            return self.campaign == campaign
        return self.covers is None or campaign in self.covers


def heaviest(findings: Iterable[Finding]) -> list[Finding]:
    """Return the heaviest finding of each kind, gravest first, then most euros."""
    first: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: finding.rank):
        first.setdefault(finding.id, finding)
    return list(first.values())
