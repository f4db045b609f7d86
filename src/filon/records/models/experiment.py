"""Tests of one lever at a time, and the variants they compare."""

from django.db import models

from filon.records.models.campaign import Campaign
from filon.records.models.record import Record, choices, live_unique, not_negative, one_of
from filon.terms import experiments as lists


class Experiment(Record):
    """A test within a campaign; what was planned is frozen when it is launched.

    `minimum_effect` is the smallest relative improvement worth having. `sample` is the number of units, of all
    variants together, at which the test is meant to be read. A unit counts once its window of `window_days` is over.
    `past_days` is over how many days before the launch operators and lists are compared with themselves (0: not), and
    `cap_share` the share of contacts that keep all of their calls, those of the others being capped (empty: all of them).
    `decided_from` is what the test showed when it was decided: the last day read, the units counted, a variant and its
    change with its bounds.
    """

    experiment_code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    lever = models.CharField(max_length=20, choices=choices(lists.LEVERS))
    hypothesis = models.TextField(blank=True)
    unit = models.CharField(max_length=20, choices=choices(lists.UNITS))
    metric = models.CharField(max_length=60, choices=choices(lists.METRICS))
    assigned_by = models.CharField(max_length=20, choices=choices(lists.ASSIGNERS), default="filon")
    minimum_effect = models.DecimalField(max_digits=6, decimal_places=4)
    baseline = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    sample = models.IntegerField()
    weeks = models.IntegerField()
    window_days = models.IntegerField()
    past_days = models.IntegerField(default=0)
    cap_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    budget_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    status = models.CharField(max_length=20, choices=choices(lists.STATUSES), default="draft")
    launched_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=choices(lists.DECISIONS), null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_from = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("experiment_code", name="experiment_code_unique"),
            one_of("lever", lists.LEVERS, "experiment_lever_known"),
            one_of("unit", lists.UNITS, "experiment_unit_known"),
            one_of("metric", lists.METRICS, "experiment_metric_known"),
            one_of("assigned_by", lists.ASSIGNERS, "experiment_assigner_known"),
            one_of("status", lists.STATUSES, "experiment_status_known"),
            one_of("decision", lists.DECISIONS, "experiment_decision_known"),
            not_negative("window_days", "experiment_window_not_negative"),
            not_negative("past_days", "experiment_past_not_negative"),
            models.CheckConstraint(condition=models.Q(sample__gt=0), name="experiment_sample_positive"),
            models.CheckConstraint(
                condition=models.Q(minimum_effect__gt=0), name="experiment_effect_positive"
            ),
        )


class Variant(Record):
    """One of the things a test compares, by the code that calls carry; the control is what is done today."""

    experiment = models.ForeignKey(Experiment, on_delete=models.PROTECT, related_name="variants")
    variant = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    weight = models.IntegerField(default=1)
    control = models.BooleanField(default=False)

    class Meta:
        constraints = (
            live_unique("experiment", "variant", name="variant_of_experiment_unique"),
            not_negative("weight", "variant_weight_not_negative"),
            models.UniqueConstraint(
                fields=["experiment"],
                condition=models.Q(control=True, voided_at__isnull=True),
                name="variant_one_control",
            ),
        )
