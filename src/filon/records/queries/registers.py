"""The registers: what lists, pages and links need to know of each kind of record, described once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from filon.records.models import Appointment, Call, Campaign, Contact, Contract, Opportunity, Record
from filon.terms.scope import Scope


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of record: `code` identifies one in files, `order` is what lists go by, latest first.

    `follows` holds, by register, the attribute that names the record this one comes from; it may name one
    that has not arrived.
    """

    name: str
    model: type[Record]
    code: str
    order: str
    follows: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The name that the journal gives its records."""
        return str(self.model._meta.model_name)

    def rows(self, scope: Scope, *, voided: bool = False) -> Any:
        """Return the records a scope shows; the withdrawn ones too where asked."""
        rows: Any = self.model._default_manager.all()
        if not voided:
            rows = rows.filter(voided_at__isnull=True)
        if scope.client_ids is None:
            return rows
        if not self.has("campaign"):
            return rows.none()
        campaigns = Campaign.objects.filter(client_id__in=scope.client_ids).values_list("pk", flat=True)
        return rows.filter(campaign_id__in=list(campaigns))

    def find(self, code: str) -> Any:
        """Return the live record of that code, or None."""
        return self.rows(Scope()).filter(**{self.code: code}).first()

    def has(self, attribute: str) -> bool:
        """Tell whether its records hold an attribute."""
        return any(found.name == attribute for found in self.model._meta.concrete_fields)


REGISTERS = {
    register.name: register
    for register in (
        Register("contacts", Contact, "contact_id", "id"),
        Register("calls", Call, "call_id", "started_at"),
        Register("appointments", Appointment, "appointment_id", "booked_at", {"calls": "call_ref"}),
        Register(
            "opportunities", Opportunity, "opportunity_id", "created_at", {"appointments": "appointment_ref"}
        ),
        Register("contracts", Contract, "contract_id", "signed_on", {"opportunities": "opportunity_ref"}),
    )
}
"""From the first call to the signed euro."""


def sources(register: Register, record: Record) -> dict[str, Any]:
    """Return, by register, the live record that one comes from (None where it names none that is there)."""
    return {
        name: REGISTERS[name].find(code) if (code := getattr(record, attribute)) else None
        for name, attribute in register.follows.items()
    }


def products(register: Register, record: Record) -> dict[str, Any]:
    """Return, by register, the live records that come from one, latest first: of a contact, all of its."""
    found: dict[str, Any] = {}
    for other in REGISTERS.values():
        condition = None
        if register.model is Contact and other.has("contact"):
            condition = Q(contact_id=record.pk)
        elif register.name in other.follows:
            condition = Q(**{other.follows[register.name]: getattr(record, register.code)})
        if condition is not None:
            found[other.name] = other.rows(Scope()).filter(condition).order_by(f"-{other.order}", "-pk")
    return found
