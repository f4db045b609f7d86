"""Biases of effort: a pace nobody dials at, totals that repeat the records."""

from filon.insight.biases.facts import CampaignFacts, Facts, Overlap
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.ledger import median_rate
from filon.insight.biases.phrases import NOT_COMPUTABLE, decimal, signed_euros
from filon.terms.text import Text, count

FASTEST_PER_HOUR = 40  # by hand, ringing and notes included; 67 an hour is worked case 5
USUAL_PER_HOUR = 20
BY_RESULT = ("provider", "platform")  # they are paid by invoice: their hours cost nothing more
MEASURES = {
    "calls": Text("appels", "calls"),
    "reached": Text("joints", "reached"),
    "useful_conversations": Text("conversations utiles", "useful conversations"),
    "appointments_set": Text("rendez-vous", "appointments"),
    "proposals": Text("propositions", "proposals"),
    "contracts": Text("contrats", "contracts"),
}


def implausible_pace(facts: Facts) -> list[Finding]:
    """Find the campaigns with more calls an hour than hands can dial: hours are missing.

    Priced at the other campaigns' pace (a ratio of sums), else at a usual one, and the median rate.
    """
    return [_pace(c, facts) for c in facts.campaigns if c.hours > 0 and c.calls > FASTEST_PER_HOUR * c.hours]


def _pace(campaign: CampaignFacts, facts: Facts) -> Finding:
    usual, rate = _usual_pace(facts), median_rate(facts.entries, "operator_time")
    needed = campaign.calls / usual
    paid = campaign.organisation not in BY_RESULT
    cents = -round((needed - campaign.hours) * rate) if rate is not None and paid else None
    pace, hours = decimal(campaign.calls / campaign.hours), decimal(campaign.hours)
    calls, should = count(campaign.calls), count(needed)
    return Finding(
        id="implausible_pace",
        severity=Severity.HIGH if paid else Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : {pace.fr} appels par heure, personne ne compose si vite à la main",
            f"{campaign.name}: {pace.en} calls an hour, nobody dials that fast by hand",
        ),
        evidence=Text(
            f"{calls.fr} appels en {hours.fr} h. À {decimal(usual).fr} par heure, il en faut {should.fr}.",
            f"{calls.en} calls in {hours.en} h. At {decimal(usual).en} calls an hour it takes {should.en}.",
        ),
        effect=_to_pay(cents, paid=paid),
        effect_cents=cents,
        next_step=Text(
            "Vérifiez les heures saisies, ou ce que la téléphonie compte pour un appel (automate, jambes).",
            "Check the hours entered, or what the telephony counts as a call (dialler, legs).",
        ),
        campaign=campaign.code,
        side="cost",
    )


def _to_pay(cents: int | None, *, paid: bool) -> Text:
    if not paid:
        return Text(
            "le ROI n'en change pas, les honoraires couvrent les heures ; les cadences et les coûts à l'heure sont faux",
            "the ROI stays, the fees cover the hours; paces and costs per hour are wrong",
        )
    if cents is None:
        return NOT_COMPUTABLE
    return Text(f"{signed_euros(cents).fr} d'heures à payer", f"{signed_euros(cents).en} of hours to pay")


def _usual_pace(facts: Facts) -> float:
    sane = [c for c in facts.campaigns if c.calls and 0 < c.calls <= FASTEST_PER_HOUR * c.hours]
    return sum(c.calls for c in sane) / sum(c.hours for c in sane) if sane else USUAL_PER_HOUR


def totals_overlap(facts: Facts) -> list[Finding]:
    """Find totals given for what detailed records already count; the records are used, not both."""
    return [_overlap(overlap) for overlap in facts.overlaps if overlap.total]


def _overlap(overlap: Overlap) -> Finding:
    name = MEASURES.get(overlap.measure, Text(overlap.measure, overlap.measure))
    total, detailed = count(overlap.total), count(overlap.detailed)
    far = abs(overlap.total - overlap.detailed) > overlap.detailed / 20
    return Finding(
        id="totals_overlap",
        severity=Severity.MEDIUM if far else Severity.LOW,
        title=Text(
            f"{overlap.campaign} : des totaux redisent les fiches",
            f"{overlap.campaign}: totals repeat the records",
        ),
        evidence=Text(
            f"{total.fr} {name.fr} annoncés en totaux, {detailed.fr} dans les fiches de la même période.",
            f"{total.en} {name.en} claimed as totals, {detailed.en} in the records of the same period.",
        ),
        effect=Text("aucun : seules les fiches sont comptées", "none: only the records are counted"),
        effect_cents=0,
        next_step=Text(
            "Demandez d'où vient l'écart, puis gardez une seule des deux sources.",
            "Ask where the difference comes from, then keep only one of the two sources.",
        ),
        campaign=overlap.campaign,
    )
