"""The tests that the company of the demonstration runs: one decided, one under way."""

from datetime import timedelta
from decimal import Decimal

from filon.flows.demo.dates import Span
from filon.flows.demo.story import MISSIONS, Comparison
from filon.records.actions.experiments import decide, launch, plan
from filon.records.models import Campaign, Experiment

ACTOR, DECIDED_AFTER, WINDOW = "demo", timedelta(days=5), 14


def run_tests(span: Span) -> None:
    """Plan, launch and decide each test, unless it is there already."""
    for mission in MISSIONS:
        test = mission.comparison
        if test and not Experiment.objects.filter(experiment_code=test.code, voided_at__isnull=True).exists():
            campaign = Campaign.objects.get(campaign_code=mission.code, voided_at__isnull=True)
            _run(test, campaign, span)


def _run(test: Comparison, campaign: Campaign, span: Span) -> None:
    variants = [
        {"variant": code, "description": what, "control": position == 0}
        for position, (code, what) in enumerate(test.variants)
    ]
    planned = plan(
        variants,
        actor=ACTOR,
        experiment_code=test.code,
        name=test.name,
        campaign=campaign,
        lever=test.lever,
        hypothesis=test.hypothesis,
        unit="contact",
        metric=test.metric,
        minimum_effect=Decimal(test.effect),
        sample=test.planned,
        weeks=test.weeks,
        window_days=WINDOW,
        budget_share=Decimal(test.budget_share),
    )
    launch(planned, span.month(test.first), actor=ACTOR)
    if test.last is not None:
        decided_on = span.last_day(test.last) + DECIDED_AFTER
        decide(planned, test.decision, test.reason, decided_on, actor=ACTOR)
