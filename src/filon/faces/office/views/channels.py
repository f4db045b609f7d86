"""Channels and modes of organisation, like for like."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import bar
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.answer import ask
from filon.flows.check import check, grades
from filon.flows.maturity import ahead
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import channels as page
from filon.terms.clock import now


@open_to(DECIDERS)
def channels(request: HttpRequest) -> HttpResponseBase:
    """Compare what the channels brought back, and say what the comparison rests on."""
    asked, scope, language = read(request.GET), scope_of(request), language_of(request)
    query = page.mature(asked.query("roi"), timezone.localdate(now()))
    built = page.build(
        {name: ask(settings.FILON_HOME, one, scope) for name, one in page.queries(query).items()}
    )
    if file := exported(request, "canaux", {"channels": lambda: page.sheet(built)}):
        return file
    end = query.period.end
    question = replace(asked, view=query.view, last=end - timedelta(days=1) if end else None)
    asked = replace(asked, view=query.view)
    context = {
        "asked": asked,
        "question": question,
        "choices": bar(asked, scope, language),
        "page": built,
        "results": [CATALOGUE.find(name) for name in page.RESULTS],
        "costs": page.COSTS,
        "chart": in_page(built.chart, language) if built.chart.points else None,
        "ahead": ahead(settings.FILON_HOME, built.answer.query, scope),
        "grades": grades(settings.FILON_HOME, built.answer.query, scope),
        "findings": [one for one in check(settings.FILON_HOME, scope) if one.id in page.OF_BASIS],
    }
    return render(request, "office/channels.html", context)


urlpatterns = [path("canaux/", channels, name="channels")]
