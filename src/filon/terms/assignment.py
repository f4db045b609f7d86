"""Which variant of a test a unit gets: by chance, yet always the same, whoever else is added."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

SLOT_HOURS = 2
_WHOLE = 1 << 64
_FIRST_DAY = date(2000, 1, 1)
_SLOTS = 24 // SLOT_HOURS


def variant_of(code: str, unit: str, variants: Sequence[tuple[str, int]]) -> str:
    """Return the variant of a unit, among (variant, weight) pairs whose order does not matter.

    The first eight bytes of SHA-256 of "code|unit" say where the unit falls between 0 and 1, and the variants in
    alphabetical order share that span by weight: anybody can find the same again.
    """
    place = int.from_bytes(sha256(f"{code}|{unit}".encode()).digest()[:8]) * sum(w for _, w in variants)
    for variant, weight in sorted(variants):
        place -= weight * _WHOLE
        if place < 0:
            return variant
    raise ValueError("no variant has a positive weight")


def slot_unit(number: int) -> str:
    """Return a slot, 2026-01-05T10, from its number: slots of two hours counted since 2000."""
    day, block = divmod(number, _SLOTS)
    return f"{_FIRST_DAY + timedelta(days=day)}T{block * SLOT_HOURS:02d}"


def slot_units(first: date, days: int, hours: Sequence[int]) -> list[str]:
    """Return the slots of some days from a first one, within the hours worked; Sundays are left out."""
    starts = sorted({hour - hour % SLOT_HOURS for hour in hours})
    every = (first + timedelta(days=i) for i in range(days))
    return [f"{day}T{hour:02d}" for day in every if day.isoweekday() != 7 for hour in starts]
