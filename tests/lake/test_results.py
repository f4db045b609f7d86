"""To which call and campaign each result is credited."""

from pathlib import Path

import polars as pl
import pytest

from filon.lake.publish import publish, verify
from filon.terms.attribution import MODELS
from tests import world
from tests.lake.contents import read_table


def only(lake: Path, table: str) -> dict[str, object]:
    """Publish, and return the one row of a table."""
    publish(lake)
    (row,) = read_table(lake, table).rows(named=True)
    return row


def test_an_explicit_chain_credits_its_call_down_to_the_contract(lake: Path) -> None:
    campaign, other = world.campaign("C1"), world.campaign("C2")
    call = world.call(campaign, at="2026-01-05 10:00", operator="OP1", variant="B", contact="P1")
    world.call(other, at="2026-01-07 10:00", contact="P1")
    meeting = world.appointment(campaign, of_call=call, booked="2026-01-06 09:00")
    deal = world.opportunity(of=meeting, created="2026-01-20 09:00", amount=500)
    signed = world.contract(of=deal, revenue=500, signed_on="2026-02-01")
    row = only(lake, "contracts")
    assert (row["contract"], row["opportunity"], row["campaign"], row["call"]) == (
        signed.id,
        deal.id,
        campaign.id,
        call.id,
    )
    assert (row["credit"], row["model"], row["weight"], str(row["origin_on"])) == (
        "chain",
        None,
        1.0,
        "2026-01-05",
    )
    assert (row["operator"], row["variant"], row["hour"]) == (call.operator_id, "B", 10)
    assert (row["revenue_cents"], row["margin_cents"], row["new_customer"]) == (50_000, 20_000, 1)


def test_calls_that_arrive_after_the_appointment_are_still_found(lake: Path) -> None:
    campaign = world.campaign()
    meeting = world.appointment(campaign, call_ref="LATE", booked="2026-01-06 09:00")
    world.contract(of=world.opportunity(of=meeting))
    row = only(lake, "contracts")
    assert (row["credit"], row["call"], row["contact"], str(row["origin_on"])) == (
        "campaign",
        None,
        None,
        "2026-01-06",
    )
    call = world.call(campaign, call_id="LATE", at="2026-01-05 10:00")
    row = only(lake, "contracts")
    assert (row["credit"], row["call"], row["contact"], str(row["origin_on"])) == (
        "chain",
        call.id,
        call.contact_id,
        "2026-01-05",
    )


def test_a_named_campaign_credits_the_last_of_its_calls_before_the_event(lake: Path) -> None:
    campaign, other = world.campaign("C1"), world.campaign("C2")
    world.call(campaign, at="2026-01-05 10:00", contact="P1")
    last = world.call(campaign, at="2026-01-06 10:00", contact="P1")
    world.call(other, at="2026-01-07 10:00", contact="P1")
    world.call(campaign, at="2026-01-09 10:00", contact="P1")
    world.opportunity(campaign, created="2026-01-08 10:00", contact=last.contact)
    row = only(lake, "opportunities")
    assert (row["credit"], row["campaign"], row["call"]) == ("campaign", campaign.id, last.id)


def test_an_event_of_a_day_without_a_time_comes_after_the_calls_of_that_day(lake: Path) -> None:
    campaign = world.campaign()
    call = world.call(campaign, at="2026-01-06 18:00", contact="P1")
    world.appointment(campaign, booked="2026-01-06 00:00", contact=call.contact)
    assert only(lake, "appointments")["call"] == call.id


def test_an_opportunity_older_than_the_first_call_is_credited_to_nobody(lake: Path) -> None:
    call = world.call(world.campaign(), at="2026-01-10 10:00", contact="P1")
    world.opportunity(created="2026-01-09 10:00", contact=call.contact)
    row = only(lake, "opportunities")
    assert (row["credit"], row["campaign"], row["call"], str(row["origin_on"])) == (
        "none",
        None,
        None,
        "2026-01-09",
    )


