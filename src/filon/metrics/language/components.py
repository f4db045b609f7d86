"""What a cell is made of: things that add up, each in its own way, when cells are put together."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest
from typing import Protocol, Self


class Component(Protocol):
    """What a cell is computed from: it can be added to the same component of another cell."""

    def __add__(self, other: Self, /) -> Self:
        """Return the component of both cells together."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Whole units summed, and the rows, by (reason, number), whose value nobody knows."""

    units: int | float = 0
    unknown: frozenset[tuple[str, int]] = frozenset()

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.units + other.units, self.unknown | other.unknown)


@dataclass(frozen=True, slots=True)
class Peak:
    """The largest of some numbers."""

    units: float = 0.0

    def __add__(self, other: "Peak") -> "Peak":
        return Peak(max(self.units, other.units))


@dataclass(frozen=True, slots=True)
class Cycles:
    """Deals counted by age in days: signed at that age, or still open at that age."""

    signed: Mapping[int, int] = field(default_factory=dict)
    open: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Cycles") -> "Cycles":
        return Cycles(Counter(self.signed) + Counter(other.signed), Counter(self.open) + Counter(other.open))

    def median(self) -> Fraction | None:
        """Return the Kaplan–Meier median in days: the first age by which half have signed, else None.

        An open deal of an age is at risk through that age. Source: Kaplan & Meier (1958).
        """
        at_risk = sum(self.signed.values()) + sum(self.open.values())
        waiting = Fraction(1)
        for age in sorted({*self.signed, *self.open}):
            signed = self.signed.get(age, 0)
            if signed:
                waiting *= 1 - Fraction(signed, at_risk)
                if 2 * waiting <= 1:
                    return Fraction(age)
            at_risk -= signed + self.open.get(age, 0)
        return None


@dataclass(frozen=True, slots=True)
class Curve:
    """Units of margin cumulated from signature: at once, after one month, after two…"""

    cumulated: tuple[float, ...] = ()
    unknown: frozenset[tuple[str, int]] = frozenset()

    def __add__(self, other: "Curve") -> "Curve":
        pairs = zip_longest(self.cumulated, other.cumulated, fillvalue=0.0)
        return Curve(tuple(one + two for one, two in pairs), self.unknown | other.unknown)

    def first_month_reaching(self, units: float) -> int | None:
        """Return the first month by which that much was cumulated, if any."""
        return next((month for month, total in enumerate(self.cumulated) if total >= units), None)


@dataclass(frozen=True, slots=True)
class OperatorDays:
    """Sums over operator-days: their number, calls, squared calls; per event its sum, squares, products."""

    count: int = 0
    effort: float = 0.0
    effort_squares: float = 0.0
    events: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)

    def __add__(self, other: "OperatorDays") -> "OperatorDays":
        none = (0.0, 0.0, 0.0)
        events = {}
        for name in {**self.events, **other.events}:
            one, two = self.events.get(name, none), other.events.get(name, none)
            events[name] = (one[0] + two[0], one[1] + two[1], one[2] + two[2])
        return OperatorDays(
            self.count + other.count,
            self.effort + other.effort,
            self.effort_squares + other.effort_squares,
            events,
        )
