"""The worker: takes jobs up one after the other and keeps their lease while they run."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from filon.terms.faults import Fault, InternalFault

if TYPE_CHECKING:
    from filon.records.models import Job

LOG = logging.getLogger("filon.work")
PAUSE_SECONDS = 0.5
HEARTBEAT_SECONDS = 8.0
Handler = Callable[["Job"], dict[str, Any]]


class WorkFailed(InternalFault):
    """Something unforeseen stopped a job."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Erreur interne ({name}) : rien n'a été fait à moitié. Signalez-le-nous.",
            f"Internal error ({name}): nothing was half done. Please report it to us.",
        )


def handlers() -> dict[str, Handler]:
    """Return what does each kind of job."""
    from filon.flows.uploads import import_job

    return {"import": import_job}


def work(stop: Callable[[], bool] = lambda: False) -> None:
    """Do jobs until told to stop; a database that is held or away for a while is waited for."""
    from django.db import Error, close_old_connections

    while not stop():
        try:
            done = work_once()
        except Error as error:
            done = False
            LOG.warning("waiting for the database", extra={"error": type(error).__name__})
            close_old_connections()
        if not done:
            time.sleep(PAUSE_SECONDS)


def work_once() -> bool:
    """Do one job if there is one, and tell whether there was."""
    from filon.records.actions import jobs

    job = jobs.take()
    if job is None:
        return False
    told = {"job": job.pk, "kind": job.kind}
    LOG.info("started", extra=told)
    try:
        with _heartbeat(job):
            result = handlers()[job.kind](job)
    except Fault as fault:
        jobs.fail(job, fault)
        LOG.warning("refused", extra={**told, "fault": type(fault).__name__})
    except Exception as error:  # a job that breaks must say so, and not stop the worker
        jobs.fail(job, WorkFailed(type(error).__name__))
        LOG.exception("failed", extra=told)
    else:
        jobs.finish(job, result)
        LOG.info("finished", extra=told)
    return True


@contextmanager
def _heartbeat(job: "Job") -> Iterator[None]:
    """Renew the lease from a thread of its own: the job itself may spend long in one statement.

    While the job holds SQLite's only pen the renewal waits; the lease is then renewed as soon as it ends,
    and a second worker cannot take the job meanwhile, because taking is writing too.
    """
    from django.db import DatabaseError, connection

    from filon.records.actions import jobs

    done = threading.Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                jobs.renew(job)
            except DatabaseError:
                continue
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
