"""Biases of what cannot be placed: sales of no campaign, contracts without a margin."""

from filon.insight.biases.facts import ContractFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, euros, signed_euros
from filon.terms.text import Text, plural


def unattributed_money(facts: Facts) -> list[Finding]:
    """Find contracts that no campaign can claim: their margin is in no campaign's ROI."""
    orphans = [contract for contract in facts.contracts if contract.campaign is None]
    if not orphans:
        return []
    revenue, margins = sum(contract.revenue_cents for contract in orphans), _known_margins(orphans)
    cents = sum(margins) if len(margins) == len(orphans) else None
    many = plural(len(orphans), ("contrat", "contrats"), ("contract", "contracts"))
    return [
        Finding(
            id="unattributed_money",
            severity=Severity.MEDIUM,
            title=Text("Des ventes ne viennent de nulle part", "Sales come from nowhere"),
            evidence=Text(
                f"{many.fr} sans campagne ni appel, {euros(revenue).fr} de chiffre d'affaires.",
                f"{many.en} without campaign or call, {euros(revenue).en} of revenue.",
            ),
            effect=NOT_COMPUTABLE
            if cents is None
            else Text(
                f"{signed_euros(cents).fr} de marge à attribuer ; nul ne sait au ROI de quelle campagne",
                f"{signed_euros(cents).en} of margin to attribute; nobody knows to which campaign's ROI",
            ),
            effect_cents=cents,
            next_step=Text(
                "Demandez aux clients d'où ils viennent ; reliez l'affaire à un rendez-vous ou une campagne.",
                "Ask the customers how they came; link the opportunity to its appointment or campaign.",
            ),
        )
    ]


def contracts_without_margin(facts: Facts) -> list[Finding]:
    """Find contracts whose margin is unknown, priced at the margin rate of the others."""
    silent = [contract for contract in facts.contracts if contract.margin_cents is None]
    if not silent:
        return []
    priced = [contract for contract in facts.contracts if contract.margin_cents is not None]
    revenue, known = sum(c.revenue_cents for c in silent), sum(c.revenue_cents for c in priced)
    cents = round(revenue * sum(_known_margins(priced)) / known) if known else None
    many = plural(len(silent), ("contrat", "contrats"), ("contract", "contracts"))
    return [
        Finding(
            id="contracts_without_margin",
            severity=Severity.HIGH,
            title=Text(
                "Des contrats sans marge : leur ROI n'a pas de réponse",
                "Contracts without a margin have no ROI",
            ),
            evidence=Text(
                f"{many.fr}, {euros(revenue).fr} de chiffre d'affaires.",
                f"{many.en}, {euros(revenue).en} of revenue.",
            ),
            effect=NOT_COMPUTABLE
            if cents is None
            else Text(
                f"{signed_euros(cents).fr} au taux de marge des autres contrats",
                f"{signed_euros(cents).en} at the other contracts' margin rate",
            ),
            effect_cents=cents,
            next_step=Text(
                "Donnez la marge, ou un taux de marge, de chaque contrat.",
                "Give the margin, or a margin rate, of each contract.",
            ),
            side="margin",
            covers=tuple(sorted({contract.campaign for contract in silent if contract.campaign})),
        )
    ]


def _known_margins(contracts: list[ContractFacts]) -> list[int]:
    return [contract.margin_cents for contract in contracts if contract.margin_cents is not None]
