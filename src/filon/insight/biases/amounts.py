"""Biases of the amounts: sales counted twice, revenue taken for margin, VAT among the sales."""

from collections import defaultdict
from typing import TYPE_CHECKING

from filon.insight.biases.facts import ContractFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import some
from filon.insight.biases.signed import campaigns, ids, many_of, margin_off, margin_rate, priced_as, revenue
from filon.terms.text import Text

if TYPE_CHECKING:
    from collections.abc import Hashable

WITH_TAX = 1.2
FEWEST_ALIKE, MOST_ALIKE = 3, 0.5


def duplicate_contracts(facts: Facts) -> list[Finding]:
    """Find sales counted twice: same prospect, day, amount and product under two numbers."""
    groups: dict[Hashable, list[ContractFacts]] = defaultdict(list)
    for contract in facts.contracts:
        if contract.contact is not None and contract.revenue_cents:
            key = (contract.contact, contract.signed_on, contract.revenue_cents, contract.product)
            groups[key].append(contract)
    twins = [group for group in groups.values() if len(group) > 1]
    if not twins:
        return []
    extra = [contract for group in twins for contract in group[1:]]
    cents = margin_off(extra)
    pairs = some(" = ".join(contract.id for contract in group) for group in twins)
    return [
        Finding(
            id="duplicate_contracts",
            severity=Severity.HIGH,
            title=Text("Des contrats semblent comptés deux fois", "Contracts seem counted twice"),
            evidence=Text(
                f"Même prospect, même jour, même montant : {pairs} ; {revenue(extra).fr} de trop.",
                f"Same prospect, same day, same amount: {pairs}; {revenue(extra).en} too much.",
            ),
            effect=priced_as(cents, Text("de marge sans les doublons", "of margin without the duplicates")),
            effect_cents=cents,
            next_step=Text(
                "Comparez-les ; si c'est la même vente, retirez l'un des deux.",
                "Compare them; if they are one sale, withdraw one of the two.",
            ),
            side="margin",
            covers=campaigns(extra),
        )
    ]


def revenue_as_margin(facts: Facts) -> list[Finding]:
    """Find contracts whose margin is their whole revenue: a ROI on revenue passes for a net one."""
    whole = [c for c in facts.contracts if c.revenue_cents and (c.margin_cents or 0) >= c.revenue_cents]
    known = [c for c in facts.contracts if c.revenue_cents and c.margin_cents is not None]
    if len(whole) < FEWEST_ALIKE or len(whole) < MOST_ALIKE * len(known):
        return []
    rate = margin_rate(facts, lambda contract: contract not in whole)
    cents = (
        None if rate is None else round(sum(c.revenue_cents for c in whole) * rate) + (margin_off(whole) or 0)
    )
    many = many_of(whole)
    return [
        Finding(
            id="revenue_as_margin",
            severity=Severity.HIGH,
            title=Text(
                "La marge est égale au chiffre d'affaires : le ROI n'est pas net",
                "The margin equals the revenue: the ROI is not net",
            ),
            evidence=Text(
                f"{many.fr} sur {len(known)} ont une marge de 100 % ({revenue(whole).fr}).",
                f"{many.en} of {len(known)} have a margin of 100% ({revenue(whole).en}).",
            ),
            effect=Text(
                "non chiffrable : aucun contrat ne dit le vrai taux",
                "cannot be priced: no contract tells the true rate",
            )
            if cents is None
            else priced_as(
                cents, Text("au taux de marge des autres contrats", "at the other contracts' margin rate")
            ),
            effect_cents=cents,
            next_step=Text(
                "Donnez la marge brute de chaque contrat, ou son taux : un ROI se calcule sur la marge.",
                "Give each contract's gross margin, or its rate: a ROI is computed on margin.",
            ),
            side="margin",
            covers=campaigns(whole),
        )
    ]


def revenue_with_tax(facts: Facts) -> list[Finding]:
    """Find contracts worth 1.2 times their deal, to the euro: one is with VAT and the other without."""
    compared = [c for c in facts.contracts if c.deal_cents and c.revenue_cents]
    taxed = [c for c in compared if abs(c.revenue_cents - WITH_TAX * (c.deal_cents or 0)) <= 100]
    if len(taxed) < FEWEST_ALIKE or len(taxed) < MOST_ALIKE * len(compared):
        return []
    off = margin_off(taxed)
    cents = None if off is None else round(off * (1 - 1 / WITH_TAX))
    return [
        Finding(
            id="revenue_with_tax",
            severity=Severity.HIGH,
            title=Text("Des contrats semblent saisis TTC", "Contracts seem entered with VAT"),
            evidence=Text(
                f"{many_of(taxed).fr} sur {len(compared)} valent exactement 1,2 fois leur opportunité ({ids(taxed)}).",
                f"{many_of(taxed).en} of {len(compared)} are worth exactly 1.2 times their opportunity ({ids(taxed)}).",
            ),
            effect=priced_as(
                cents,
                Text(
                    "si leur marge est tirée du montant TTC",
                    "if their margin is taken from the amount with VAT",
                ),
            ),
            effect_cents=cents,
            next_step=Text(
                "Saisissez chiffre d'affaires et marge hors taxes.", "Enter revenue and margin without VAT."
            ),
            side="margin",
            covers=campaigns(taxed),
        )
    ]
