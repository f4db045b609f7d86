"""The choice of the three to five indicators that the home page shows first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from filon.faces.office.access import Role, open_to
from filon.faces.office.entering import actor
from filon.faces.office.language import language_of
from filon.flows.choose_indicators import choose_indicators
from filon.metrics.definitions import CATALOGUE
from filon.records.queries.settings import priority_indicators
from filon.reports.pages import home as page
from filon.terms.faults import Fault
from filon.terms.text import Text

CHOOSERS = frozenset({Role.ADMINISTRATOR, Role.SALES_DIRECTOR, Role.FINANCE})


@open_to(CHOOSERS)
def indicators(request: HttpRequest) -> HttpResponse:
    """Choose them, in the order they are shown."""
    chosen, refusal = list(priority_indicators(page.DEFAULT)), ""
    if request.method == "POST":
        chosen = [name for name in request.POST.getlist("indicator") if name]
        try:
            choose_indicators(chosen, actor=actor(request))
        except Fault as fault:
            refusal = fault.sentence(language_of(request))
        else:
            said = Text("Indicateurs choisis : les voici.", "Indicators chosen: here they are.")
            messages.success(request, said[language_of(request)])
            return redirect("office:home")
    names = CATALOGUE.names()
    context = {
        "items": [CATALOGUE.find(name) for name in names],
        "places": [(number, (chosen + [""] * page.MOST)[number - 1]) for number in range(1, page.MOST + 1)],
        "fewest": page.FEWEST,
        "refusal": refusal,
    }
    return render(request, "office/indicators.html", context, status=400 if refusal else 200)


urlpatterns = [path("indicateurs/", indicators, name="indicators")]
