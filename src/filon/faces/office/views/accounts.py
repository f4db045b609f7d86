"""Accounts: an administrator makes them, gives them a role, and closes them."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from filon.faces.office.access import EVERYONE, Role, open_to, role_of
from filon.faces.office.entering import actor
from filon.faces.office.language import language_of
from filon.faces.office.showing import who
from filon.records.actions.accounts import (
    make_account,
    new_password,
    remove_second_factor,
    renew_password,
    set_active,
    set_operator,
)
from filon.records.models import Client, Operator, User
from filon.records.queries.history import Event, history_of_account
from filon.terms.faults import Fault, UnknownName
from filon.terms.text import Text

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
ROLES = {
    Role.ADMINISTRATOR: Text("administrateur", "administrator"),
    Role.SALES_DIRECTOR: Text("direction commerciale", "sales director"),
    Role.MARKETING: Text("marketing", "marketing"),
    Role.FINANCE: Text("finance", "finance"),
    Role.OPERATOR: Text("téléopérateur", "operator"),
    Role.QUALITY_CONTROLLER: Text("contrôle qualité", "quality controller"),
    Role.CLIENT_VIEWER: Text("client", "client viewer"),
}


DONE = {
    "make_account": Text("compte créé", "account made"),
    "set_account_active": Text("compte rouvert", "account opened again"),
    "renew_password": Text("nouveau mot de passe donné", "new password given"),
    "remove_second_factor": Text("second facteur retiré", "second factor taken away"),
    "set_account_operator": Text("opérateur changé", "operator changed"),
}
SHUT = Text("compte fermé", "account closed")
LINKED = Text("Opérateur enregistré.", "Operator saved.")
UNGUARDED = Text(
    "Second facteur retiré : le mot de passe suffit désormais. La personne le verra dans son historique.",
    "Second factor taken away: the password is enough from now on. The person will see it in their history.",
)
OPENED, CLOSED = Text("Compte rouvert :", "Account opened again:"), Text("Compte fermé :", "Account closed:")


class ClientNeeded(Fault):
    """A client viewer sees one client's campaigns: it must be named."""

    def __init__(self) -> None:
        super().__init__(
            "Un compte client voit les campagnes d'un seul client : choisissez lequel.",
            "A client account sees one client's campaigns: choose which.",
        )


@open_to(ADMINISTRATORS)
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts, make one or give one a new password; a password is shown once."""
    given: dict[str, str] | None = None
    refusal = ""
    if request.method == "POST":
        try:
            given = _renew(request) if "renew" in request.POST else _make(request)
        except Fault as fault:
            refusal = fault.sentence(language_of(request))
    context = {
        "accounts": User.objects.select_related("client", "operator").order_by("username"),
        "roles": ROLES,
        "clients": Client.objects.filter(voided_at__isnull=True).order_by("client_code"),
        "operators": Operator.objects.filter(voided_at__isnull=True).order_by("operator"),
        "given": given,
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "office/accounts.html", context, status=400 if refusal else 200)


def _make(request: HttpRequest) -> dict[str, str]:
    name, role = request.POST.get("name", "").strip(), request.POST.get("role", "")
    if role not in ROLES:
        raise UnknownName(Text("Rôle", "role"), role, ROLES)
    client = Client.objects.filter(pk=request.POST.get("client") or 0, voided_at__isnull=True).first()
    if role == Role.CLIENT_VIEWER and client is None:
        raise ClientNeeded
    password = new_password()
    held = client if role == Role.CLIENT_VIEWER else None
    operator = _operator(request.POST.get("operator", ""))
    make_account(name, role=role, password=password, actor=actor(request), client=held, operator=operator)
    return {"name": name, "password": password}


def _renew(request: HttpRequest) -> dict[str, str]:
    number = request.POST["renew"]
    user = get_object_or_404(User, pk=number if number.isdecimal() else 0)
    return {"name": user.username, "password": renew_password(user, actor=actor(request))}


@require_POST
@open_to(ADMINISTRATORS)
def activate(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, or open it again."""
    user = _account(number)
    active = "active" in request.POST
    try:
        set_active(user, active=active, actor=actor(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language_of(request)))
    else:
        said = OPENED if active else CLOSED
        messages.success(request, f"{said[language_of(request)]} {user.username}")
    return redirect("office:accounts")


@require_GET
@open_to(ADMINISTRATORS)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Show an account, what was done to it, and what may be."""
    operators = Operator.objects.filter(voided_at__isnull=True).order_by("operator")
    return _page(request, _account(number), operators=operators)


@require_GET
@open_to(EVERYONE)
def mine(request: HttpRequest) -> HttpResponse:
    """Show a person their own account, and what was done to it."""
    return _page(request, _account(request.user.pk or 0))


@require_POST
@open_to(ADMINISTRATORS)
def link_operator(request: HttpRequest, number: int) -> HttpResponse:
    """Tell who an account is in the files."""
    chosen = request.POST.get("operator", "")
    set_operator(_account(number), _operator(chosen), actor=actor(request))
    messages.success(request, LINKED[language_of(request)])
    return redirect("office:accounts-page", number=number)


@require_POST
@open_to(ADMINISTRATORS)
def drop_second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Take the lost second factor of somebody else away."""
    user = _account(number)
    if user == request.user:
        raise Http404  # one's own asks for the password first, on the page of second factors
    remove_second_factor(user, actor=actor(request))
    messages.success(request, UNGUARDED[language_of(request)])
    return redirect("office:accounts-page", number=number)


def _account(number: int) -> User:
    return get_object_or_404(User.objects.select_related("client", "operator"), pk=number)


def _operator(number: str) -> Operator | None:
    known = Operator.objects.filter(voided_at__isnull=True)
    return get_object_or_404(known, pk=number if number.isdecimal() else 0) if number else None


def _page(request: HttpRequest, user: User, *, operators: Iterable[Operator] | None = None) -> HttpResponse:
    context = {
        "account": user,
        "role_label": ROLES[Role(user.role)],
        "guarded": Authenticator.objects.filter(user=user).exists(),
        "own": user == request.user,
        "operators": operators,
        "past": [_done(event, role_of(request)) for event in history_of_account(user, DONE)],
    }
    return render(request, "office/account.html", context)


def _done(event: Event, role: str) -> tuple[Text, Event, Text]:
    """Return what was done, when and by whom; a client is told the name of nobody in the house."""
    closed = event.details.get("active") is False
    author = who(event.actor) if role != Role.CLIENT_VIEWER else Text("un administrateur", "an administrator")
    return (SHUT if closed else DONE[event.action], event, author)


urlpatterns = [
    path("comptes/", accounts, name="accounts"),
    path("comptes/<int:number>/", account, name="accounts-page"),
    path("comptes/<int:number>/ouverture/", activate, name="accounts-activate"),
    path("comptes/<int:number>/operateur/", link_operator, name="accounts-operator"),
    path("comptes/<int:number>/second-facteur/", drop_second_factor, name="accounts-second-factor"),
    path("mon-compte/", mine, name="account"),
]
