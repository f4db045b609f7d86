"""The facts that only records and the lake together can tell, from small worlds."""

from datetime import date
from pathlib import Path

import pytest

from filon.flows.check import check, grades
from filon.insight.biases.finding import Finding
from filon.metrics.language.query import Query
from filon.terms.scope import Scope
from tests import world

TODAY = date(2026, 6, 30)


def found(home: Path, name: str, scope: Scope | None = None) -> list[Finding]:
    findings = check(home, scope or Scope(), as_of=TODAY)
    return [finding for finding in findings if finding.id == name]


def test_a_contract_of_a_campaign_signed_before_its_first_call_is_found(home: Path) -> None:
    calling = world.campaign("C1")
    for day, signed in (("2026-02-02", "2026-01-20"), ("2026-01-10", "2026-01-20")):
        call = world.call(calling, at=f"{day} 10:00")
        world.contract(calling, contact=call.contact, signed_on=signed, contract_id=f"CT-{day}")
    (early,) = found(home, "signed_before_first_call")
    assert "CT-2026-02-02" in early.evidence.fr
    assert early.effect_cents == -40_000
    assert early.covers == ("C1",)


def test_a_contract_to_a_prospect_who_was_never_called_is_not_before_the_first_call(home: Path) -> None:
    calling = world.campaign("C1")
    world.call(calling, at="2026-02-02 10:00")
    world.contract(calling, contact=world.contact("P9"), signed_on="2026-01-20")
    assert found(home, "signed_before_first_call") == []


def test_contracts_are_compared_with_the_state_of_their_deal(home: Path) -> None:
    calling = world.campaign("C1")
    for status in ("lost", "open", "won"):
        deal = world.opportunity(calling, status=status, contact=world.contact())
        world.contract(calling, of=deal, contract_id=f"CT-{status}")
    assert "CT-lost" in found(home, "contracts_on_lost_deals")[0].evidence.fr
    assert "CT-open" in found(home, "contracts_on_open_deals")[0].evidence.fr
    assert found(home, "contracts_without_opportunity") == []


def test_a_deal_won_owes_a_contract_after_a_month_unless_its_prospect_has_one(home: Path) -> None:
    calling = world.campaign("C1")
    world.contract(calling, of=world.opportunity(calling, status="won", contact=world.contact(), amount=1000))
    world.opportunity(calling, status="won", created="2026-01-05", closed_at="2026-02-01", amount=5000,
                      contact=world.contact())  # fmt: skip
    world.opportunity(calling, status="won", created="2026-01-05", closed_at="2026-06-20", amount=7000,
                      contact=world.contact())  # fmt: skip
    loose = world.contact()
    world.contract(calling, contact=loose)
    world.opportunity(
        calling, status="won", created="2026-01-05", closed_at="2026-02-01", amount=9000, contact=loose
    )
    (owed,) = found(home, "won_without_contract")
    assert owed.effect_cents == 200_000  # 5,000 EUR at the 40 % of the contracts


def test_calls_of_months_without_cost_are_found_once_the_books_should_be_closed(home: Path) -> None:
    calling = world.campaign("C1")
    for month in ("01", "02", "06"):
        for hour in (10, 11):
            world.call(calling, at=f"2026-{month}-10 {hour}:00")
    world.cost(calling, amount=100, category="operator_time", period_start="2026-01-10")
    world.cost(amount=900, category="overhead", period_start="2026-02-01", allocation_key="calls")
    (gap,) = found(home, "months_without_cost")
    assert gap.effect_cents == -10_000  # two calls of February at 50 EUR; June is still being booked


def test_calls_after_the_last_day_are_outside_and_those_of_that_day_are_not(home: Path) -> None:
    ended = world.campaign("C1", ends_on="2026-02-28")
    for day in ("2026-02-28", "2026-03-02"):
        world.call(ended, at=f"{day} 10:00")
    assert "1 appel sur 2" in found(home, "calls_outside_dates")[0].evidence.fr


def test_the_same_call_under_two_numbers_is_a_twin_and_a_second_call_is_not(home: Path) -> None:
    calling = world.campaign("C1")
    prospect = world.contact("P1")
    for at, duration in (("10:00", 90), ("10:00", 90), ("10:05", 90), ("10:00", None), ("10:00", None)):
        world.call(calling, at=f"2026-02-02 {at}", contact=prospect, duration_s=duration)
    (twins,) = found(home, "duplicate_calls")
    assert twins.evidence.fr.startswith("1 appel sur 5")


def test_a_note_that_tells_vat_is_understood(home: Path) -> None:
    calling = world.campaign("C1")
    for note in ("facture TTC", "attention aux détails", None):
        world.cost(calling, amount=120, note=note)
    assert [one.effect_cents for one in found(home, "costs_with_tax")] == [2_000]


def test_a_client_is_told_of_its_own_campaigns_only(home: Path) -> None:
    ours, theirs = world.client("ACME"), world.client("GLOBEX")
    for owner, code in ((ours, "OURS"), (theirs, "THEIRS")):
        calling = world.campaign(code, client=owner)
        world.contract(calling, of=world.opportunity(calling, status="lost", contact=world.contact()))
    (mine,) = found(home, "contracts_on_lost_deals", Scope(frozenset({ours.pk})))
    assert mine.covers == ("OURS",)


def test_each_row_of_an_answer_is_graded_by_the_campaigns_whose_euros_it_holds(home: Path) -> None:
    phone, mail = world.campaign("TEL"), world.campaign("MAIL", channel="email", organisation=None)
    for campaign in (phone, mail):
        world.cost(campaign, amount=100, category="media")
    world.contract(phone, of=world.opportunity(phone, status="lost", contact=world.contact()))
    world.contract(mail, of=world.opportunity(mail, status="won", contact=world.contact()))
    given = grades(home, Query(("roi",), by=("channel",)))
    behind = {
        key: trust and "contracts_on_lost_deals" in [finding.id for finding in trust.findings]
        for key, trust in given.rows.items()
    }
    assert behind == {("phone",): True, ("email",): False}
    assert given.total
    assert grades(home, Query(("roi",), where={"channel": ("event",)})).total is None


@pytest.mark.parametrize("name", ["contracts_without_opportunity", "losses_unrecorded", "implausible_reach"])
def test_an_empty_instance_has_nothing_to_mend(home: Path, name: str) -> None:
    assert found(home, name) == []
