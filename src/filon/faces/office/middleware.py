"""Turns strangers to the log-in page, refuses views without declared roles, and turns faults into pages."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from filon.faces.office.access import ANYBODY, role_of, roles_of
from filon.faces.office.language import language_of
from filon.terms.faults import Fault

LOG = logging.getLogger("filon.office")
Next = Callable[[HttpRequest], HttpResponse]


class OfficeMiddleware:
    """The door of the office: nothing of it is served without a declared permission."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve, keep private pages out of every cache, and log what was served."""
        begun = time.perf_counter()
        response = self._next(request)
        seconds = time.perf_counter() - begun
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        _log(request, response, seconds)
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
        if any(
            "\0" in text
            for given in (request.GET, request.POST)
            for _, all_ in given.lists()
            for text in all_
        ):
            return HttpResponseBadRequest()  # nobody types it, and no database takes it
        if roles is ANYBODY or role_of(request) in roles:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show a fault as a sentence; anything else goes on to Django's own page."""
        if not isinstance(error, Fault):
            return None
        status = 400 if error.users else 503
        context = {"sentence": error.sentence(language_of(request))}
        return render(request, "office/fault.html", context, status=status)


def _log(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Write which view was served, never the address: what people seek may stand in it."""
    match = request.resolver_match
    view = match.view_name if match else None
    said = {"view": view, "method": request.method, "status": response.status_code}
    LOG.info("request", extra={**said, "ms": round(seconds * 1000), "user": request.user.pk})
