"""Biases of the sales: contracts that their deals deny, deals that no contract answers."""

from filon.insight.biases.facts import ContractFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import codes, euros
from filon.insight.biases.signed import campaigns, ids, many_of, margin_off, margin_rate, priced_as, revenue
from filon.terms.text import Text, plural

FEWEST_SETTLED = 20


def contracts_on_lost_deals(facts: Facts) -> list[Finding]:
    """Find contracts whose opportunity is lost: one of the two is wrong."""
    denied = [contract for contract in facts.contracts if contract.deal == "lost"]
    return [_denied(denied)] if denied else []


def _denied(contracts: list[ContractFacts]) -> Finding:
    cents, many = margin_off(contracts), many_of(contracts)
    return Finding(
        id="contracts_on_lost_deals",
        severity=Severity.HIGH,
        title=Text("Des contrats signés sur des affaires perdues", "Contracts signed on lost deals"),
        evidence=Text(
            f"{many.fr} ({ids(contracts)}), {revenue(contracts).fr} : leur opportunité est « perdue ».",
            f"{many.en} ({ids(contracts)}), {revenue(contracts).en}: their opportunity is “lost”.",
        ),
        effect=priced_as(
            cents, Text("de marge si l'affaire est bien perdue", "of margin if the deal is lost indeed")
        ),
        effect_cents=cents,
        next_step=Text(
            "Demandez au commercial : gagnée (corrigez l'opportunité) ou perdue (retirez le contrat) ?",
            "Ask the sales representative: won (correct the opportunity) or lost (withdraw the contract)?",
        ),
        side="margin",
        covers=campaigns(contracts),
    )


def contracts_on_open_deals(facts: Facts) -> list[Finding]:
    """Find contracts whose opportunity is still open: the pipeline counts again what is signed."""
    ahead = [contract for contract in facts.contracts if contract.deal == "open"]
    if not ahead:
        return []
    amount = sum(contract.deal_cents or 0 for contract in ahead)
    told = Text("elles comptent", "they count")
    if amount:
        told = Text(f"{euros(amount).fr} comptent", f"{euros(amount).en} count")
    return [
        Finding(
            id="contracts_on_open_deals",
            severity=Severity.LOW,
            title=Text("Des affaires signées restent ouvertes", "Signed deals are still open"),
            evidence=Text(
                f"{many_of(ahead).fr} ({ids(ahead)}) dont l'opportunité est encore ouverte.",
                f"{many_of(ahead).en} ({ids(ahead)}) whose opportunity is still open.",
            ),
            effect=Text(
                f"le ROI à date n'en change pas ; {told.fr} encore parmi les affaires en cours",
                f"the ROI to date stays; {told.en} again among the open deals",
            ),
            next_step=Text("Passez ces opportunités à « gagnée ».", "Move these opportunities to “won”."),
            covers=campaigns(ahead),
        )
    ]


def contracts_without_opportunity(facts: Facts) -> list[Finding]:
    """Find contracts without an opportunity in campaigns that record theirs: nothing proves where they come from."""
    tracked = {campaign.code for campaign in facts.campaigns if campaign.opportunities}
    loose = [c for c in facts.contracts if c.deal is None and c.campaign in tracked]
    if not loose:
        return []
    margin = margin_off(loose)
    return [
        Finding(
            id="contracts_without_opportunity",
            severity=Severity.LOW,
            title=Text("Des contrats sans opportunité", "Contracts without an opportunity"),
            evidence=Text(
                f"{many_of(loose).fr} ({ids(loose)}), {revenue(loose).fr}, dans des campagnes qui suivent leurs affaires.",
                f"{many_of(loose).en} ({ids(loose)}), {revenue(loose).en}, in campaigns that follow their deals.",
            ),
            effect=Text(
                "non chiffrable : la campagne est nommée, aucune affaire ne le prouve",
                "cannot be priced: the campaign is named, no deal proves it",
            )
            if margin is None
            else Text(
                f"le ROI reste s'ils viennent bien de là ; {euros(-margin).fr} de marge en dépendent",
                f"the ROI stays if they do come from there; {euros(-margin).en} of margin depend on it",
            ),
            next_step=Text(
                "Reliez chaque contrat à son opportunité ; les taux de signature en dépendent aussi.",
                "Link each contract to its opportunity; win rates depend on it too.",
            ),
            covers=campaigns(loose),
        )
    ]


