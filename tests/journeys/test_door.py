"""Who comes in, and how: strangers, log-in, the second factor, accounts made and closed."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Office, Visitor, confirm, log_in


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


def test_a_stranger_computes_on_the_demonstration_without_an_account(visit: Visitor) -> None:
    page = visit("/calculateur/")
    page.get_by_role("link", name="Voir l'exemple").click()
    row = page.get_by_role("row").filter(has_text="ROI net").first
    expect(row).to_contain_text("200\u202f%")
    page.get_by_label("Coût total (€)").fill("18000")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("row").filter(has_text="ROI net").first).to_contain_text("100\u202f%")


def test_an_administrator_makes_an_account_gives_it_a_new_password_and_closes_it(visit: Visitor) -> None:
    page = visit("/comptes/", as_="admin")
    page.get_by_label("Nom").fill("Léa")
    page.get_by_label("Rôle").select_option(label="direction commerciale")
    page.get_by_role("button", name="Créer le compte").click()
    first = page.get_by_role("status").locator("code").inner_text()
    row = page.get_by_role("row").filter(has_text="Léa")
    row.locator("summary").click()
    row.get_by_role("button", name="Oui, remplacer celui de Léa").click()
    second = page.get_by_role("status").locator("code").inner_text()
    other = visit("/compte/login/")
    log_in(other, "Léa", first)
    expect(other.get_by_role("alert")).to_be_visible()
    log_in(other, "Léa", second)
    expect(other.get_by_role("heading", name="Ce que rapporte un euro dépensé")).to_be_visible()
    page.get_by_role("button", name="Fermer Léa").click()
    expect(page.get_by_role("status")).to_have_text("Compte fermé : Léa")
    other.reload()
    expect(other.get_by_role("heading", name="Connexion")).to_be_visible()


@pytest.mark.long
def test_finance_protects_its_account_with_a_second_factor_and_takes_it_off(
    visit: Visitor, office: Office
) -> None:
    page = visit("/compte/2fa/totp/activate/", as_="finance")
    confirm(page, office.passwords["finance"])
    secret = page.get_by_label("Secret d'authentification").input_value()
    page.get_by_label("Code de l'authentificateur").fill(_code_of(secret))
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_role("heading", name="Codes de récupération")).to_be_visible()
    other = visit("/compte/login/")
    log_in(other, "finance", office.passwords["finance"])
    expect(other.get_by_role("heading", name="Authentification à deux facteurs")).to_be_visible()
    time.sleep(30 - time.time() % 30)  # a code is good once
    other.get_by_label(re.compile("^Code")).fill(_code_of(secret))
    other.get_by_role("button", name="Connexion").click()
    expect(other.get_by_role("heading", name="Ce que rapporte un euro dépensé")).to_be_visible()
    other.goto("/compte/2fa/totp/deactivate/")
    confirm(other, office.passwords["finance"])
    other.get_by_role("button", name="Désactiver").click()
    expect(other.get_by_text("Aucune application d'authentification active.")).to_be_visible()


def _code_of(secret: str) -> str:
    """Return the code of the moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
