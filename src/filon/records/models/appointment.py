"""Appointments, from the booking to the meeting."""

from django.db import models

from filon.records.models.campaign import Campaign
from filon.records.models.contact import Contact
from filon.records.models.record import Record, choices, live_unique, one_of
from filon.records.models.staff import Operator
from filon.terms import choices as lists


class Appointment(Record):
    """One appointment. `call_ref` is the source's call id: it may name a call that arrives later."""

    appointment_id = models.CharField(max_length=200)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True)
    call_ref = models.CharField(max_length=200, null=True, blank=True, db_index=True)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, null=True, blank=True)
    booked_at = models.DateTimeField()
    slot_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(
        max_length=20, choices=choices(lists.APPOINTMENT_STATUSES), null=True, blank=True
    )
    validation = models.CharField(max_length=20, choices=choices(lists.VALIDATIONS), null=True, blank=True)
    rejection_reason = models.CharField(max_length=200, null=True, blank=True)
    qualified = models.BooleanField(null=True, blank=True)
    variant = models.CharField(max_length=60, null=True, blank=True)

    class Meta:
        constraints = (
            live_unique("appointment_id", name="appointment_id_unique"),
            one_of("status", lists.APPOINTMENT_STATUSES, "appointment_status_known"),
            one_of("validation", lists.VALIDATIONS, "appointment_validation_known"),
        )
