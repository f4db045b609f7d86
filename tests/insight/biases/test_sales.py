from dataclasses import replace
from datetime import date

from filon.insight.biases import amounts, concentration, sales
from tests.insight.biases.test_biases import CLEAN, SALE, only, world


def test_a_contract_on_a_lost_deal_is_priced_at_its_margin() -> None:
    lost = replace(SALE, id="S2", deal="lost")
    found = only(sales.contracts_on_lost_deals, world(CLEAN, contracts=(SALE, lost)))
    assert (found.effect_cents, found.side, found.covers) == (-240_000, "margin", ("C1",))
    assert "S2" in found.evidence.fr
    assert sales.contracts_on_lost_deals(world(CLEAN)) == []


def test_a_contract_on_a_lost_deal_whose_margin_is_unknown_is_not_priced() -> None:
    lost = replace(SALE, deal="lost", margin_cents=None)
    assert only(sales.contracts_on_lost_deals, world(CLEAN, contracts=(lost,))).effect_cents is None


def test_a_signed_deal_that_stays_open_changes_the_pipeline_and_not_the_roi() -> None:
    ahead = replace(SALE, deal="open", deal_cents=600_000)
    found = only(sales.contracts_on_open_deals, world(CLEAN, contracts=(ahead,)))
    assert (found.effect_cents, found.side) == (None, None)
    assert "6\u202f000\u00a0€" in found.effect.fr
    assert sales.contracts_on_open_deals(world(CLEAN)) == []


def test_a_contract_without_opportunity_is_found_where_the_campaign_follows_its_deals() -> None:
    loose = replace(SALE, deal=None)
    assert only(sales.contracts_without_opportunity, world(CLEAN, contracts=(loose,))).touches("C1")
    silent = replace(CLEAN, opportunities=0)
    assert sales.contracts_without_opportunity(world(silent, contracts=(loose,))) == []
    assert sales.contracts_without_opportunity(world(CLEAN)) == []


def test_contracts_without_opportunity_are_found_on_every_channel() -> None:
    email = replace(CLEAN, channel="email")
    loose = replace(SALE, deal=None)
    assert only(sales.contracts_without_opportunity, world(email, contracts=(loose,)))


def test_deals_won_without_a_contract_are_priced_at_the_margin_rate_of_the_contracts() -> None:
    owed = replace(CLEAN, won_unsigned=2, won_unsigned_cents=1_000_000)
    assert only(sales.won_without_contract, world(owed)).effect_cents == 400_000
    assert sales.won_without_contract(world(CLEAN)) == []


def test_a_pipeline_that_never_loses_is_found_once_it_won_enough() -> None:
    assert only(sales.losses_unrecorded, world(replace(CLEAN, won=20, lost=0)))
    assert sales.losses_unrecorded(world(replace(CLEAN, won=19, lost=0))) == []
    assert sales.losses_unrecorded(world(replace(CLEAN, won=20, lost=1))) == []


def test_a_contract_signed_before_the_first_call_is_priced_at_its_margin() -> None:
    early = replace(SALE, before_first_call=True)
    assert (
        only(sales.signed_before_first_call, world(CLEAN, contracts=(SALE, early))).effect_cents == -240_000
    )
    assert sales.signed_before_first_call(world(CLEAN)) == []


def test_a_sale_under_two_numbers_is_counted_once() -> None:
    twin = replace(SALE, id="S2")
    found = only(amounts.duplicate_contracts, world(CLEAN, contracts=(SALE, twin)))
    assert (found.effect_cents, "S1 = S2" in found.evidence.fr) == (-240_000, True)


def test_sales_of_other_days_products_amounts_or_unknown_prospects_are_no_twins() -> None:
    others = (
        replace(SALE, signed_on=date(2026, 5, 2)),
        replace(SALE, revenue_cents=1),
        replace(SALE, product="CVC"),
        replace(SALE, contact=2),
        replace(SALE, contact=None),
        replace(SALE, contact=None),
    )
    assert amounts.duplicate_contracts(world(CLEAN, contracts=(SALE, *others))) == []


def test_a_margin_equal_to_the_revenue_is_priced_at_the_rate_of_the_other_contracts() -> None:
    whole = replace(SALE, margin_cents=600_000)
    found = only(amounts.revenue_as_margin, world(CLEAN, contracts=(SALE, whole, whole, whole)))
    assert found.effect_cents == 3 * (240_000 - 600_000)
    alone = only(amounts.revenue_as_margin, world(CLEAN, contracts=(whole, whole, whole)))
    assert alone.effect_cents is None
    assert amounts.revenue_as_margin(world(CLEAN, contracts=(SALE, SALE, SALE, whole))) == []


def test_contracts_worth_exactly_their_deal_with_vat_are_found() -> None:
    taxed = replace(SALE, revenue_cents=720_000, deal_cents=600_000)
    found = only(amounts.revenue_with_tax, world(CLEAN, contracts=(taxed, taxed, taxed)))
    assert found.effect_cents == -120_000  # a sixth of three margins of 2,400 EUR
    plain = replace(SALE, deal_cents=600_000)
    assert amounts.revenue_with_tax(world(CLEAN, contracts=(plain, plain, plain, taxed))) == []


def test_a_roi_that_one_deal_makes_is_told_without_it() -> None:
    small = tuple(replace(SALE, id=f"S{n}", margin_cents=100_000) for n in range(4))
    large = replace(SALE, margin_cents=3_200_000)
    found = only(concentration.one_large_deal, world(CLEAN, contracts=(*small, large)))
    assert "89\u202f% de la marge" in found.title.fr
    assert "−64\u202f%" in found.effect.fr  # 4,000 EUR of margin for 11,040 EUR of costs
    assert concentration.one_large_deal(world(CLEAN, contracts=(*small, *small, small[0]))) == []
