"""Biases of assumptions: rates that nobody has looked at for a year."""

from collections import defaultdict
from datetime import date, timedelta

from filon.insight.biases.facts import Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import categories, euros, percent, some
from filon.terms.text import Text, plural

STALE_AFTER, IN_USE = timedelta(days=366), timedelta(days=92)
FEWEST_CONTRACTS = 5


def stale_hourly_rates(facts: Facts) -> list[Finding]:
    """Find loaded rates in use today and unchanged for more than a year, with what one percent of them is worth."""
    used: dict[tuple[str, int], list[tuple[date, str | None, int]]] = defaultdict(list)
    for entry in facts.entries:
        if entry.hours and entry.hours > 0 and entry.cents:
            rate = round(entry.cents / entry.hours)
            used[entry.category, rate].append((entry.first, entry.campaign, entry.cents))
    stale = {
        key: [(campaign, cents) for day, campaign, cents in uses if day - min(uses)[0] > STALE_AFTER]
        for key, uses in used.items()
        if facts.as_of - max(day for day, *_ in uses) <= IN_USE
    }
    told = {key: late for key, late in stale.items() if late}
    if not told:
        return []
    late = [use for uses in told.values() for use in uses]
    since = min(min(used[key])[0] for key in told)
    named = {campaign for campaign, _ in late}
    names = categories(sorted({category for category, _ in told}))
    cents = sum(cents for _, cents in late)
    many = plural(len(told), ("taux horaire", "taux horaires"), ("hourly rate", "hourly rates"))
    return [
        Finding(
            id="stale_hourly_rates",
            severity=Severity.LOW,
            title=Text("Des taux horaires de plus d'un an", "Hourly rates more than a year old"),
            evidence=Text(
                f"{many.fr} inchangés depuis plus d'un an ({names.fr}), le plus ancien depuis le {since:%d/%m/%Y}.",
                f"{many.en} unchanged for more than a year ({names.en}), the oldest since {since:%d %b %Y}.",
            ),
            effect=Text(
                f"non chiffrable sans le nouveau taux ; chaque 1 % de hausse vaut {euros(cents / 100).fr}",
                f"cannot be priced without the new rate; each 1% of rise is worth {euros(cents / 100).en}",
            ),
            next_step=Text(
                "Faites confirmer ou réviser ces taux par la finance : salaires, charges et frais d'aujourd'hui.",
                "Have finance confirm or revise these rates: today's wages, charges and expenses.",
            ),
            covers=None if None in named else tuple(sorted(name for name in named if name)),
        )
    ]


def stale_margin_rates(facts: Facts) -> list[Finding]:
    """Find margin rates given to the contracts of a product for more than a year without a change."""
    products: dict[tuple[str | None, float], list[tuple[date, str | None, int]]] = defaultdict(list)
    for contract in facts.contracts:
        if contract.margin_rate is not None:
            key = (contract.product, contract.margin_rate)
            products[key].append((contract.signed_on, contract.campaign, contract.revenue_cents))
    told = {
        key: late
        for key, signed in products.items()
        if len(signed) >= FEWEST_CONTRACTS
        and facts.as_of - max(day for day, *_ in signed) <= IN_USE
        and (late := [(name, cents) for day, name, cents in signed if day - min(signed)[0] > STALE_AFTER])
    }
    if not told:
        return []
    revenue = sum(cents for late in told.values() for _, cents in late)
    rates = Text(*(
        some(f"{product or '–'} {percent(rate)[language]}" for product, rate in sorted(told, key=str))
        for language in ("fr", "en")
    ))  # fmt: skip
    return [
        Finding(
            id="stale_margin_rates",
            severity=Severity.LOW,
            title=Text("Des taux de marge de plus d'un an", "Margin rates more than a year old"),
            evidence=Text(
                f"Le même taux depuis plus d'un an : {rates.fr}.",
                f"The same rate for more than a year: {rates.en}.",
            ),
            effect=Text(
                f"non chiffrable sans le nouveau taux ; chaque point de marge vaut {euros(revenue / 100).fr}",
                f"cannot be priced without the new rate; each point of margin is worth {euros(revenue / 100).en}",
            ),
            next_step=Text(
                "Demandez à la finance le taux de marge de l'année ; donnez-le aux contrats à venir.",
                "Ask finance for this year's margin rate; give it to the contracts to come.",
            ),
            covers=tuple(sorted({name for late in told.values() for name, _ in late if name})),
        )
    ]
