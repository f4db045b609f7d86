"""Segments: any figure by any one or two dimensions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import READERS, may_see, open_to, scope_of, sees_money
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import Choice, bar, dimensions, pick
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.answer import ask
from filon.flows.answer import dimensions as askable
from filon.flows.calling import calling_channels, mixes
from filon.metrics.calling import among
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import segments as page
from filon.terms.faults import Fault
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.faces.office.asking import Asked


@open_to(READERS)
def segments(request: HttpRequest) -> HttpResponseBase:
    """Show the figure by the dimensions that the address names; a refusal leaves the choices in place."""
    asked, language = read(request.GET), language_of(request)
    metric = request.GET.get("metric") or page.DEFAULT
    if not may_see(request, metric):
        raise Http404
    by = list(dict.fromkeys(filter(None, (request.GET.get("by") or page.BY, request.GET.get("and")))))
    context: dict[str, Any] = {
        "asked": asked,
        "choices": [*_choices(request, metric, by), *bar(asked, scope_of(request), language)],
        "presets": [
            (label, urlencode(dict(zip(("metric", "by", "and"), names, strict=True))))
            for label, names in page.PRESETS
        ],
    }
    try:
        built = _built(request, asked, metric, by)
        if file := exported(request, "segments", {"segments": lambda: page.sheet(built)}):
            return file
    except Fault as fault:
        context["refusal"] = fault.sentence(language)
        return render(request, "office/segments.html", context, status=400)
    context |= {"page": built, "chart": in_page(built.chart, language) if built.chart else None}
    if sees_money(request) and (note := mixes(settings.FILON_HOME, built.answer.query, scope_of(request))):
        calling = among(asked.query(metric), calling_channels(settings.FILON_HOME, scope_of(request)))
        names = dict(zip(("metric", "by", "and"), (metric, *by), strict=False))
        context |= {"mixed": note, "calling": urlencode([*asked.answered(calling).pairs(), *names.items()])}
    return render(request, "office/segments.html", context)


def _built(request: HttpRequest, asked: "Asked", metric: str, by: Sequence[str]) -> page.Segments:
    CATALOGUE.find(metric)
    questions = page.queries(asked.query(metric), metric, by, money=sees_money(request))
    scope = scope_of(request)
    return page.build({name: ask(settings.FILON_HOME, one, scope) for name, one in questions.items()}, metric)


def _choices(request: HttpRequest, metric: str, by: Sequence[str]) -> list[Choice]:
    language, known = language_of(request), CATALOGUE.names()
    names = dict.fromkeys((*page.OFFERED, metric))
    seen = [name for name in names if name in known and may_see(request, name)]
    every = CATALOGUE.splits(metric) if metric in known else CATALOGUE.dimensions
    possible = askable(every, scope_of(request))
    first, second = (*by, None)[:2]
    figures = [(name, CATALOGUE.find(name).label[language]) for name in seen]
    chosen = dimensions("by", Text("Par", "By"), possible, first, language, none=None)
    crossed = dimensions("and", Text("croisé avec", "crossed with"), possible, second, language)
    return [pick("metric", Text("Indicateur", "Figure"), figures, (metric,)), chosen, crossed]


urlpatterns = [path("segments/", segments, name="segments")]
