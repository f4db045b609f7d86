"""What an import adds to the sums that figures are made of."""

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Model, Sum
from django.db.models.functions import Cast, Coalesce, Round

from filon.records.models import Contract, Cost

_NUMBER: Any = DecimalField(max_digits=24, decimal_places=8)


def effect_of(model: type[Model], change_id: int) -> dict[str, int]:
    """Return the revenue and margin, or the cost, of the rows that a change created, in cents.

    What a row does not say (a margin, an hourly rate) adds nothing. Empty for other kinds.
    """
    sums: dict[str, Any] = {}
    if model is Contract:
        rate = Round(Cast(F("revenue_cents"), _NUMBER) * F("margin_rate"), output_field=_NUMBER)
        sums = {"revenue": Sum("revenue_cents"), "margin": Sum(Coalesce(Cast("margin_cents", _NUMBER), rate))}
    elif model is Cost:
        hours = Round(F("hours") * F("hourly_rate") * Decimal(100), output_field=_NUMBER)
        sums = {"cost": Sum(Coalesce(Cast("amount_cents", _NUMBER), hours))}
    if not sums:
        return {}
    found = model._default_manager.filter(created_id=change_id, change_id=change_id).aggregate(**sums)
    return {name: int(value) for name, value in found.items() if value is not None}
