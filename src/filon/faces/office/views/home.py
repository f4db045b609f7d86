"""The home page."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import EVERYONE, open_to, role_of, scope_of, sees_money
from filon.faces.office.asking import UNATTRIBUTED, Asked
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import bar
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.faces.office.monthly import monthly
from filon.faces.office.views.indicators import CHOOSERS
from filon.flows.answer import ask
from filon.flows.check import check
from filon.flows.report import changes
from filon.insight.biases.finding import heaviest
from filon.metrics.definitions import CATALOGUE
from filon.records.models import Campaign
from filon.records.queries.settings import priority_indicators
from filon.reports.pages import home as page
from filon.reports.pages import sheets
from filon.terms.text import Text

ALERTS = 3


def _as_answered(asked: Asked) -> Asked:
    """Return the question that the indicators answer: of recurring campaigns, unless a kind is asked for."""
    if "kind" in asked.where:
        return asked
    return replace(asked, where={**asked.where, "kind": ("recurring", UNATTRIBUTED)})


@open_to(EVERYONE)
def home(request: HttpRequest) -> HttpResponseBase:
    """Show the chosen indicators, the trend, the test campaigns and the first alerts."""
    if not Campaign.objects.filter(voided_at__isnull=True).exists():
        return render(request, "office/empty.html")
    asked, scope, language = read(request.GET), scope_of(request), language_of(request)
    client = not sees_money(request)
    chosen = page.CLIENT if client else priority_indicators(page.DEFAULT)
    answers = {
        name: ask(settings.FILON_HOME, query, scope)
        for name, query in page.queries(asked.query(*chosen), chosen).items()
    }
    built = page.build(answers, chosen, changes(scope))
    tested = page.TESTED if sees_money(request) else page.CLIENT_TESTED
    found = {
        "months": lambda: sheets.of_answer(
            built.months, Text("Mois par mois", "Month by month"), page.MONTHLY
        ),
        "indicators": lambda: sheets.of_answer(built.answer, Text("Indicateurs", "Indicators"), chosen),
        "tests": lambda: sheets.of_answer(built.tests, Text("Campagnes de test", "Test campaigns"), tested),
    }
    if client:
        del found["months"]
    if file := exported(request, "accueil", found):
        return file
    led = _as_answered(asked)
    context = {
        "asked": asked,
        "led": led,
        "led_before": led.within(answers["before"].query.period) if "before" in answers else None,
        "led_tests": asked.also(kind="test"),
        "tested": [CATALOGUE.find(name) for name in tested],
        "choices": bar(asked, scope, language),
        "page": built,
        "may_choose": role_of(request) in CHOOSERS,
        "trend": in_page(built.trend, language) if built.trend and not client else None,
        "months": [] if client else monthly(built.months.rows, led),
        "monthly": [CATALOGUE.find(name) for name in page.MONTHLY],
        "findings": [] if client else heaviest(check(settings.FILON_HOME, scope))[:ALERTS],
    }
    return render(request, "office/home.html", context)


urlpatterns = [path("", home, name="home")]
