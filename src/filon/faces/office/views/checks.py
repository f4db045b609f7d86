"""What biases the figures, and what it is worth."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.exports import exported
from filon.flows.check import check
from filon.reports.pages import checks as page


@open_to(DECIDERS)
def checks(request: HttpRequest) -> HttpResponseBase:
    """List every finding, the most euros first."""
    findings = check(settings.FILON_HOME, scope_of(request))
    if file := exported(request, "controles", {"findings": lambda: page.sheet(findings)}):
        return file
    return render(request, "office/checks.html", {"findings": findings})


urlpatterns = [path("controles/", checks, name="checks")]
