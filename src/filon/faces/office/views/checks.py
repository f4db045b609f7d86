"""What biases the figures, and what it is worth."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.flows.check import check


@open_to(DECIDERS)
def checks(request: HttpRequest) -> HttpResponse:
    """List every finding, the most euros first."""
    return render(request, "office/checks.html", {"findings": check(settings.FILON_HOME, scope_of(request))})


urlpatterns = [path("controles/", checks, name="checks")]
