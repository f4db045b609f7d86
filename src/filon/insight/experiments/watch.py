"""What a test shows on a day: its arms, its effect day by day, and what must not get worse."""

from dataclasses import dataclass
from datetime import date
from math import exp

from filon.insight.experiments.exposures import Strays
from filon.insight.experiments.measured import Measured
from filon.insight.experiments.trial import Arm, Trial
from filon.insight.methods.effects import Effect
from filon.insight.methods.sample_ratio import SampleRatio
from filon.metrics.language.measure import Unit

FEW_EVENTS, FEW = 5, 20  # under which a share is told by its counts


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the sums it divides; `value` is None where there is no answer."""

    top: float
    bottom: float
    value: float | None
    unit: Unit

    @property
    def few(self) -> bool:
        """Tell whether it rests on too little to be told as a share."""
        return self.unit == "share" and (self.top < FEW_EVENTS or self.bottom < FEW)


@dataclass(frozen=True, slots=True)
class Seen:
    """An arm: units called, those whose window is over, what they gave, and its figure."""

    arm: Arm
    called: int
    counted: int
    events: float
    figure: Figure


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a variant relative to the control, with its always-valid bounds and p-value."""

    value: float
    low: float | None
    high: float | None
    p: float

    @classmethod
    def of(cls, effect: Effect) -> "Change":
        """Return the change that a difference of logarithms stands for."""
        low, high = (None if bound is None else exp(bound) - 1 for bound in (effect.low, effect.high))
        return cls(exp(effect.value) - 1, low, high, effect.p)


@dataclass(frozen=True, slots=True)
class Look:
    """What one sees at the end of a day."""

    day: date
    units: int
    change: Change


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure besides the one that decides; `p` is adjusted for those read with it. No change: too little to tell."""

    measured: Measured
    figures: tuple[Figure, Figure]  # control, variant
    change: Change | None
    p: float | None

    @property
    def broken(self) -> bool:
        """Tell whether it got worse by more than is tolerated, beyond chance."""
        return self.p is not None and self.p < 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """The same comparison among the units of one operator or one list."""

    number: int
    counted: tuple[int, int]
    figures: tuple[Figure, Figure]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The comparison by operator or by list: each part, and the change if each were a single unit.

    `corrected` is that change once each is compared with its own past, None where that is not done.
    """

    by: str
    parts: tuple[Part, ...]
    change: Change | None
    corrected: Change | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the plan had frozen was done to a comparison, and the change without it (None: too little to tell).

    `past` are the lists of both arms that were called before the launch, `used` whether that was enough of them; `cap`
    is the most calls that a contact counts for, `over` the contacts beyond it.
    """

    raw: Change | None
    past: tuple[int, int] | None = None
    used: bool = False
    cap: float | None = None
    over: int = 0


@dataclass(frozen=True, slots=True)
class Leaning:
    """What one may believe of a variant besides the verdict, from a neutral prior: it decides nothing.

    `chance` that it is better; `kept` and `chosen`, what is lost on average by keeping the control and by choosing it,
    as shares of the control's figure; `further`, units still to gather for that chance to be clear if the effect is
    the one sought.
    """

    chance: float
    kept: float
    chosen: float
    further: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A variant against the control."""

    arm: Arm
    change: Change | None  # None: burn-in, or too little
    looks: tuple[Look, ...]
    guardrails: tuple[Reading, ...]
    others: tuple[Reading, ...]
    grouped: tuple[Grouped, ...]
    further: int | None  # units still to gather, of both arms, to see the minimum effect
    corrected: Corrected | None = None  # None where the plan asks for nothing
    leaning: Leaning | None = None  # None while there is too little to look at


@dataclass(frozen=True, slots=True)
class SharesBy:
    """Units called by operator or by list, in the order of the arms: where to look when the shares are not chance."""

    by: str
    called: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """A test as it stands on a day. Where the shares of the arms cannot be chance, the results are not shown."""

    trial: Trial
    as_of: date
    seen: tuple[Seen, ...]
    shares: SampleRatio
    shares_by: tuple[SharesBy, ...]
    strays: Strays
    misplaced: int | None
    comparisons: tuple[Comparison, ...]
    weeks: float  # of units whose window is over
    spent_cents: float | None
    limit_cents: int | None

    @property
    def counted(self) -> int:
        """Return the units of all arms whose window is over."""
        return sum(seen.counted for seen in self.seen)

    @property
    def unfollowed(self) -> bool:
        """Tell whether too many units were called under another variant than theirs."""
        called = sum(seen.called for seen in self.seen) + (self.misplaced or 0)
        return bool(self.misplaced) and (self.misplaced or 0) > 0.05 * called

    @property
    def hidden(self) -> bool:
        """Tell whether the results may not be shown."""
        return self.shares.alarm or self.unfollowed
