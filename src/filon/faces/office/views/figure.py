"""One figure: its formula in words, its version, its inputs, and the rows behind them."""

from itertools import islice

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import EVERYONE, may_see, open_to, scope_of
from filon.faces.office.asking import asked as read
from filon.faces.office.choices import bar
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows import explain
from filon.flows.check import GRADED, grades
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import sheets

SHOWN = 100


@open_to(EVERYONE)
def figure(request: HttpRequest, metric: str) -> HttpResponseBase:
    """Show how a figure was made; its inputs and every row behind them can be taken away."""
    if not may_see(request, metric):
        raise Http404
    asked, scope = read(request.GET), scope_of(request)
    CATALOGUE.find(metric)
    explained = explain.explain(settings.FILON_HOME, metric, asked.query(metric), scope)
    found = {
        "rows": lambda: sheets.of_rows(
            explained.item.label,
            explain.rows(settings.FILON_HOME, explained, scope),
            sheets.basis(explained.answer),
        ),
        "inputs": lambda: sheets.of_answer(
            explained.answer, explained.item.label, explained.answer.query.metrics
        ),
    }
    if file := exported(request, metric, found):
        return file
    graded = metric == GRADED
    context = {
        "asked": asked,
        "trust": grades(settings.FILON_HOME, explained.answer.query, scope).total if graded else None,
        "choices": bar(asked, scope, language_of(request)),
        "explained": explained,
        "rows": list(islice(explain.rows(settings.FILON_HOME, explained, scope), SHOWN)),
    }
    return render(request, "office/figure.html", context)


urlpatterns = [path("chiffre/<slug:metric>/", figure, name="figure")]
