"""A test as it was planned and launched: all that reading it needs to know."""

from dataclasses import dataclass
from datetime import date
from math import log

from filon.insight.experiments.measured import PRIMARY, Measured


@dataclass(frozen=True, slots=True)
class Arm:
    """A variant: its code, its weight, what it is."""

    code: str
    weight: int = 1
    description: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A test. `campaign` is the lake's number; `arms` begin with the control; the last day is None while it runs.

    `planned` units of all arms, `minimum_effect` as a relative improvement and `window_days` are frozen at launch.
    `optouts` are the outcomes by which a contact asks not to be called again.
    """

    code: str
    campaign: int
    unit: str
    metric: str
    arms: tuple[Arm, ...]
    launched: date
    ended: date | None
    window_days: int
    planned: int
    minimum_effect: float
    optouts: tuple[str, ...] = ()

    @property
    def measured(self) -> Measured:
        """Return the figure it is read on."""
        return PRIMARY[self.metric]

    @property
    def control(self) -> Arm:
        """Return what is done today."""
        return self.arms[0]

    @property
    def challengers(self) -> tuple[Arm, ...]:
        """Return the variants tried against it."""
        return self.arms[1:]

    @property
    def level(self) -> float:
        """Return the level of each comparison, so that all together are false 5 times in 100 at most."""
        return 1 - 0.05 / len(self.challengers)

    @property
    def sought(self) -> float:
        """Return the minimum effect as a difference of logarithms, of the sign of an improvement."""
        return log(1 - self.minimum_effect) if self.measured.lower else log(1 + self.minimum_effect)
