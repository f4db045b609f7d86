"""Biases of the stages: appointments whose meeting or judgement is recorded nowhere."""

from filon.insight.biases.facts import CampaignFacts, Facts
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.phrases import euros, percent
from filon.insight.biases.pipeline import ENOUGH_APPOINTMENTS, GRACE, LOW_JUDGED_SHARE
from filon.terms.text import Text, count

MANY_PENDING = 0.2


def held_stage_missing(facts: Facts) -> list[Finding]:
    """Find the campaigns of which no appointment was ever said held or not: set is taken for held."""
    return [
        _unheld(campaign, facts)
        for campaign in facts.campaigns
        if campaign.appointments >= ENOUGH_APPOINTMENTS
        and not campaign.held + campaign.no_show
        and facts.as_of - campaign.starts_on > GRACE
    ]


def _unheld(campaign: CampaignFacts, facts: Facts) -> Finding:
    held = sum(other.held for other in facts.campaigns)
    met = held + sum(other.no_show for other in facts.campaigns)
    each = euros(campaign.cost_cents / campaign.appointments)
    if held:
        truly = euros(campaign.cost_cents * met / (campaign.appointments * held))
        effect = Text(
            f"le ROI n'en change pas ; le rendez-vous tenu coûterait {truly.fr}, et non {each.fr}, au taux de "
            f"présence des autres campagnes ({percent(held / met).fr})",
            f"the ROI stays; an appointment held would cost {truly.en}, not {each.en}, at the show rate of the "
            f"other campaigns ({percent(held / met).en})",
        )
    else:
        effect = Text(
            "le ROI n'en change pas ; le coût du rendez-vous tenu n'a pas de réponse",
            "the ROI stays; the cost of an appointment held has no answer",
        )
    return Finding(
        id="held_stage_missing",
        severity=Severity.MEDIUM,
        title=Text(
            f"{campaign.name} : on ne sait pas quels rendez-vous ont eu lieu",
            f"{campaign.name}: nobody knows which appointments took place",
        ),
        evidence=Text(
            f"{count(campaign.appointments).fr} rendez-vous posés, aucun dit tenu ni non honoré.",
            f"{count(campaign.appointments).en} appointments set, none said held or no-show.",
        ),
        effect=effect,
        next_step=Text(
            "Faites noter après chaque rendez-vous : tenu, non honoré, reporté ou annulé.",
            "Have it noted after each appointment: held, no-show, rescheduled or cancelled.",
        ),
        campaign=campaign.code,
    )


def counted_before_judged(facts: Facts) -> list[Finding]:
    """Find the campaigns that judge their appointments and count many before they are."""
    return [_pending(campaign) for campaign in facts.campaigns if _is_ahead(campaign)]


def _is_ahead(campaign: CampaignFacts) -> bool:
    judged = campaign.validated + campaign.rejected
    return (
        campaign.appointments >= ENOUGH_APPOINTMENTS
        and campaign.validated > 0
        and judged >= LOW_JUDGED_SHARE * campaign.appointments
        and campaign.appointments - judged >= MANY_PENDING * campaign.appointments
    )


def _pending(campaign: CampaignFacts) -> Finding:
    judged = campaign.validated + campaign.rejected
    waiting, share = campaign.appointments - judged, percent(campaign.validated / judged)
    refused = round(waiting * campaign.rejected / judged)
    return Finding(
        id="counted_before_judged",
        severity=Severity.LOW,
        title=Text(
            f"{campaign.name} : des rendez-vous comptés avant d'être validés",
            f"{campaign.name}: appointments counted before they are validated",
        ),
        evidence=Text(
            f"{waiting} rendez-vous sur {campaign.appointments} attendent un jugement ; {share.fr} des jugés sont validés.",
            f"{waiting} appointments of {campaign.appointments} await a judgement; {share.en} of those judged are valid.",
        ),
        effect=Text(
            f"le ROI n'en change pas ; {refused} de ces rendez-vous seraient rejetés comme les autres",
            f"the ROI stays; {refused} of these appointments would be rejected as the others were",
        ),
        next_step=Text(
            "Jugez-les avant de publier leur nombre ; comptez et payez les seuls validés.",
            "Judge them before their number is published; count and pay the validated ones only.",
        ),
        campaign=campaign.code,
    )
