"""Work done aside: queued, taken under a lease, renewed while it runs, taken up again if its worker dies."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from filon.records.models import Job, User
from filon.terms.clock import now
from filon.terms.faults import Fault
from filon.terms.text import Text

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3
LOST = Text(
    f"Ce travail s'est interrompu {MOST_ATTEMPTS} fois : rien n'a été fait à moitié. Recommencez ou signalez-le-nous.",
    f"This work was interrupted {MOST_ATTEMPTS} times: nothing was half done. Try again, or report it to us.",
)


def enqueue(kind: str, payload: dict[str, Any], *, user: User | None) -> Job:
    """Queue a piece of work; `payload` must hold nothing personal."""
    return Job.objects.create(kind=kind, payload=payload, created_by=user, created_at=now())


def take() -> Job | None:
    """Take the oldest job that waits or whose worker let its lease lapse; None where there is none.

    A job taken too often is failed instead, so that one that kills its worker does not do so for ever.
    """
    waiting = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now())
    if not Job.objects.filter(waiting).exists():  # a look takes SQLite's pen from nobody
        return None
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(waiting).order_by("pk").first()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            _end(job, Job.State.FAILED, fault=LOST)
            return None
        job.state = Job.State.RUNNING
        job.attempts += 1
        job.lease_until = now() + LEASE
        job.save(update_fields=["state", "attempts", "lease_until"])
    return job


def renew(job: Job) -> None:
    """Hold the lease longer."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(lease_until=now() + LEASE)


def finish(job: Job, result: dict[str, Any]) -> None:
    """Record what the work gave."""
    job.result = result
    _end(job, Job.State.DONE)


def fail(job: Job, fault: Fault) -> None:
    """Record why the work could not be done."""
    _end(job, Job.State.FAILED, fault=fault.text)


def _end(job: Job, state: str, *, fault: Text | None = None) -> None:
    job.state = state
    job.finished_at = now()
    job.lease_until = None
    if fault:
        job.fault_fr, job.fault_en = fault.fr, fault.en
    job.save(update_fields=["state", "finished_at", "lease_until", "fault_fr", "fault_en", "result"])
