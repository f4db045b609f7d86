"""Scenarios kept to be held against what happens."""

from django.db import models

from filon.records.models.record import Record, live_unique
from filon.records.models.user import User


class Scenario(Record):
    """A plan and what it was said to bring, frozen on the day it was kept.

    `question` is what it was learnt from, `moves` the drivers moved, as typed. `told` holds the frozen forecast: the
    percentiles of contracts, cost, margin and ROI, and of each driver; amounts are in the currency.
    """

    name = models.CharField(max_length=120)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()  # included
    question = models.JSONField()
    moves = models.JSONField(default=dict)
    target_roi = models.FloatField(default=0)
    by_chance = models.BooleanField(default=True)
    told = models.JSONField()
    formula = models.CharField(max_length=60)

    class Meta:
        constraints = (
            live_unique("name", name="scenario_name_unique"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="scenario_ends_after_it_begins"
            ),
        )
