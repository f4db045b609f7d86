"""Writes the ROI report of a period as one file that opens offline."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from filon.terms.faults import Fault
from filon.terms.period import Period
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Language

if TYPE_CHECKING:
    from filon.insight.biases.finding import Finding
    from filon.reports.pages.parts import Change
    from filon.reports.pages.roi_report import RoiReport

GRADED = ("headline", "campaign", "channel")  # the questions whose ROIs are shown with the trust they deserve


class NothingToReport(Fault):
    """No record is dated: there is no period to report."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun appel, coût ni contrat daté : rien à rapporter. Importez d'abord vos fichiers.",
            "No dated call, cost or contract: nothing to report. Import your files first.",
        )


def report_of(home: Path, period: Period, *, company: str = "", scope: Scope = EVERYTHING) -> "RoiReport":
    """Return the report's page with what biases it; an open end of the period is where the records end.

    Raises NothingToReport.
    """
    from filon.flows.check import check

    findings = tuple(check(home, scope))
    return build_report(home, _closed(home, period, scope), company=company, findings=findings, scope=scope)


def build_report(
    home: Path,
    period: Period,
    *,
    company: str,
    findings: "tuple[Finding, ...]" = (),
    scope: Scope = EVERYTHING,
) -> "RoiReport":
    """Return the report's page; `period` has both its ends."""
    from filon.flows.answer import ask
    from filon.flows.calling import calling_channels
    from filon.flows.check import grades
    from filon.flows.facts import visible
    from filon.reports.pages.roi_report import Context, build, queries

    questions = queries(period, calling_channels(home, scope))
    answers = {name: ask(home, query, scope) for name, query in questions.items()}
    campaigns = visible(scope)
    names = {"campaign": {row.campaign_code: row.name for row in campaigns}}
    graded = {name: grades(home, answers[name].query, scope).letters for name in GRADED}
    return build(answers, period, Context(company, names, changes(scope), findings, graded))


def write_report(report: "RoiReport", path: Path, language: Language) -> None:
    """Write the page as HTML, replacing what is there only once it is whole."""
    from filon.reports.paint.html import write

    write(report, path, language)


def _closed(home: Path, period: Period, scope: Scope) -> Period:
    """Return the period with both its ends: from the first month that holds anything to today."""
    from django.utils import timezone

    from filon.flows.answer import ask
    from filon.metrics.language.query import Query
    from filon.terms.clock import now

    answer = ask(home, Query(("calls", "cost_total", "contracts"), by=("month",)), scope)
    months = sorted(str(month) for row in answer.rows if (month := row.dimensions["month"]) is not None)
    if not months:
        raise NothingToReport
    first = period.begin or date.fromisoformat(f"{months[0]}-01")
    last = max(timezone.localdate(now()) + timedelta(days=1), first + timedelta(days=1))
    return Period(first, period.end or last)


def changes(scope: Scope) -> "tuple[Change, ...]":
    """Return the dated changes that a scope shows, oldest first."""
    from filon.records.models import CampaignChange
    from filon.reports.pages.parts import Change

    rows = (
        CampaignChange.objects.filter(voided_at__isnull=True)
        .select_related("campaign")
        .order_by("changed_on", "pk")
    )
    if scope.client_ids is not None:
        rows = rows.filter(campaign__client_id__in=scope.client_ids)
    return tuple(
        Change(row.changed_on, row.description, row.campaign.campaign_code if row.campaign else None)
        for row in rows
    )
