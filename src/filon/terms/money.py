"""Money as whole cents, and its exact division."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MAX_CENTS = 10**14  # 1,000 billion in the currency: beyond any campaign, and safe in 64-bit sums


def to_cents(amount: Decimal) -> int:
    """Round a decimal amount to whole cents, half away from zero."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_amount(cents: int) -> Decimal:
    """Return whole cents as a decimal amount with two places."""
    return Decimal(cents).scaleb(-2)


def allocate(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Split `total` units in proportion to `weights` by largest remainder.

    Shapes: returns one whole number per weight, in order; their sum is `total` exactly, for any sign of
    `total`. Ties go to the earlier weight, so the answer does not depend on chance.
    Raises ValueError where no weight is positive or one is negative.
    Source: Hamilton's method (largest remainder).
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("no weight is positive")
    sign, size = (-1, -total) if total < 0 else (1, total)
    exact = [Fraction(size * weight) / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: size - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]
