"""The study of the budget as JSON."""

from typing import TYPE_CHECKING, Any

from filon.faces.cli.answers import cell_document, rounded
from filon.faces.cli.console import language

if TYPE_CHECKING:
    from filon.insight.arbitration.found import Arbitration, Hours, Prospects


def document(found: "Arbitration") -> dict[str, Any]:
    """Return the study as what JSON can hold."""
    proposal = found.proposal
    return {
        "as_of": found.answer.as_of.isoformat(),
        "by": found.dimension,
        "months": list(found.months),
        "rows": [
            {
                "value": place.value,
                "monthly": rounded(place.monthly),
                "months_with_spending": place.active,
                "marginal_return": rounded(place.marginal),
                "low": place.interval and rounded(place.interval.low),
                "high": place.interval and rounded(place.interval.high),
                "curve": None if place.marginal is None else "data" if place.curve_told else "assumed",
                "proposed": rounded(place.proposed),
                "at_bound": "prospects"
                if place.by_prospects
                else {-1: "least", 0: None, 1: "most"}[place.bound],
                "extrapolated_share": rounded(place.beyond),
                "hours": rounded(place.hours),
                "prospects": _left(place.prospects),
                "reason": None if place.aside is None else place.aside[language()],
                "metrics": {name: cell_document(cell) for name, cell in place.row.cells.items()},
            }
            for place in found.places
        ],
        "hours": _hours(found.hours),
        "limits": found.wanted.heeded,
        "campaigns_left_out": list(found.left_out),
        "limits_untold": [text[language()] for text in found.untold],
        "proposal": proposal
        and {
            "budget": rounded(proposal.budget),
            "budget_today": rounded(proposal.today),
            "gain": rounded(proposal.gain),
            "gain_at_todays_budget": rounded(proposal.unchanged),
            "low": rounded(proposal.low),
            "high": rounded(proposal.high),
            "probability_better": rounded(proposal.better),
            "marginal_return": rounded(proposal.slope),
            "extrapolated_share": rounded(proposal.beyond),
            "replayed_margin": rounded(proposal.replayed),
            "seen_margin": rounded(proposal.seen),
        },
        "reason": None if found.refusal is None else found.refusal[language()],
    }


def _hours(hours: "Hours | None") -> dict[str, Any] | None:
    if hours is None:
        return None
    return {
        "most": rounded(hours.most),
        "busiest_month": hours.month,
        "today": rounded(hours.today),
        "proposed": rounded(hours.proposed),
        "all_taken": hours.short,
    }


def _left(left: "Prospects | None") -> dict[str, Any] | None:
    if left is None:
        return None
    return {
        "never_called": rounded(left.never_called),
        "to_call_again": rounded(left.to_call_again),
        "begun_a_month": rounded(left.begun),
        "months_left": rounded(left.months()),
    }
