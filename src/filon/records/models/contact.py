"""Prospects and the lists they came from."""

from django.db import models

from filon.records.models.record import Record, live_unique


class ContactList(Record):
    """A list of prospects, bought, rented or made."""

    list_code = models.CharField(max_length=120)

    class Meta:
        constraints = (live_unique("list_code", name="list_code_unique"),)


class Contact(Record):
    """A prospect. One known only by a call has a `contact_id` made from its phone number (`tel:+33…`)."""

    contact_id = models.CharField(max_length=200)
    company = models.CharField(max_length=200, null=True, blank=True)
    siren = models.CharField(max_length=9, null=True, blank=True)
    sector = models.CharField(max_length=120, null=True, blank=True)
    size_band = models.CharField(max_length=60, null=True, blank=True)
    region = models.CharField(max_length=120, null=True, blank=True)
    country = models.CharField(max_length=60, null=True, blank=True)
    first_name = models.CharField(max_length=120, null=True, blank=True)
    last_name = models.CharField(max_length=120, null=True, blank=True)
    job_title = models.CharField(max_length=200, null=True, blank=True)
    decision_maker = models.BooleanField(null=True, blank=True)
    phone = models.CharField(max_length=20, null=True, blank=True)
    email = models.CharField(max_length=254, null=True, blank=True)
    contact_list = models.ForeignKey(ContactList, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = (live_unique("contact_id", name="contact_id_unique"),)
        indexes = (
            models.Index(fields=["phone"], name="contact_phone"),
            models.Index(fields=["email"], name="contact_email"),
        )
