"""Every check by kind of error, and what each of them says of the facts."""

from filon.insight.biases import (
    amounts,
    assumptions,
    bookings,
    comparison,
    concentration,
    dialling,
    effort,
    horizon,
    ledger,
    pipeline,
    sales,
    stages,
    unplaced,
)
from filon.insight.biases import check as needs
from filon.insight.biases.check import Check, Family, Verdict
from filon.insight.biases.facts import Facts
from filon.insight.biases.finding import Finding
from filon.insight.biases.trust import priced
from filon.terms.text import Text

FAMILIES = (
    Family(
        "costs",
        Text("Tous les coûts", "All the costs"),
        Text(
            "Ne compter que les coûts visibles flatte le ROI : les heures, l'encadrement et les préparations en sont.",
            "Counting only visible costs flatters the ROI: hours, management and preparation are costs too.",
        ),
        (
            Check(
                "missing_cost_items",
                Text("Chaque campagne a les postes de coût qu'elle ne peut éviter", "Each campaign has the cost items it cannot avoid"),
                ledger.missing_cost_items,
                needs.SPENDING,
                "costs",
            ),
            Check(
                "unvalued_hours",
                Text("Toutes les heures ont un taux chargé", "All hours have a loaded rate"),
                ledger.unvalued_hours,
                needs.HOURS,
                "costs",
            ),
            Check(
                "months_without_cost",
                Text("Chaque mois d'appels a ses coûts", "Each month of calls has its costs"),
                bookings.months_without_cost,
                needs.CALLS_AND_COSTS,
                "costs",
            ),
            Check(
                "shared_cost_without_key",
                Text("Chaque coût partagé a une clé de répartition", "Each shared cost has an allocation key"),
                ledger.shared_cost_without_key,
                needs.SPENDING,
                "costs",
            ),
            Check(
                "duplicate_costs",
                Text("Aucun coût n'est saisi deux fois", "No cost is booked twice"),
                ledger.duplicate_costs,
                needs.SPENDING,
                "costs",
            ),
            Check(
                "cost_outliers",
                Text("Aucun taux ni montant n'est hors de proportion", "No rate or amount is out of proportion"),
                bookings.cost_outliers,
                needs.SPENDING,
                "costs",
            ),
            Check(
                "costs_with_tax",
                Text("Les coûts sont hors taxes, d'après leurs notes", "Costs are without VAT, by their notes"),
                bookings.costs_with_tax,
                needs.SPENDING,
                "costs",
            ),
            Check(
                "costs_without_activity",
                Text("Aucune campagne ne coûte sans rien faire", "No campaign costs without doing anything"),
                bookings.costs_without_activity,
                needs.SPENDING,
                "campaigns",
            ),
            Check(
                "implausible_pace",
                Text("Les heures saisies suffisent aux appels passés", "The hours entered suffice for the calls made"),
                effort.implausible_pace,
                needs.CALLS_AND_HOURS,
                "costs",
            ),
            Check(
                "stale_hourly_rates",
                Text("Les taux horaires ont été revus dans l'année", "Hourly rates were reviewed within the year"),
                assumptions.stale_hourly_rates,
                needs.HOURS,
                "costs",
            ),
        ),
    ),
    Family(
        "activity",
        Text("L'activité reliée aux ventes", "Activity linked to sales"),
        Text(
            "Des appels et des rendez-vous comptés sans leurs suites racontent une histoire partielle.",
            "Calls and appointments counted without what came of them tell part of the story.",
        ),
        (
            Check(
                "activity_without_pipeline",
                Text("Chaque campagne active a des opportunités", "Each active campaign has opportunities"),
                pipeline.activity_without_pipeline,
                needs.CAMPAIGNS,
                "opportunities",
            ),
            Check(
                "unqualified_appointments",
                Text("Les rendez-vous sont tenus et jugés", "Appointments are held and judged"),
                pipeline.unqualified_appointments,
                needs.APPOINTMENTS,
                "appointments",
            ),
            Check(
                "held_stage_missing",
                Text("On sait quels rendez-vous ont eu lieu", "It is known which appointments took place"),
                stages.held_stage_missing,
                needs.APPOINTMENTS,
                "appointments",
            ),
            Check(
                "counted_before_judged",
                Text(
                    "Là où l'on juge la plupart des rendez-vous, peu attendent encore de l'être",
                    "Where most appointments are judged, few still wait for it",
                ),
                stages.counted_before_judged,
                needs.APPOINTMENTS,
                "appointments",
            ),
            Check(
                "stale_appointments",
                Text("Chaque rendez-vous passé a une issue", "Each past appointment has an outcome"),
                pipeline.stale_appointments,
                needs.APPOINTMENTS,
                "appointments",
            ),
            Check(
                "stale_opportunities",
                Text("Aucune affaire ne dort", "No deal is asleep"),
                pipeline.stale_opportunities,
                needs.DEALS,
                "opportunities",
            ),
            Check(
                "losses_unrecorded",
                Text("Les affaires perdues sont saisies", "Lost deals are recorded"),
                sales.losses_unrecorded,
                needs.DEALS,
                "opportunities",
            ),
            Check(
                "implausible_reach",
                Text("Les joints sont des personnes, pas des répondeurs", "Those reached are people, not voicemail"),
                dialling.implausible_reach,
                needs.CALLS,
                "calls",
            ),
            Check(
                "duplicate_calls",
                Text("Aucun appel n'est compté deux fois", "No call is counted twice"),
                dialling.duplicate_calls,
                needs.CALLS,
                "calls",
            ),
            Check(
                "calls_outside_dates",
                Text("Les appels sont aux dates de leur campagne", "Calls are within their campaign's dates"),
                dialling.calls_outside_dates,
                needs.CALLS,
                "campaigns",
            ),
            Check(
                "totals_overlap",
                Text("Aucun total ne redit des fiches", "No total repeats the records"),
                effort.totals_overlap,
                needs.CALLS,
                "calls",
            ),
        ),
    ),
    Family(
        "sales",
        Text("Les ventes à leur vraie valeur", "Sales at their true value"),
        Text(
            "Un ROI net se calcule sur la marge de contrats que les appels ont bien produits, chacun compté une fois.",
            "A net ROI is computed on the margin of contracts that calling did bring, each counted once.",
        ),
        (
            Check(
                "contracts_without_margin",
                Text("Chaque contrat a une marge", "Each contract has a margin"),
                unplaced.contracts_without_margin,
                needs.CONTRACTS,
                "contracts",
            ),
            Check(
                "revenue_as_margin",
                Text("La marge n'est pas le chiffre d'affaires", "The margin is not the revenue"),
                amounts.revenue_as_margin,
                needs.MARGINS,
                "contracts",
            ),
            Check(
                "revenue_with_tax",
                Text("Les contrats sont hors taxes, comme leurs opportunités", "Contracts are without VAT, like their opportunities"),
                amounts.revenue_with_tax,
                needs.DEAL_AMOUNTS,
                "contracts",
            ),
            Check(
                "unattributed_money",
                Text("Chaque contrat vient d'une campagne", "Each contract comes from a campaign"),
                unplaced.unattributed_money,
                needs.CAMPAIGNS_AND_CONTRACTS,
                "links",
            ),
            Check(
                "contracts_on_lost_deals",
                Text("Aucun contrat n'est signé sur une affaire perdue", "No contract is signed on a lost deal"),
                sales.contracts_on_lost_deals,
                needs.SIGNED_DEALS,
                "opportunities",
            ),
            Check(
                "contracts_on_open_deals",
                Text("Aucune affaire signée ne reste ouverte", "No signed deal stays open"),
                sales.contracts_on_open_deals,
                needs.SIGNED_DEALS,
                "opportunities",
            ),
            Check(
                "contracts_without_opportunity",
                Text("Chaque contrat a son opportunité", "Each contract has its opportunity"),
                sales.contracts_without_opportunity,
                needs.DEALS_AND_CONTRACTS,
                "links",
            ),
            Check(
                "won_without_contract",
                Text("Chaque affaire gagnée a son contrat", "Each deal won has its contract"),
                sales.won_without_contract,
                needs.DEALS_AND_CONTRACTS,
                "contracts",
            ),
            Check(
                "signed_before_first_call",
                Text("Aucun contrat n'est signé avant le premier appel", "No contract is signed before the first call"),
                sales.signed_before_first_call,
                needs.CALLS_AND_CONTRACTS,
                "contracts",
            ),
            Check(
                "duplicate_contracts",
                Text("Aucun contrat n'est compté deux fois", "No contract is counted twice"),
                amounts.duplicate_contracts,
                needs.CONTRACTS,
                "contracts",
            ),
            Check(
                "stale_margin_rates",
                Text("Les taux de marge ont été revus dans l'année", "Margin rates were reviewed within the year"),
                assumptions.stale_margin_rates,
                needs.MARGIN_RATES,
                "contracts",
            ),
        ),
    ),
    Family(
        "comparison",
        Text("Des comparaisons à base égale", "Comparisons like for like"),
        Text(
            "Le coût par lead, un test parmi les récurrentes ou trois contrats ne départagent personne.",
            "Cost per lead, a test among the recurring or three contracts tell nobody apart.",
        ),
        (
            Check(
                "cost_per_lead_across_channels",
                Text("Les canaux se comparent sur le même résultat", "Channels are compared on the same result"),
                comparison.cost_per_lead_across_channels,
                needs.CHANNELS,
                "channels",
            ),
            Check(
                "test_and_recurring_mixed",
                Text("Tests et campagnes récurrentes sont séparés", "Tests and recurring campaigns are apart"),
                comparison.test_and_recurring_mixed,
                needs.CAMPAIGNS,
                "campaigns",
            ),
            Check(
                "too_small_to_rank",
                Text("Ce qui se classe a assez de contrats", "What is ranked has enough contracts"),
                comparison.too_small_to_rank,
                needs.CONTRACTS,
                "segments",
            ),
            Check(
                "one_large_deal",
                Text("Aucune affaire ne fait à elle seule le ROI", "No single deal makes the ROI"),
                concentration.one_large_deal,
                needs.MARGINS,
                "contracts",
            ),
            Check(
                "one_caller",
                Text("Les contrats ne viennent pas d'une seule personne", "Contracts do not come from one person alone"),
                concentration.one_caller,
                needs.CALLS_AND_CONTRACTS,
                "segments",
            ),
        ),
    ),
    Family(
        "time",
        Text("Une période assez longue", "A long enough period"),
        Text(
            "En cours n'est pas perdu ; un contrat récurrent dure plus que son premier terme, ou moins.",
            "Open is not lost; a recurring contract lasts longer than its first term, or less.",
        ),
        (
            Check(
                "short_horizon",
                Text("Les affaires ont eu le temps de se signer", "Deals had the time to be signed"),
                horizon.short_horizon,
                needs.DEALS,
                "maturity",
            ),
            Check(
                "recurrence_ignored",
                Text("L'horizon compte les renouvellements", "The horizon counts renewals"),
                horizon.recurrence_ignored,
                needs.RECURRING,
                "horizon",
            ),
            Check(
                "churn_ignored",
                Text("Les résiliations sont retirées de la marge", "Early ends are taken off the margin"),
                horizon.churn_ignored,
                needs.RECURRING,
                "contracts",
            ),
        ),
    ),
)  # fmt: skip
CHECKS = tuple(check for family in FAMILIES for check in family.checks)


def examine(facts: Facts) -> list[Verdict]:
    """Run every check, in the order of the families; its findings most euros first, with what they do to the ROI."""
    return [_verdict(check, family, facts) for family in FAMILIES for check in family.checks]


def _verdict(check: Check, family: Family, facts: Facts) -> Verdict:
    if not check.need.held(facts):
        return Verdict(check, family, reason=check.need.lacking)
    found = (priced(finding, facts) for finding in check.find(facts))
    return Verdict(check, family, tuple(sorted(found, key=lambda finding: finding.rank)))


def find(facts: Facts) -> list[Finding]:
    """Run every check and return the findings, most euros first, then gravest."""
    return sorted(
        (finding for verdict in examine(facts) for finding in verdict.findings),
        key=lambda finding: finding.rank,
    )
