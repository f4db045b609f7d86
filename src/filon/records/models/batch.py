"""An import of one file of one kind."""

from django.db import models

from filon.records.models.journal import Change


class ImportBatch(models.Model):
    """What came in with one file: `change` marks the rows, the counts add up to `read`."""

    change = models.OneToOneField(Change, on_delete=models.PROTECT, related_name="batch")
    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    read = models.BigIntegerField()
    created_rows = models.BigIntegerField()
    changed_rows = models.BigIntegerField()
    identical_rows = models.BigIntegerField()
    rejected_rows = models.BigIntegerField()
    ignored_rows = models.BigIntegerField()
    rejects_file = models.CharField(max_length=255, blank=True)
    mapping = models.JSONField(default=dict)
    undone_by = models.OneToOneField(
        Change, on_delete=models.PROTECT, null=True, blank=True, related_name="undid"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    read=models.F("created_rows")
                    + models.F("changed_rows")
                    + models.F("identical_rows")
                    + models.F("rejected_rows")
                    + models.F("ignored_rows")
                ),
                name="batch_counts_add_up",
            ),
        )
