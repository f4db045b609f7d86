"""A test as it was planned and launched: all that reading it needs to know."""

from dataclasses import dataclass
from datetime import date, timedelta
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
    `optouts` are the outcomes by which a contact asks not to be called again. Frozen at launch too: over how many days
    before it lists and operators are compared with themselves (0: not at all), and what share of the contacts keep all
    of their calls, the others being capped (None: all).
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
    past_days: int = 0
    cap_share: float | None = None

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
    def before(self) -> tuple[date, date] | None:
        """Return the first and last day of the past, whose windows end before the launch; None where none is taken."""
        last = self.launched - timedelta(days=self.window_days + 1)
        return (last - timedelta(days=self.past_days - 1), last) if self.past_days else None

    @property
    def level(self) -> float:
        """Return the level of each comparison, so that all together are false 5 times in 100 at most."""
        return 1 - 0.05 / len(self.challengers)

    @property
    def sought(self) -> float:
        """Return the minimum effect as a difference of logarithms, of the sign of an improvement."""
        return log(1 - self.minimum_effect) if self.measured.lower else log(1 + self.minimum_effect)
