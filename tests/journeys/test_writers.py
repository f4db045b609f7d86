"""What those who write do on a working day: imports, campaigns, costs, appointments, the naming rule."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

COSTS = (
    "cost_id;campaign_code;category;period_start;period_end;amount\n"
    "JOURNEY-1;AUDIT-PRESTA;reporting;2026-10-01;2026-10-31;1234,50\n"
    "JOURNEY-2;AUDIT-PRESTA;reporting;2026-10-01;2026-10-31;douze\n"
)


def test_marketing_imports_a_file_corrects_its_reject_and_undoes_both(visit: Visitor, tmp_path: Path) -> None:
    page = visit("/imports/", as_="marketing")
    costs = tmp_path / "dépenses.csv"
    costs.write_text(COSTS, encoding="utf-8")
    drop(page, costs)
    expect(page.get_by_text("douze").first).to_be_visible()
    take(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("voir")).click()
    rejected = Path(downloading.value.path()).read_text("utf-8-sig")
    assert "JOURNEY-1" not in rejected
    corrected = tmp_path / "corrigé.csv"
    corrected.write_text(
        rejected.replace(";douze", ";12,00").replace(",douze", ',"12,00"'), encoding="utf-8-sig"
    )
    page.get_by_role("link", name="Tous les imports").click()
    drop(page, corrected)
    take(page)
    page.goto("/couts/?q=JOURNEY")
    expect(page.get_by_text("1\u202f246,50\u00a0€")).to_be_visible()
    page.goto("/imports/")
    for name in ("corrigé.csv", "dépenses.csv"):
        row = page.get_by_role("row").filter(has_text=name)
        row.locator("summary").click()
        row.get_by_role("button", name=re.compile("Oui, annuler")).click()
        expect(page.get_by_role("status")).to_contain_text("1 ligne retirée")


def test_marketing_creates_a_campaign_whose_code_follows_the_rule_and_dates_a_change(visit: Visitor) -> None:
    page = visit("/campagnes/", as_="marketing")
    page.get_by_role("link", name="Nouvelle campagne").click()
    page.get_by_label("Nom", exact=False).last.fill("Maintenance des hôpitaux")
    page.get_by_label("Canal").select_option(label="téléphone")
    page.get_by_label("Début").fill("2026-11-02")
    page.get_by_label("Mots du code").fill("Hôpitaux Rhône")
    code = page.get_by_role("status")  # the preview, as it is typed
    expect(code).to_contain_text("HOPITAUX-RHONE")
    named = code.inner_text()
    page.get_by_role("button", name="Créer la campagne").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(named)
    page.get_by_label("Ce qui change").fill("Script raccourci")
    page.get_by_role("button", name="Ajouter le changement").click()
    expect(page.get_by_role("cell", name="Script raccourci")).to_be_visible()


def test_finance_enters_a_cost_closes_its_month_and_corrects_it_by_a_counter_entry(visit: Visitor) -> None:
    page = visit("/couts/nouveau/", as_="finance")
    page.get_by_label("Campagne", exact=True).select_option("AUDIT-PRESTA")
    page.get_by_label(re.compile("^Catégorie")).select_option(label="encadrement")
    page.get_by_label(re.compile(r"^Du\b")).fill("2025-05-01")
    page.get_by_label("au (inclus)").fill("2025-05-31")
    page.get_by_label("ou heures").fill("10")
    page.get_by_label("× taux horaire chargé").fill("25,50")
    page.get_by_role("button", name="Enregistrer l'écriture").click()
    expect(page.locator("main")).to_contain_text("255,00\u00a0€")
    entry = page.url
    page.goto("/couts/")
    page.get_by_text("Clore des mois").click()
    page.get_by_label("Jusqu'à (inclus)").select_option("2025-05")
    page.get_by_role("button", name="Clore", exact=True).click()
    page.goto(entry)
    page.get_by_role("link", name="Corriger par contre-écriture").click()
    page.get_by_label("ou heures").fill("12")
    page.get_by_role("button", name="Écrire la correction").click()
    expect(page.get_by_role("status")).to_contain_text("une contre-écriture annule l'ancienne")
    expect(page.locator("main")).to_contain_text("306,00\u00a0€")
    page.goto("/couts/repartition/")
    said = page.get_by_text(re.compile("^Réparti ")).inner_text()
    allocated, booked = re.findall(r"[\d\s,]+€", said)
    assert allocated.strip() == booked.strip()
    page.goto("/couts/")
    page.get_by_text("Rouvrir 05/2025", exact=True).click()
    page.get_by_role("button", name="Oui, rouvrir 05/2025").click()
    expect(page.get_by_role("status")).to_contain_text("05/2025 est ouvert")


def test_the_quality_controller_validates_an_appointment_and_sees_no_amount(visit: Visitor) -> None:
    page = visit("/donnees/rendez-vous/", as_="qualite")
    page.get_by_label("Validation").select_option(label="en attente")
    page.wait_for_url(re.compile("validation"))
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Validation").select_option(label="validé")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("en attente → validé")).to_be_visible()
    for address in ("/", "/entonnoir/", "/campagnes/AUDIT-PME/", "/segments/"):
        page.goto(address)
        assert "€" not in page.locator("main").inner_text(), address
    page.goto("/couts/")
    expect(page.get_by_role("heading", name=re.compile("n'existe pas"))).to_be_visible()


def test_an_administrator_changes_the_rule_that_names_campaigns(visit: Visitor) -> None:
    page = visit("/campagnes/regle/", as_="admin")
    rule = page.get_by_label("Règle", exact=True)
    before = rule.input_value()
    rule.fill("{channel}-{words}-{année}")
    page.get_by_role("button", name="Essayer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    for template in ("{words}-{channel}-{year}", before):
        rule.fill(template)
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status")).to_be_visible()
        expect(rule).to_have_value(template)


def drop(page: Page, file: Path) -> None:
    page.get_by_label("Déposez ou choisissez vos fichiers").set_input_files(file)
    page.get_by_role("button", name="Voir comment ils sont lus").click()


def take(page: Page) -> None:
    page.get_by_role("button", name="Essayer sans rien prendre").click()
    expect(page.get_by_text("Effet sur les chiffres")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Prendre ces lignes").click()
    expect(page.get_by_role("link", name="Voir les chiffres")).to_be_visible(timeout=60_000)
