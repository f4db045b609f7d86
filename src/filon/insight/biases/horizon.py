"""Biases of time: a horizon shorter than the sale, recurrence left out, early ends forgotten."""

from collections import defaultdict

from filon.insight.biases.facts import CampaignFacts, ContractFacts, Facts, Projection
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, euros, percent, signed_euros, signed_percent
from filon.terms.period import whole_months
from filon.terms.text import Text, count, plural

LONG_HORIZON_MONTHS = 36


def short_horizon(facts: Facts) -> list[Finding]:
    """Find the campaigns judged before their deals had time to close.

    A campaign is young where its open deals outnumber half of those settled, or where it began less
    than one median sales cycle ago. Priced by the projection of the maturity study, where it has one.
    """
    return [_young(campaign) for campaign in facts.campaigns if _is_young(campaign, facts)]


def _is_young(campaign: CampaignFacts, facts: Facts) -> bool:
    if not campaign.open_opportunities:
        return False
    age = (facts.as_of - campaign.starts_on).days
    early = facts.cycle_days is not None and age < facts.cycle_days
    return early or 2 * campaign.open_opportunities > campaign.won + campaign.lost


def _young(campaign: CampaignFacts) -> Finding:
    ahead = campaign.projection
    deals = plural(campaign.open_opportunities, ("affaire", "affaires"), ("deal", "deals"))
    amount, settled = euros(campaign.open_amount_cents), count(campaign.won + campaign.lost)
    return Finding(
        id="short_horizon",
        severity=Severity.MEDIUM,
        title=Text(f"{campaign.name} : trop tôt pour conclure", f"{campaign.name}: too early to conclude"),
        evidence=Text(
            f"{deals.fr} encore en cours ({amount.fr}) pour {settled.fr} closes : en cours n'est pas perdu.",
            f"{deals.en} still open ({amount.en}) against {settled.en} settled: open is not lost.",
        ),
        effect=_to_come(ahead),
        effect_cents=ahead.coming_cents if ahead else None,
        next_step=Text(
            "Jugez sur le ROI projeté et son intervalle ; ne décidez d'arrêter qu'après un cycle de vente entier.",
            "Judge by the projected ROI and its interval; decide to stop only after a whole sales cycle.",
        ),
        campaign=campaign.code,
        side="margin",
        roi=_moved(ahead),
    )


def _to_come(ahead: Projection | None) -> Text:
    """Say the margin to come and the interval of the ROI as the maturity study has them, or why it has none."""
    if ahead is None or ahead.coming_cents is None:
        reason = ahead.projected.reason if ahead else None
        if reason is None:
            return NOT_COMPUTABLE
        return Text(f"{NOT_COMPUTABLE.fr} : {reason.fr}", f"{NOT_COMPUTABLE.en}: {reason.en}")
    more, found = signed_euros(ahead.coming_cents), ahead.projected
    said = Text(f"{more.fr} de marge à venir", f"{more.en} of margin to come")
    if found.value is None or found.low is None or found.high is None:
        return said
    later, low, high = (signed_percent(float(share)) for share in (found.value, found.low, found.high))
    return Text(
        f"{said.fr}, ROI projeté de {later.fr} (entre {low.fr} et {high.fr})",
        f"{said.en}, projected ROI of {later.en} (between {low.en} and {high.en})",
    )


def _moved(ahead: Projection | None) -> tuple[float, float] | None:
    """Return the ROI to date and the projected one, where both are known and rest on enough."""
    if ahead is None or ahead.roi.value is None or ahead.projected.value is None:
        return None
    if ahead.roi.too_few or ahead.projected.too_few:
        return None
    return float(ahead.roi.value), float(ahead.projected.value)


