from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from filon.insight.biases import comparison, effort, horizon, ledger, pipeline, unplaced
from filon.insight.biases.every import CHECKS, find
from filon.insight.biases.facts import (
    CampaignFacts,
    ContractFacts,
    Entry,
    Facts,
    Overlap,
    Projection,
    Segment,
)
from filon.insight.biases.finding import Finding, Severity
from filon.insight.biases.trust import priced
from filon.insight.maturity.lines import TOO_YOUNG
from filon.metrics.answer import Cell

TODAY = date(2026, 11, 1)
COMPLETE = {
    "operator_time": 720_000,
    "management": 120_000,
    "sales_time": 124_000,
    "telephony": 40_000,
    "list_purchase": 100_000,
}
CLEAN = CampaignFacts(
    "C1",
    "Industrie",
    organisation="in_house",
    kind="recurring",
    starts_on=date(2026, 1, 1),
    calls=8_000,
    conversations=320,
    appointments=80,
    validated=70,
    rejected=6,
    held=62,
    no_show=14,
    opportunities=50,
    won=15,
    lost=35,
    contracts=15,
    revenue_cents=9_000_000,
    margin_cents=3_600_000,
    hours=320.0,
    costs=COMPLETE,
)
SALE = ContractFacts("C1", date(2026, 5, 1), 600_000, 240_000, id="S1", contact=1, deal="won")
HOURS = Entry("H1", "C1", "operator_time", date(2026, 1, 1), date(2026, 1, 31), 240_000, 100.0, "calls")


def world(*campaigns: CampaignFacts, **values: object) -> Facts:
    return replace(Facts(TODAY, campaigns, entries=(HOURS,), contracts=(SALE,)), **values)  # type: ignore[arg-type]  # any field


def only(check: Callable[[Facts], list[Finding]], facts: Facts) -> Finding:
    (finding,) = check(facts)
    return finding


def test_a_clean_world_gives_no_finding() -> None:
    assert find(world(CLEAN)) == []


def test_no_facts_at_all_give_no_finding() -> None:
    assert find(Facts(TODAY)) == []


def test_missing_sales_time_is_priced_at_the_others_cost_per_held_appointment() -> None:
    costs = {name: cents for name, cents in COMPLETE.items() if name != "sales_time"}
    found = only(ledger.missing_cost_items, world(CLEAN, replace(CLEAN, code="C2", costs=costs, held=31)))
    assert (found.campaign, found.effect_cents) == ("C2", -62_000)  # 1,240 EUR for 62 held: 20 EUR each
    assert "temps des commerciaux" in found.evidence.fr


def test_a_missing_item_that_no_other_campaign_books_is_named_but_not_priced() -> None:
    costs = {name: cents for name, cents in COMPLETE.items() if name != "management"}
    found = only(ledger.missing_cost_items, world(replace(CLEAN, costs=costs)))
    assert found.effect_cents is None
    assert "encadrement" in found.effect.fr


def test_a_provider_owes_no_operator_time_but_its_fee() -> None:
    provider = replace(
        CLEAN, organisation="provider", costs={"provider_fee": 1, "management": 1, "sales_time": 1}
    )
    assert ledger.missing_cost_items(world(provider)) == []


def test_hours_without_a_rate_are_priced_at_the_median_rate_of_their_category() -> None:
    unvalued = replace(HOURS, id="H2", cents=None, hours=10.0)
    found = only(ledger.unvalued_hours, world(CLEAN, entries=(HOURS, unvalued)))
    assert (found.effect_cents, found.severity) == (-24_000, Severity.HIGH)


def test_a_shared_cost_without_key_is_priced_at_its_amount() -> None:
    shared = replace(HOURS, campaign=None, key=None, cents=240_000, hours=None)
    assert only(ledger.shared_cost_without_key, world(CLEAN, entries=(shared,))).effect_cents == -240_000
    assert ledger.shared_cost_without_key(world(CLEAN, entries=(replace(shared, key="calls"),))) == []


