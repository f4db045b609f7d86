"""Biases of the sales: contracts that their deals deny, deals that no contract answers, sales counted twice."""

from collections import defaultdict
from collections.abc import Callable, Hashable

from filon.insight.biases.facts import ContractFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, codes, euros, plural, signed_euros, some
from filon.terms.text import Text

WITH_TAX = 1.2
FEWEST_ALIKE, MOST_ALIKE = 3, 0.5
FEWEST_SETTLED = 20


def contracts_on_lost_deals(facts: Facts) -> list[Finding]:
    """Find contracts whose opportunity is lost: one of the two is wrong."""
    denied = [contract for contract in facts.contracts if contract.deal == "lost"]
    return [_denied(denied)] if denied else []


def _denied(contracts: list[ContractFacts]) -> Finding:
    cents, many = _margin_off(contracts), _many(contracts)
    return Finding(
        id="contracts_on_lost_deals",
        severity=Severity.HIGH,
        title=Text("Des contrats signés sur des affaires perdues", "Contracts signed on lost deals"),
        evidence=Text(
            f"{many.fr} ({_ids(contracts)}), {_revenue(contracts).fr} : leur opportunité est « perdue ».",
            f"{many.en} ({_ids(contracts)}), {_revenue(contracts).en}: their opportunity is “lost”.",
        ),
        effect=_if(
            cents, Text("de marge si l'affaire est bien perdue", "of margin if the deal is lost indeed")
        ),
        effect_cents=cents,
        next_step=Text(
            "Demandez au commercial : gagnée (corrigez l'opportunité) ou perdue (retirez le contrat) ?",
            "Ask the sales representative: won (correct the opportunity) or lost (withdraw the contract)?",
        ),
        side="margin",
        covers=_campaigns(contracts),
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
                f"{_many(ahead).fr} ({_ids(ahead)}) dont l'opportunité est encore ouverte.",
                f"{_many(ahead).en} ({_ids(ahead)}) whose opportunity is still open.",
            ),
            effect=Text(
                f"le ROI à date n'en change pas ; {told.fr} encore parmi les affaires en cours",
                f"the ROI to date stays; {told.en} again among the open deals",
            ),
            next_step=Text("Passez ces opportunités à « gagnée ».", "Move these opportunities to “won”."),
            covers=_campaigns(ahead),
        )
    ]


