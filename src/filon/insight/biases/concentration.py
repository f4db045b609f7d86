"""Biases of concentration: a ROI that one deal makes, contracts that one caller brings."""

from collections import defaultdict

from filon.insight.biases.facts import CampaignFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import euros, percent, signed_percent
from filon.terms.text import Text

FEWEST_CONTRACTS, FEWEST_CALLERS = 5, 3
LARGE = 0.5
FEWEST_OF_ALL = 10


def one_large_deal(facts: Facts) -> list[Finding]:
    """Find campaigns of which one contract makes half the margin: without it the ROI is another."""
    margins: dict[str, list[int]] = defaultdict(list)
    for contract in facts.contracts:
        if contract.campaign and contract.margin_cents is not None:
            margins[contract.campaign].append(contract.margin_cents)
    return [
        _large(campaign, margins[campaign.code])
        for campaign in facts.campaigns
        if len(margins[campaign.code]) >= FEWEST_CONTRACTS
        and max(margins[campaign.code]) >= LARGE * sum(margins[campaign.code]) > 0
    ]


def _large(campaign: CampaignFacts, margins: list[int]) -> Finding:
    largest, whole = max(margins), sum(margins)
    share = percent(largest / whole)
    effect = Text("non chiffrable : coûts inconnus", "cannot be priced: costs unknown")
    if campaign.cost_cents and campaign.cost_known and campaign.margin_cents is not None:
        now, without = (
            signed_percent(margin / campaign.cost_cents - 1)
            for margin in (campaign.margin_cents, campaign.margin_cents - largest)
        )
        effect = Text(
            f"le ROI reste ; sans elle il serait de {without.fr}, et non de {now.fr}",
            f"the ROI stays; without it, it would be {without.en}, not {now.en}",
        )
    return Finding(
        id="one_large_deal",
        severity=Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : une affaire fait {share.fr} de la marge",
            f"{campaign.name}: one deal makes {share.en} of the margin",
        ),
        evidence=Text(
            f"{euros(largest).fr} sur {euros(whole).fr} de marge, pour {len(margins)} contrats.",
            f"{euros(largest).en} of {euros(whole).en} of margin, for {len(margins)} contracts.",
        ),
        effect=effect,
        next_step=Text(
            "Lisez le ROI avec et sans elle avant d'intensifier : elle peut ne pas revenir.",
            "Read the ROI with and without it before spending more: it may not come again.",
        ),
        campaign=campaign.code,
    )


def one_caller(facts: Facts) -> list[Finding]:
    """Find that one operator brings most of the contracts: the ROI is that person's, not the method's."""
    callers = [segment for segment in facts.segments if segment.dimension == "operator"]
    total = sum(segment.contracts for segment in callers)
    if len(callers) < FEWEST_CALLERS or total < FEWEST_OF_ALL:
        return []
    first = max(callers, key=lambda segment: segment.contracts)
    met = sum(segment.appointments for segment in callers)
    # Who books most of the appointments brings most of the contracts: that is work, not concentration.
    if first.contracts <= LARGE * total or first.appointments > LARGE * met:
        return []
    share = percent(first.contracts / total)
    return [
        Finding(
            id="one_caller",
            severity=Severity.LOW,
            title=Text(
                f"{first.value} apporte {share.fr} des contrats",
                f"{first.value} brings {share.en} of the contracts",
            ),
            evidence=Text(
                f"{first.contracts} contrats sur {total}, pour {first.appointments} rendez-vous sur {met}.",
                f"{first.contracts} contracts of {total}, from {first.appointments} appointments of {met}.",
            ),
            effect=Text(
                "non chiffrable : le ROI est celui d'une personne plus que d'une méthode",
                "cannot be priced: the ROI is one person's more than a method's",
            ),
            next_step=Text(
                "Comparez les téléopérateurs dans Segments avant de prolonger ce ROI à une autre équipe.",
                "Compare the operators in Segments before this ROI is extended to another team.",
            ),
            covers=(),
        )
    ]
