"""The journal: one sealed entry per write, each holding the hash of the one before."""

from django.db import models


class Change(models.Model):
    """One write transaction; its id marks every row it touched."""

    action = models.CharField(max_length=60)
    opened_at = models.DateTimeField()


class JournalEntry(models.Model):
    """The sealed account of a change, numbered in the order in which changes committed.

    `hash` is the SHA-256 of `previous_hash` and `content`. Triggers in the database refuse to alter or
    delete an entry.
    """

    sequence = models.BigIntegerField(primary_key=True)
    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="entry")
    content = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)


class Revision(models.Model):
    """What a row held before a change altered or voided it."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="revisions")
    table = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    previous_change_id = models.BigIntegerField()
    before = models.JSONField()

    class Meta:
        indexes = (
            models.Index(fields=["table", "record_id"], name="revision_of_record"),
            models.Index(fields=["previous_change_id"], name="revision_of_change"),
        )
