"""Who gets which variant of a test, ready for the dialler."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from filon.terms.assignment import slot_units, variant_of
from filon.terms.faults import UnknownName
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.records.models import Experiment

WORKED_HOURS = range(8, 20)
HEADS = {"contact": "contact_id", "list": "list_code", "slot": "slot"}
"""What the first column of an assignment is called."""


def assignments(record: "Experiment", units: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each unit with its variant."""
    from filon.records.queries.experiments import variants

    weights = [(row.variant, row.weight) for row in variants(record)]
    return ((unit, variant_of(record.experiment_code, unit, weights)) for unit in units)


def units_of(
    record: "Experiment", *, list_code: str | None = None, today: date, first: date | None = None
) -> Iterable[str]:
    """Return the units one may assign: the contacts of a list (of all lists without one), the lists, or the slots.

    Slots go from a day on, over the weeks planned. Raises UnknownName for a list nobody has.
    """
    from filon.records.models import Contact, ContactList

    lists = ContactList.objects.filter(voided_at__isnull=True).order_by("list_code")
    if record.unit == "list":
        return list(lists.values_list("list_code", flat=True))
    if record.unit == "slot":
        return slot_units(first or record.launched_on or today, 7 * record.weeks, WORKED_HOURS)
    contacts = Contact.objects.filter(voided_at__isnull=True).order_by("pk")
    if list_code is not None:
        codes = list(lists.values_list("list_code", flat=True))
        if list_code not in codes:
            raise UnknownName(Text("Fichier", "list"), list_code, codes)
        contacts = contacts.filter(contact_list__list_code=list_code)
    return contacts.values_list("contact_id", flat=True).iterator(chunk_size=10_000)
