"""The funnel, from calls to contracts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import READERS, open_to, scope_of, sees_money
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import bar, dimensions, pick
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.answer import ask
from filon.flows.answer import dimensions as askable
from filon.flows.calling import calling_channels
from filon.metrics.calling import among
from filon.reports.pages import funnel as page
from filon.terms.text import Text


@open_to(READERS)
def funnel(request: HttpRequest) -> HttpResponseBase:
    """Show the stages, as a whole and by any dimension side by side."""
    scope, language, money = scope_of(request), language_of(request), sees_money(request)
    by = request.GET.get("by") or None
    stages = page.STAGES if money else page.CLIENT_STAGES
    compared = request.GET.get("stage") or page.COMPARED
    chosen = read(request.GET)
    calling = among(chosen.query("calls"), calling_channels(settings.FILON_HOME, scope))
    asked = chosen.answered(calling)
    query = page.query(calling, by, stages, money=money)
    built = page.build(ask(settings.FILON_HOME, query, scope), stages, compared)
    if file := exported(request, "entonnoir", {"funnel": lambda: page.sheet(built)}):
        return file
    choices = bar(asked, scope, language)
    possible = askable(page.dimensions(money=money), scope)
    choices.append(dimensions("by", Text("Comparer par", "Compare by"), possible, by, language))
    if by:
        names = [(stage.count, stage.label[language]) for stage in stages if stage.before]
        choices.append(pick("stage", Text("Étape comparée", "Stage compared"), names, (compared,)))
    context: dict[str, Any] = {
        "asked": asked,
        "choices": choices,
        "page": built,
        "total": built.answer.total.cells,
        "nothing": not any(built.answer.total.cells[stage.count].value for stage in stages),
        "chart": in_page(built.chart, language) if built.chart else None,
        "money": money,
    }
    return render(request, "office/funnel.html", context)


urlpatterns = [path("entonnoir/", funnel, name="funnel")]
