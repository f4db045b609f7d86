"""Where the next euro goes."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import DECIDERS, open_to, scope_of
from filon.faces.office.amounts import Field, UnreadableAmount, amounts, checked
from filon.faces.office.asking import BadAddress
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import Choice, bar, dimensions, pick
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.flows.arbitrate import DEFAULT, arbitrate, splits
from filon.insight.arbitration.asked import HEEDED, LEAST, MOST, Heeded, Wanted
from filon.reports.pages import budget as page
from filon.terms.faults import Fault
from filon.terms.text import Text

FIELDS = {
    "budget": Field(Text("Budget par mois", "Budget a month")),
    "least": Field(Text("au moins ×", "at least ×"), LEAST),
    "most": Field(Text("au plus ×", "at most ×"), MOST),
    "hours": Field(Text("Heures par mois", "Hours a month")),
}


@open_to(DECIDERS)
def budget(request: HttpRequest) -> HttpResponseBase:
    """Show what one more euro brings, and a better split; a refusal leaves the choices in place."""
    asked, language = replace(read(request.GET), view="cohort", horizon_months=None), language_of(request)
    by = request.GET.get("by") or DEFAULT
    typed = amounts(request, FIELDS)
    context: dict[str, Any] = {
        "asked": asked,
        "choices": _choices(request, by),
        "amounts": typed,
        "one_view": True,
    }
    try:
        limits = checked(typed)
        wanted = Wanted(
            limits["budget"],
            limits["least"] or 0.0,
            limits["most"] or 0.0,
            heeded=_heeded(request.GET),
            hours=limits["hours"],
        )
        built = page.build(arbitrate(settings.FILON_HOME, asked.query("roi"), by, wanted, scope_of(request)))
        if file := exported(request, "arbitrage", {"budget": lambda: page.sheet(built)}):
            return file
    except UnreadableAmount:
        return render(request, "office/budget.html", context, status=400)
    except Fault as fault:
        return render(
            request, "office/budget.html", context | {"refusal": fault.sentence(language)}, status=400
        )
    context |= {
        "page": built,
        "studied": asked.within(built.answer.query.period),
        "beside": page.BESIDE,
        "chart": in_page(built.chart, language) if built.chart else None,
    }
    return render(request, "office/budget.html", context)


def _choices(request: HttpRequest, by: str) -> list[Choice]:
    language = language_of(request)
    rest = [
        choice for choice in bar(read(request.GET), scope_of(request), language) if choice.name != "horizon"
    ]
    limits = [(name, label[language]) for name, label in HEEDED.items()]
    return [
        dimensions("by", Text("Entre", "Between"), splits(), by, language, none=None),
        *rest,
        pick("limits", Text("Limites", "Limits"), limits, (_heeded(request.GET),)),
    ]


def _heeded(address: QueryDict) -> Heeded:
    """Return which limits of the data hold. Raises BadAddress for a word that is none."""
    asked = address.get("limits") or "all"
    for known in HEEDED:
        if known == asked:
            return known
    raise BadAddress("limits", asked)


urlpatterns = [path("arbitrage/", budget, name="budget")]
