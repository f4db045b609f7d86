"""Writes the ROI report of a period as one file that opens offline."""

from pathlib import Path
from typing import TYPE_CHECKING

from filon.terms.period import Period
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Language

if TYPE_CHECKING:
    from filon.insight.biases.finding import Finding
    from filon.reports.pages.parts import Change
    from filon.reports.pages.roi_report import RoiReport


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
    from filon.flows.facts import visible
    from filon.reports.pages.roi_report import Context, build, queries

    questions = queries(period, calling_channels(home, scope))
    answers = {name: ask(home, query, scope) for name, query in questions.items()}
    campaigns = visible(scope)
    names = {"campaign": {row.campaign_code: row.name for row in campaigns}}
    return build(answers, period, Context(company, names, changes(scope), findings))


def write_report(report: "RoiReport", path: Path, language: Language) -> None:
    """Write the page as HTML, replacing what is there only once it is whole."""
    from filon.reports.paint.html import write

    write(report, path, language)


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
