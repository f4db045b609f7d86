"""The cost ledger."""

from django.db import models

from filon.records.models.campaign import Campaign
from filon.records.models.record import Record, choices, live_unique, not_negative, one_of
from filon.terms import choices as lists
from filon.terms.money import to_cents


class Cost(Record):
    """An entry by amount, or by hours and loaded rate, spread over the days of its period.

    `period_end` is the last day, included; without it the entry is of one day. Without a campaign the
    entry is shared by `allocation_key`. Hours without a rate are kept: their cost is unknown, not zero.

    An entry that came once its month was closed counts in an open one: `original_start` and `original_end`
    keep the period it gave. `corrects` is the id of the entry that one takes back or replaces; only such an
    entry may be negative.
    """

    cost_id = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True)
    category = models.CharField(max_length=60)
    nature = models.CharField(max_length=10, choices=choices(lists.NATURES))
    period_start = models.DateField()
    period_end = models.DateField(null=True, blank=True)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    hours = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    hourly_rate = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    allocation_key = models.CharField(
        max_length=20, choices=choices(lists.ALLOCATION_KEYS), null=True, blank=True
    )
    supplier = models.CharField(max_length=200, null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    corrects = models.CharField(max_length=200, null=True, blank=True, db_index=True)
    original_start = models.DateField(null=True, blank=True)
    original_end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("cost_id", name="cost_id_unique"),
            one_of("nature", lists.NATURES, "cost_nature_known"),
            one_of("allocation_key", lists.ALLOCATION_KEYS, "cost_key_known"),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=False)
                | (~models.Q(amount_cents__lt=0) & ~models.Q(hours__lt=0)),
                name="cost_negative_only_to_correct",
            ),
            not_negative("hourly_rate", "cost_rate_not_negative"),
            models.CheckConstraint(
                condition=models.Q(amount_cents__isnull=False) | models.Q(hours__isnull=False),
                name="cost_has_amount_or_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(period_end__isnull=True)
                | models.Q(period_end__gte=models.F("period_start")),
                name="cost_ends_after_start",
            ),
        )

    @property
    def cents(self) -> int | None:
        """What it costs: its amount, else hours × rate; None where that is unknown."""
        if self.amount_cents is not None or self.hours is None or self.hourly_rate is None:
            return self.amount_cents
        return to_cents(self.hours * self.hourly_rate)

    @property
    def is_counter(self) -> bool:
        """Whether it takes another entry back."""
        return self.corrects is not None and self.cost_id.endswith("-")
