from dataclasses import replace
from datetime import date

from filon.insight.biases import assumptions, bookings
from tests.insight.biases.test_biases import CLEAN, HOURS, SALE, only, world

ALIKE = tuple(replace(HOURS, id=f"H{number}") for number in range(6))


def test_a_rate_four_times_that_of_its_like_is_priced_at_theirs() -> None:
    slip = replace(HOURS, id="SLIP", cents=2_400_000)
    found = only(bookings.cost_outliers, world(CLEAN, entries=(*ALIKE, slip)))
    assert (found.effect_cents, found.side) == (2_160_000, "cost")
    assert "SLIP" in found.evidence.fr


def test_rates_that_differ_as_people_do_or_that_are_few_are_no_outliers() -> None:
    senior = replace(HOURS, cents=480_000)
    assert bookings.cost_outliers(world(CLEAN, entries=(*ALIKE, senior))) == []
    slip = replace(HOURS, cents=2_400_000)
    assert bookings.cost_outliers(world(CLEAN, entries=(*ALIKE[:4], slip))) == []


def test_an_amount_ten_times_that_of_its_like_is_found() -> None:
    bills = tuple(replace(bill, category="telephony", hours=None, cents=9_000) for bill in ALIKE)
    yearly = replace(bills[0], id="Y", cents=108_000)
    assert only(bookings.cost_outliers, world(CLEAN, entries=(*bills, yearly))).effect_cents == 99_000


def test_entries_whose_note_tells_vat_are_priced_at_its_sixth() -> None:
    taxed = replace(HOURS, cents=120_000, hours=None, with_tax=True)
    assert only(bookings.costs_with_tax, world(CLEAN, entries=(HOURS, taxed))).effect_cents == 20_000
    assert bookings.costs_with_tax(world(CLEAN)) == []


def test_months_of_calls_without_cost_are_priced_at_the_cost_per_call_of_the_others() -> None:
    gap = replace(CLEAN, calls_costed=6_000, calls_uncosted=2_000, own_cost_cents=900_000)
    assert only(bookings.months_without_cost, world(gap)).effect_cents == -300_000
    nothing_booked = replace(CLEAN, calls_uncosted=8_000)  # the missing items say it already
    assert bookings.months_without_cost(world(CLEAN, nothing_booked)) == []


def test_a_campaign_that_only_costs_is_found_once_it_is_a_month_old() -> None:
    idle = replace(CLEAN, calls=0, appointments=0, opportunities=0, contracts=0)
    assert only(bookings.costs_without_activity, world(idle)).campaign == "C1"
    assert bookings.costs_without_activity(world(replace(idle, starts_on=date(2026, 10, 20)))) == []
    assert bookings.costs_without_activity(world(CLEAN)) == []


def test_a_rate_in_use_and_unchanged_for_more_than_a_year_is_stale() -> None:
    first = replace(HOURS, first=date(2025, 6, 1))
    last = replace(HOURS, campaign="C2", first=date(2026, 10, 1))
    found = only(assumptions.stale_hourly_rates, world(CLEAN, entries=(first, last)))
    assert (found.effect_cents, found.covers) == (None, ("C2",))
    assert "24\u00a0€" in found.effect.fr


def test_a_rate_revised_within_the_year_or_used_no_more_is_not_stale() -> None:
    first = replace(HOURS, first=date(2025, 6, 1))
    revised = replace(HOURS, first=date(2026, 10, 1), cents=250_000)
    assert assumptions.stale_hourly_rates(world(CLEAN, entries=(first, revised))) == []
    old = replace(HOURS, first=date(2024, 1, 1)), replace(HOURS, first=date(2025, 6, 1))
    assert assumptions.stale_hourly_rates(world(CLEAN, entries=old)) == []


def test_a_margin_rate_given_for_more_than_a_year_is_stale() -> None:
    rated = replace(SALE, margin_rate=0.4, product="CVC")
    days = (date(2025, 1, 5), date(2025, 3, 1), date(2025, 9, 1), date(2026, 2, 1), date(2026, 10, 1))
    signed = tuple(replace(rated, signed_on=day) for day in days)
    found = only(assumptions.stale_margin_rates, world(CLEAN, contracts=signed))
    assert "CVC 40\u202f%" in found.evidence.fr
    revised = (*signed[:3], *(replace(sale, margin_rate=0.38) for sale in signed[3:]))
    assert assumptions.stale_margin_rates(world(CLEAN, contracts=revised)) == []
