"""Where in the office a finding is mended, or read as it should be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from filon.insight.biases.check import Place
from filon.insight.biases.every import CHECKS
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.biases.finding import Finding


@dataclass(frozen=True)
class Page:
    """A page by its url name; `narrowed` is the parameter that keeps one campaign there, if it has one."""

    label: Text
    name: str
    slug: str | None = None
    narrowed: str | None = None

    def address(self, campaign: str | None) -> str:
        """Return its address, narrowed to a campaign where it can be."""
        address = reverse(self.name, args=[self.slug] if self.slug else None)
        return f"{address}?{urlencode({self.narrowed: campaign})}" if campaign and self.narrowed else address


def _records(slug: str, label: Text) -> Page:
    return Page(label, "office:records-list", slug, "w.campaign")


PAGES: Mapping[Place, Page] = {
    "costs": Page(Text("Voir les coûts", "See the costs"), "office:costs", narrowed="campaign"),
    "campaigns": Page(
        Text("Voir les campagnes", "See the campaigns"), "office:campaigns", narrowed="w.campaign"
    ),
    "calls": _records("appels", Text("Voir les appels", "See the calls")),
    "appointments": _records("rendez-vous", Text("Voir les rendez-vous", "See the appointments")),
    "opportunities": _records("opportunites", Text("Voir les opportunités", "See the opportunities")),
    "contracts": _records("contrats", Text("Voir les contrats", "See the contracts")),
    "links": Page(Text("Rapprocher les fiches", "Reconcile the records"), "office:records-reconcile"),
    "channels": Page(Text("Comparer les canaux", "Compare the channels"), "office:channels"),
    "horizon": Page(
        Text("Voir le ROI à l'horizon", "See the ROI at the horizon"),
        "office:figure",
        "roi_horizon",
        "w.campaign",
    ),
    "maturity": Page(
        Text("Voir le ROI projeté", "See the projected ROI"), "office:maturity", narrowed="w.campaign"
    ),
    "segments": Page(Text("Voir les segments", "See the segments"), "office:segments", narrowed="w.campaign"),
}
_OF_CHECK = {check.id: PAGES[check.place] for check in CHECKS}


def mended_at(finding: "Finding") -> tuple[str, Text] | None:
    """Return the address of the page where a finding is mended, and what the link says."""
    page = _OF_CHECK.get(finding.id)
    return (page.address(finding.campaign), page.label) if page else None