def test_a_call_older_than_the_window_credits_nothing(lake: Path) -> None:
    call = world.call(world.campaign(), at="2026-01-05 10:00", contact="P1")
    world.contract(contact=call.contact, signed_on="2026-07-05")  # 181 days later
    assert only(lake, "contracts")["credit"] == "none"


def test_one_call_in_the_window_is_credited_whatever_the_model(lake: Path) -> None:
    call = world.call(world.campaign(), at="2026-01-05 10:00", contact="P1")
    world.contract(contact=call.contact, signed_on="2026-07-04")
    row = only(lake, "contracts")
    assert (row["credit"], row["model"], row["call"]) == ("window", None, call.id)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first", {0: (1.0, 10_001)}),
        ("last", {2: (1.0, 10_001)}),
        ("linear", {0: (1 / 3, 3334), 1: (1 / 3, 3334), 2: (1 / 3, 3333)}),
        ("position", {0: (0.4, 4000), 1: (0.2, 2000), 2: (0.4, 4001)}),
        ("decay", {0: (1 / 7, 1429), 1: (2 / 7, 2857), 2: (4 / 7, 5715)}),
    ],
)
def test_several_calls_share_the_credit_by_model(
    lake: Path, model: str, expected: dict[int, tuple[float, int]]
) -> None:
    campaign = world.campaign()
    days = ("2026-01-01 10:00", "2026-01-31 10:00", "2026-03-02 10:00")  # 30 days apart: one half-life
    calls = [world.call(campaign, at=day, contact="P1").id for day in days]
    world.contract(contact="P1", revenue="100.01", margin=None, margin_rate=None, signed_on="2026-04-01")
    publish(lake)
    rows = read_table(lake, "contracts").filter(pl.col("model") == model)
    seen = {calls.index(row["call"]): (row["weight"], row["revenue_cents"]) for row in rows.rows(named=True)}
    assert seen.keys() == expected.keys()
    for place, (weight, cents) in expected.items():
        assert seen[place][0] == pytest.approx(weight)
        assert abs(seen[place][1] - cents) <= 1
    assert sum(cents for _, cents in seen.values()) == 10_001
    assert rows["margin_cents"].is_null().all()
    assert set(read_table(lake, "contracts")["model"]) == set(MODELS)


def test_a_chain_of_rescheduled_appointments_counts_once_as_its_first_and_ends_as_its_last(
    lake: Path,
) -> None:
    campaign = world.campaign()
    call = world.call(campaign, at="2026-01-05 10:00", contact="P1")
    first = world.appointment(campaign, of_call=call, booked="2026-01-05 10:10", status="rescheduled")
    second = world.appointment(
        campaign,
        contact=call.contact,
        booked="2026-01-12 10:00",
        status="held",
        validation="validated",
        qualified=True,
    )
    third = world.appointment(campaign, contact=call.contact, booked="2026-02-12 10:00", status="booked")
    deal = world.opportunity(of=second, created="2026-01-20 09:00")
    publish(lake)
    rows = {row["appointment"]: row for row in read_table(lake, "appointments").rows(named=True)}
    assert rows.keys() == {first.id, third.id}
    assert rows[first.id]["chain"] == [first.id, second.id]
    assert [rows[first.id][flag] for flag in ("held", "validated", "no_show", "qualified")] == [1, 1, 0, 1]
    assert (str(rows[first.id]["booked_on"]), rows[first.id]["call"]) == ("2026-01-05", call.id)
    (opportunity,) = read_table(lake, "opportunities").rows(named=True)
    assert (opportunity["opportunity"], opportunity["call"]) == (deal.id, call.id)
    world.edit(second, contact=world.contact("P2"))
    publish(lake)
    assert sorted(read_table(lake, "appointments")["chain"].to_list()) == [[first.id, third.id], [second.id]]


