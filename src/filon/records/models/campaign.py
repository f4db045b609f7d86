"""Campaigns, the clients they are run for, and what changed on the way."""

from django.db import models

from filon.records.models.record import Record, choices, live_unique, not_negative, one_of
from filon.terms import choices as lists


class Client(Record):
    """A company a mission is run for; an in-house campaign has none."""

    client_code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    siren = models.CharField(max_length=9, null=True, blank=True)

    class Meta:
        constraints = (live_unique("client_code", name="client_code_unique"),)


class Campaign(Record):
    """A scope of spending and selling: target, offer, dates, channel, organisation."""

    campaign_code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True)
    channel = models.CharField(max_length=20, choices=choices(lists.CHANNELS))
    organisation = models.CharField(
        max_length=20, choices=choices(lists.ORGANISATIONS), null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=choices(lists.CAMPAIGN_KINDS), null=True, blank=True)
    offer = models.CharField(max_length=200, null=True, blank=True)
    target = models.CharField(max_length=200, null=True, blank=True)
    country = models.CharField(max_length=60, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=120, null=True, blank=True)
    budget_cents = models.BigIntegerField(null=True, blank=True)
    horizon_months = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("campaign_code", name="campaign_code_unique"),
            one_of("channel", lists.CHANNELS, "campaign_channel_known"),
            one_of("organisation", lists.ORGANISATIONS, "campaign_organisation_known"),
            one_of("kind", lists.CAMPAIGN_KINDS, "campaign_kind_known"),
            not_negative("budget_cents", "campaign_budget_not_negative"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
            ),
        )


class CampaignChange(Record):
    """Something that changed on a day, shown on every curve."""

    change_key = models.CharField(max_length=80)
    changed_on = models.DateField()
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=choices(lists.CHANGE_KINDS))
    description = models.TextField()

    class Meta:
        constraints = (
            live_unique("change_key", name="campaign_change_unique"),
            one_of("kind", lists.CHANGE_KINDS, "campaign_change_kind_known"),
        )
