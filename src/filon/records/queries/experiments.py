"""Reads tests, within what a scope shows."""

from typing import Any

from filon.records.models import Experiment, Variant
from filon.terms.faults import UnknownName
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text


def experiments(scope: Scope = EVERYTHING) -> Any:
    """Return the live tests that a scope shows, the latest first."""
    rows = Experiment.objects.filter(voided_at__isnull=True).select_related("campaign").order_by("-pk")
    return rows if scope.client_ids is None else rows.filter(campaign__client_id__in=scope.client_ids)


def experiment(code: str, scope: Scope = EVERYTHING) -> Experiment:
    """Return the test of that code. Raises UnknownName, with the nearest codes."""
    rows = experiments(scope)
    found: Experiment | None = rows.filter(experiment_code=code).first()
    if found is None:
        raise UnknownName(Text("Test", "test"), code, rows.values_list("experiment_code", flat=True))
    return found


def variants(of: Experiment) -> list[Variant]:
    """Return the live variants of a test, the control first."""
    return list(of.variants.filter(voided_at__isnull=True).order_by("-control", "pk"))
