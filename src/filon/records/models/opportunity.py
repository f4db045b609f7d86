"""Opportunities: deals under discussion."""

from django.db import models

from filon.records.models.campaign import Campaign
from filon.records.models.contact import Contact
from filon.records.models.record import Record, choices, live_unique, not_negative, one_of
from filon.records.models.staff import SalesRep
from filon.terms import choices as lists


class Opportunity(Record):
    """A deal. `appointment_ref` is the source's appointment id: it may name one that arrives later."""

    opportunity_id = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True)
    appointment_ref = models.CharField(max_length=200, null=True, blank=True, db_index=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    qualified_at = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=choices(lists.OPPORTUNITY_STATUSES))
    amount_cents = models.BigIntegerField(null=True, blank=True)
    lost_reason = models.CharField(max_length=200, null=True, blank=True)
    product = models.CharField(max_length=120, null=True, blank=True)
    sales_rep = models.ForeignKey(SalesRep, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("opportunity_id", name="opportunity_id_unique"),
            one_of("status", lists.OPPORTUNITY_STATUSES, "opportunity_status_known"),
            not_negative("amount_cents", "opportunity_amount_not_negative"),
        )
