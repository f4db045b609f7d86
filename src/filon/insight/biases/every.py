"""Every check, in one list, and the order their findings are shown in."""

from collections.abc import Callable

from filon.insight.biases import comparison, effort, horizon, ledger, pipeline, unplaced
from filon.insight.biases.facts import Facts
from filon.insight.biases.finding import Finding

CHECKS: tuple[Callable[[Facts], list[Finding]], ...] = (
    ledger.missing_cost_items,
    ledger.unvalued_hours,
    ledger.shared_cost_without_key,
    ledger.duplicate_costs,
    pipeline.activity_without_pipeline,
    pipeline.unqualified_appointments,
    pipeline.stale_records,
    comparison.cost_per_lead_across_channels,
    comparison.test_and_recurring_mixed,
    comparison.too_small_to_rank,
    horizon.short_horizon,
    horizon.recurrence_ignored,
    horizon.churn_ignored,
    effort.implausible_pace,
    effort.totals_overlap,
    unplaced.unattributed_money,
    unplaced.contracts_without_margin,
)


def find(facts: Facts) -> list[Finding]:
    """Run every check and return the findings, most euros first, then gravest."""
    return sorted((finding for check in CHECKS for finding in check(facts)), key=lambda finding: finding.rank)
