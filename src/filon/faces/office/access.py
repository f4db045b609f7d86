"""Who may open what: every view declares its roles, and what a person sees is cut by its scope."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver

from filon.flows.demo.marker import is_demo
from filon.records.models import User
from filon.terms.scope import EVERYTHING, Scope

Role = User.Role
STAFF = frozenset(Role) - {Role.CLIENT_VIEWER}
DECIDERS = frozenset({Role.ADMINISTRATOR, Role.SALES_DIRECTOR, Role.MARKETING, Role.FINANCE})
READERS = DECIDERS | {Role.QUALITY_CONTROLLER, Role.CLIENT_VIEWER}
EVERYONE = frozenset(Role)
VISITOR = "visitor"  # of the demonstration, without an account
ANYBODY: frozenset[str] = frozenset({"anybody"})  # even without an account

# The figures that tell nothing of costs, margins or prices.
WITHOUT_MONEY = frozenset(
    {
        "calls", "reached", "decision_makers", "useful_conversations", "contacts_called", "contacts_reached",
        "appointments_set", "appointments_validated", "appointments_held", "appointments_no_show",
        "reach_rate", "contact_reach_rate", "conversation_rate", "appointment_rate", "validation_rate", "show_rate",
        "appointments_validated_of_appointments_set", "appointments_held_of_appointments_set",
        "appointments_set_of_calls", "appointments_validated_of_calls", "appointments_held_of_calls",
    }
)  # fmt: skip

View = TypeVar("View", bound=Callable[..., Any])


def open_to(roles: frozenset[Any]) -> Callable[[View], View]:
    """Declare the roles that may open a view; the middleware turns everyone else away."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if roles is not ANYBODY and role_of(request) not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def roles_of(view: Any) -> frozenset[Any] | None:
    """Return the roles a view declares, or None where it declares none."""
    found: frozenset[Any] | None = getattr(view, "roles", None)
    return found


def role_of(request: HttpRequest) -> str:
    """Return the role of the person who asks; a stranger visits a demonstration, and has none elsewhere."""
    user = request.user
    if isinstance(user, User) and user.is_active:
        return user.role
    return VISITOR if is_demo(settings.FILON_HOME) else ""


def scope_of(request: HttpRequest) -> Scope:
    """Return what the person may see: a client viewer its own client's campaigns, and nothing without one."""
    user = request.user
    if isinstance(user, User) and user.is_active and user.role != Role.CLIENT_VIEWER:
        return EVERYTHING
    client = user.client_id if isinstance(user, User) else None
    return Scope(frozenset() if client is None else frozenset({client}))


def sees_money(request: HttpRequest) -> bool:
    """Tell whether costs and margins may be shown to the person."""
    return role_of(request) in DECIDERS


def may_see(request: HttpRequest, metric: str) -> bool:
    """Tell whether a figure may be shown to the person."""
    return sees_money(request) or metric in WITHOUT_MONEY


def patterns(urls: list[URLPattern | URLResolver]) -> list[URLPattern]:
    """Return every page of a list of urls, those of included lists among them."""
    found: list[URLPattern] = []
    for entry in urls:
        found += [entry] if isinstance(entry, URLPattern) else patterns(entry.url_patterns)
    return found
