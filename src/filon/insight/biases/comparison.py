"""Biases of comparison: channels on different bases, tests among the recurring, rankings of too few."""

from collections import defaultdict
from collections.abc import Callable

from filon.insight.biases.facts import CampaignFacts, Facts, Segment
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, channel, euros, plural, signed_euros
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
        effect=NOT_COMPUTABLE if cents is None else signed_euros(cents),
        effect_cents=cents,
        next_step=Text(
            "Lisez les totaux par type : filon query --metrics roi --by kind.",
            "Read the totals by kind: filon query --metrics roi --by kind.",
        ),
    )


def too_small_to_rank(facts: Facts) -> list[Finding]:
    """Find the dimensions whose values have too few contracts or appointments to be ranked."""
    groups: dict[str, list[Segment]] = defaultdict(list)
    for segment in facts.segments:
        groups[segment.dimension].append(segment)
    return [
        _too_small(dimension, small, len(segments))
        for dimension, segments in groups.items()
        if len(segments) > 1 and (small := [segment for segment in segments if _small(segment)])
    ]


def _small(segment: Segment) -> bool:
    return segment.contracts < FEWEST_CONTRACTS or segment.appointments < FEWEST_APPOINTMENTS


def _too_small(dimension: str, small: list[Segment], total: int) -> Finding:
    label = DIMENSIONS.get(dimension, Text(dimension, dimension))
    seen = ", ".join(f"{segment.value} ({segment.contracts})" for segment in small[:6])
    more = "…" if len(small) > 6 else ""
    few = plural(len(small), ("valeur", "valeurs"), ("value", "values"))
    return Finding(
        id="too_small_to_rank",
        severity=Severity.LOW,
        title=Text(f"Trop peu pour classer par {label.fr}", f"Too few to rank by {label.en}"),
        evidence=Text(
            f"{few.fr} sur {total} avec moins de {FEWEST_CONTRACTS} contrats ou de {FEWEST_APPOINTMENTS} "
            f"rendez-vous (contrats) : {seen}{more}.",
            f"{few.en} of {total} with fewer than {FEWEST_CONTRACTS} contracts or {FEWEST_APPOINTMENTS} "
            f"appointments (contracts): {seen}{more}.",
        ),
        effect=Text(
            "non chiffrable : l'écart peut n'être que le hasard", "cannot be priced: it may be chance alone"
        ),
        next_step=Text(
            "Ne classez pas : lisez les intervalles, attendez d'autres contrats ou regroupez les valeurs.",
            "Do not rank: read the intervals, wait for more contracts or merge values.",
        ),
    )
