"""Campaigns: the referential with its main figures, and a page with everything about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone

from filon.faces.office.access import DECIDERS, READERS, open_to, role_of, scope_of, sees_money
from filon.faces.office.asking import Asked
from filon.faces.office.asking import asked as read
from filon.faces.office.charts import in_page
from filon.faces.office.choices import bar, visible_campaigns
from filon.faces.office.exports import exported
from filon.faces.office.language import language_of
from filon.faces.office.monthly import monthly
from filon.flows.answer import ask
from filon.flows.check import check, grades
from filon.flows.maturity import ahead
from filon.flows.report import changes
from filon.metrics.definitions import CATALOGUE
from filon.records.actions.campaigns import follows
from filon.records.models import Appointment, Campaign, CampaignChange, Contract
from filon.records.queries.settings import naming_rule
from filon.reports.pages import campaign as page
from filon.reports.pages.parts import cells
from filon.terms import choices as lists
from filon.terms.clock import now
from filon.terms.naming import NamingRule

if TYPE_CHECKING:
    from filon.flows.check import Grades
    from filon.insight.biases.trust import Trust
    from filon.insight.maturity.lines import Line as Maturing
    from filon.insight.maturity.study import Maturity
    from filon.metrics.answer import Cell, Row

PER_PAGE = 50
RECENT = 8
_FILTERS = ("channel", "kind")


@dataclass(frozen=True)
class Line:
    """A campaign of the list: its state, whether its code follows the rule, its figures."""

    campaign: Campaign
    ended: bool
    coming: bool
    follows: bool
    asked: Asked
    cells: "list[tuple[str, Cell | None]]"
    trust: "Trust | None"
    ahead: "Maturing | None"


@open_to(READERS)
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """List the campaigns, those under way first, with their main figures."""
    asked, scope, language = read(request.GET), scope_of(request), language_of(request)
    metrics = page.LISTED if sees_money(request) else page.CLIENT_LISTED
    answer = ask(settings.FILON_HOME, asked.query(*metrics, by=("campaign",)), scope)
    found = visible_campaigns(scope).select_related("client")
    for name in _FILTERS:
        if name in asked.where:
            found = found.filter(**{f"{name}__in": asked.where[name]})
    if "campaign" in asked.where:
        found = found.filter(campaign_code__in=asked.where["campaign"])
    today = timezone.localdate(now())
    ordered = sorted(
        found, key=lambda row: (_ended(row, today), -row.starts_on.toordinal(), row.campaign_code)
    )
    shown = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    rows = {row.dimensions["campaign"]: row for row in answer.rows}
    if file := exported(request, "campagnes", {"campaigns": lambda: page.sheet(answer, _keys(ordered))}):
        return file
    rule = naming_rule()
    graded = grades(settings.FILON_HOME, answer.query, scope) if sees_money(request) else None
    maturing = ahead(settings.FILON_HOME, answer.query, scope) if sees_money(request) else None
    context = {
        "asked": asked,
        "choices": bar(asked, scope, language),
        "answer": answer,
        "metrics": [CATALOGUE.find(name) for name in metrics],
        "totals": list(zip(metrics, cells(answer.total, metrics), strict=True)),
        "shown": shown,
        "lines": [
            _line(row, rows.get(row.campaign_code), asked, metrics, rule, today, graded, maturing)
            for row in shown
        ],
        "trust": graded.total if graded else None,
        "ahead": maturing,
        "running": sum(not _ended(row, today) for row in ordered),
        "channels": lists.CHANNELS,
        "may_write": role_of(request) in DECIDERS,
    }
    return render(request, "office/campaigns.html", context)


@open_to(READERS)
def campaign(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show everything about one campaign."""
    scope, language, money = scope_of(request), language_of(request), sees_money(request)
    found = get_object_or_404(visible_campaigns(scope).select_related("client"), campaign_code=code)
    alone = read(request.GET)
    asked = alone.also(campaign=code)
    questions = page.queries(asked.query(page.LISTED[0]), money=money)
    answers = {name: ask(settings.FILON_HOME, query, scope) for name, query in questions.items()}
    concerned = tuple(change for change in changes(scope) if change.campaign in (None, code))
    built = page.build(answers, concerned, money=money)
    if file := exported(request, code, {"months": lambda: page.monthly_sheet(answers["month"])}):
        return file
    today = timezone.localdate(now())
    context = {
        "campaign": found,
        "asked": asked,
        "alone": alone,
        "choices": [],
        "page": built,
        "cells": built.answer.total.cells,
        "months": monthly(built.months, asked),
        "payback": in_page(built.payback_chart, language) if built.payback_chart else None,
        "rate": in_page(built.rate_chart, language) if built.rate_chart else None,
        "ended": _ended(found, today),
        "follows": follows(found, naming_rule()),
        "findings": check(settings.FILON_HOME, scope, campaign=code) if money else [],
        "trust": grades(settings.FILON_HOME, built.answer.query, scope).total if money else None,
        "ahead": ahead(settings.FILON_HOME, built.answer.query, scope) if money else None,
        "changes": _changes(found),
        "appointments": _recent(Appointment, found, "booked_at"),
        "contracts": _recent(Contract, found, "signed_on") if money else [],
        "lists": lists,
        "today": today,
        "may_write": role_of(request) in DECIDERS,
    }
    return render(request, "office/campaign.html", context)


def _line(
    row: Campaign,
    figures: "Row | None",
    asked: Asked,
    metrics: Sequence[str],
    rule: NamingRule,
    today: date,
    graded: "Grades | None",
    maturing: "Maturity | None",
) -> Line:
    found = cells(figures, metrics) if figures else [None] * len(metrics)
    return Line(
        row,
        _ended(row, today),
        row.starts_on > today,
        follows(row, rule),
        asked.also(campaign=row.campaign_code),
        list(zip(metrics, found, strict=True)),
        graded.of(figures) if graded and figures else None,
        maturing.of(figures) if maturing and figures else None,
    )


def _keys(rows: Sequence[Campaign]) -> list[tuple[str, str, date, date | None]]:
    return [(row.campaign_code, row.name, row.starts_on, row.ends_on) for row in rows]


def _ended(row: Campaign, today: date) -> bool:
    return row.ends_on is not None and row.ends_on < today


def _changes(row: Campaign) -> Any:
    return CampaignChange.objects.filter(campaign=row, voided_at__isnull=True).order_by("-changed_on", "-pk")


def _recent(model: type[Appointment] | type[Contract], row: Campaign, day: str) -> Any:
    rows: Any = model._default_manager.filter(campaign=row, voided_at__isnull=True)
    return rows.select_related("contact").order_by(f"-{day}", "-pk")[:RECENT]


urlpatterns = [
    path("campagnes/", campaigns, name="campaigns"),
    path("campagnes/<path:code>/", campaign, name="campaigns-page"),
]
