"""Accounts: an administrator makes them, gives them a role, and closes them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from filon.faces.office.access import Role, open_to
from filon.faces.office.entering import actor
from filon.faces.office.language import language_of
from filon.records.actions.accounts import make_account, new_password, renew_password, set_active
from filon.records.models import Client, Operator, User
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
    operator = Operator.objects.filter(pk=request.POST.get("operator") or 0, voided_at__isnull=True).first()
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
    user = get_object_or_404(User, pk=number)
    active = "active" in request.POST
    try:
        set_active(user, active=active, actor=actor(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language_of(request)))
    else:
        said = OPENED if active else CLOSED
        messages.success(request, f"{said[language_of(request)]} {user.username}")
    return redirect("office:accounts")


urlpatterns = [
    path("comptes/", accounts, name="accounts"),
    path("comptes/<int:number>/", activate, name="accounts-activate"),
]
