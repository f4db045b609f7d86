"""The kinds of record as the office shows them: what each list and page has, and who may read and write what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from filon.faces.office.access import DECIDERS, READERS, Role
from filon.intake.kind import Column, Kind
from filon.intake.kinds import KINDS
from filon.records.queries.registers import REGISTERS, Register
from filon.terms.text import Text

SALES = frozenset({Role.ADMINISTRATOR, Role.SALES_DIRECTOR})
CONTROL = SALES | {Role.QUALITY_CONTROLLER}
INTERNAL = DECIDERS | {Role.QUALITY_CONTROLLER}


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its word in addresses, its columns in a list, its filters, its editors by column.

    `for_clients` holds what a client viewer is shown: nothing personal, no operator, no money.
    """

    slug: str
    title: Text
    name: str
    readers: frozenset[Role]
    listed: tuple[str, ...]
    filters: tuple[str, ...]
    editors: Mapping[str, frozenset[Role]]
    withdrawers: frozenset[Role] = SALES
    for_clients: tuple[str, ...] = field(default=())

    @property
    def register(self) -> Register:
        """Where its records are."""
        return REGISTERS[self.name]

    @property
    def kind(self) -> Kind:
        """Its columns."""
        return KINDS[self.name]

    def columns(self, role: str) -> list[Column]:
        """Return the columns that its records hold and a role may see."""
        held = [column for column in self.kind.columns if self.register.has(column.holder)]
        return [column for column in held if role != Role.CLIENT_VIEWER or column.name in self.for_clients]

    def columns_listed(self, role: str) -> list[Column]:
        """Return the columns of a list that a role may see, in the list's order."""
        return sorted(
            (column for column in self.columns(role) if column.name in self.listed),
            key=lambda column: self.listed.index(column.name),
        )

    def editable(self, role: str) -> list[str]:
        """Return the columns that a role may write."""
        return [column.name for column in self.columns(role) if role in self.editors.get(column.name, ())]

    def may_withdraw(self, role: str) -> bool:
        """Tell whether a role may withdraw its records."""
        return role in self.withdrawers


def _by(roles: frozenset[Role], names: str) -> dict[str, frozenset[Role]]:
    return dict.fromkeys(names.split(), roles)


_MARKETERS = SALES | {Role.MARKETING}
KINDS_SHOWN = {
    kind.slug: kind
    for kind in (
        RecordKind(
            "contacts",
            Text("Contacts", "Contacts"),
            "contacts",
            INTERNAL,
            ("company", "last_name", "job_title", "sector", "region", "list_code", "phone"),
            ("list",),
            _by(
                _MARKETERS,
                "company siren sector size_band region country first_name last_name job_title decision_maker phone "
                "email list_code",
            ),
        ),
        RecordKind(
            "appels",
            Text("Appels", "Calls"),
            "calls",
            READERS,
            (
                "started_at",
                "campaign_code",
                "contact_id",
                "operator",
                "outcome",
                "refusal_reason",
                "duration_s",
            ),
            ("campaign", "operator", "outcome"),
            _by(SALES, "campaign_code operator outcome refusal_reason script list_code variant"),
            for_clients=(
                "started_at",
                "campaign_code",
                "contact_id",
                "outcome",
                "refusal_reason",
                "duration_s",
                "talk_s",
            ),
        ),
        RecordKind(
            "rendez-vous",
            Text("Rendez-vous", "Appointments"),
            "appointments",
            READERS,
            ("booked_at", "slot_at", "campaign_code", "contact_id", "operator", "status", "validation"),
            ("campaign", "operator", "status", "validation"),
            _by(SALES, "campaign_code contact_id call_id operator slot_at status variant")
            | _by(CONTROL, "validation rejection_reason qualified"),
            for_clients=(
                "booked_at",
                "slot_at",
                "campaign_code",
                "contact_id",
                "status",
                "validation",
                "rejection_reason",
                "qualified",
            ),
        ),
        RecordKind(
            "opportunites",
            Text("Opportunités", "Opportunities"),
            "opportunities",
            DECIDERS,
            ("created_at", "campaign_code", "contact_id", "status", "amount", "sales_rep", "closed_at"),
            ("campaign", "status"),
            _by(
                SALES,
                "campaign_code appointment_id contact_id qualified_at proposed_at closed_at status amount lost_reason product "
                "sales_rep",
            ),
        ),
        RecordKind(
            "contrats",
            Text("Contrats", "Contracts"),
            "contracts",
            DECIDERS,
            ("signed_on", "campaign_code", "contact_id", "revenue", "margin", "margin_rate", "product"),
            ("campaign",),
            _by(
                SALES | {Role.FINANCE},
                "opportunity_id campaign_code contact_id signed_on revenue margin margin_rate recurring_amount recurring_period "
                "term_months ended_on product",
            ),
            withdrawers=SALES | {Role.FINANCE},
        ),
    )
}
"""By their word in addresses, from the first call to the signed euro."""
BY_NAME = {kind.name: kind for kind in KINDS_SHOWN.values()}


def shown_to(role: str) -> list[RecordKind]:
    """Return the kinds that a role may read."""
    return [kind for kind in KINDS_SHOWN.values() if role in kind.readers]
