"""Makes accounts and changes what they may do."""

import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from filon.records.actions.change import change
from filon.records.models import Client, Operator, User
from filon.terms.faults import Fault


class NameTaken(Fault):
    """An account has this name already."""

    def __init__(self) -> None:
        super().__init__(
            "Ce nom de compte est déjà pris : choisissez-en un autre.",
            "This account name is taken already: choose another one.",
        )


class WeakPassword(Fault):
    """The password is too easy to guess."""

    def __init__(self) -> None:
        super().__init__(
            "Mot de passe trop faible : au moins 12 caractères, ni courant ni proche du nom.",
            "Password too weak: at least 12 characters, neither common nor like the name.",
        )


class LastAdministrator(Fault):
    """Somebody must remain who can administer the instance."""

    def __init__(self) -> None:
        super().__init__(
            "C'est le dernier administrateur actif : nommez-en un autre d'abord.",
            "This is the last active administrator: name another one first.",
        )


def make_account(
    name: str,
    *,
    role: str,
    password: str,
    actor: str,
    client: Client | None = None,
    operator: Operator | None = None,
) -> User:
    """Make an account; the journal keeps its number and role, never its name.

    `operator` is who the person is in the files, where it calls.
    Raises NameTaken or WeakPassword.
    """
    if User.objects.filter(username__iexact=name).exists():
        raise NameTaken
    user = User(username=name, role=role, client=client, operator=operator)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword from error
    with change("make_account", actor=actor) as opened:
        user.set_password(password)
        user.save()
        opened.details.update(
            user=user.pk,
            role=role,
            client=client.pk if client else None,
            operator=operator.pk if operator else None,
        )
    return user


def set_active(user: User, *, active: bool, actor: str) -> None:
    """Open or close an account. Raises LastAdministrator."""
    others = User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    if user.role == User.Role.ADMINISTRATOR and not active and not others.exists():
        raise LastAdministrator
    with change("set_account_active", actor=actor) as opened:
        user.is_active = active
        user.save(update_fields=["is_active"])
        opened.details.update(user=user.pk, active=active)


def renew_password(user: User, *, actor: str) -> str:
    """Give an account a new password, and return it; what was open under the old one is closed."""
    password = new_password()
    with change("renew_password", actor=actor) as opened:
        user.set_password(password)
        user.save(update_fields=["password"])
        opened.details.update(user=user.pk)
    return password


def remove_second_factor(user: User, *, actor: str) -> None:
    """Take every second factor of an account away, where the person has lost it: its password alone opens it."""
    with change("remove_second_factor", actor=actor) as opened:
        removed, _ = Authenticator.objects.filter(user=user).delete()
        opened.abandoned = not removed
        opened.details.update(user=user.pk)


def set_operator(user: User, operator: Operator | None, *, actor: str) -> None:
    """Tell who an account is in the files, or that it is nobody there."""
    with change("set_account_operator", actor=actor) as opened:
        opened.abandoned = user.operator == operator
        user.operator = operator
        user.save(update_fields=["operator"])
        opened.details.update(user=user.pk, operator=operator.pk if operator else None)


def new_password() -> str:
    """Return a password nobody can guess."""
    return secrets.token_urlsafe(12)
