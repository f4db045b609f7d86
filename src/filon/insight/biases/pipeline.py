"""Biases of the pipeline: activity that leads nowhere, appointments nobody qualified, records asleep."""

from datetime import timedelta

from filon.insight.biases.facts import CampaignFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import NOT_COMPUTABLE, codes, euros
from filon.terms.text import Text, count, plural

ENOUGH_APPOINTMENTS = 10
GRACE = timedelta(days=30)  # a campaign this young owes no opportunity yet
LOW_SHOW_RATE, LOW_JUDGED_SHARE, LOW_VALIDATION_RATE = 0.6, 0.5, 0.6


def activity_without_pipeline(facts: Facts) -> list[Finding]:
    """Find the campaigns with calls or appointments to which no opportunity was ever linked."""
    return [
        _without_pipeline(campaign)
        for campaign in facts.campaigns
        if (campaign.calls or campaign.appointments or campaign.leads)
        and not campaign.opportunities
        and not campaign.contracts
        and facts.as_of - campaign.starts_on > GRACE
    ]


def _without_pipeline(campaign: CampaignFacts) -> Finding:
    calls, met, cost = count(campaign.calls), count(campaign.appointments), euros(campaign.cost_cents)
    return Finding(
        id="activity_without_pipeline",
        severity=Severity.HIGH,
        title=Text(
            f"{campaign.name} : de l'activité, aucune opportunité",
            f"{campaign.name}: activity, no opportunity",
        ),
        evidence=Text(
            f"{calls.fr} appels, {met.fr} rendez-vous, {cost.fr} dépensés, aucune affaire reliée.",
            f"{calls.en} calls, {met.en} appointments, {cost.en} spent, no deal linked.",
        ),
        effect=Text(
            "non chiffrable : ce que ces rendez-vous ont donné n'est écrit nulle part",
            "cannot be priced: what these appointments led to is written nowhere",
        ),
        next_step=Text(
            "Reliez les opportunités (numéro de rendez-vous ou code campagne), ou dites qu'il n'y en a pas.",
            "Link the opportunities (appointment id or campaign code), or state that there were none.",
        ),
        campaign=campaign.code,
    )


def unqualified_appointments(facts: Facts) -> list[Finding]:
    """Find the campaigns whose appointments are few to be held, or that nobody validated."""
    return [
        _unqualified(campaign)
        for campaign in facts.campaigns
        if campaign.appointments >= ENOUGH_APPOINTMENTS and _doubtful(campaign)
    ]


def _doubtful(campaign: CampaignFacts) -> bool:
    met, judged = campaign.held + campaign.no_show, campaign.validated + campaign.rejected
    if not met and not judged:  # a stage that nobody records: another check says so
        return False
    return (
        campaign.held < LOW_SHOW_RATE * met
        or judged < LOW_JUDGED_SHARE * campaign.appointments
        or campaign.validated < LOW_VALIDATION_RATE * judged
    )


def _unqualified(campaign: CampaignFacts) -> Finding:
    judged, cost = campaign.validated + campaign.rejected, campaign.cost_cents
    met, each = count(campaign.appointments), euros(cost / campaign.appointments)
    held = euros(cost / campaign.held) if campaign.held else Text("aucun tenu", "none held")
    validated = (
        euros(cost / campaign.validated) if campaign.validated else Text("aucun validé", "none validated")
    )
    lost = None
    if cost and campaign.held + campaign.no_show:
        lost = -round(cost * (campaign.appointments - campaign.held) / campaign.appointments)
    return Finding(
        id="unqualified_appointments",
        severity=Severity.HIGH if lost and campaign.held * 2 < campaign.appointments else Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : un rendez-vous posé n'y est pas un rendez-vous tenu",
            f"{campaign.name}: an appointment set is not an appointment held there",
        ),
        evidence=Text(
            f"{met.fr} rendez-vous posés, {campaign.held} tenus, {judged} jugés. "
            f"Coût par rendez-vous posé : {each.fr} ; tenu : {held.fr} ; validé : {validated.fr}.",
            f"{met.en} appointments set, {campaign.held} held, {judged} judged. "
            f"Cost per appointment set: {each.en}; held: {held.en}; validated: {validated.en}.",
        ),
        effect=NOT_COMPUTABLE
        if lost is None
        else Text(
            f"le ROI n'en change pas ; {euros(-lost).fr} de coûts sont allés à des rendez-vous qui n'ont pas eu lieu",
            f"the ROI stays; {euros(-lost).en} of costs bought appointments which did not happen",
        ),
        effect_cents=lost,
        next_step=Text(
            "Pilotez au coût par rendez-vous tenu, validez chaque rendez-vous, ne payez que les validés.",
            "Steer by cost per held appointment, validate each one, pay for validated ones only.",
        ),
        campaign=campaign.code,
    )


def stale_appointments(facts: Facts) -> list[Finding]:
    """Find appointments whose slot has passed and whose outcome nobody wrote."""
    slots = [campaign for campaign in facts.campaigns if campaign.stale_appointments]
    if not slots:
        return []
    total = sum(campaign.stale_appointments for campaign in slots)
    many = plural(
        total, ("rendez-vous passé", "rendez-vous passés"), ("past appointment", "past appointments")
    )
    return [
        Finding(
            id="stale_appointments",
            severity=Severity.LOW,
            title=Text("Des rendez-vous passés sans issue", "Past appointments without an outcome"),
            evidence=Text(
                f"{many.fr} encore « posé » : {codes(slots)}.",
                f"{many.en} still “booked”: {codes(slots)}.",
            ),
            effect=NOT_COMPUTABLE,
            next_step=Text(
                "Demandez aux commerciaux : tenu, non honoré, reporté ou annulé ?",
                "Ask the sales team: held, no-show, rescheduled or cancelled?",
            ),
            covers=tuple(campaign.code for campaign in slots),
        )
    ]


def stale_opportunities(facts: Facts) -> list[Finding]:
    """Find deals that nobody closes."""
    deals = [campaign for campaign in facts.campaigns if campaign.stale_opportunities]
    if not deals:
        return []
    total = sum(campaign.stale_opportunities for campaign in deals)
    many = plural(total, ("affaire ouverte", "affaires ouvertes"), ("open deal", "open deals"))
    return [
        Finding(
            id="stale_opportunities",
            severity=Severity.LOW,
            title=Text("Des affaires dorment", "Deals are asleep"),
            evidence=Text(
                f"{many.fr} depuis bien plus longtemps qu'une affaire ne dure : {codes(deals)}.",
                f"{many.en} for far longer than a deal takes: {codes(deals)}.",
            ),
            effect=NOT_COMPUTABLE,
            next_step=Text(
                "Gagnée, perdue ou à relancer : une affaire qui dort fausse le taux de signature.",
                "Won, lost or to revive: a sleeping deal biases the win rate.",
            ),
            covers=tuple(campaign.code for campaign in deals),
        )
    ]
