"""Calls and the outcomes they can have."""

from django.db import models

from filon.records.models.campaign import Campaign
from filon.records.models.contact import Contact, ContactList
from filon.records.models.record import Record, live_unique, not_negative
from filon.records.models.staff import Operator, Script


class Outcome(models.Model):
    """A result code of calls, with what it says of them."""

    code = models.CharField(max_length=60, primary_key=True)
    label_fr = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    human = models.BooleanField(default=False)
    decision = models.BooleanField(default=False)
    useful = models.BooleanField(default=False)
    final = models.BooleanField(default=False)
    optout = models.BooleanField(default=False)
    change = models.ForeignKey("records.Change", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(useful=False) | models.Q(human=True), name="outcome_useful_means_human"
            ),
        )


class Call(Record):
    """One call attempt; `call_id` is the source's, or a fingerprint with an occurrence number."""

    call_id = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    started_at = models.DateTimeField()
    duration_s = models.IntegerField(null=True, blank=True)
    talk_s = models.IntegerField(null=True, blank=True)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, db_index=False)
    refusal_reason = models.CharField(max_length=200, null=True, blank=True)
    script = models.ForeignKey(Script, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    contact_list = models.ForeignKey(
        ContactList, on_delete=models.PROTECT, null=True, blank=True, db_index=False
    )
    variant = models.CharField(max_length=60, null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("call_id", name="call_id_unique"),
            not_negative("duration_s", "call_duration_not_negative"),
            not_negative("talk_s", "call_talk_not_negative"),
        )
        indexes = (
            models.Index(fields=["campaign", "started_at"], name="call_of_campaign"),
            models.Index(fields=["started_at", "id"], name="call_by_time"),
            models.Index(fields=["operator", "started_at"], name="call_of_operator"),
        )
