"""Gives its real id to a contact first known by a phone call alone."""

from filon.records.actions.change import OpenChange
from filon.records.actions.revise import revise
from filon.records.models import Contact


def adopt_contacts(opened: OpenChange, names: dict[int, str]) -> None:
    """Set the `contact_id` of contacts, by their number; what they were called goes into the revisions."""
    for number, name in names.items():
        revise(opened, Contact.objects.get(pk=number), contact_id=name)
