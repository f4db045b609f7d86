"""Accounts: made by an administrator, closed by one, guarded at the door."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from filon.records.actions.accounts import (
    LastAdministrator,
    NameTaken,
    WeakPassword,
    make_account,
    set_active,
)
from filon.records.models import User
from tests import world

PASSWORD = "a-long-enough-secret"


def account(role: str = User.Role.ADMINISTRATOR, name: str = "someone") -> User:
    return make_account(name, role=role, password=PASSWORD, actor="test")


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def log_in(client: Client, name: str, password: str) -> int:
    return client.post(reverse("account_login"), {"login": name, "password": password}).status_code


def test_a_stranger_is_led_to_the_log_in_page_and_back(home: Path) -> None:
    response = Client().get("/controles/?x=1")
    assert response.status_code == 302
    assert response["Location"] == "/compte/login/?next=/controles/%3Fx%3D1"


def test_an_administrator_makes_an_account_whose_password_works(home: Path) -> None:
    page = logged_in(account()).post(reverse("office:accounts"), {"name": "Léa", "role": "finance"})
    found = re.search(r"<code>([^<]+)</code>", page.content.decode())
    assert found
    assert log_in(Client(), "Léa", found[1]) == 302


def test_a_client_account_names_its_client(home: Path) -> None:
    client = world.client("ACME")
    admin = logged_in(account())
    refused = admin.post(reverse("office:accounts"), {"name": "Max", "role": "client_viewer"})
    assert (refused.status_code, 'value="Max"' in refused.content.decode()) == (400, True)
    admin.post(reverse("office:accounts"), {"name": "Max", "role": "client_viewer", "client": client.pk})
    assert User.objects.get(username="Max").client == client


def test_an_account_is_told_who_it_is_in_the_files(home: Path) -> None:
    operator = world.operator("OP1")
    admin = logged_in(account())
    admin.post(reverse("office:accounts"), {"name": "Léa", "role": "operator", "operator": operator.pk})
    assert User.objects.get(username="Léa").operator == operator


def test_names_are_unique_passwords_strong_and_an_administrator_remains(home: Path) -> None:
    admin = account()
    with pytest.raises(NameTaken):
        account(name="SOMEONE")
    with pytest.raises(WeakPassword):
        make_account("other", role="finance", password="password", actor="test")
    with pytest.raises(LastAdministrator):
        set_active(admin, active=False, actor="test")


def test_a_closed_account_sees_nothing_more(home: Path) -> None:
    user = account(User.Role.FINANCE)
    client = logged_in(user)
    assert client.get(reverse("office:checks")).status_code == 200
    set_active(user, active=False, actor="test")
    assert client.get(reverse("office:checks")).status_code == 302


def test_nobody_signs_up(home: Path) -> None:
    page = Client().get(reverse("account_signup"))
    assert "<form" not in page.content.decode().split("<main", 1)[1]


def test_a_wrong_name_and_a_wrong_password_are_told_alike(home: Path) -> None:
    account(name="someone")
    pages = [
        Client().post(reverse("account_login"), {"login": name, "password": "wrong-password-1"})
        for name in ("someone", "nobody")
    ]
    texts = [re.search(r'role="alert">(.*?)</div>', page.content.decode(), re.DOTALL) for page in pages]
    assert all(texts)
    assert len({found[1] for found in texts if found}) == 1


def test_repeated_wrong_passwords_are_slowed_down(home: Path) -> None:
    account(name="someone")
    client = Client()
    for _ in range(5):
        log_in(client, "someone", "wrong-password-1")
    assert log_in(client, "someone", PASSWORD) == 200  # refused: too many failures


def test_pages_are_kept_out_of_caches_and_frames_and_run_no_foreign_script(home: Path) -> None:
    response = logged_in(account()).get(reverse("office:checks"))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Frame-Options"] == "DENY"
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_what_is_asked_of_the_door_is_journalled_without_names(home: Path) -> None:
    from filon.records.models import JournalEntry

    account(name="Distinctive Name")
    assert "Distinctive" not in "".join(JournalEntry.objects.values_list("content", flat=True))


def test_an_administrator_gives_a_new_password_and_what_was_open_is_closed(home: Path) -> None:
    admin, user = account(), account(User.Role.FINANCE, name="léa")
    opened = logged_in(user)
    page = logged_in(admin).post(reverse("office:accounts"), {"renew": user.pk})
    found = re.search(r"<code>([^<]+)</code>", page.content.decode())
    assert found
    assert (log_in(Client(), "léa", PASSWORD), log_in(Client(), "léa", found[1])) == (200, 302)
    assert opened.get(reverse("office:checks")).status_code == 302


def test_the_pages_that_guard_an_account_open_in_its_language(home: Path) -> None:
    client = Client(headers={"accept-language": "fr"})
    user = account()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in (
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_change_password",
        "account_reauthenticate", "account_logout", "account_reset_password",
    ):  # fmt: skip
        assert 'lang="fr"' in client.get(reverse(name)).content.decode(), name
    key = {"name": "Téléphone", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=key)
    assert "sans mot de passe" in client.get(reverse("mfa_list_webauthn")).content.decode()


def with_second_factor(name: str) -> User:
    user = account(User.Role.FINANCE, name=name)
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={"secret": "s", "seed": "s", "used_mask": 0})
    return user


def test_a_lost_second_factor_is_taken_away_and_the_person_sees_it(home: Path) -> None:
    admin, user = account(), with_second_factor("léa")
    told = logged_in(admin).post(reverse("office:accounts-second-factor", args=[user.pk]), follow=True)
    assert "le mot de passe suffit" in told.content.decode()
    assert not Authenticator.objects.filter(user=user).exists()
    history = logged_in(user).get(reverse("office:account")).content.decode()
    assert "second facteur retiré" in history
    assert "someone" in history
    assert (
        "second factor"
        not in logged_in(account(name="other")).get("/mon-compte/").content.decode().split("<ol")[1]
    )


def test_nobody_takes_their_own_second_factor_away_without_their_password(home: Path) -> None:
    admin = account()
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={"secret": "s"})
    assert logged_in(admin).post(f"/comptes/{admin.pk}/second-facteur/").status_code == 404
    assert Authenticator.objects.exists()


def test_an_account_is_linked_to_its_operator_after_it_was_made(home: Path) -> None:
    operator, user = world.operator("OP1"), account(User.Role.QUALITY_CONTROLLER, name="léa")
    admin = logged_in(account())
    address = reverse("office:accounts-operator", args=[user.pk])
    for number, held in ((operator.pk, operator), ("", None)):
        admin.post(address, {"operator": number})
        user.refresh_from_db()
        assert user.operator == held
    assert admin.post(address, {"operator": "999"}).status_code == 404
    assert (
        admin.get(reverse("office:accounts-page", args=[user.pk])).content.decode().count("opérateur changé")
        == 2
    )


def test_a_client_is_told_the_name_of_no_administrator(home: Path) -> None:
    viewer = make_account(
        "viewer", role=User.Role.CLIENT_VIEWER, password=PASSWORD, actor=f"user:{account(name='distinctive').pk}",
        client=world.client("ACME"),
    )  # fmt: skip
    assert "distinctive" not in logged_in(viewer).get(reverse("office:account")).content.decode()
