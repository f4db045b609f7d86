"""Biases of comparison: channels on different bases, tests among the recurring, rankings of too few."""

from collections import defaultdict
from collections.abc import Callable

from filon.insight.biases.facts import CampaignFacts, Facts, Segment
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, channel, euros, signed_euros
from filon.terms.text import Text

FEWEST_CONTRACTS, FEWEST_APPOINTMENTS = 5, 20
DIMENSIONS = {
    "campaign": Text("campagne", "campaign"),
    "operator": Text("téléopérateur", "operator"),
    "script": Text("script", "script"),
    "list": Text("fichier", "list"),
    "sector": Text("secteur", "sector"),
    "size_band": Text("taille", "size"),
    "region": Text("région", "region"),
}


def cost_per_lead_across_channels(facts: Facts) -> list[Finding]:
    """Find channels whose first result is not the same thing: a lead here, an appointment there."""
    channels: dict[str, list[CampaignFacts]] = defaultdict(list)
    for campaign in facts.campaigns:
        if campaign.cost_cents and campaign.active:
            channels[campaign.channel].append(campaign)
    by_lead = [name for name, campaigns in channels.items() if _total(campaigns, _leads)]
    by_appointment = [
        name for name in channels if name not in by_lead and _total(channels[name], _appointments)
    ]
    if not by_lead or not by_appointment:
        return []
    first = [_unit(name, channels[name], _leads, Text("lead", "lead")) for name in by_lead]
    first += [
        _unit(name, channels[name], _appointments, Text("rendez-vous", "appointment"))
        for name in by_appointment
    ]
    common = [
        _unit(name, channels[name], lambda c: c.contracts, Text("contrat", "contract"))
        for name in (*by_lead, *by_appointment)
    ]
    firsts_fr, firsts_en = " ; ".join(text.fr for text in first), "; ".join(text.en for text in first)
    common_fr, common_en = " ; ".join(text.fr for text in common), "; ".join(text.en for text in common)
    return [
        Finding(
            id="cost_per_lead_across_channels",
            severity=Severity.MEDIUM,
            title=Text(
                "Un lead d'e-mail ou de salon n'est pas un rendez-vous de téléphone",
                "A lead from e-mail or a fair is not a phone appointment",
            ),
            evidence=Text(
                f"{firsts_fr}. Sur la même base : {common_fr}.",
                f"{firsts_en}. On the same basis: {common_en}.",
            ),
            effect=Text(
                "non chiffrable : c'est l'ordre des canaux qui change",
                "cannot be priced: it changes the order",
            ),
            next_step=Text(
                "Comparez les canaux au coût par contrat et au ROI : même horizon, même marge, mêmes coûts.",
                "Compare channels by cost per contract and ROI: same horizon, same margin, same costs.",
            ),
            covers=(),
        )
    ]


def _leads(campaign: CampaignFacts) -> int:
    return campaign.leads


def _appointments(campaign: CampaignFacts) -> int:
    return campaign.appointments


def _total(campaigns: list[CampaignFacts], of: Callable[[CampaignFacts], int]) -> int:
    return sum(of(campaign) for campaign in campaigns)


def _unit(name: str, campaigns: list[CampaignFacts], of: Callable[[CampaignFacts], int], what: Text) -> Text:
    total, cost, label = _total(campaigns, of), sum(c.cost_cents for c in campaigns), channel(name)
    if not total:
        return Text(f"{label.fr} : aucun {what.fr}", f"{label.en}: no {what.en}")
    price = euros(cost / total)
    return Text(f"{label.fr} : {price.fr} par {what.fr}", f"{label.en}: {price.en} per {what.en}")


def test_and_recurring_mixed(facts: Facts) -> list[Finding]:
    """Find totals that add tests to recurring campaigns, and tests filed as recurring."""
    active = [campaign for campaign in facts.campaigns if campaign.active or campaign.cost_cents]
    tests = [campaign for campaign in active if campaign.kind == "test"]
    findings = [
        _misfiled(campaign) for campaign in active if campaign.kind != "test" and _named_test(campaign)
    ]
    if tests and len(tests) < len(active):
        findings.append(_mixed(tests))
    return findings


