"""The page of young cohorts: to date beside projected, what is immature marked, and an empty one that says what to do."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import filon
from filon.flows.check import check
from filon.records.actions.accounts import make_account
from filon.records.models import Campaign, User
from filon.reports.paint import numbers
from filon.terms.clock import now
from filon.terms.period import add_months
from tests import world


def reader(role: str = User.Role.FINANCE) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(str(role), role=role, password="a-long-enough-secret", actor="t"))
    return client


@pytest.fixture
def firm(home: Path) -> Path:
    """Twenty old deals of C1, half of them won, and six open ones of last week, of the young campaign C2."""
    today = timezone.localdate(now())
    old, young = (
        world.campaign("C1", starts_on=today - timedelta(days=400)),
        world.campaign("C2", starts_on=today - timedelta(days=20)),
    )
    for number in range(20):
        opened, done = today - timedelta(days=300), today - timedelta(days=270)
        won = number % 2 == 0
        deal = world.opportunity(
            old, created=f"{opened} 10:00", status="won" if won else "lost", closed_at=f"{done} 10:00"
        )
        if won:
            world.contract(of=deal, revenue=2500, signed_on=done)
    for _ in range(6):
        world.opportunity(young, created=f"{today - timedelta(days=7)} 10:00")
    world.cost(old, amount=5000, period_start=today - timedelta(days=300))
    world.cost(young, amount=1000, period_start=today - timedelta(days=7))
    return home


def seen(address: str, role: str = User.Role.FINANCE) -> str:
    response = reader(role).get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_the_page_says_what_the_roi_will_be(firm: Path) -> None:
    text = seen("/maturite/")
    assert "ROI de 67 % à ce jour" in text
    assert "ce qui est signé y est tenu pour acquis" in text
    assert "Comptent ici : toutes les campagnes, tests compris." in text
    assert "immature" in text
    assert 'class="immature"' in text
    assert text.count("Cape Cod") == 1  # in the notes alone
    opened = timezone.localdate(now()) - timedelta(days=300)
    assert f'class="nowrap">{numbers.month(f"{opened:%Y-%m}").fr}' in text
    assert '"winning-spec"' in text
    assert "projeté qu'avec l'ensemble" in text.replace("&#x27;", "'")


def test_cohorts_of_long_ago_are_folded_away(firm: Path) -> None:
    campaign, today = Campaign.objects.get(campaign_code="C1"), timezone.localdate(now())
    for months in range(2, 28):
        world.cost(campaign, amount=10, period_start=add_months(today, -months))
    shown, folded = seen("/maturite/").split("<summary>3 cohortes plus anciennes</summary>")
    last, before = (numbers.month(f"{add_months(today, -months):%Y-%m}").fr for months in (24, 25))
    assert f">{last}</th>" in shown
    assert f">{before}</th>" in folded


def test_each_campaign_is_projected_with_its_own_curve(firm: Path) -> None:
    text = seen("/maturite/?by=campaign")
    assert "rapprochée de celle" in text
    assert ">C2" in text


def test_a_filter_and_a_split_tell_the_same(firm: Path) -> None:
    text = seen("/maturite/?w.campaign=C2")
    assert "ROI de −100 % à ce jour" in text


def test_the_same_deals_have_the_same_interval_filtered_or_split(firm: Path) -> None:
    for number in range(12):
        world.opportunity(
            Campaign.objects.get(campaign_code="C2" if number % 3 else "C1"),
            created=f"{timezone.localdate(now()) - timedelta(days=20)} 10:00",
        )
    company = filon.connect(firm)
    whole = company.maturity(where={"campaign": "C1"}).whole
    assert whole.projected.low is not None
    for by in (["campaign"], ["campaign", "channel"]):
        (split,) = (line for line in company.maturity(by=by).groups if line.dimensions["campaign"] == "C1")
        assert (split.expected, split.projected) == (whole.expected, whole.projected)


def test_the_checks_project_a_young_campaign_as_the_page_of_maturity_does(firm: Path) -> None:
    for number in range(30):
        opened = timezone.localdate(now()) - timedelta(days=20)
        world.opportunity(Campaign.objects.get(campaign_code="C1"), created=f"{opened} 10:{number:02d}")
    whole = filon.connect(firm).maturity(where={"campaign": "C1"}).whole
    (found,) = (
        one for one in check(firm, campaign="C1") if one.id == "short_horizon" and one.campaign == "C1"
    )
    assert found.roi == (float(whole.roi.value or 0), float(whole.projected.value or 0))
    assert found.effect_cents == round(
        100 * ((whole.projected_margin.value or 0) - (whole.margin.value or 0))
    )
    assert "/maturite/?w.campaign=C1" in seen("/controles/")


def test_a_campaign_at_rest_is_no_sign_that_its_source_has_stopped(firm: Path) -> None:
    assert "n'a bougé" not in seen("/maturite/?w.campaign=C1").replace("&#x27;", "'")


def test_the_table_is_taken_away_as_a_file(firm: Path) -> None:
    answer = reader().get("/maturite/?format=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("line,opened,signed,lost,open,maturity")
    assert len(lines) >= 4


def test_without_deals_the_page_says_what_to_import(home: Path) -> None:
    world.campaign("C1")
    assert "Importez vos opportunités" in seen("/maturite/")


@pytest.mark.parametrize("role", [User.Role.QUALITY_CONTROLLER, User.Role.OPERATOR])
def test_who_sees_no_money_does_not_see_it_here(firm: Path, role: str) -> None:
    assert reader(role).get("/maturite/").status_code == 404


def test_a_split_that_cannot_be_is_a_sentence_beside_the_choices(firm: Path) -> None:
    response = reader().get("/maturite/?by=moon")
    assert (response.status_code, 'role="alert"' in response.content.decode()) == (400, True)


@pytest.mark.parametrize("address", ["/", "/campagnes/", "/campagnes/C1/", "/canaux/"])
def test_the_dashboards_show_what_a_young_roi_will_become(firm: Path, address: str) -> None:
    for _ in range(12):
        world.opportunity(
            Campaign.objects.get(campaign_code="C1"),
            created=f"{timezone.localdate(now()) - timedelta(days=20)} 10:00",
        )
    text = seen(address)
    assert "projeté" in text
    assert "/maturite/?" in text


def test_a_young_campaign_is_marked_in_the_list(firm: Path) -> None:
    text = seen("/campagnes/")
    assert ">immature<" in text.split("C2", 1)[1]


def test_a_horizon_of_ones_own_has_no_projection_beside_it(firm: Path) -> None:
    assert "/maturite/?" not in seen("/campagnes/?horizon=12")


def test_a_client_is_told_of_no_projection(firm: Path) -> None:
    client = world.client("ACME")
    viewer = Client(headers={"accept-language": "fr"})
    viewer.force_login(
        make_account(
            "viewer", role=User.Role.CLIENT_VIEWER, password="a-long-enough-secret", actor="t", client=client
        )
    )
    assert "projeté" not in viewer.get("/").content.decode()
