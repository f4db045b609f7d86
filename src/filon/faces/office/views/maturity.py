"""What young cohorts will become."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import bar, dimensions
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.maturity import maturity
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import maturity as page
from filon.terms.faults import Fault
from filon.terms.text import Text


@open_to(DECIDERS)
def cohorts(request: HttpRequest) -> HttpResponseBase:
    """Show what the cohorts brought to date and what they will; a refusal leaves the choices in place."""
    asked, language = replace(read(request.GET), view="cohort", horizon_months=None), language_of(request)
    by = request.GET.get("by") or None
    split = dimensions("by", Text("Et par", "And by"), CATALOGUE.splits("roi"), by, language)
    rest = [choice for choice in bar(asked, scope_of(request), language) if choice.name != "horizon"]
    context: dict[str, Any] = {"asked": asked, "choices": [split, *rest], "one_view": True}
    try:
        query = asked.query("roi", by=(by,) if by else ())
        built = page.build(maturity(settings.FILON_HOME, query, scope_of(request)))
        if file := exported(request, "maturite", {"maturity": lambda: page.sheet(built)}):
            return file
    except Fault as fault:
        context["refusal"] = fault.sentence(language)
        return render(request, "office/maturity.html", context, status=400)
    charts = {"winning": built.winning, "projected": built.projected}
    context |= {name: in_page(chart, language) for name, chart in charts.items() if chart is not None}
    return render(request, "office/maturity.html", context | {"page": built})


urlpatterns = [path("maturite/", cohorts, name="maturity")]
