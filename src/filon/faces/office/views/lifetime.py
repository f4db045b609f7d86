"""What a customer is worth over its life."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.amounts import Field, UnreadableAmount, amounts, checked
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import Choice, bar, dimensions
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.answer import dimensions as askable
from filon.flows.lifetime import lifetime as study
from filon.insight.lifetime.study import METRICS
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.query import DEFAULT_HORIZON_MONTHS
from filon.reports.pages import lifetime as page
from filon.reports.pages.lifetime_recurring import sheet as recurring_sheet
from filon.terms.faults import Fault
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.faces.office.asking import Asked

DEFAULT_BY = "channel"
RATES = {
    "retention": Field(
        Text("Rétention déclarée, % par an", "Stated retention, % a year"), signed=True, percent=True
    ),
    "discount": Field(Text("Actualisation, % par an", "Discount, % a year"), signed=True, percent=True),
}


@open_to(DECIDERS)
def lifetime(request: HttpRequest) -> HttpResponseBase:
    """Show the fitted value beside the stated one; a refusal leaves the choices in place."""
    asked, language = read(request.GET), language_of(request)
    asked = replace(asked, horizon_months=asked.horizon_months or DEFAULT_HORIZON_MONTHS)
    by = request.GET.get("by") or DEFAULT_BY
    typed = amounts(request, RATES)
    context: dict[str, Any] = {"asked": asked, "choices": _choices(request, asked, by), "amounts": typed}
    try:
        retention, discount = (
            None if percent is None else _share(percent) for percent in checked(typed).values()
        )
        query = asked.query("ltv", by=(by,), retention=retention, discount_rate=discount or Fraction(0))
        built = page.build(study(settings.FILON_HOME, query, scope_of(request)))
        tables = {"lifetime": lambda: page.sheet(built)}
        if built.recurring:
            tables["recurring"] = lambda: recurring_sheet(built.found.recurring)
        if file := exported(request, "valeur-vie", tables):
            return file
    except UnreadableAmount:
        return render(request, "office/lifetime.html", context, status=400)
    except Fault as fault:
        refusal = {"refusal": fault.sentence(language)}
        return render(request, "office/lifetime.html", context | refusal, status=400)
    charts = {"staying": built.staying, "recovered": built.recovered, "segments": built.segments_chart}
    drawn = {name: in_page(chart, language) for name, chart in charts.items() if chart is not None}
    context |= {"page": built, "charts": drawn, "by": CATALOGUE.dimensions[by].label}
    return render(request, "office/lifetime.html", context)


def _choices(request: HttpRequest, asked: "Asked", by: str) -> list[Choice]:
    language, scope = language_of(request), scope_of(request)
    splits = [set(CATALOGUE.splits(name)) for name in METRICS]
    possible = [name for name in askable(CATALOGUE.dimensions, scope) if all(name in each for each in splits)]
    horizon, *rest = bar(asked, scope, language)
    return [
        dimensions("by", Text("Par", "By"), possible, by, language, none=None),
        replace(horizon, none=None),
        *rest,
    ]


def _share(percent: float) -> Fraction:
    return Fraction(str(percent)) / 100


urlpatterns = [path("valeur-vie/", lifetime, name="lifetime")]
