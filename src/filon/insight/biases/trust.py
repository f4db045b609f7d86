"""How far a ROI may be trusted: a letter, from the findings that touch its campaigns, by a stated rule.

A ROI starts at A and goes down by letters, to E at the lowest:

- one letter per kind of major finding, half a letter per kind of medium one, none for minor ones, each
  weighed by the share of the euros of the ROI (costs and margin) that its campaigns carry; a remaining
  half counts for nothing;
- one letter more where the euros in doubt (what mending would move, in costs or in margin) reach 5 % of
  the euros of the ROI, two where they reach 15 %, three where they reach 30 %.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from math import ceil

from filon.insight.biases.facts import CampaignFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.metrics.evaluate import MIN_EVENTS
from filon.terms.text import Text

GRADES = "ABCDE"
STEPS = {Severity.LOW: 0.0, Severity.MEDIUM: 0.5, Severity.HIGH: 1.0}
DOUBTS = (0.05, 0.15, 0.30)
LABEL = Text("indice de confiance", "trust grade")
RULE = Text(
    "Un ROI part de A. Chaque sorte de constat majeur ôte une lettre, chaque sorte de constat moyen une demi-lettre "
    "(une demie restante ne compte pas), à proportion des euros du ROI — coûts et marge — qu'elle touche. "
    "Les euros en doute — ce que les corrections déplaceraient — ôtent une lettre de plus dès 5 % de ces euros, "
    "deux dès 15 %, trois dès 30 %. E est le plus bas. Les constats portent sur la campagne entière.",
    "A ROI starts at A. Each kind of major finding takes one letter off, each kind of medium finding half a letter "
    "(a remaining half does not count), in proportion to the euros of the ROI (costs and margin) that it touches. "
    "The euros in doubt (what mending would move) take one letter more from 5% of these euros on, two from 15%, "
    "three from 30%. E is the lowest. Findings are of the whole campaign.",
)


@dataclass(frozen=True, slots=True)
class Trust:
    """The grade of a ROI, the share of its euros in doubt, and the findings behind, the heaviest first."""

    grade: str
    doubt: float
    findings: tuple[Finding, ...]


def priced(finding: Finding, facts: Facts) -> Finding:
    """Return the finding with the ROI of its campaigns before and after mending, where that can be computed.

    One that brings its own keeps it.
    """
    if finding.roi is not None:
        return finding
    concerned = [campaign for campaign in facts.campaigns if finding.touches(campaign.code)]
    if sum(campaign.contracts for campaign in concerned) < MIN_EVENTS:
        return finding  # no page tells a ROI on so few
    effect, cost = finding.effect_cents, sum(campaign.cost_cents for campaign in concerned)
    if not (finding.side and effect and cost) or any(_unanswered(campaign) for campaign in concerned):
        return finding
    margin = sum(campaign.margin_cents or 0 for campaign in concerned)
    mended_cost = cost - effect if finding.side == "cost" else cost
    mended_margin = margin + effect if finding.side == "margin" else margin
    if mended_cost <= 0:
        return finding
    return replace(finding, roi=(margin / cost - 1, mended_margin / mended_cost - 1))


def _unanswered(campaign: CampaignFacts) -> bool:
    return campaign.margin_cents is None or not campaign.cost_known


def trust(findings: Iterable[Finding], facts: Facts, campaigns: Collection[str]) -> Trust | None:
    """Grade the ROI of some campaigns together by the rule of this module; None where it has no answer."""
    own_facts = [campaign for campaign in facts.campaigns if campaign.code in campaigns]
    if not any(campaign.cost_cents for campaign in own_facts) or any(map(_unanswered, own_facts)):
        return None
    found = [finding for finding in findings if any(map(finding.touches, campaigns))]
    stake = sum(campaign.stake_cents for campaign in own_facts)
    steps: dict[tuple[str, Severity], set[str]] = {}
    doubt = 0.0
    for finding in found:
        touched = [campaign for campaign in facts.campaigns if finding.touches(campaign.code)]
        own = {campaign.code for campaign in touched if campaign.code in campaigns}
        steps.setdefault((finding.id, finding.severity), set()).update(own)
        whole = sum(campaign.stake_cents for campaign in touched)
        if finding.side and finding.effect_cents and whole:
            doubt += abs(finding.effect_cents) * _stake(own, facts) / whole
    lost = sum(STEPS[severity] * _share(_stake(own, facts), stake) for (_, severity), own in steps.items())
    share = _share(doubt, stake) if doubt else 0.0
    down = ceil(round(lost, 6) - 0.5) + sum(share >= limit for limit in DOUBTS)
    return Trust(GRADES[min(max(down, 0), len(GRADES) - 1)], share, tuple(found))


def _stake(codes: Collection[str], facts: Facts) -> int:
    return sum(campaign.stake_cents for campaign in facts.campaigns if campaign.code in codes)


def _share(part: float, whole: int) -> float:
    return min(part / whole, 1.0) if whole else 1.0
