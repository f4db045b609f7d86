"""What each role does on a working day, in a real browser, in French."""

import base64
import csv
import hashlib
import hmac
import io
import re
import struct
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.conftest import Office, Visitor, log_in


def test_a_log_in_is_given_for_each_role(office: Office) -> None:
    assert set(office.passwords) == {
        "admin", "ventes", "marketing", "finance", "qualite", "operateur", "client",
    }  # fmt: skip


def test_a_stranger_is_asked_to_log_in_and_a_wrong_password_says_no_more_than_a_wrong_name(
    visit: Visitor,
) -> None:
    page = visit("/")
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
    said = []
    for name in ("admin", "nobody-of-that-name"):
        log_in(page, name, "not-the-password")
        said.append(page.get_by_role("alert").inner_text())
    assert said[0] == said[1]


def test_the_director_follows_the_roi_down_to_its_rows(visit: Visitor) -> None:
    page = visit("/?w.campaign=AUDIT-PME", as_="ventes")
    roi = page.locator(".indicators a.figure").first
    assert roi.inner_text() == "200\u202f%"
    roi.click()
    expect(page.get_by_text("marge brute − coût total").first).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("CSV")).first.click()
    rows = list(csv.DictReader(io.StringIO(Path(downloading.value.path()).read_text("utf-8-sig"))))
    parts = dict.fromkeys(("margin", "cost_total"), 0.0)
    for row in rows:
        if row["input"] in parts:
            parts[row["input"]] += float(row["value"])
    assert parts == {"margin": 36_000.0, "cost_total": 12_000.0}


def test_marketing_imports_a_file_corrects_it_and_undoes_it(visit: Visitor, tmp_path: Path) -> None:
    costs = tmp_path / "dépenses.csv"
    costs.write_text(
        "cost_id;campaign_code;category;period_start;period_end;amount\n"
        "JOURNEY-1;AUDIT-PME;reporting;2026-10-01;2026-10-31;1234,50\n"
        "JOURNEY-2;AUDIT-PME;reporting;2026-10-01;2026-10-31;douze\n",
        encoding="utf-8",
    )
    page = visit("/imports/", as_="marketing")
    page.get_by_label("Déposez ou choisissez vos fichiers").set_input_files(costs)
    page.get_by_role("button", name="Voir comment ils sont lus").click()
    expect(page.get_by_text("douze").first).to_be_visible()
    page.get_by_role("button", name="Essayer sans rien prendre").click()
    expect(page.get_by_text("Effet sur les chiffres")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Prendre ces lignes").click()
    expect(page.get_by_role("link", name="Voir les chiffres")).to_be_visible(timeout=60_000)
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("voir")).click()
    assert "douze" in Path(downloading.value.path()).read_text("utf-8-sig")
    page.get_by_role("link", name="Tous les imports").click()
    row = page.get_by_role("row").filter(has_text="dépenses.csv")
    row.locator("summary").click()
    row.get_by_role("button", name=re.compile("Oui, annuler")).click()
    expect(page.get_by_role("status")).to_contain_text("1 ligne(s) retirée(s)")


def test_finance_protects_its_account_with_a_second_factor(visit: Visitor, office: Office) -> None:
    page = visit("/compte/2fa/totp/activate/", as_="finance")
    if page.get_by_label("Mot de passe").is_visible():  # asked again before anything that guards the account
        page.get_by_label("Mot de passe").fill(office.passwords["finance"])
        page.locator("form:has(input[type=password]) button[type=submit]").click()
    secret = page.locator("input[disabled], input[readonly]").first.input_value()
    page.locator("#id_code").fill(code_of(secret))
    page.locator("form:has(#id_code) button[type=submit]").click()
    page.wait_for_load_state()
    other = visit("/", as_="finance")
    expect(other.get_by_label(re.compile("Code"))).to_be_visible()
    time.sleep(30 - time.time() % 30)  # a code is good once
    other.locator("input[name=code]").fill(code_of(secret))
    other.locator("form:has(input[name=code]) button[type=submit]").first.click()
    expect(other.get_by_role("heading", name="Ce que rapporte un euro dépensé")).to_be_visible()


def code_of(secret: str) -> str:
    """Return the code of the moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def test_a_client_sees_its_own_campaigns_and_no_money(visit: Visitor) -> None:
    page = visit("/", as_="client")
    seen = page.locator("main").inner_text()
    assert "€" not in seen
    assert "AUDIT-PME" not in seen
    assert "AUDIT-PRESTA" in page.content()
    page.goto("/chiffre/cost_total/")
    expect(
        page.get_by_role("heading", name="Cette page n'existe pas, ou pas pour votre compte")
    ).to_be_visible()


def test_the_page_speaks_english_when_asked(visit: Visitor) -> None:
    page = visit("/", as_="ventes")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="What a euro spent brings back")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
