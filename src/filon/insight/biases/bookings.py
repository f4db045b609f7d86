"""Biases of the bookings: amounts out of proportion, taxes, months and campaigns that the ledger passes over."""

from collections import defaultdict
from datetime import timedelta
from statistics import median

from filon.insight.biases.facts import CampaignFacts, Entry, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, categories, euros, signed_euros, some
from filon.terms.text import Text, plural

FEWEST_ALIKE = 5
FAR_RATE, FAR_AMOUNT = 4, 10  # times the median, up or down: a slip of the comma, not a raise
TAX = 6  # a sixth of an amount with 20 % of tax is tax
GRACE = timedelta(days=30)


def cost_outliers(facts: Facts) -> list[Finding]:
    """Find rates four times, and amounts ten times, above or below those of their like."""
    rates: dict[object, list[tuple[Entry, float]]] = defaultdict(list)
    amounts: dict[object, list[tuple[Entry, float]]] = defaultdict(list)
    for entry in facts.entries:
        if entry.cents and entry.cents > 0:
            if entry.hours and entry.hours > 0:
                rates[entry.category].append((entry, entry.cents / entry.hours))
            elif entry.hours is None:
                amounts[entry.campaign, entry.category, entry.supplier].append((entry, entry.cents))
    found = [_outlier(*far, rate=True) for group in rates.values() for far in _far(group, FAR_RATE)]
    return found + [
        _outlier(*far, rate=False) for group in amounts.values() for far in _far(group, FAR_AMOUNT)
    ]


def _far(group: list[tuple[Entry, float]], times: int) -> list[tuple[Entry, float, float]]:
    """Return the entries far from the median of the others, which must be enough, with both values."""
    if len(group) <= FEWEST_ALIKE:
        return []
    usual = median(value for _, value in group)
    return [(entry, value, usual) for entry, value in group if value > times * usual or value * times < usual]


def _outlier(entry: Entry, seen: float, usual: float, *, rate: bool) -> Finding:
    cents = (entry.cents or 0) - round(usual * (entry.hours or 1) if rate else usual)
    name, value, others = categories([entry.category]), _unit(seen, rate=rate), _unit(usual, rate=rate)
    where = Text(entry.campaign, entry.campaign) if entry.campaign else Text("coûts partagés", "shared costs")
    return Finding(
        id="cost_outliers",
        severity=Severity.MEDIUM,
        title=Text(f"{where.fr} : un coût hors de proportion", f"{where.en}: a cost out of proportion"),
        evidence=Text(
            f"{entry.id} ({name.fr}) : {value.fr}, quand les autres sont autour de {others.fr}.",
            f"{entry.id} ({name.en}): {value.en}, where the others are around {others.en}.",
        ),
        effect=Text(
            f"{signed_euros(cents).fr} si elle devait être comme les autres",
            f"{signed_euros(cents).en} if it should be like the others",
        ),
        effect_cents=cents,
        next_step=Text(
            "Relisez la facture ou le taux : une virgule déplacée, une facture annuelle saisie sur un mois ?",
            "Read the invoice or the rate again: a decimal slip, a yearly invoice booked on one month?",
        ),
        campaign=entry.campaign,
        side="cost",
    )


def _unit(cents: float, *, rate: bool) -> Text:
    amount = euros(cents)
    return Text(f"{amount.fr} l'heure", f"{amount.en} an hour") if rate else amount


def costs_with_tax(facts: Facts) -> list[Finding]:
    """Find the entries whose note says that they include VAT, priced at its 20 %."""
    taxed = [entry for entry in facts.entries if entry.with_tax and entry.cents]
    if not taxed:
        return []
    total = sum(entry.cents or 0 for entry in taxed)
    cents, named = round(total / TAX), [entry.campaign for entry in taxed]
    many = plural(len(taxed), ("écriture", "écritures"), ("entry", "entries"))
    return [
        Finding(
            id="costs_with_tax",
            severity=Severity.MEDIUM,
            title=Text("Des coûts semblent saisis TTC", "Costs seem booked with VAT"),
            evidence=Text(
                f"{many.fr} dont la note dit « TTC » ({some(entry.id for entry in taxed)}) : {euros(total).fr}.",
                f"{many.en} whose note says VAT is included ({some(entry.id for entry in taxed)}): {euros(total).en}.",
            ),
            effect=Text(
                f"{signed_euros(cents).fr} si la TVA est de 20 % et récupérée",
                f"{signed_euros(cents).en} if VAT is 20% and recovered",
            ),
            effect_cents=cents,
            next_step=Text(
                "Saisissez les montants hors taxes, comme la marge.",
                "Book amounts without VAT, like the margin.",
            ),
            side="cost",
            covers=None if None in named else tuple(sorted({name for name in named if name})),
        )
    ]


def months_without_cost(facts: Facts) -> list[Finding]:
    """Find campaigns that called in months without a cost of their own, priced at the cost of a call in the others."""
    return [
        _gap(campaign) for campaign in facts.campaigns if campaign.calls_uncosted and campaign.calls_costed
    ]


def _gap(campaign: CampaignFacts) -> Finding:
    cents = -round(campaign.own_cost_cents * campaign.calls_uncosted / campaign.calls_costed)
    calls = plural(campaign.calls_uncosted, ("appel", "appels"), ("call", "calls"))
    hundred = euros(100 * campaign.own_cost_cents / campaign.calls_costed)
    return Finding(
        id="months_without_cost",
        severity=Severity.HIGH,
        title=Text(
            f"{campaign.name} : des mois d'appels sans aucun coût",
            f"{campaign.name}: months of calls without any cost",
        ),
        evidence=Text(
            f"{calls.fr} en des mois où rien n'est saisi ; cent appels coûtent {hundred.fr} les autres mois.",
            f"{calls.en} in months where nothing is booked; a hundred calls cost {hundred.en} in the other months.",
        ),
        effect=Text(
            f"{signed_euros(cents).fr} au coût par appel des autres mois",
            f"{signed_euros(cents).en} at the cost per call of the other months",
        ),
        effect_cents=cents,
        next_step=Text(
            "Saisissez les coûts de ces mois, ou donnez à ceux qui les couvrent leur vraie période.",
            "Book the costs of these months, or give those that cover them their true period.",
        ),
        campaign=campaign.code,
        side="cost",
    )


def costs_without_activity(facts: Facts) -> list[Finding]:
    """Find campaigns that cost for a month and more and of which nothing else is recorded."""
    return [
        _idle(campaign)
        for campaign in facts.campaigns
        if campaign.cost_cents and not campaign.active and facts.as_of - campaign.starts_on > GRACE
    ]


def _idle(campaign: CampaignFacts) -> Finding:
    cost = euros(campaign.cost_cents)
    return Finding(
        id="costs_without_activity",
        severity=Severity.HIGH,
        title=Text(
            f"{campaign.name} : des coûts, et rien d'autre", f"{campaign.name}: costs, and nothing else"
        ),
        evidence=Text(
            f"{cost.fr} de coûts ; ni appel, ni rendez-vous, ni affaire : son ROI est de −100 %.",
            f"{cost.en} of costs; no call, no appointment, no deal: its ROI is −100%.",
        ),
        effect=NOT_COMPUTABLE,
        next_step=Text(
            "Importez ses appels et ses rendez-vous ; ou rendez ces coûts à la campagne qui les a causés.",
            "Import its calls and appointments; or give these costs to the campaign that caused them.",
        ),
        campaign=campaign.code,
    )
