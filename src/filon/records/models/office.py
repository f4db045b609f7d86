"""What the office keeps for people: chosen indicators, saved views, and work done in the background."""

from django.db import models


class Setting(models.Model):
    """A choice made for the whole instance, such as the indicators shown first."""

    key = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()
    change = models.ForeignKey("records.Change", on_delete=models.PROTECT, related_name="+")


class SavedView(models.Model):
    """A page in a given state, under a name a person gave it."""

    user = models.ForeignKey("records.User", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=200)  # path and query string, always local

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_unique"),
            models.CheckConstraint(condition=models.Q(page__startswith="/"), name="saved_view_is_local"),
        )


class Job(models.Model):
    """Work done aside. A worker holds a lease and renews it; once it lapses another may take the job up.

    Every kind of job is safe to run again: an import killed half-way took nothing.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    fault_fr = models.TextField(blank=True)
    fault_en = models.TextField(blank=True)
    created_by = models.ForeignKey("records.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "lease_until"], name="job_to_take"),)