def test_margin_and_recurrence_are_whole_cents_or_unknown(lake: Path) -> None:
    world.contract(revenue="0.05", margin_rate="0.5", recurring_amount=100, recurring_period="year")
    row = only(lake, "contracts")
    assert (row["margin_cents"], row["monthly_cents"], row["monthly_margin_cents"]) == (3, 833, 417)


def test_the_journey_holds_the_first_day_of_each_stage(lake: Path) -> None:
    campaign = world.campaign()
    world.call(campaign, at="2026-01-05 10:00", contact="P1", operator="OP1", script="S1")
    world.call(campaign, at="2026-01-06 11:00", contact="P1", outcome="callback", operator="OP2")
    useful = world.call(campaign, at="2026-01-07 12:00", contact="P1", outcome="appointment", operator="OP2")
    meeting = world.appointment(
        campaign, of_call=useful, booked="2026-01-07 12:05", status="held", validation="validated"
    )
    deal = world.opportunity(of=meeting, created="2026-01-20 09:00", proposed_at="2026-01-25 09:00")
    world.contract(of=deal, revenue=500, signed_on="2026-02-01")
    world.contract(of=deal, revenue=100, signed_on="2026-03-01")
    row = only(lake, "journey")
    days = [
        row[f"{stage}_on"] for stage in ("first_call", "first_reached", "first_useful", "appointment", "held")
    ]
    assert [str(day) for day in days] == [
        "2026-01-05",
        "2026-01-06",
        "2026-01-07",
        "2026-01-07",
        "2026-01-07",
    ]
    days = [row[f"{stage}_on"] for stage in ("validated", "opportunity", "proposal", "signed", "closed")]
    assert [str(day) for day in days] == [
        "2026-01-07",
        "2026-01-20",
        "2026-01-25",
        "2026-02-01",
        "2026-01-07",
    ]
    assert (row["calls"], row["reached"], row["revenue_cents"], row["margin_cents"]) == (3, 2, 60_000, 24_000)
    first = read_table(lake, "calls").sort("started_at").row(0, named=True)
    assert (row["hour"], row["operator"], row["script"]) == (10, first["operator"], first["script"])


def test_a_result_without_a_call_takes_the_list_of_its_prospect_and_follows_it(lake: Path) -> None:
    prospect = world.contact("P1", contact_list="L1")
    call = world.call(world.campaign(), contact=world.contact("P2", contact_list="L1"), contact_list="L3")
    uncalled = world.appointment(world.campaign("C2"), contact=prospect)
    of_call = world.appointment(world.campaign("C3"), of_call=call)
    for deal in (
        world.opportunity(contact=prospect),
        world.opportunity(of=uncalled),
        world.opportunity(of=of_call),
    ):
        world.contract(of=deal)

    def lists(table: str, key: str) -> list[int]:
        return list(read_table(lake, table).sort(key)["list"])

    own, named = prospect.contact_list_id, call.contact_list_id
    publish(lake)
    assert lists("appointments", "appointment") == [own, named]
    assert lists("opportunities", "opportunity") == [own, own, named]
    assert lists("contracts", "contract") == [own, own, named]
    other = world.contact_list("L2")
    world.edit(prospect, contact_list=other)
    publish(lake)
    assert lists("appointments", "appointment") == [other.id, named]
    assert lists("contracts", "contract") == [other.id, other.id, named]
    assert verify(lake) == []


def test_only_an_outcome_that_is_final_closes_the_journey_and_a_prospect_keeps_its_list(lake: Path) -> None:
    campaign = world.campaign()
    listed = world.contact("P1", contact_list="L1")
    world.call(campaign, at="2026-01-05 10:00", contact="P1", outcome="callback")
    assert only(lake, "journey")["closed_on"] is None
    assert only(lake, "contacts")["list"] == listed.contact_list_id
    world.call(campaign, at="2026-01-08 10:00", contact="P1", outcome="do_not_call")
    assert str(only(lake, "journey")["closed_on"]) == "2026-01-08"
