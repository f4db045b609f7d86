"""Biases of the calls themselves: answers that are machines, calls out of the campaign's dates, calls told twice."""

from filon.insight.biases.facts import CampaignFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import percent
from filon.terms.text import Text, count, plural

ENOUGH_CALLS = 200
HIGHEST_REACH = 0.6  # studies of cold calls find 5 to 10 % of dials; warm lists far more, this no list
NEARLY_ALL = 0.95  # then only those who answered were recorded
MANY_OUTSIDE, MANY_TWINS = 0.02, 0.01


def implausible_reach(facts: Facts) -> list[Finding]:
    """Find campaigns whose calls reach a person more often than people answer: voicemail counts as answered."""
    return [
        _reach(campaign)
        for campaign in facts.campaigns
        if campaign.channel == "phone"
        and campaign.calls >= ENOUGH_CALLS
        and campaign.reached > HIGHEST_REACH * campaign.calls
    ]


def _reach(campaign: CampaignFacts) -> Finding:
    share, calls = percent(campaign.reached / campaign.calls), count(campaign.calls)
    reached, only = count(campaign.reached), campaign.reached >= NEARLY_ALL * campaign.calls
    doubt = Text("le répondeur compte-t-il pour quelqu'un ?", "does voicemail count as somebody?")
    todo = Text(
        "Donnez au répondeur son propre résultat d'appel dans l'export de la téléphonie, puis réimportez.",
        "Give voicemail an outcome of its own in the telephony's export, then import again.",
    )
    if only:
        doubt = Text("où sont les appels sans réponse ?", "where are the unanswered calls?")
        todo = Text(
            "Exportez aussi les appels restés sans réponse : sans eux, ni taux de joints ni coût d'un appel.",
            "Export the unanswered calls too: without them, no reach rate and no cost of a call.",
        )
    return Finding(
        id="implausible_reach",
        severity=Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : {share.fr} de joints, {doubt.fr}",
            f"{campaign.name}: {share.en} reached, {doubt.en}",
        ),
        evidence=Text(
            f"{reached.fr} joints sur {calls.fr} appels. Les études d'appels à froid en trouvent 5 à 10 %.",
            f"{reached.en} reached of {calls.en} calls. Studies of cold calls find 5 to 10%.",
        ),
        effect=Text(
            "le ROI n'en change pas ; le taux de joints et tous les taux qui le divisent sont faux",
            "the ROI stays; the reach rate and every rate that divides by it are wrong",
        ),
        next_step=todo,
        campaign=campaign.code,
    )


def calls_outside_dates(facts: Facts) -> list[Finding]:
    """Find campaigns with calls before their first day or after their last."""
    return [
        _outside(campaign)
        for campaign in facts.campaigns
        if campaign.calls_outside > MANY_OUTSIDE * campaign.calls
    ]


def _outside(campaign: CampaignFacts) -> Finding:
    outside, calls = _calls(campaign.calls_outside), count(campaign.calls)
    last = Text("sans fin", "without an end")
    if campaign.ends_on:
        last = Text(f"au {campaign.ends_on:%d/%m/%Y}", f"to {campaign.ends_on:%d %b %Y}")
    return Finding(
        id="calls_outside_dates",
        severity=Severity.LOW,
        title=Text(
            f"{campaign.name} : des appels hors de ses dates", f"{campaign.name}: calls outside its dates"
        ),
        evidence=Text(
            f"{outside.fr} sur {calls.fr} hors de la campagne, du {campaign.starts_on:%d/%m/%Y} {last.fr}.",
            f"{outside.en} of {calls.en} outside the campaign, from {campaign.starts_on:%d %b %Y} {last.en}.",
        ),
        effect=Text(
            "non chiffrable : ces appels sont peut-être d'une autre campagne",
            "cannot be priced: these calls may be another campaign's",
        ),
        next_step=Text(
            "Corrigez les dates de la campagne, ou le code campagne de ces appels.",
            "Correct the campaign's dates, or the campaign code of these calls.",
        ),
        campaign=campaign.code,
    )


def duplicate_calls(facts: Facts) -> list[Finding]:
    """Find campaigns whose calls are told twice: same prospect, moment, length and outcome under two numbers."""
    return [
        _twins(campaign, facts.sampled)
        for campaign in facts.campaigns
        if campaign.twin_calls * facts.sampled > MANY_TWINS * campaign.calls
    ]


def _twins(campaign: CampaignFacts, sampled: int) -> Finding:
    twins, calls = campaign.twin_calls * sampled, count(campaign.calls)
    told = _calls(twins)
    drawn = Text("", "")
    if sampled > 1:
        drawn = Text(f" (vu sur un jour sur {sampled})", f" (seen on one day out of {sampled})")
    each = percent(twins / campaign.calls)
    return Finding(
        id="duplicate_calls",
        severity=Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : des appels comptés deux fois", f"{campaign.name}: calls counted twice"
        ),
        evidence=Text(
            f"{told.fr} sur {calls.fr} ({each.fr}) de trop{drawn.fr} : même prospect, même instant, "
            "même durée qu'un autre.",
            f"{told.en} of {calls.en} ({each.en}) too many{drawn.en}: same prospect, moment and length as another.",
        ),
        effect=Text(
            "le ROI n'en change pas ; les taux par appel et le coût d'un appel sont trop bas",
            "the ROI stays; rates per call and the cost of a call are too low",
        ),
        next_step=Text(
            "Annulez l'import en double, ou demandez à la téléphonie un export sans les jambes d'appel.",
            "Undo the import made twice, or ask the telephony for an export without call legs.",
        ),
        campaign=campaign.code,
    )


def _calls(number: int) -> Text:
    return plural(number, ("appel", "appels"), ("call", "calls"))
