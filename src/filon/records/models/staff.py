"""Who calls, who sells, and what they say."""

from django.db import models

from filon.records.models.record import Record, choices, live_unique, not_negative, one_of
from filon.terms import choices as lists


class Operator(Record):
    """A tele-operator, known by the code the files use."""

    operator = models.CharField(max_length=120)
    organisation = models.CharField(
        max_length=20, choices=choices(lists.ORGANISATIONS), null=True, blank=True
    )
    hourly_cost = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("operator", name="operator_unique"),
            one_of("organisation", lists.ORGANISATIONS, "operator_organisation_known"),
            not_negative("hourly_cost", "operator_cost_not_negative"),
        )


class SalesRep(Record):
    """A sales representative, known by the name or code the files use."""

    sales_rep = models.CharField(max_length=120)

    class Meta:
        constraints = (live_unique("sales_rep", name="sales_rep_unique"),)


class Script(Record):
    """A call script, known by its code."""

    script = models.CharField(max_length=120)

    class Meta:
        constraints = (live_unique("script", name="script_unique"),)
