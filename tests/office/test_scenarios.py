"""Scenarios of a plan, as the page, the command and the notebook say them, and those kept against what happened."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from django.test import Client
from time_machine import travel

import filon
from filon.faces.cli import filon as command
from filon.flows.maturity import maturity
from filon.flows.scenario import Plan
from filon.insight.methods.posteriors import Share
from filon.insight.scenarios.ahead import Ahead
from filon.metrics.language.faults import UnknownValue
from filon.metrics.language.query import Query
from filon.records.actions.accounts import make_account
from filon.records.models import Campaign, JournalEntry, Opportunity, Scenario, User
from filon.terms.faults import UnknownName
from filon.terms.period import Period, add_months
from filon.terms.text import Text
from tests import world

FIRST, MONTHS = date(2025, 5, 1), 8
AMOUNTS = (3000, 4200, 5000, 5600, 6000, 6800, 7400, 9000)


@pytest.fixture
def firm(home: Path) -> Path:
    """The first worked case over eight months: 8,000 calls, 320 conversations, 80 appointments, 12,000 of cost."""
    campaign = world.campaign("TEL")
    for place in range(MONTHS):
        _month(campaign, add_months(FIRST, place), AMOUNTS[place])
    return home


def _month(campaign: Campaign, begin: date, amount: int, contracts: int = 2) -> None:
    end = add_months(begin, 1) - timedelta(days=1)
    world.activity(
        campaign,
        begin=begin, end=end, calls=1000, useful_conversations=40, appointments_set=10,
    )  # fmt: skip
    world.cost(campaign, amount=1500, period_start=begin, period_end=end)
    for _ in range(contracts):
        world.contract(campaign, signed_on=begin, revenue=amount)


@pytest.fixture(autouse=True)
def later() -> object:
    with travel("2026-01-15 10:00+00:00", tick=False):
        yield


def reader(role: str = User.Role.FINANCE) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(str(role), role=role, password="a-long-enough-secret", actor="t"))
    return client


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(command, ["scenario", *arguments])
    return found.exit_code, found.output


def test_the_drivers_are_those_of_the_history_and_the_volume_goes_on_at_its_pace(firm: Path) -> None:
    found = filon.connect(firm).scenario()
    assert found.basis.model.rates == ("conversation_rate", "appointment_rate", "close_rate")
    assert found.forecast is not None
    middle = found.forecast.medians()
    assert middle["calls"] == round(8000 * 89 / 245)  # February to April, at the pace of May to December
    assert middle["conversation_rate"] == pytest.approx(0.04, rel=0.01)
    assert middle["close_rate"] == pytest.approx(16 / 80, rel=0.03)
    assert middle["margin_rate"] == pytest.approx(0.4)
    assert middle["average_deal"] == pytest.approx(5875, rel=0.05)
    assert middle["cost_per_call"] == pytest.approx(1.5)
    assert found.period.begin == date(2026, 2, 1)


def test_a_driver_is_told_alike_beside_its_field_and_in_the_plan(firm: Path) -> None:
    found = filon.connect(firm).scenario()
    assert found.forecast is not None
    driver = next(one for one in found.basis.drivers if one.id == "average_deal")
    planned = next(one for one in found.forecast.ranges if one.driver == "average_deal")
    assert driver.posterior is not None
    assert (planned.low, planned.middle, planned.high) == tuple(
        driver.posterior.at(np.array([0.1, 0.5, 0.9]))
    )


def test_scenarios_go_from_prudent_to_optimistic_and_a_cost_from_high_to_low(firm: Path) -> None:
    code, output = run("--json", "--lang", "en", "--target-roi", "50%", "--calls", "8000")
    forecast = json.loads(output)["forecast"]
    assert code == 0
    roi = forecast["figures"]["roi"]
    assert roi["p10"] < roi["p50"] < roi["p90"]
    assert forecast["figures"]["cost_total"]["p50"] == 12_000
    assert 0.5 < forecast["probability_target"] < forecast["probability_pays"] < 1
    assert forecast["probability_payback_12_months"] == pytest.approx(forecast["probability_pays"])
    needed = next(one for one in forecast["break_even"] if one["driver"] == "contracts")
    assert needed["pays"] == pytest.approx(12_000 / (0.4 * 5875), rel=0.05)


def test_a_ratio_is_drawn_as_such_and_never_the_ratio_of_percentiles(firm: Path) -> None:
    found = filon.connect(firm).scenario(Plan(moves={"cost_per_call": "x2"}))
    assert found.forecast is not None
    naive = found.forecast.at("margin", 0.1) / found.forecast.at("cost_total", 0.9) - 1
    assert found.forecast.at("roi", 0.1) == pytest.approx(naive)  # the cost is booked: both are one here
    assert found.forecast.medians()["cost_per_call"] == pytest.approx(3)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("win", None),
        ("close_rate=30 %", 0.3),
        ("close_rate=0,3", 0.3),
        ("close_rate=+50%", 0.3),
        ("close_rate=x1.5", 0.3),
    ],
)
def test_a_driver_is_moved_to_a_value_or_by_a_change(
    firm: Path, setting: str, expected: float | None
) -> None:
    code, output = run("--json", "--set", setting)
    if expected is None:
        assert code != 0
        return
    driver = next(one for one in json.loads(output)["forecast"]["drivers"] if one["id"] == "close_rate")
    assert (driver["p50"], driver["moved"]) == (pytest.approx(expected, rel=0.03), True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--set", "close_rate=bof"), ("--set", "close_rate=130%"), ("--set", "average_deal=-5"), ("--set", "win_rat=1"),
        ("--calls", "beaucoup"), ("--target-roi", "x"), ("--plan-from", "2026-02-01"), ("--compare", "rien"),
        ("--campaign", "FAX"), ("--set", "calls_per_hour=0"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_gets_a_sentence(firm: Path, arguments: tuple[str, ...]) -> None:
    found = CliRunner().invoke(command, ["scenario", *arguments])
    assert found.exception is not None
    assert type(found.exception).__module__.startswith("filon.")


def test_an_unknown_driver_is_answered_with_the_nearest(firm: Path) -> None:
    with pytest.raises(UnknownName, match="close_rate"):
        filon.connect(firm).scenario(Plan(moves={"close_rat": "0.3"}))
    with pytest.raises(UnknownValue):
        filon.connect(firm).scenario(where={"campaign": "FAX"})


def test_without_a_cost_there_is_no_scenario_until_one_is_stated(home: Path) -> None:
    campaign = world.campaign("TEL")
    world.activity(campaign, begin=FIRST, end=FIRST + timedelta(days=30), calls=1000, useful_conversations=40)
    world.contract(campaign, signed_on=FIRST)
    code, output = run("--json", "--lang", "en")
    document = json.loads(output)
    assert (code, document["forecast"]) == (0, None)
    assert "no cost is recorded" in document["reason"]
    assert "Pas de scénario" in reader().get("/scenarios/").content.decode()
    stated = filon.connect(home).scenario(Plan(moves={"cost_total": "500"}))
    assert stated.forecast is not None
    assert stated.forecast.at("cost_total", 0.5) == 500


def test_an_empty_home_says_what_to_do(home: Path) -> None:
    text = reader().get("/scenarios/").content.decode()
    assert "Pas de scénario" in text
    assert "Importer" in text


def test_an_empty_home_is_told_to_import_files_and_not_which_ratio_lacks(home: Path) -> None:
    found = filon.connect(home).scenario()
    assert found.refusal is not None
    assert "Import your files" in found.refusal.en
    assert "denominator" not in found.refusal.en


def test_a_campaign_without_contracts_is_told_which_values_to_set(home: Path) -> None:
    campaign = world.campaign("TEL")
    world.activity(campaign, begin=FIRST, end=FIRST + timedelta(days=30), calls=1000, useful_conversations=40)
    world.cost(campaign, amount=1500, period_start=FIRST, period_end=FIRST + timedelta(days=30))
    found = filon.connect(home).scenario()
    assert found.refusal is not None
    assert found.refusal.fr.startswith("aucun contrat n'est encore signé ici. Donnez vous-même ces valeurs")
    assert "(average_deal), " in found.refusal.fr
    assert "dénominateur" not in found.refusal.fr


def test_the_page_shows_the_columns_the_charts_and_what_it_takes(firm: Path) -> None:
    text = reader().get("/scenarios/?target=50&d.close_rate=%2B10+%25").content.decode()
    for said in (
        "ROI réaliste de",
        "prudent",
        "optimiste",
        '"distribution-spec"',
        '"tornado-spec"',
        "Pour le ROI visé",
    ):
        assert said in text
    assert "sans effet sur le ROI" in text
    assert reader(User.Role.CLIENT_VIEWER).get("/scenarios/").status_code == 404


def test_a_driver_that_cannot_be_read_is_refused_beside_its_field(firm: Path) -> None:
    finance = reader()
    response = finance.get("/scenarios/?d.close_rate=bof")
    assert response.status_code == 400
    text = response.content.decode()
    assert 'aria-invalid="true"' in text
    assert 'role="alert"' not in text  # said once
    assert finance.get("/scenarios/?d.close_rate=bof", headers={"hx-request": "true"}).status_code == 200


def test_planned_days_that_are_no_period_are_refused(firm: Path) -> None:
    response = reader(User.Role.MARKETING).get("/scenarios/?begin=2026-05-01&end=2026-04-01")
    assert response.status_code == 400
    assert "Période prévue : « 2026-05-01 – 2026-04-01 » reçu" in response.content.decode()


def test_the_tables_can_be_taken_away(firm: Path) -> None:
    finance = reader()
    for table, lines in (("scenarios", 7), ("drivers", 6), ("break_even", 10)):
        response = finance.get(f"/scenarios/?format=csv&table={table}")
        file = b"".join(response).decode()
        assert len(file.splitlines()) == lines, file


def test_a_scenario_is_kept_as_it_was_said_and_journalled(firm: Path) -> None:
    finance = reader()
    response = finance.post("/scenarios/garder/?target=50&d.close_rate=30%25", {"name": "Printemps"})
    kept = Scenario.objects.get()
    assert response["Location"] == f"/scenarios/{kept.pk}/"
    assert (kept.moves, kept.target_roi, kept.formula) == ({"close_rate": "30%"}, 0.5, "roi.v1")
    assert len(kept.told["figures"]["roi"]) == 99
    entry = JournalEntry.objects.order_by("-sequence").first()
    assert entry is not None
    assert "keep_scenario" in entry.content
    assert "Printemps" not in entry.content
    again = finance.post("/scenarios/garder/", {"name": "Printemps"}, follow=True)
    assert "existe déjà" in again.content.decode()
    assert "à venir" in finance.get("/scenarios/").content.decode()
    finance.post(f"/scenarios/{kept.pk}/retirer/")
    assert Scenario.objects.get().voided_at is not None


def test_once_its_period_is_over_the_page_says_where_reality_fell_and_what_moved(firm: Path) -> None:
    """Twice the contracts a month: the close rate has moved, and the ROI lies above the optimistic scenario."""
    assert run("--save", "Printemps", "--plan-from", "2026-02-01", "--plan-to", "2026-04-30")[0] == 0
    with travel("2026-05-02 10:00+00:00", tick=False):
        campaign = Campaign.objects.get()
        for place in range(3):
            _month(campaign, add_months(date(2026, 2, 1), place), 6000, contracts=6)
        code, output = run("--compare", "Printemps", "--json")
        document = json.loads(output)
        assert (code, document["elapsed"]) == (0, 1)
        roi = next(one for one in document["figures"] if one["id"] == "roi")
        assert roi["actual"] == pytest.approx((18 * 2400 - 4500) / 4500)
        assert roi["percentile"] > 90
        first = document["drivers"][0]
        assert (first["id"], first["moved"]) == ("close_rate", True)
        assert first["actual"] == pytest.approx(18 / 30)
        text = reader().get(f"/scenarios/{Scenario.objects.get().pk}/").content.decode()
        assert "plus haut que le scénario optimiste" in text
        assert "terminé" in text
        assert "terminé" in run("--list", "--lang", "fr")[1]


def test_under_way_there_is_no_place_in_the_forecast_yet(firm: Path) -> None:
    assert run("--save", "Hiver", "--plan-from", "2026-01-01", "--plan-to", "2026-01-31")[0] == 0
    document = json.loads(run("--compare", "Hiver", "--json")[1])
    assert document["elapsed"] == pytest.approx(14 / 31, abs=1e-6)
    assert {one["percentile"] for one in document["figures"]} == {None}


def test_channels_that_do_not_call_are_planned_by_their_contracts(home: Path) -> None:
    salon = world.campaign("SALON", channel="event")
    world.cost(salon, amount=6000, period_start=FIRST)
    for amount in AMOUNTS:
        world.contract(salon, signed_on=FIRST, revenue=amount)
    found = filon.connect(home).scenario(where={"channel": "event"})
    assert found.forecast is not None
    assert found.basis.names() == ["contracts", "average_deal", "margin_rate", "cost_total"]
    assert found.forecast.at("roi", 0.5) > 0


def test_cost_and_contracts_are_learnt_from_the_same_days(home: Path) -> None:
    """1,600 over sixteen months and two contracts in two of them: a quarter of 90 days takes its share of 487."""
    mail = world.campaign("MAIL", channel="event")
    for place in range(16):
        begin = add_months(date(2024, 9, 1), place)
        world.cost(mail, amount=100, period_start=begin, period_end=add_months(begin, 1) - timedelta(days=1))
    for month in (4, 8):
        world.contract(mail, signed_on=date(2025, month, 3), revenue=5000)
    plan = Plan(Period(date(2026, 2, 1), date(2026, 5, 2)))
    found = filon.connect(home).scenario(plan, where={"channel": "event"})
    assert found.basis.span == Period(date(2024, 9, 1), date(2026, 1, 1))
    assert found.forecast is not None
    assert found.forecast.at("cost_total", 0.5) == round(1600 * 90 / 487)
    assert found.forecast.medians()["contracts"] == pytest.approx(2.5 * 90 / 487, rel=0.15)


def test_costs_before_the_calls_and_after_them_count_with_their_days(firm: Path) -> None:
    campaign = Campaign.objects.get()
    world.cost(campaign, amount=900, period_start=date(2025, 3, 1), period_end=date(2025, 3, 31))
    world.cost(campaign, amount=700, period_start=date(2026, 3, 1), period_end=date(2026, 3, 31))  # ahead
    found = filon.connect(firm).scenario()
    assert found.basis.span == Period(date(2025, 3, 1), date(2026, 1, 1))
    assert found.forecast is not None
    middle = found.forecast.medians()
    assert middle["calls"] == round(8000 * 89 / 306)
    assert middle["cost_per_call"] == pytest.approx(12_900 / 8000)


def test_a_month_that_is_not_over_is_left_out_unless_asked_for(firm: Path) -> None:
    before = filon.connect(firm).scenario().forecast
    january = date(2026, 1, 1)
    world.activity(Campaign.objects.get(), begin=january, end=january + timedelta(days=4), calls=7)
    with travel("2026-01-16 10:00+00:00", tick=False):
        after = filon.connect(firm).scenario().forecast
        asked = filon.connect(firm).scenario(first=january, last=date(2026, 1, 10))
    assert before is not None
    assert after is not None
    assert after.medians() == before.medians()
    assert asked.basis.span == Period(january, date(2026, 1, 11))


def test_the_days_learnt_from_are_said_on_the_page_in_the_terminal_and_in_json(firm: Path) -> None:
    said = "Appris du 1er mai 2025 au 31 déc. 2025"
    assert said in reader().get("/scenarios/").content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert said in " ".join(run("--lang", "fr")[1].split())
    assert json.loads(run("--json")[1])["learnt_from"] == {"begin": "2025-05-01", "end": "2026-01-01"}


def test_a_kept_cost_reads_as_the_live_one_from_prudent_to_optimistic(home: Path) -> None:
    """Days of uneven work put the cost in doubt; the row holds rising percentiles, as every row kept before."""
    campaign, _ = world.campaign("TEL"), world.operator("OP1")
    for place in range(6):
        for _ in range(2 + 2 * place):
            world.call(campaign, at=f"2025-05-{5 + place:02} 10:00", operator="OP1")
    world.cost(campaign, amount=6000, period_start=FIRST, period_end=FIRST + timedelta(days=30))
    for amount in AMOUNTS:
        world.contract(campaign, signed_on=FIRST, revenue=amount)
    plan = ("--plan-from", "2026-02-01", "--plan-to", "2026-02-28")
    live = json.loads(run("--json", "--save", "Bref", *plan)[1])["forecast"]["figures"]["cost_total"]
    assert live["p10"] > live["p50"] > live["p90"]
    rising = Scenario.objects.get().told["figures"]["cost_total"]
    assert rising == sorted(rising)
    with travel("2026-03-02 10:00+00:00", tick=False):
        world.cost(campaign, amount=99_000, period_start=date(2026, 2, 1), period_end=date(2026, 2, 28))
        figures = json.loads(run("--compare", "Bref", "--json")[1])["figures"]
        cost = next(one for one in figures if one["id"] == "cost_total")
        assert {name: cost[name] for name in live} == live
        assert cost["percentile"] == 0  # dearer than all that was drawn


def test_drivers_of_a_kept_scenario_are_written_with_their_units(firm: Path) -> None:
    query = "?d.calls=12000&d.average_deal=6500&d.close_rate=%2B10%25"
    page = reader().post(f"/scenarios/garder/{query}", {"name": "Printemps"}, follow=True).content.decode()
    plain = page.replace("\u202f", " ").replace("\xa0", " ")
    for said in ("Appels 12 000", "6 500 €", "+10%"):
        assert said in plain


@pytest.fixture
def young(home: Path) -> Path:
    """Eight months of 10 appointments and 8 deals: after 40 days 3 are lost, after 60 won 2, after 80 lost the others."""
    campaign = world.campaign("TEL")
    for place in range(MONTHS):
        _pipeline(campaign, add_months(FIRST, place))
    return home


def _pipeline(campaign: Campaign, begin: date, *, until: date = date(2026, 1, 15)) -> None:
    world.activity(
        campaign,
        begin=begin, end=add_months(begin, 1) - timedelta(days=1), calls=1000, useful_conversations=40,
        appointments_set=10,
    )  # fmt: skip
    world.cost(campaign, amount=1500, period_start=begin, period_end=add_months(begin, 1) - timedelta(days=1))
    opened = begin + timedelta(days=4)
    for place in range(8):
        days, won = (40, False) if place < 3 else (60, True) if place < 5 else (80, False)
        closed = opened + timedelta(days=days)
        over = closed <= until
        deal = world.opportunity(
            campaign,
            created=f"{opened} 10:00",
            status=("won" if won else "lost") if over else "open",
            closed_at=world.instant(f"{closed} 10:00") if over else None,
        )
        if over and won:
            world.contract(campaign, signed_on=closed, of=deal, revenue=5000 + 500 * place)


def test_a_plan_counts_what_open_deals_will_still_sign(young: Path) -> None:
    """16 of 80 appointments sign in the end: 14 have, 2 of December are to; by the end of December only 12 had."""
    found = filon.connect(young).scenario()
    coming = found.basis.coming
    assert isinstance(coming, Ahead)
    assert found.query.view == "cohort"
    assert found.basis.answer.total.cells["contracts"].value == 14
    assert coming.open == 8  # the 5 of December, and 3 of November
    assert coming.expected - coming.late == pytest.approx(2)
    assert 0 < coming.late < 0.5
    assert found.forecast is not None
    middle = found.forecast.medians()["close_rate"]
    assert middle == pytest.approx(16.5 / 81, rel=0.04)
    rate = next(one for one in found.forecast.ranges if one.driver == "close_rate")
    alone = Share(16, 80).at(np.array([0.1, 0.9]))
    assert rate.high - rate.low > alone[1] - alone[0]  # what is to come is in doubt besides


def test_the_same_deals_have_the_same_contracts_to_come_as_on_the_page_of_maturity(young: Path) -> None:
    home = filon.connect(young)
    span = home.scenario().basis.span
    coming = home.scenario().basis.coming
    assert isinstance(coming, Ahead)
    query = Query(("roi",), where={"channel": ("phone",)}, period=span)
    whole = maturity(young, query).whole
    assert whole.expected.value is not None
    assert float(whole.expected.value) - whole.signed == pytest.approx(
        coming.expected - coming.late - coming.met
    )


def test_what_a_plan_counts_is_said_on_the_page_in_the_terminal_and_in_json(young: Path) -> None:
    for text in (reader().get("/scenarios/").content.decode(), run("--lang", "fr")[1]):
        plain = " ".join(text.replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'").split())
        assert "14 contrats déjà signés et devraient en donner encore 2," in plain
        assert "tout ce qu'ils feront signer, même après cette période" in plain
    document = json.loads(run("--json")[1])
    assert document["view"] == "cohort"
    assert document["to_come"]["contracts"] == pytest.approx(2, abs=0.5)


def test_where_deals_are_not_known_a_plan_counts_what_is_signed_and_says_so(firm: Path) -> None:
    found = filon.connect(firm).scenario()
    assert isinstance(found.basis.coming, Text)
    assert found.query.view == "activity"
    assert "Ce que ces appels feront encore signer n'est pas compté" in " ".join(
        run("--lang", "fr")[1].split()
    )
    assert json.loads(run("--json", "--lang", "en")[1])["to_come"] == {
        "contracts": None,
        "reason": "no deal in this scope",
    }


def test_up_to_a_horizon_only_what_is_signed_by_then_counts(young: Path) -> None:
    found = filon.connect(young).scenario(horizon_months=1)
    assert isinstance(found.basis.coming, Text)


def test_a_kept_plan_is_judged_once_its_calls_have_nothing_more_to_sign(young: Path) -> None:
    """January's calls: late in February none of their 8 deals is won yet, in June 2 are, as forecast."""
    assert run("--save", "Hiver", "--plan-from", "2026-01-01", "--plan-to", "2026-01-31")[0] == 0
    campaign, january = Campaign.objects.get(), date(2026, 1, 1)
    with travel("2026-02-20 10:00+00:00", tick=False):
        _pipeline(campaign, january, until=date(2026, 2, 20))
        early = json.loads(run("--compare", "Hiver", "--json")[1])
        page = run("--compare", "Hiver", "--lang", "fr")[1]
    assert early["elapsed"] == 1
    assert early["maturity"] < 0.9
    assert {one["percentile"] for one in early["figures"]} == {None}
    contracts = early["figures"][0]
    assert contracts["actual"] == 0
    assert contracts["projected"] is None  # too young to be projected alone
    assert next(one for one in early["drivers"] if one["id"] == "close_rate")["actual"] is None
    assert "trop tôt pour juger" in " ".join(page.split())
    with travel("2026-06-15 10:00+00:00", tick=False):
        _close(january)
        late = json.loads(run("--compare", "Hiver", "--json")[1])
        text = reader().get(f"/scenarios/{Scenario.objects.get().pk}/").content.decode()
    assert late["maturity"] >= 0.9
    assert (late["figures"][0]["actual"], late["figures"][0]["projected"]) == (2, 2)
    assert 20 < late["figures"][0]["percentile"] < 80
    assert next(one for one in late["drivers"] if one["id"] == "close_rate")["actual"] == pytest.approx(0.2)
    assert "Projeté" in text


def _close(begin: date) -> None:
    """Close the deals of a month as they end."""
    opened = begin + timedelta(days=4)
    deals = Opportunity.objects.filter(created_at__date=opened).order_by("pk")
    for place, deal in enumerate(deals):
        if 3 <= place < 5:
            world.contract(deal.campaign, signed_on=opened + timedelta(days=60), of=deal, revenue=5000)
        elif place >= 5:
            world.edit(deal, status="lost", closed_at=world.instant(f"{opened + timedelta(days=80)} 10:00"))
