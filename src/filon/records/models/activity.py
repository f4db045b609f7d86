"""Totals, for periods or channels that have no call-level records."""

from django.db import models

from filon.records.models.campaign import Campaign
from filon.records.models.record import Record, live_unique, not_negative
from filon.records.models.staff import Operator


class ActivityTotal(Record):
    """What a campaign (or one operator on it) did in a period; `period_end` is the last day, included."""

    activity_key = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    period_start = models.DateField()
    period_end = models.DateField()
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, null=True, blank=True)
    calls = models.BigIntegerField(null=True, blank=True)
    reached = models.BigIntegerField(null=True, blank=True)
    useful_conversations = models.BigIntegerField(null=True, blank=True)
    appointments_set = models.BigIntegerField(null=True, blank=True)
    appointments_validated = models.BigIntegerField(null=True, blank=True)
    appointments_held = models.BigIntegerField(null=True, blank=True)
    proposals = models.BigIntegerField(null=True, blank=True)
    contracts = models.BigIntegerField(null=True, blank=True)
    hours = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    revenue_cents = models.BigIntegerField(null=True, blank=True)
    margin_cents = models.BigIntegerField(null=True, blank=True)

    COUNTS = (
        "calls",
        "reached",
        "useful_conversations",
        "appointments_set",
        "appointments_validated",
        "appointments_held",
        "proposals",
        "contracts",
    )

    class Meta:
        constraints = (
            live_unique("activity_key", name="activity_unique"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")), name="activity_ends_after_start"
            ),
            not_negative("calls", "activity_calls_not_negative"),
            not_negative("contracts", "activity_contracts_not_negative"),
            not_negative("revenue_cents", "activity_revenue_not_negative"),
        )


class ChannelActivity(Record):
    """A day of a campaign on a channel other than the phone; `spend` is a direct media cost."""

    channel_activity_key = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    day = models.DateField()
    impressions = models.BigIntegerField(null=True, blank=True)
    clicks = models.BigIntegerField(null=True, blank=True)
    leads = models.BigIntegerField(null=True, blank=True)
    spend_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("channel_activity_key", name="channel_activity_unique"),
            not_negative("spend_cents", "channel_spend_not_negative"),
        )