def won_without_contract(facts: Facts) -> list[Finding]:
    """Find deals won for a month to which no contract answers, priced at the margin rate of the contracts."""
    owed = [campaign for campaign in facts.campaigns if campaign.won_unsigned]
    if not owed:
        return []
    amount, deals = (
        sum(campaign.won_unsigned_cents for campaign in owed),
        sum(campaign.won_unsigned for campaign in owed),
    )
    rate = margin_rate(facts)
    cents = round(amount * rate) if rate is not None and amount else None
    many = plural(deals, ("affaire gagnée", "affaires gagnées"), ("deal won", "deals won"))
    return [
        Finding(
            id="won_without_contract",
            severity=Severity.MEDIUM,
            title=Text("Des affaires gagnées sans contrat", "Deals won without a contract"),
            evidence=Text(
                f"{many.fr} depuis plus d'un mois ({euros(amount).fr}), sans contrat : {codes(owed)}.",
                f"{many.en} more than a month ago ({euros(amount).en}), without a contract: {codes(owed)}.",
            ),
            effect=priced_as(
                cents, Text("de marge au taux des contrats connus", "of margin at the known contracts' rate")
            ),
            effect_cents=cents,
            next_step=Text(
                "Importez les contrats signés, ou rouvrez les affaires qui ne le sont pas.",
                "Import the contracts signed, or reopen the deals that are not.",
            ),
            side="margin",
            covers=tuple(campaign.code for campaign in owed),
        )
    ]


def losses_unrecorded(facts: Facts) -> list[Finding]:
    """Find a pipeline in which deals are won and none is ever lost."""
    won = sum(campaign.won for campaign in facts.campaigns)
    if won < FEWEST_SETTLED or any(campaign.lost for campaign in facts.campaigns):
        return []
    return [
        Finding(
            id="losses_unrecorded",
            severity=Severity.MEDIUM,
            title=Text("Aucune affaire n'est jamais perdue", "No deal is ever lost"),
            evidence=Text(
                f"{won} affaires gagnées, pas une perdue : les perdues ne sont pas saisies.",
                f"{won} deals won, not one lost: lost ones are not recorded.",
            ),
            effect=Text(
                "le ROI à date n'en change pas ; le taux de signature et tout ce qui en est projeté sont trop beaux",
                "the ROI to date stays; the win rate, and all that is projected from it, are too good",
            ),
            next_step=Text(
                "Exportez aussi les affaires perdues du CRM.", "Export the lost deals of the CRM too."
            ),
        )
    ]


def signed_before_first_call(facts: Facts) -> list[Finding]:
    """Find contracts credited to calling and signed before its first call to the prospect."""
    early = [contract for contract in facts.contracts if contract.before_first_call]
    if not early:
        return []
    cents = margin_off(early)
    return [
        Finding(
            id="signed_before_first_call",
            severity=Severity.HIGH,
            title=Text(
                "Des contrats signés avant le premier appel", "Contracts signed before the first call"
            ),
            evidence=Text(
                f"{many_of(early).fr} ({ids(early)}), {revenue(early).fr}, crédités à une campagne dont le premier "
                "appel à ce prospect est plus tardif.",
                f"{many_of(early).en} ({ids(early)}), {revenue(early).en}, credited to a campaign whose first call "
                "to that prospect came later.",
            ),
            effect=priced_as(
                cents,
                Text(
                    "de marge que ces appels n'ont pas produite", "of margin that these calls did not bring"
                ),
            ),
            effect_cents=cents,
            next_step=Text(
                "Corrigez la date de signature, ou retirez la campagne de ces contrats.",
                "Correct the day of signature, or take the campaign off these contracts.",
            ),
            side="margin",
            covers=campaigns(early),
        )
    ]
