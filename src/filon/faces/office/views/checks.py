"""What biases the figures, and what it is worth: a checklist that is computed, not ticked."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.asking import asked as read
from filon.faces.office.choices import bar
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.check import concerned, examine
from filon.insight.biases import trust
from filon.reports.pages import checks as page


@open_to(DECIDERS)
def checks(request: HttpRequest) -> HttpResponseBase:
    """List the checks by kind of error, with what they found on the ROI that the address asks about."""
    asked, scope = read(request.GET), scope_of(request)
    examined = examine(settings.FILON_HOME, scope)
    if asked.pairs():
        codes = concerned(settings.FILON_HOME, asked.query("roi"), scope)
        built = page.build(examined.about(codes), examined.trust(codes))
    else:
        built = page.build(examined.verdicts, examined.trust(examined.codes))
    if file := exported(request, "controles", {"findings": lambda: page.sheet(built.findings)}):
        return file
    context = {
        "asked": asked,
        "choices": [one for one in bar(asked, scope, language_of(request)) if one.name.startswith("w.")],
        "page": built,
        "rule": trust.RULE,
    }
    return render(request, "office/checks.html", context)


urlpatterns = [path("controles/", checks, name="checks")]
