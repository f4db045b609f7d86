"""The home page."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from filon.faces.office.access import EVERYONE, open_to, role_of, scope_of, sees_money
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import bar
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.faces.office.monthly import monthly
from filon.faces.office.views.indicators import CHOOSERS
from filon.flows.answer import ask
from filon.flows.calling import calling_channels
from filon.flows.check import check, grades
from filon.flows.maturity import ahead
from filon.flows.report import changes
from filon.insight.biases.finding import heaviest
from filon.metrics.definitions import CATALOGUE
from filon.records.models import Campaign
from filon.records.queries.settings import priority_indicators
from filon.reports.pages import home as page
from filon.reports.pages import sheets
from filon.terms.text import Text

ALERTS = 3


@open_to(EVERYONE)
def home(request: HttpRequest) -> HttpResponseBase:
    """Show the chosen indicators, the trend, the test campaigns and the first alerts."""
    if not Campaign.objects.filter(voided_at__isnull=True).exists():
        return render(request, "office/empty.html")
    asked, scope, language = read(request.GET), scope_of(request), language_of(request)
    money = sees_money(request)
    chosen = priority_indicators(page.DEFAULT) if money else page.CLIENT
    questions = page.queries(
        asked.query(*chosen),
        chosen,
        calling_channels(settings.FILON_HOME, scope),
        tests="kind" in asked.every,
    )
    answers = {name: ask(settings.FILON_HOME, query, scope) for name, query in questions.items()}
    built = page.build(answers, chosen, changes(scope))
    tested = page.TESTED if money else page.CLIENT_TESTED
    found = {
        "months": lambda: sheets.of_answer(
            built.months, Text("Mois par mois", "Month by month"), page.MONTHLY
        ),
        "indicators": lambda: page.sheet(built),
        "tests": lambda: sheets.of_answer(built.tests, Text("Campagnes de test", "Test campaigns"), tested),
    }
    if not money:
        del found["months"]
    if file := exported(request, "accueil", found):
        return file
    led = asked.answered(built.months.query)
    projects = money and not asked.where  # of a part, the page of the campaign says it: a study takes a while
    context = {
        "asked": asked,
        "indicators": [
            (one, asked.answered(one.answer.query), one.earlier and asked.answered(one.earlier.query))
            for one in built.indicators
        ],
        "led": led,
        "trust": grades(settings.FILON_HOME, built.answer.query, scope).total if money else None,
        "tests_trust": grades(settings.FILON_HOME, built.tests.query, scope) if money else None,
        "ahead": ahead(settings.FILON_HOME, built.answer.query, scope) if projects else None,
        "tests_ahead": ahead(settings.FILON_HOME, built.tests.query, scope)
        if projects and built.tests.rows
        else None,
        "led_tests": asked.answered(built.tests.query),
        "tested": [CATALOGUE.find(name) for name in tested],
        "choices": bar(asked, scope, language, kinds=page.KEPT),
        "page": built,
        "may_choose": role_of(request) in CHOOSERS,
        "trend": in_page(built.trend, language) if built.trend and money else None,
        "months": monthly(built.months.rows, led) if money else [],
        "monthly": [CATALOGUE.find(name) for name in page.MONTHLY],
        "findings": heaviest(check(settings.FILON_HOME, scope))[:ALERTS] if money else [],
    }
    return render(request, "office/home.html", context)


urlpatterns = [path("", home, name="home")]