def test_an_invoice_booked_twice_is_found_but_two_people_working_alike_are_not() -> None:
    invoice = replace(HOURS, id="F1", category="tool_licence", cents=9_000, hours=None)
    found = only(ledger.duplicate_costs, world(CLEAN, entries=(invoice, replace(invoice, id="F2"))))
    assert found.effect_cents == 9_000
    assert ledger.duplicate_costs(world(CLEAN, entries=(HOURS, replace(HOURS, id="H2")))) == []


def test_activity_without_any_opportunity_is_found_once_the_campaign_is_a_month_old() -> None:
    silent = replace(CLEAN, opportunities=0, contracts=0, won=0, lost=0)
    assert only(pipeline.activity_without_pipeline, world(silent)).campaign == "C1"
    young = replace(silent, starts_on=date(2026, 10, 20))
    assert pipeline.activity_without_pipeline(world(young)) == []


def test_appointments_that_are_not_held_are_priced_at_what_they_cost() -> None:
    found = only(pipeline.unqualified_appointments, world(replace(CLEAN, held=20, no_show=60)))
    assert found.effect_cents == -round(sum(COMPLETE.values()) * 60 / 80)


def test_appointments_nobody_judged_are_found() -> None:
    assert only(pipeline.unqualified_appointments, world(replace(CLEAN, validated=0, rejected=0)))


def test_past_appointments_and_sleeping_deals_are_found() -> None:
    stale = replace(CLEAN, stale_appointments=3, stale_opportunities=2)
    assert only(pipeline.stale_appointments, world(stale)).touches("C1")
    assert only(pipeline.stale_opportunities, world(stale)).touches("C1")


def test_leads_and_appointments_are_not_compared_without_a_word() -> None:
    email = CampaignFacts(
        "E1", "Lettres", channel="email", leads=100, contracts=2, costs={"email_tool": 100_000}
    )
    found = only(comparison.cost_per_lead_across_channels, world(CLEAN, email))
    assert "10\u00a0€ par lead" in found.evidence.fr
    assert "500\u00a0€ par contrat" in found.evidence.fr
    assert comparison.cost_per_lead_across_channels(world(CLEAN, replace(CLEAN, code="C2"))) == []


def test_tests_among_recurring_campaigns_are_priced_at_their_loss() -> None:
    trial = replace(CLEAN, code="T1", kind="test", margin_cents=100_000)
    found = only(comparison.test_and_recurring_mixed, world(CLEAN, trial))
    assert found.effect_cents == sum(COMPLETE.values()) - 100_000
    assert comparison.test_and_recurring_mixed(world(trial)) == []


def test_a_campaign_named_test_but_filed_as_recurring_is_found() -> None:
    misfiled = replace(CLEAN, name="Test : santé")
    assert only(comparison.test_and_recurring_mixed, world(misfiled)).campaign == "C1"


def test_segments_with_fewer_than_five_contracts_are_too_small_to_rank() -> None:
    enough, few = Segment("region", "Rhône", 40, 9), Segment("region", "Ain", 25, 2)
    assert (
        "région (1 sur 2)"
        in only(comparison.too_small_to_rank, world(CLEAN, segments=(enough, few))).evidence.fr
    )
    assert comparison.too_small_to_rank(world(CLEAN, segments=(few,))) == []


def test_a_channel_without_appointments_is_ranked_by_its_contracts() -> None:
    email = Segment("campaign", "Lettres", 0, 7)
    assert (
        comparison.too_small_to_rank(world(CLEAN, segments=(email, Segment("campaign", "C1", 80, 15)))) == []
    )


YOUNG = replace(CLEAN, open_opportunities=40, open_amount_cents=24_000_000)
AHEAD = Projection(Cell(Fraction(2), "share"), Cell(Fraction(5, 2), "share", low=2.1, high=2.9), 600_000)


def test_a_young_campaign_has_the_roi_that_the_maturity_study_projects() -> None:
    found = find(world(replace(YOUNG, projection=AHEAD)))[0]
    assert (found.id, found.effect_cents, found.roi) == ("short_horizon", 600_000, (2.0, 2.5))
    assert "ROI projeté de 250\u202f% (entre 210\u202f% et 290\u202f%)" in found.effect.fr


