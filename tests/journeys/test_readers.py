"""What those who read do on a working day, and what each of them never sees."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

NOT_THERE = "Cette page n'existe pas, ou pas pour votre compte"


def test_the_director_follows_the_roi_down_to_its_rows(visit: Visitor) -> None:
    page = visit("/?w.campaign=AUDIT-PME", as_="ventes")
    roi = page.locator(".indicators a.figure").first
    assert roi.inner_text() == "200\u202f%"
    roi.click()
    expect(page.get_by_text("marge brute − coût total").first).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="CSV technique").last.click()
    rows = list(csv.DictReader(io.StringIO(Path(downloading.value.path()).read_text("utf-8-sig"))))
    parts = dict.fromkeys(("margin", "cost_total"), Decimal(0))
    for row in rows:
        if row["input"] in parts:
            parts[row["input"]] += Decimal(row["value"])
    assert parts == {"margin": 36_000, "cost_total": 12_000}


def test_the_director_compares_scripts_keeps_the_page_and_opens_it_again(visit: Visitor) -> None:
    page = visit("/entonnoir/", as_="ventes")
    page.get_by_label("Comparer par").select_option(label="script")  # sent as soon as chosen
    expect(page.get_by_role("rowheader", name="GTB-V2").first).to_be_visible()
    expect(page.locator("[data-chart] svg").first).to_be_attached()
    page.get_by_text("Mes vues").click()
    page.get_by_label("Garder cette page sous le nom").fill("Les scripts")
    page.get_by_role("button", name="Garder").click()
    page.goto("/")
    page.get_by_text("Mes vues (1)").click()
    page.get_by_role("link", name="Les scripts").click()
    expect(page).to_have_url(re.compile(r"/entonnoir/\?.*by=script"))
    page.get_by_text("Mes vues (1)").click()
    page.get_by_role("button", name="Supprimer Les scripts").click()
    expect(page.get_by_text("Mes vues", exact=True)).to_be_visible()


def test_the_director_looks_for_the_best_hour_and_follows_one(visit: Visitor) -> None:
    page = visit("/segments/", as_="ventes")
    page.get_by_role("link", name="Quand appeler").click()
    expect(page.get_by_role("rowheader", name="lundi")).to_be_visible()
    whole = page.locator("tfoot a.figure").last
    shown = whole.inner_text()
    whole.click()
    assert page.locator(".indicators a.figure").first.inner_text() == shown


def test_a_client_sees_its_own_campaigns_and_no_money(visit: Visitor) -> None:
    page = visit("/", as_="client")
    for address in (
        "/",
        "/entonnoir/?by=campaign",
        "/campagnes/",
        "/segments/?by=campaign",
        "/donnees/rendez-vous/",
    ):
        page.goto(address)
        seen = page.locator("main").inner_text()
        assert "AUDIT-PRESTA" in seen, address
        assert "€" not in seen, address
        assert not re.search("AUDIT-PME|CVC-INDUSTRIE|GTB-TERTIAIRE|TEST-SANTE", page.content()), address
    for address in (
        "/chiffre/cost_total/", "/campagnes/AUDIT-PME/", "/couts/", "/canaux/", "/controles/", "/imports/", "/comptes/",
        "/donnees/contacts/", "/donnees/contrats/",
    ):  # fmt: skip
        page.goto(address)
        expect(page.get_by_role("heading", name=NOT_THERE)).to_be_visible()


def test_an_operator_follows_the_figures_of_the_team_and_opens_no_cost(visit: Visitor) -> None:
    page = visit("/", as_="operateur")
    assert menu_of(page) == ["Accueil", "Calculateur"]
    figure = page.locator(".indicators a.figure").first
    shown = figure.inner_text()
    figure.click()
    assert page.locator(".indicators a.figure").first.inner_text() == shown
    for address in ("/couts/", "/chiffre/roi/", "/donnees/contacts/", "/imports/", "/comptes/"):
        page.goto(address)
        expect(page.get_by_role("heading", name=NOT_THERE)).to_be_visible()


def test_the_page_speaks_english_when_asked(visit: Visitor) -> None:
    page = visit("/", as_="ventes")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="What a euro spent brings back")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def menu_of(page: Page) -> list[str]:
    return page.get_by_role("navigation", name="Pages").get_by_role("link").all_inner_texts()