def _named_test(campaign: CampaignFacts) -> bool:
    words = (
        f"{campaign.code} {campaign.name}".casefold().replace("-", " ").replace("_", " ").replace(":", " ")
    )
    return bool({"test", "pilote", "pilot"} & set(words.split()))


def _misfiled(campaign: CampaignFacts) -> Finding:
    return Finding(
        id="test_and_recurring_mixed",
        severity=Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : un test rangé parmi les récurrentes",
            f"{campaign.name}: a test not filed as one",
        ),
        evidence=Text(
            f"Le nom de {campaign.code} annonce un test, son type ne le dit pas.",
            f"The name of {campaign.code} announces a test, its kind does not.",
        ),
        effect=NOT_COMPUTABLE,
        next_step=Text("Donnez à la campagne le type « test ».", "Give the campaign the kind “test”."),
        campaign=campaign.code,
    )


def _mixed(tests: list[CampaignFacts]) -> Finding:
    cost = sum(campaign.cost_cents for campaign in tests)
    margins = [campaign.margin_cents for campaign in tests]
    known = [margin for margin in margins if margin is not None]
    cents = cost - sum(known) if len(known) == len(margins) else None
    codes = ", ".join(campaign.code for campaign in tests)
    return Finding(
        id="test_and_recurring_mixed",
        severity=Severity.LOW,
        title=Text(
            "Les totaux mêlent tests et campagnes récurrentes", "The totals mix tests and recurring campaigns"
        ),
        evidence=Text(
            f"{codes} : {euros(cost).fr} de coûts de test dans les totaux.",
            f"{codes}: {euros(cost).en} of test costs inside the totals.",
        ),
        effect=NOT_COMPUTABLE
        if cents is None
        else Text(
            f"{signed_euros(cents).fr} de gain net sans les tests",
            f"{signed_euros(cents).en} of net gain without tests",
        ),
        effect_cents=cents,
        next_step=Text(
            "Lisez les totaux par type de campagne : récurrente ou test.",
            "Read the totals by kind of campaign: recurring or test.",
        ),
        covers=(),
    )


def too_small_to_rank(facts: Facts) -> list[Finding]:
    """Find the dimensions whose values have too few contracts or appointments to be ranked."""
    groups: dict[str, list[Segment]] = defaultdict(list)
    for segment in facts.segments:
        groups[segment.dimension].append(segment)
    few = {
        dimension: [segment for segment in segments if _small(segment)]
        for dimension, segments in groups.items()
        if len(segments) > 1
    }
    told = [(name, small, len(groups[name])) for name, small in few.items() if small]
    return [_too_small(told)] if told else []


def _small(segment: Segment) -> bool:
    """Tell whether a value has too few to rank; a channel without appointments is judged by contracts."""
    return segment.contracts < FEWEST_CONTRACTS or 0 < segment.appointments < FEWEST_APPOINTMENTS


def _too_small(told: list[tuple[str, list[Segment], int]]) -> Finding:
    labels = {name: DIMENSIONS.get(name, Text(name, name)) for name, *_ in told}
    fr = ", ".join(f"{labels[name].fr} ({len(small)} sur {total})" for name, small, total in told)
    en = ", ".join(f"{labels[name].en} ({len(small)} of {total})" for name, small, total in told)
    example = min(
        (segment for _, small, _ in told for segment in small), key=lambda segment: segment.contracts
    )
    return Finding(
        id="too_small_to_rank",
        severity=Severity.LOW,
        title=Text("Trop peu de contrats pour classer", "Too few contracts to rank"),
        evidence=Text(
            f"Moins de {FEWEST_CONTRACTS} contrats ou de {FEWEST_APPOINTMENTS} rendez-vous par {fr} ; "
            f"par exemple {example.value}, {example.contracts}.",
            f"Fewer than {FEWEST_CONTRACTS} contracts or {FEWEST_APPOINTMENTS} appointments by {en}; "
            f"for instance {example.value}, {example.contracts}.",
        ),
        effect=Text(
            "non chiffrable : l'écart peut n'être que le hasard", "cannot be priced: it may be chance alone"
        ),
        next_step=Text(
            "Ne classez pas : lisez les intervalles, attendez d'autres contrats ou regroupez les valeurs.",
            "Do not rank: read the intervals, wait for more contracts or merge values.",
        ),
        covers=tuple(segment.value for name, small, _ in told if name == "campaign" for segment in small),
    )
