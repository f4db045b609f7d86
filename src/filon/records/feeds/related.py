"""Which prospects and results hang together: what must be credited anew when some of them change."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from filon.records.feeds.reading import among, numbers

A, O, K = "records_appointment", "records_opportunity", "records_contract"  # noqa: E741 - as aliased below


@dataclass
class Related:
    """Ids of prospects and of the results that may be credited differently."""

    contacts: set[int] = field(default_factory=set)
    appointments: set[int] = field(default_factory=set)
    opportunities: set[int] = field(default_factory=set)
    contracts: set[int] = field(default_factory=set)

    def size(self) -> int:
        """Return how many ids there are in all."""
        return sum(len(ids) for ids in vars(self).values())

    def without(self, other: "Related") -> "Related":
        """Return what is here and not in `other`."""
        return Related(**{name: ids - getattr(other, name) for name, ids in vars(self).items()})

    def add(self, other: "Related") -> None:
        """Take in everything of `other`."""
        for name, ids in vars(self).items():
            ids.update(getattr(other, name))


def appointments_of_changed_calls(condition: str) -> set[int]:
    """Return the appointments that refer to a call `r` meeting the SQL condition, voided or not."""
    return numbers(f"SELECT a.id FROM records_call r JOIN {A} a ON a.call_ref = r.call_id WHERE {condition}")


def related(seed: Related, limit: int) -> Related | None:
    """Grow a set until nothing outside depends on it or is needed to credit it; None beyond `limit` ids.

    Two things hang together when one refers to the other or both belong to one prospect: attribution
    looks at all the calls of a prospect, and a chain of rescheduled appointments at all its appointments.
    """
    grown, new = Related(), seed
    while new.size():
        grown.add(new)
        if grown.size() > limit:
            return None
        found = Related()
        for step in _steps(new):
            found.add(step)
        new = found.without(grown)
    return grown


def _steps(new: Related) -> Iterator[Related]:
    if new.contacts:
        yield _of_contacts(new.contacts)
    if new.appointments:
        yield Related(
            _ids(f"SELECT r.contact_id FROM {A} r WHERE", "r.id", new.appointments)
            | _ids(
                f"SELECT c.contact_id FROM {A} r JOIN records_call c ON c.call_id = r.call_ref "
                "AND c.voided_at IS NULL WHERE r.contact_id IS NULL AND",
                "r.id",
                new.appointments,
            ),
            opportunities=_ids(
                f"SELECT o.id FROM {A} r JOIN {O} o ON o.appointment_ref = r.appointment_id WHERE",
                "r.id",
                new.appointments,
            ),
        )
    if new.opportunities:
        yield Related(
            _ids(f"SELECT r.contact_id FROM {O} r WHERE", "r.id", new.opportunities),
            _ids(
                f"SELECT a.id FROM {O} r JOIN {A} a ON a.appointment_id = r.appointment_ref WHERE",
                "r.id",
                new.opportunities,
            ),
            contracts=_ids(
                f"SELECT k.id FROM {O} r JOIN {K} k ON k.opportunity_ref = r.opportunity_id WHERE",
                "r.id",
                new.opportunities,
            ),
        )
    if new.contracts:
        yield Related(
            _ids(f"SELECT r.contact_id FROM {K} r WHERE", "r.id", new.contracts),
            opportunities=_ids(
                f"SELECT o.id FROM {K} r JOIN {O} o ON o.opportunity_id = r.opportunity_ref WHERE",
                "r.id",
                new.contracts,
            ),
        )


def _of_contacts(contacts: set[int]) -> Related:
    return Related(
        set(),
        _ids(f"SELECT r.id FROM {A} r WHERE", "r.contact_id", contacts)
        | _ids(
            f"SELECT a.id FROM records_call r JOIN {A} a ON a.call_ref = r.call_id "
            "WHERE a.contact_id IS NULL AND r.voided_at IS NULL AND",
            "r.contact_id",
            contacts,
        ),
        _ids(f"SELECT r.id FROM {O} r WHERE", "r.contact_id", contacts),
        _ids(f"SELECT r.id FROM {K} r WHERE", "r.contact_id", contacts),
    )


def _ids(select: str, column: str, ids: set[int]) -> set[int]:
    condition, parameters = among(column, ids)
    return numbers(f"{select} {condition}", parameters)
