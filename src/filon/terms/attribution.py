"""Attribution models: how the credit of one sale is shared between the touches before it."""

from collections.abc import Sequence
from fractions import Fraction

MODELS = ("first", "last", "linear", "position", "decay")
DEFAULT_MODEL = "last"
WINDOW_DAYS = 180
HALF_LIFE_DAYS = 30  # a third of a median cycle of 90 days


def weights(model: str, ages_days: Sequence[float], half_life_days: float = HALF_LIFE_DAYS) -> list[Fraction]:
    """Share one unit of credit between touches.

    Shapes: `ages_days` are the days between each touch and the sale, oldest touch first; returns one
    weight per touch, summing to 1. Position-based gives 40 % to each end and the rest between; one touch
    takes all and two share equally.
    Raises ValueError where there is no touch or the model is unknown.
    Source: metrics reference, "Attribution".
    """
    count = len(ages_days)
    if not count:
        raise ValueError("no touch")
    raw: list[Fraction]
    if model == "first":
        raw = [Fraction(int(i == 0)) for i in range(count)]
    elif model == "last":
        raw = [Fraction(int(i == count - 1)) for i in range(count)]
    elif model == "linear" or (model == "position" and count <= 2):
        raw = [Fraction(1)] * count
    elif model == "position":
        raw = [Fraction(2, 5), *[Fraction(1, 5 * (count - 2))] * (count - 2), Fraction(2, 5)]
    elif model == "decay":
        youngest = min(ages_days)
        raw = [Fraction(2.0 ** (-(age - youngest) / half_life_days)) for age in ages_days]
    else:
        raise ValueError("unknown attribution model: " + model)
    total = sum(raw)
    return [weight / total for weight in raw]
