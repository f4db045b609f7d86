"""Turns strangers to the log-in page, refuses views without declared roles, and turns faults into pages."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filon.faces.office.access import ANYBODY, roles_of
from filon.faces.office.language import language_of
from filon.terms.faults import Fault

Next = Callable[[HttpRequest], HttpResponse]


class OfficeMiddleware:
    """The door of the office: nothing of it is served without a declared permission."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve, and keep private pages out of every cache."""
        response = self._next(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Check the permission that the view declares."""
        del args, kwargs
        match = request.resolver_match
        if match is None or "office" not in match.app_names:
            return None
        roles = roles_of(view)
        if roles is None:
            message = f"the view {match.view_name} declares no roles"
            raise ImproperlyConfigured(message)
        if roles is not ANYBODY and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show a fault as a sentence; anything else goes on to Django's own page."""
        if not isinstance(error, Fault):
            return None
        status = 400 if error.users else 503
        context = {"sentence": error.sentence(language_of(request))}
        return render(request, "office/fault.html", context, status=status)
