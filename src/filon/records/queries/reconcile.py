"""What does not hang together: results whose origin is missing, and sales that share one opportunity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from filon.records.models import Appointment, Call, Contract, Opportunity, Record
from filon.records.queries.registers import REGISTERS, Register
from filon.terms.scope import EVERYTHING

CANDIDATES = 20
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Gap:
    """A way of not hanging together, in one register; `to` is the register that the missing link leads to."""

    name: str
    register: Register
    to: Register
    condition: Callable[[], Any]

    def rows(self) -> Any:
        """Return the live records concerned, those of campaigns on another channel than the phone left out."""
        by_phone = Q(campaign__isnull=True) | Q(campaign__channel="phone")
        return self.register.rows(EVERYTHING).filter(by_phone, self.condition())

    def count(self) -> int:
        """Count the records concerned, no further than one beyond MOST_COUNTED."""
        return int(self.rows()[: MOST_COUNTED + 1].count())


def _live(model: type[Record], **same: Any) -> Any:
    manager: Any = model._default_manager
    return manager.filter(voided_at__isnull=True, **same)


def _no_opportunity() -> Any:
    return ~Exists(_live(Opportunity, opportunity_id=OuterRef("opportunity_ref")))


def _no_appointment() -> Any:
    return ~Exists(_live(Appointment, appointment_id=OuterRef("appointment_ref"))) & Exists(
        _live(Contract, opportunity_ref=OuterRef("opportunity_id"))
    )


def _no_call() -> Any:
    return ~Exists(_live(Call, call_id=OuterRef("call_ref")))


def _shared() -> Any:
    others = _live(Contract, opportunity_ref=OuterRef("opportunity_ref")).exclude(pk=OuterRef("pk"))
    return Q(opportunity_ref__isnull=False) & Exists(others)


GAPS: Mapping[str, Gap] = {
    gap.name: gap
    for gap in (
        Gap("contracts", REGISTERS["contracts"], REGISTERS["opportunities"], _no_opportunity),
        Gap("shared", REGISTERS["contracts"], REGISTERS["opportunities"], _shared),
        Gap("opportunities", REGISTERS["opportunities"], REGISTERS["appointments"], _no_appointment),
        Gap("appointments", REGISTERS["appointments"], REGISTERS["calls"], _no_call),
    )
}
"""Signed without an opportunity; signed twice on one; signed without an appointment; met without a call."""


def gaps_of(register: Register, record: Record) -> list[Gap]:
    """Return what does not hang together about one record."""
    return [
        gap for gap in GAPS.values() if gap.register is register and gap.rows().filter(pk=record.pk).exists()
    ]


def candidates(gap: Gap, record: Any) -> list[Any]:
    """Return the records of the same prospect that one may come from, the latest first."""
    if record.contact_id is None:
        return []
    rows = gap.to.rows(EVERYTHING).filter(contact_id=record.contact_id)
    return list(rows.order_by(f"-{gap.to.order}", "-pk")[:CANDIDATES])