def test_a_young_campaign_that_cannot_be_projected_has_no_figure_but_the_reason() -> None:
    unknown = replace(AHEAD, projected=Cell(None, "share", reason=TOO_YOUNG), coming_cents=None)
    found = find(world(replace(YOUNG, projection=unknown)))[0]
    assert (found.effect_cents, found.roi) == (None, None)
    assert TOO_YOUNG.fr in found.effect.fr


def test_a_roi_on_too_few_contracts_is_not_told_by_a_finding_either() -> None:
    few = replace(AHEAD, roi=replace(AHEAD.roi, too_few=True))
    assert find(world(replace(YOUNG, contracts=4, projection=few)))[0].roi is None
    loss = Finding("any", Severity.LOW, TOO_YOUNG, TOO_YOUNG, TOO_YOUNG, TOO_YOUNG, -100, "C1", "cost")
    assert priced(loss, world(CLEAN)).roi is not None
    assert priced(loss, world(replace(CLEAN, contracts=4))).roi is None


def test_a_campaign_younger_than_a_sales_cycle_is_too_early_to_judge() -> None:
    young = replace(CLEAN, starts_on=date(2026, 10, 1), open_opportunities=1, open_amount_cents=100)
    assert only(horizon.short_horizon, world(young, cycle_days=90.0))
    assert horizon.short_horizon(world(young, cycle_days=20.0)) == []


def test_renewals_beyond_the_horizon_are_priced_at_the_share_kept() -> None:
    monthly = replace(SALE, monthly_margin_cents=10_000, term_months=12)
    ended = replace(monthly, ended_on=date(2027, 5, 1))
    found = only(horizon.recurrence_ignored, world(CLEAN, contracts=(monthly, ended)))
    assert found.effect_cents == 24 * 10_000 // 2
    assert horizon.recurrence_ignored(world(replace(CLEAN, horizon_months=36), contracts=(monthly,))) == []


def test_a_contract_ended_before_its_term_is_priced_at_the_months_not_served() -> None:
    cut = replace(SALE, monthly_margin_cents=10_000, term_months=12, ended_on=date(2026, 9, 15))
    assert only(horizon.churn_ignored, world(CLEAN, contracts=(cut,))).effect_cents == -8 * 10_000


def test_worked_case_5_is_implausible_and_priced_at_the_others_pace() -> None:
    fast = replace(CLEAN, code="C2", hours=120.0)
    found = only(effort.implausible_pace, world(CLEAN, fast))
    assert "66,7 appels par heure" in found.title.fr
    assert found.effect_cents == -(320 - 120) * 2_400
    assert effort.implausible_pace(world(replace(CLEAN, hours=200.0))) == []


def test_totals_that_repeat_the_records_change_nothing_and_are_told() -> None:
    found = only(effort.totals_overlap, world(CLEAN, overlaps=(Overlap("C1", "calls", 8_500, 8_000),)))
    assert (found.effect_cents, found.severity) == (0, Severity.MEDIUM)
    assert "8\u202f500 appels" in found.evidence.fr


def test_contracts_of_no_campaign_are_priced_at_their_margin() -> None:
    found = only(unplaced.unattributed_money, world(CLEAN, contracts=(SALE, replace(SALE, campaign=None))))
    assert found.effect_cents == 240_000


def test_contracts_without_margin_are_priced_at_the_others_rate() -> None:
    silent = replace(SALE, margin_cents=None, revenue_cents=100_000)
    assert (
        only(unplaced.contracts_without_margin, world(CLEAN, contracts=(SALE, silent))).effect_cents == 40_000
    )


def test_findings_come_most_euros_first() -> None:
    shared = replace(HOURS, campaign=None, key=None, cents=50_000, hours=None)
    orphan = replace(SALE, campaign=None)
    effects = [abs(f.effect_cents or 0) for f in find(world(CLEAN, entries=(shared,), contracts=(orphan,)))]
    assert effects == [240_000, 50_000]


def test_every_check_is_in_the_list_once() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS) == 40
    assert len({check.find for check in CHECKS}) == len(CHECKS)
    assert [check.id for check in CHECKS if check.find.__name__ != check.id] == []
