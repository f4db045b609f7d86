"""What a plan on very few contracts says, and what a kept one does not judge yet."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from time_machine import travel

import filon
from filon.faces.cli import filon as command
from filon.records.actions.accounts import make_account
from filon.records.models import Campaign, Scenario, User
from filon.terms.period import add_months
from tests import world

FIRST = date(2025, 5, 1)


@pytest.fixture(autouse=True)
def later() -> object:
    with travel("2026-01-15 10:00+00:00", tick=False):
        yield


def run(*arguments: str) -> str:
    found = CliRunner().invoke(command, ["scenario", *arguments])
    assert found.exit_code == 0, found.output
    return found.output


def plain(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'").split())


def page(path: str) -> str:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(
        make_account("finance", role=User.Role.FINANCE, password="a-long-enough-secret", actor="t")
    )
    return plain(client.get(path).content.decode())


def calls(campaign: Campaign, begin: date) -> None:
    end = add_months(begin, 1) - timedelta(days=1)
    world.activity(campaign, begin=begin, end=end, calls=1000, useful_conversations=40, appointments_set=10)
    world.cost(campaign, amount=1500, period_start=begin, period_end=end)


def deal(campaign: Campaign, opened: date, *, won: bool, days: int, revenue: int = 5000) -> None:
    """Open a deal that ends after some days: won with its contract, or lost."""
    closed = opened + timedelta(days=days)
    made = world.opportunity(
        campaign,
        created=f"{opened} 10:00",
        status="won" if won else "lost",
        closed_at=world.instant(f"{closed} 10:00"),
    )
    if won:
        world.contract(campaign, signed_on=closed, of=made, revenue=revenue)


@pytest.fixture
def pipeline(home: Path) -> Path:
    """Six months of 8 deals each, 2 of them won after 60 days and the others lost after 40."""
    campaign = world.campaign("TEL")
    for place in range(6):
        begin = add_months(FIRST, place)
        calls(campaign, begin)
        for rank in range(8):
            won = rank < 2
            amount = 5000 + 300 * place + 700 * rank
            deal(campaign, begin + timedelta(days=4), won=won, days=60 if won else 40, revenue=amount)
    return home


@pytest.fixture
def one_contract(pipeline: Path) -> Scenario:
    """A plan for December, of whose calls 7 deals are open and one contract is signed, ten times smaller than any before."""
    run("--save", "Hiver", "--plan-from", "2025-12-01", "--plan-to", "2025-12-31")
    campaign, opened = Campaign.objects.get(), date(2025, 12, 20)
    calls(campaign, date(2025, 12, 1))
    deal(campaign, opened, won=True, days=5, revenue=500)
    for _ in range(7):
        world.opportunity(campaign, created=f"{opened} 10:00", status="open")
    return Scenario.objects.get()


def compared(name: str = "Hiver") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("--compare", name, "--json", "--lang", "en"))
    return found


def driver(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in found["drivers"] if one["id"] == name)


def test_however_few_contracts_are_seen_no_revenue_is_negative_and_no_roi_below_minus_100_per_cent(
    home: Path,
) -> None:
    campaign = world.campaign("TEL")
    calls(campaign, FIRST)
    world.contract(campaign, signed_on=FIRST, revenue=4000, margin_rate="0.1")
    world.contract(campaign, signed_on=FIRST, revenue=9000, margin_rate="0.7")
    found = filon.connect(home).scenario().forecast
    assert found is not None
    for figure in ("revenue", "margin"):
        assert found.figures[figure].min() >= 0
    assert found.figures["roi"].min() >= -1
    for one in found.ranges:
        assert one.low >= 0
    assert found.medians()["average_deal"] == pytest.approx(6500, rel=0.01)


def test_where_a_margin_seen_is_negative_so_may_be_the_forecast(home: Path) -> None:
    campaign = world.campaign("TEL")
    calls(campaign, FIRST)
    world.contract(campaign, signed_on=FIRST, revenue=4000, margin=-1000)
    world.contract(campaign, signed_on=FIRST, revenue=9000, margin=3000)
    found = filon.connect(home).scenario().forecast
    assert found is not None
    assert found.figures["roi"].min() < -1


def test_two_contracts_are_firmly_said_to_be_too_few_before_anything_else(home: Path) -> None:
    campaign = world.campaign("TEL")
    calls(campaign, FIRST)
    for amount in (4000, 9000):
        world.contract(campaign, signed_on=FIRST, revenue=amount)
    said = "2 contrats seulement dans ce que l'on a vu : trop peu pour décider"
    for text in (plain(run("--lang", "fr")), page("/scenarios/")):
        assert said in text
        assert text.index(said) < text.index("Coût récupéré")
    assert json.loads(run("--json"))["too_few"] is True


def test_one_contract_neither_moves_a_driver_nor_makes_the_headline(one_contract: Scenario) -> None:
    amount = driver(compared(), "average_deal")
    assert amount["actual"] == 500
    assert (amount["moved"], amount["untold"]) == (False, "too few (1)")
    for text in (plain(run("--compare", "Hiver", "--lang", "fr")), page(f"/scenarios/{one_contract.pk}/")):
        assert "trop tôt pour juger" in text
        assert "ce qui a bougé le plus : contrat moyen" not in text
        assert "aucun levier n'a bougé" not in text
        assert "trop peu (1)" in text
        assert "moins de 5 contrats ou événements" in text


def test_a_driver_that_rests_on_many_events_is_still_told_to_have_moved(one_contract: Scenario) -> None:
    world.activity(
        Campaign.objects.get(),
        begin=date(2025, 12, 1),
        end=date(2025, 12, 31),
        calls=1000,
        useful_conversations=300,
    )
    moved = driver(compared(), "conversation_rate")
    assert (moved["moved"], moved["untold"]) == (True, None)


def test_nothing_projected_has_its_reason_in_words(one_contract: Scenario) -> None:
    assert {one["projected"] for one in compared()["figures"]} == {None}
    for text in (plain(run("--compare", "Hiver", "--lang", "fr")), page(f"/scenarios/{one_contract.pk}/")):
        assert "Pas de projeté (contrats, marge brute, ROI net) : trop jeune" in text


def test_effects_that_leave_a_driver_out_are_said_not_to_sum_to_the_gap(one_contract: Scenario) -> None:
    assert driver(compared(), "close_rate")["untold"] == "not known yet"
    for text in (plain(run("--compare", "Hiver", "--lang", "fr")), page(f"/scenarios/{one_contract.pk}/")):
        assert "ils ne se somment pas à l'écart" in text
        assert "pas encore connu (taux de transformation" in text


def test_a_plan_learnt_from_the_days_it_plans_says_so_when_made_and_when_compared(pipeline: Path) -> None:
    said = "La période prévue est comprise dans celle dont le plan est appris (1er mai 2025 – 31 oct. 2025)"
    assert said in plain(
        run("--save", "Été", "--plan-from", "2025-07-01", "--plan-to", "2025-08-31", "--lang", "fr")
    )
    assert said in plain(run("--compare", "Été", "--lang", "fr"))
    assert said in page(f"/scenarios/{Scenario.objects.get().pk}/")
    ahead = plain(
        run("--save", "Plus tard", "--plan-from", "2026-02-01", "--plan-to", "2026-02-28", "--lang", "fr")
    )
    assert "celle dont le plan est appris" not in ahead + plain(run("--compare", "Plus tard", "--lang", "fr"))


def test_a_scenario_kept_before_its_days_were_is_still_compared(one_contract: Scenario) -> None:
    question = {name: value for name, value in one_contract.question.items() if name != "learnt"}
    Scenario.objects.filter(pk=one_contract.pk).update(question=question)
    assert not any("learnt from" in said for said in compared()["remarks"])


def test_volumes_are_not_judged_before_the_period_is_over(home: Path) -> None:
    event = world.campaign("SALON", channel="event")
    for place in range(8):
        begin = add_months(FIRST, place)
        world.cost(event, amount=500, period_start=begin, period_end=add_months(begin, 1) - timedelta(days=1))
        for amount in (4000, 5000, 6000):
            world.contract(event, signed_on=begin, revenue=amount)
    run("--save", "Salons", "--campaign", "SALON", "--plan-from", "2026-01-01", "--plan-to", "2026-12-31")
    world.contract(event, signed_on=date(2026, 1, 5), revenue=5000)
    contracts = driver(compared("Salons"), "contracts")
    assert (contracts["actual"], contracts["roi_effect"], contracts["moved"]) == (1, None, False)
    assert contracts["untold"] == "period under way"


@pytest.mark.parametrize("arguments", [("--calls", "0"), ("--set", "cost_per_call=0")])
def test_a_plan_that_costs_nothing_is_told_to_have_no_roi(home: Path, arguments: tuple[str, ...]) -> None:
    campaign = world.campaign("TEL")
    for month in range(3):
        calls(campaign, add_months(FIRST, month))
        deal(campaign, add_months(FIRST, month), won=True, days=5)
    assert "le coût est nul" in plain(run("--lang", "fr", *arguments))


@pytest.mark.parametrize(
    ("contracts", "said"), [(2, "2 contrats seulement"), (1, "celui du seul signé, tenu pour connu")]
)
def test_how_few_contracts_amounts_are_learnt_from_is_said(home: Path, contracts: int, said: str) -> None:
    campaign = world.campaign("TEL")
    end = FIRST + timedelta(days=30)
    world.activity(campaign, begin=FIRST, end=end, calls=1000, useful_conversations=40, appointments_set=10)
    world.cost(campaign, amount=1500, period_start=FIRST, period_end=end)
    for _ in range(contracts):
        world.contract(campaign, signed_on=FIRST, revenue=5000)
    told = plain(run("--lang", "fr"))
    assert (said in told, "les totaux ne disent pas" in told) == (True, False)
