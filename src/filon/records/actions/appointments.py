"""Alters appointments by hand: who decides on one is never the operator who took it."""

from typing import Any

from filon.records.actions.revise import edit
from filon.records.models import Appointment, Call, User
from filon.terms.faults import Fault

DECISIONS = ("validated", "rejected")


class OwnAppointment(Fault):
    """The operator who took an appointment does not decide on it."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez pris ce rendez-vous : une autre personne doit le valider ou le rejeter.",
            "You took this appointment: another person must validate or reject it.",
        )


class ReasonNeeded(Fault):
    """A rejection says why."""

    def __init__(self) -> None:
        super().__init__(
            "Un rejet demande un motif : dites ce qui manque à ce rendez-vous.",
            "A rejection needs a reason: say what this appointment lacks.",
        )


def edit_appointment(record: Appointment, *, user: User, seen: int | None, **values: Any) -> None:
    """Alter an appointment. Raises OwnAppointment, ReasonNeeded, or ChangedMeanwhile as `edit`."""
    decision = values.get("validation", record.validation)
    if decision != record.validation and decision in DECISIONS:
        if user.operator_id is not None and user.operator_id in _takers(record, values):
            raise OwnAppointment
        if decision == "rejected" and not values.get("rejection_reason", record.rejection_reason):
            raise ReasonNeeded
    edit(record, actor=f"user:{user.pk}", seen=seen, **values)


def _takers(record: Appointment, values: dict[str, Any]) -> set[int | None]:
    """Return the operators of an appointment, as it stands and as it would be, and that of its call."""
    calls = Call.objects.filter(call_id=record.call_ref, voided_at__isnull=True)
    return {record.operator_id, values.get("operator_id"), *calls.values_list("operator_id", flat=True)}
