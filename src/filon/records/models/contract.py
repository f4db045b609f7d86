"""Signed contracts: the euros at the end of the thread."""

from django.db import models

from filon.records.models.campaign import Campaign
from filon.records.models.contact import Contact
from filon.records.models.record import Record, choices, live_unique, not_negative, one_of
from filon.terms import choices as lists


class Contract(Record):
    """A sale. The margin is given as an amount or as a rate of the revenue; without either it is unknown."""

    contract_id = models.CharField(max_length=200)
    opportunity_ref = models.CharField(max_length=200, null=True, blank=True, db_index=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True)
    signed_on = models.DateField()
    revenue_cents = models.BigIntegerField()
    margin_cents = models.BigIntegerField(null=True, blank=True)
    margin_rate = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    recurring_amount_cents = models.BigIntegerField(null=True, blank=True)
    recurring_period = models.CharField(
        max_length=10, choices=choices(lists.RECURRING_PERIODS), null=True, blank=True
    )
    term_months = models.IntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    product = models.CharField(max_length=120, null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("contract_id", name="contract_id_unique"),
            one_of("recurring_period", lists.RECURRING_PERIODS, "contract_period_known"),
            not_negative("revenue_cents", "contract_revenue_not_negative"),
            not_negative("recurring_amount_cents", "contract_recurring_not_negative"),
            not_negative("term_months", "contract_term_not_negative"),
            models.CheckConstraint(
                condition=models.Q(margin_rate__isnull=True)
                | models.Q(margin_rate__gte=-1, margin_rate__lte=1),
                name="contract_margin_rate_is_share",
            ),
        )
