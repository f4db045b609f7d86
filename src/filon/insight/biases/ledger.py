"""Biases of the cost ledger: missing items, hours without a rate, costs nobody bears, twins."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from filon.insight.biases.facts import CampaignFacts, Entry, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, categories, decimal, euros, signed_euros
from filon.terms.text import Text, plural

Item = tuple[str, ...]  # categories any of which pays for the same thing; the first names it
_TOOLS: Item = ("telephony", "tool_licence", "infrastructure")
_LISTS: Item = ("list_purchase", "list_qualification")
EXPECTED: dict[tuple[str, str | None], tuple[Item, ...]] = {
    ("phone", "in_house"): (("operator_time",), ("management",), ("sales_time",), _TOOLS, _LISTS),
    ("phone", "provider"): (("provider_fee", "appointment_fee"), ("management",), ("sales_time",)),
    ("phone", "platform"): (("appointment_fee", "provider_fee"), ("sales_time",)),
    ("phone", "mixed"): (("operator_time",), ("provider_fee", "appointment_fee"), ("sales_time",)),
    ("phone", None): (("operator_time", "provider_fee", "appointment_fee"), ("sales_time",)),
    ("email", None): (("email_tool", "media"), ("sales_time",)),
    ("paid_ads", None): (("media",), ("sales_time",)),
    ("event", None): (("event_stand",), ("travel",), ("sales_time",)),
}
"""What each channel and organisation cannot do without."""


def missing_cost_items(facts: Facts) -> list[Finding]:
    """Find the campaigns where an item that such campaigns always cost is not booked.

    Priced at what the item costs the other campaigns of the channel, per held appointment for the
    sales team's time, else per call.
    """
    findings = []
    for campaign in facts.campaigns:
        missing = _missing(campaign)
        if missing and campaign.active:
            findings.append(_missing_finding(campaign, missing, facts))
    return findings


def _missing(campaign: CampaignFacts) -> list[Item]:
    own = (campaign.channel, campaign.organisation)
    expected = EXPECTED.get(own) or EXPECTED.get((campaign.channel, None), ())
    needed = [item for item in expected if item[0] != "sales_time" or campaign.held or campaign.opportunities]
    return [item for item in needed if not any(category in campaign.costs for category in item)]


def _missing_finding(campaign: CampaignFacts, missing: list[Item], facts: Facts) -> Finding:
    others = [
        other for other in facts.campaigns if other.channel == campaign.channel and other is not campaign
    ]
    prices = {item: _price(campaign, item, others) for item in missing}
    known = [price for price in prices.values() if price is not None]
    unknown = [item[0] for item, price in prices.items() if price is None]
    cents = -sum(known) if known else None
    effect = signed_euros(cents) if cents is not None else NOT_COMPUTABLE
    if unknown:
        names = categories(unknown)
        effect = Text(
            f"{effect.fr} (aucune autre campagne ne donne le prix de : {names.fr})",
            f"{effect.en} (no other campaign tells the price of: {names.en})",
        )
    names = categories(item[0] for item in missing)
    return Finding(
        id="missing_cost_items",
        severity=Severity.HIGH,
        title=Text(f"{campaign.name} : des coûts manquent", f"{campaign.name}: costs are missing"),
        evidence=Text(
            f"Rien n'est compté pour : {names.fr}. Coût connu : {euros(campaign.cost_cents).fr}.",
            f"Nothing is booked for: {names.en}. Known cost: {euros(campaign.cost_cents).en}.",
        ),
        effect=effect,
        effect_cents=cents,
        next_step=Text(
            "Saisissez ces heures ou factures dans les coûts ; sans elles, le ROI est trop beau.",
            "Book these hours or invoices in the costs; without them the ROI is too good.",
        ),
        campaign=campaign.code,
        side="cost",
    )


def _driver(campaign: CampaignFacts, item: Item) -> int:
    if item[0] == "sales_time":
        return campaign.held or campaign.opportunities
    return campaign.calls


def _price(campaign: CampaignFacts, item: Item, others: list[CampaignFacts]) -> int | None:
    """Return the item's cost at the others' unit price, a ratio of their sums; None where none has it."""
    paying = [other for other in others if any(category in other.costs for category in item)]
    paid = sum(other.costs.get(category, 0) for other in paying for category in item)
    driven, own = sum(_driver(other, item) for other in paying), _driver(campaign, item)
    return round(paid * own / driven) if driven and own else None


def unvalued_hours(facts: Facts) -> list[Finding]:
    """Find the hours without a rate, priced at the median known rate of their category, else of all."""
    unvalued: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in facts.entries:
        if entry.cents is None and entry.hours:
            unvalued[entry.campaign].append(entry)
    return [_unvalued_finding(campaign, entries, facts) for campaign, entries in unvalued.items()]


def _unvalued_finding(campaign: str | None, entries: list[Entry], facts: Facts) -> Finding:
    hours = sum(entry.hours or 0 for entry in entries)
    rates = [median_rate(facts.entries, entry.category) for entry in entries]
    known = [
        rate * (entry.hours or 0) for rate, entry in zip(rates, entries, strict=True) if rate is not None
    ]
    cents = -round(sum(known)) if len(known) == len(entries) else None
    names = categories(sorted({entry.category for entry in entries}))
    where = Text(campaign, campaign) if campaign else Text("coûts partagés", "shared costs")
    return Finding(
        id="unvalued_hours",
        severity=Severity.HIGH,
        title=Text(f"{where.fr} : des heures sans taux horaire", f"{where.en}: hours without an hourly rate"),
        evidence=Text(
            f"{decimal(hours).fr} h ({names.fr}) sans taux : coût inconnu, le ROI n'a pas de réponse.",
            f"{decimal(hours).en} h ({names.en}) without a rate: cost unknown, the ROI has no answer.",
        ),
        effect=signed_euros(cents) if cents is not None else NOT_COMPUTABLE,
        effect_cents=cents,
        next_step=Text(
            "Donnez à ces heures un taux chargé (salaire, charges et frais), daté et signé par la finance.",
            "Give these hours a loaded rate (wages, charges and expenses), dated and signed by finance.",
        ),
        campaign=campaign,
        side="cost",
    )


def median_rate(entries: Iterable[Entry], category: str) -> float | None:
    """Return the median known rate in cents per hour, of a category where it has one, else of all."""
    rated = [(entry.category, entry.cents / entry.hours) for entry in entries if entry.cents and entry.hours]
    own = [rate for name, rate in rated if name == category]
    rates = own or [rate for _, rate in rated]
    return median(rates) if rates else None


def shared_cost_without_key(facts: Facts) -> list[Finding]:
    """Find the shared costs that no key allocates: they weigh on no campaign."""
    entries = [
        entry for entry in facts.entries if entry.campaign is None and entry.key is None and entry.cents
    ]
    cents = sum(entry.cents or 0 for entry in entries)
    if not cents:
        return []
    names = categories(sorted({entry.category for entry in entries}))
    many = plural(len(entries), ("coût partagé", "coûts partagés"), ("shared cost", "shared costs"))
    return [
        Finding(
            id="shared_cost_without_key",
            severity=Severity.MEDIUM,
            title=Text(
                "Des coûts partagés ne pèsent sur aucune campagne", "Shared costs weigh on no campaign"
            ),
            evidence=Text(
                f"{many.fr} sans clé de répartition ({names.fr}), {euros(cents).fr} en tout.",
                f"{many.en} without an allocation key ({names.en}), {euros(cents).en} in all.",
            ),
            effect=signed_euros(-cents),
            effect_cents=-cents,
            next_step=Text(
                "Nommez une clé (appels, heures, conversations, rendez-vous, contacts ou parts égales).",
                "Name a key (calls, hours, conversations, appointments, contacts or equal).",
            ),
            side="cost",
        )
    ]


def duplicate_costs(facts: Facts) -> list[Finding]:
    """Find amounts booked twice: same campaign, category, supplier, period and amount."""
    groups: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in facts.entries:
        if entry.cents and entry.hours is None:  # two people may well work the same hours
            key = (entry.campaign, entry.category, entry.supplier, entry.first, entry.last, entry.cents)
            groups[key].append(entry)
    return [_duplicate_finding(twins) for twins in groups.values() if len(twins) > 1]


def _duplicate_finding(twins: list[Entry]) -> Finding:
    first, extra = twins[0], sum(entry.cents or 0 for entry in twins[1:])
    name, ids = categories([first.category]), ", ".join(entry.id for entry in twins)
    where = Text(first.campaign, first.campaign) if first.campaign else Text("coûts partagés", "shared costs")
    price = euros(first.cents or 0)
    return Finding(
        id="duplicate_costs",
        severity=Severity.LOW,
        title=Text(f"{where.fr} : un coût semble saisi deux fois", f"{where.en}: a cost seems booked twice"),
        evidence=Text(
            f"{ids} : {name.fr}, du {first.first:%d/%m/%Y} au {first.last:%d/%m/%Y}, {price.fr} chacun.",
            f"{ids}: {name.en}, {first.first:%d %b %Y} to {first.last:%d %b %Y}, {price.en} each.",
        ),
        effect=signed_euros(extra),
        effect_cents=extra,
        next_step=Text(
            "Comparez les deux factures ; si c'est la même, annulez l'une d'elles.",
            "Compare the two invoices; if they are one, void one of them.",
        ),
        campaign=first.campaign,
        side="cost",
    )