def contracts_without_opportunity(facts: Facts) -> list[Finding]:
    """Find contracts without an opportunity in campaigns that record theirs: nothing proves where they come from."""
    tracked = {campaign.code for campaign in facts.campaigns if campaign.opportunities}
    loose = [c for c in facts.contracts if c.deal is None and c.campaign in tracked]
    if not loose:
        return []
    margin = _margin_off(loose)
    return [
        Finding(
            id="contracts_without_opportunity",
            severity=Severity.LOW,
            title=Text("Des contrats sans opportunité", "Contracts without an opportunity"),
            evidence=Text(
                f"{_many(loose).fr} ({_ids(loose)}), {_revenue(loose).fr}, dans des campagnes qui suivent leurs affaires.",
                f"{_many(loose).en} ({_ids(loose)}), {_revenue(loose).en}, in campaigns that follow their deals.",
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
            covers=_campaigns(loose),
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
    rate = _margin_rate(facts)
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
            effect=_if(
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
    cents = _margin_off(early)
    return [
        Finding(
            id="signed_before_first_call",
            severity=Severity.HIGH,
            title=Text(
                "Des contrats signés avant le premier appel", "Contracts signed before the first call"
            ),
            evidence=Text(
                f"{_many(early).fr} ({_ids(early)}), {_revenue(early).fr}, crédités à une campagne dont le premier "
                "appel à ce prospect est plus tardif.",
                f"{_many(early).en} ({_ids(early)}), {_revenue(early).en}, credited to a campaign whose first call "
                "to that prospect came later.",
            ),
            effect=_if(
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
            covers=_campaigns(early),
        )
    ]


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
    cents = _margin_off(extra)
    pairs = some(" = ".join(contract.id for contract in group) for group in twins)
    return [
        Finding(
            id="duplicate_contracts",
            severity=Severity.HIGH,
            title=Text("Des contrats semblent comptés deux fois", "Contracts seem counted twice"),
            evidence=Text(
                f"Même prospect, même jour, même montant : {pairs} ; {_revenue(extra).fr} de trop.",
                f"Same prospect, same day, same amount: {pairs}; {_revenue(extra).en} too much.",
            ),
            effect=_if(cents, Text("de marge sans les doublons", "of margin without the duplicates")),
            effect_cents=cents,
            next_step=Text(
                "Comparez-les ; si c'est la même vente, retirez l'un des deux.",
                "Compare them; if they are one sale, withdraw one of the two.",
            ),
            side="margin",
            covers=_campaigns(extra),
        )
    ]


def revenue_as_margin(facts: Facts) -> list[Finding]:
    """Find contracts whose margin is their whole revenue: a ROI on revenue passes for a net one."""
    whole = [c for c in facts.contracts if c.revenue_cents and (c.margin_cents or 0) >= c.revenue_cents]
    known = [c for c in facts.contracts if c.revenue_cents and c.margin_cents is not None]
    if len(whole) < FEWEST_ALIKE or len(whole) < MOST_ALIKE * len(known):
        return []
    rate = _margin_rate(facts, lambda contract: contract not in whole)
    cents = (
        None
        if rate is None
        else round(sum(c.revenue_cents for c in whole) * rate) + (_margin_off(whole) or 0)
    )
    many = _many(whole)
    return [
        Finding(
            id="revenue_as_margin",
            severity=Severity.HIGH,
            title=Text(
                "La marge est égale au chiffre d'affaires : le ROI n'est pas net",
                "The margin equals the revenue: the ROI is not net",
            ),
            evidence=Text(
                f"{many.fr} sur {len(known)} ont une marge de 100 % ({_revenue(whole).fr}).",
                f"{many.en} of {len(known)} have a margin of 100% ({_revenue(whole).en}).",
            ),
            effect=Text(
                "non chiffrable : aucun contrat ne dit le vrai taux",
                "cannot be priced: no contract tells the true rate",
            )
            if cents is None
            else _if(
                cents, Text("au taux de marge des autres contrats", "at the other contracts' margin rate")
            ),
            effect_cents=cents,
            next_step=Text(
                "Donnez la marge brute de chaque contrat, ou son taux : un ROI se calcule sur la marge.",
                "Give each contract's gross margin, or its rate: a ROI is computed on margin.",
            ),
            side="margin",
            covers=_campaigns(whole),
        )
    ]


def revenue_with_tax(facts: Facts) -> list[Finding]:
    """Find contracts worth 1.2 times their deal, to the euro: one is with VAT and the other without."""
    compared = [c for c in facts.contracts if c.deal_cents and c.revenue_cents]
    taxed = [c for c in compared if abs(c.revenue_cents - WITH_TAX * (c.deal_cents or 0)) <= 100]
    if len(taxed) < FEWEST_ALIKE or len(taxed) < MOST_ALIKE * len(compared):
        return []
    off = _margin_off(taxed)
    cents = None if off is None else round(off * (1 - 1 / WITH_TAX))
    return [
        Finding(
            id="revenue_with_tax",
            severity=Severity.HIGH,
            title=Text("Des contrats semblent saisis TTC", "Contracts seem entered with VAT"),
            evidence=Text(
                f"{_many(taxed).fr} sur {len(compared)} valent exactement 1,2 fois leur opportunité ({_ids(taxed)}).",
                f"{_many(taxed).en} of {len(compared)} are worth exactly 1.2 times their opportunity ({_ids(taxed)}).",
            ),
            effect=_if(
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
            covers=_campaigns(taxed),
        )
    ]


def _margin_off(contracts: list[ContractFacts]) -> int | None:
    """Return what the net gain loses without these contracts; None where a margin is unknown."""
    margins = [contract.margin_cents for contract in contracts if contract.margin_cents is not None]
    return -sum(margins) if len(margins) == len(contracts) else None


def _margin_rate(
    facts: Facts, kept: Callable[[ContractFacts], bool] = lambda _contract: True
) -> float | None:
    priced = [c for c in facts.contracts if c.margin_cents is not None and c.revenue_cents and kept(c)]
    revenue = sum(contract.revenue_cents for contract in priced)
    return sum(contract.margin_cents or 0 for contract in priced) / revenue if revenue else None


def _if(cents: int | None, words: Text) -> Text:
    if cents is None:
        return NOT_COMPUTABLE
    amount = signed_euros(cents)
    return Text(f"{amount.fr} {words.fr}", f"{amount.en} {words.en}")


def _many(contracts: list[ContractFacts]) -> Text:
    return plural(len(contracts), ("contrat", "contrats"), ("contract", "contracts"))


def _ids(contracts: list[ContractFacts]) -> str:
    return some(contract.id for contract in contracts)


def _revenue(contracts: list[ContractFacts]) -> Text:
    return euros(sum(contract.revenue_cents for contract in contracts))


def _campaigns(contracts: list[ContractFacts]) -> tuple[str, ...]:
    return tuple(sorted({contract.campaign for contract in contracts if contract.campaign}))