def recurrence_ignored(facts: Facts) -> list[Finding]:
    """Find the campaigns whose contracts go on beyond the horizon: what three years would add.

    Counts, for each contract still running, its monthly margin from the end of its first term to
    LONG_HORIZON_MONTHS, times the share of recurring contracts that outlived their first term so far.
    """
    kept = _kept_share(facts)
    by_campaign: dict[str, list[ContractFacts]] = defaultdict(list)
    for contract in facts.contracts:
        if contract.campaign and contract.monthly_margin_cents and contract.ended_on is None:
            by_campaign[contract.campaign].append(contract)
    known = {campaign.code: campaign for campaign in facts.campaigns}
    return [
        _recurrence(known[code], contracts, kept)
        for code, contracts in by_campaign.items()
        if code in known and (known[code].horizon_months or 12) < LONG_HORIZON_MONTHS
    ]


def _kept_share(facts: Facts) -> float:
    recurring = [contract for contract in facts.contracts if contract.monthly_margin_cents]
    ended = sum(contract.ended_on is not None for contract in recurring)
    return 1 - ended / len(recurring) if recurring else 1.0


def _recurrence(campaign: CampaignFacts, contracts: list[ContractFacts], kept: float) -> Finding:
    horizon = campaign.horizon_months or 12
    counted = [max(contract.term_months or 1, horizon) for contract in contracts]
    left = [
        (contract.monthly_margin_cents or 0) * max(LONG_HORIZON_MONTHS - months, 0)
        for contract, months in zip(contracts, counted, strict=True)
    ]
    cents = round(sum(left) * kept)
    many = plural(
        len(contracts),
        ("contrat récurrent", "contrats récurrents"),
        ("recurring contract", "recurring contracts"),
    )
    return Finding(
        id="recurrence_ignored",
        severity=Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : l'horizon de {horizon} mois oublie les renouvellements",
            f"{campaign.name}: a horizon of {horizon} months leaves the renewals out",
        ),
        evidence=Text(
            f"{many.fr} ; {percent(kept).fr} des contrats récurrents sont toujours en cours.",
            f"{many.en}; {percent(kept).en} of the recurring contracts are still running.",
        ),
        effect=Text(
            f"{signed_euros(cents).fr} de marge jusqu'à {LONG_HORIZON_MONTHS} mois, sans actualisation",
            f"{signed_euros(cents).en} of margin up to {LONG_HORIZON_MONTHS} months, not discounted",
        ),
        effect_cents=cents,
        next_step=Text(
            f"Comparez le ROI net et le ROI net à l'horizon, à {LONG_HORIZON_MONTHS} mois.",
            f"Compare the net ROI and the net ROI at the horizon, at {LONG_HORIZON_MONTHS} months.",
        ),
        campaign=campaign.code,
    )


def churn_ignored(facts: Facts) -> list[Finding]:
    """Find contracts ended before their term, whose margin is still counted for the whole term."""
    early = [(contract, _unserved(contract)) for contract in facts.contracts]
    cut = [(contract, months) for contract, months in early if months and contract.monthly_margin_cents]
    if not cut:
        return []
    cents = -sum((contract.monthly_margin_cents or 0) * months for contract, months in cut)
    many = plural(
        len(cut),
        ("contrat arrêté", "contrats arrêtés"),
        ("contract ended", "contracts ended"),
    )
    return [
        Finding(
            id="churn_ignored",
            severity=Severity.MEDIUM,
            title=Text(
                "Des résiliations ne sont pas retirées de la marge", "Early ends are not taken off the margin"
            ),
            evidence=Text(f"{many.fr} avant terme.", f"{many.en} before term."),
            effect=signed_euros(cents),
            effect_cents=cents,
            next_step=Text(
                "Saisissez la marge réellement servie, ou gardez la résiliation dans la valeur vie client.",
                "Enter the margin really served, or keep the early end in the lifetime value.",
            ),
            side="margin",
            covers=tuple(sorted({contract.campaign for contract, _ in cut if contract.campaign})),
        )
    ]


def _unserved(contract: ContractFacts) -> int:
    """Return the whole months of the first term that were not served."""
    if contract.ended_on is None or not contract.term_months:
        return 0
    return max(contract.term_months - whole_months(contract.signed_on, contract.ended_on), 0)
