"""Qualification rules, versioned: what counts as a useful conversation, and since when."""

from django.db import models

from filon.records.models.record import not_negative


class QualificationRule(models.Model):
    """From `valid_from` on, a conversation is useful by its outcome, or by talking time where one is set."""

    version = models.CharField(max_length=20, unique=True)
    valid_from = models.DateField(unique=True)
    useful_min_talk_s = models.IntegerField(null=True, blank=True)
    change = models.ForeignKey("records.Change", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (not_negative("useful_min_talk_s", "rule_talk_not_negative"),)
