"""Reads a test: sums of its arms as they stood at the end of each day, and what they say of each variant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil, log

from filon.insight.experiments.exposures import Group, Strays
from filon.insight.experiments.gathered import NEEDED_CLUSTERS, Gathered, Pasts, samples
from filon.insight.experiments.leaning import leaning
from filon.insight.experiments.measured import GUARDRAILS, PRIMARY, Measured
from filon.insight.experiments.parts import figure, grouped
from filon.insight.experiments.trial import Arm, Trial
from filon.insight.experiments.watch import (
    Change,
    Comparison,
    Corrected,
    Figure,
    Grouped,
    Look,
    Reading,
    Seen,
    SharesBy,
    Watch,
)
from filon.insight.methods.effects import Effect, always_valid
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.multiplicity import benjamini_hochberg, holm
from filon.insight.methods.power import further_units
from filon.insight.methods.sample_ratio import sample_ratio
from filon.insight.methods.samples import Sums
from filon.terms.period import days

BURN_IN_DAYS, BURN_IN_EVENTS = 14, 10
TOLERANCE = 0.10  # by how much a guardrail may get worse before it is held against a variant


@dataclass(frozen=True, slots=True)
class Data:
    """What was read of a test; `split` holds the groups by operator and by list, `misplaced` the clusters dropped.

    `unit_cents` is what a call cost on average (None: unknown), `limit_cents` what the test may cost (None: no limit).
    `pasts` holds by the same what each operator and list gave before, `cap` the most calls that a contact counts for.
    """

    as_of: date
    groups: Sequence[Group]
    strays: Strays
    split: Mapping[str, Sequence[Group]]
    misplaced: int | None = None
    unit_cents: float | None = None
    limit_cents: int | None = None
    pasts: Mapping[str, Pasts] = field(default_factory=dict)
    cap: float | None = None


def watch(trial: Trial, data: Data) -> Watch:
    """Return what a test shows."""
    reader = _Reader(trial, data)
    end = min(data.as_of, (trial.ended or data.as_of) + timedelta(days=trial.window_days))
    seen = tuple(reader.seen(arm, end) for arm in trial.arms)
    shares = sample_ratio([arm.called for arm in seen], [arm.weight for arm in trial.arms])
    over = end - timedelta(days=trial.window_days) - trial.launched
    found = Watch(
        trial,
        data.as_of,
        seen,
        shares,
        tuple(_shares_by(by, groups, trial) for by, groups in data.split.items()),
        data.strays,
        data.misplaced,
        (),
        max(0.0, (over.days + 1) / 7),
        None if data.unit_cents is None else data.strays.calls * data.unit_cents,
        data.limit_cents,
    )
    if found.hidden:
        return found
    return replace(found, comparisons=tuple(reader.comparison(arm, end) for arm in trial.challengers))


def _shares_by(by: str, groups: Sequence[Group], trial: Trial) -> SharesBy:
    arms = [arm.code for arm in trial.arms]
    called: dict[int, list[int]] = {}
    for group in groups:
        if group.by is not None:
            called.setdefault(group.by, [0] * len(arms))[arms.index(group.variant)] += group.units
    return SharesBy(by, tuple((number, tuple(counts)) for number, counts in sorted(called.items())))


class _Reader:
    """Reads figures of the arms as they stood at the end of a day."""

    def __init__(self, trial: Trial, data: Data) -> None:
        self.trial, self.data = trial, data
        self.groups: dict[str, list[Group]] = {arm.code: [] for arm in trial.arms}
        for group in sorted(data.groups, key=lambda group: group.day):
            self.groups[group.variant].append(group)

    def seen(self, arm: Arm, day: date) -> Seen:
        """Return what an arm gave."""
        item, groups = self.trial.measured, self._until(arm, day)
        sums = self._sums(item, groups)
        return Seen(
            arm,
            self._units(self.groups[arm.code]),
            self._units(groups),
            self._events(item, sums),
            self._figure(item, sums),
        )

    def comparison(self, arm: Arm, day: date) -> Comparison:
        """Return a variant against the control."""
        looks = tuple(self._looks(arm, day))
        change = looks[-1].change if looks else None
        others = [item for item in PRIMARY.values() if item.id != self.trial.metric and not item.priced]
        guardrails = [item for item in GUARDRAILS if self._held(item)]
        item, pair = self.trial.measured, (self.trial.control, arm)
        whole = [self._gathered(item, self._until(one, day), capped=True) for one in pair]
        effect = self._effect(whole[0], whole[1])
        last = day - timedelta(days=self.trial.window_days)
        return Comparison(
            arm,
            change,
            looks,
            self._readings(guardrails, arm, day, guarding=True),
            self._readings([item for item in others if self._held(item)], arm, day, guarding=False),
            tuple(self._grouped(by, arm, last) for by in self.data.split),
            self._further(effect),
            self._corrected(arm, day, whole),
            leaning(self.trial, effect) if looks and isinstance(effect, Effect) else None,
        )

    def _further(self, effect: Effect | NotEnough) -> int | None:
        if isinstance(effect, NotEnough):
            return None
        alpha, planned = 1 - self.trial.level, self.trial.planned
        return ceil(
            further_units(self.trial.sought, effect.error, effect.units, alpha=alpha, planned=planned)
        )

    def _corrected(self, arm: Arm, day: date, whole: Sequence[Gathered]) -> Corrected | None:
        """Return what the plan had frozen was done to the figure that decides, if anything."""
        item, clustered = self.trial.measured, self.trial.unit == "list"
        cap = self.data.cap if item.top == ("calls",) and not clustered else None
        pasts = self._pasts
        if cap is None and pasts is None:
            return None
        raw = [self._gathered(item, self._until(one, day)) for one in (self.trial.control, arm)]
        effect = always_valid(
            *samples(raw[0], raw[1]), self.trial.planned, scale="log", level=self.trial.level
        )
        known = None if pasts is None else (whole[0].known(pasts), whole[1].known(pasts))
        return Corrected(
            Change.of(effect) if isinstance(effect, Effect) else None,
            known,
            known is not None and min(known) >= NEEDED_CLUSTERS,
            cap,
            sum(group.over for one in (self.trial.control, arm) for group in self._until(one, day)),
        )

    @property
    def _pasts(self) -> Pasts | None:
        """Return what the lists gave before, where lists are what is compared and the plan asks for it."""
        return self.data.pasts.get("list") if self.trial.unit == "list" and self.trial.past_days else None

    def _looks(self, arm: Arm, end: date) -> Iterable[Look]:
        """Give what one saw day after day, from the end of the burn-in on."""
        item, window = self.trial.measured, timedelta(days=self.trial.window_days)
        running = {
            code: Gathered(item, clustered=self.trial.unit == "list", capped=True)
            for code in (self.trial.control.code, arm.code)
        }
        waiting = {code: list(reversed(self.groups[code])) for code in running}
        for day in days(self.trial.launched + window, end):
            for code, arm_sums in running.items():
                while waiting[code] and waiting[code][-1].day <= day - window:
                    arm_sums.add(waiting[code].pop())
            control, variant = (arm_sums.sums() for arm_sums in running.values())
            if (day - window - self.trial.launched).days + 1 < BURN_IN_DAYS:
                continue
            if min(self._events(item, control), self._events(item, variant)) < BURN_IN_EVENTS:
                continue
            effect = self._effect(*running.values())
            if isinstance(effect, Effect):
                yield Look(day, int(control.units + variant.units), Change.of(effect))

    def _effect(self, control: Gathered, variant: Gathered) -> Effect | NotEnough:
        arms = samples(control, variant, self._pasts)
        return always_valid(*arms, self.trial.planned, scale="log", level=self.trial.level)

    def _readings(
        self, items: Sequence[Measured], arm: Arm, day: date, *, guarding: bool
    ) -> tuple[Reading, ...]:
        read = [self._reading(item, arm, day, guarding=guarding) for item in items]
        known = [reading.p for reading in read if reading.p is not None]
        adjusted = iter(holm(known) if guarding else benjamini_hochberg(known))
        return tuple(reading if reading.p is None else replace(reading, p=next(adjusted)) for reading in read)

    def _reading(self, item: Measured, arm: Arm, day: date, *, guarding: bool) -> Reading:
        control, variant = (self._sums(item, self._until(one, day)) for one in (self.trial.control, arm))
        figures = (self._figure(item, control), self._figure(item, variant))
        pair = (self.trial.control, arm)
        capped = [self._gathered(item, self._until(one, day), capped=True) for one in pair]
        arms = samples(capped[0], capped[1])
        shown = always_valid(*arms, self.trial.planned, scale="log")
        events = min(self._events(item, control), self._events(item, variant))
        if isinstance(shown, NotEnough) or events < BURN_IN_EVENTS:
            return Reading(item, figures, None, None)
        p = shown.p
        if guarding:  # all of them are better low
            worse = always_valid(
                *arms, self.trial.planned, scale="log", side="greater", against=log(1 + TOLERANCE)
            )
            p = worse.p if isinstance(worse, Effect) else 1.0
        return Reading(item, figures, Change.of(shown), p)

    def _grouped(self, by: str, arm: Arm, last: date) -> Grouped:
        groups = [group for group in self.data.split[by] if group.day <= last]
        pasts = self.data.pasts.get(by) if self.trial.past_days else None
        return grouped(self.trial, arm, by, groups, cents=self.data.unit_cents, pasts=pasts)

    def _until(self, arm: Arm, day: date) -> list[Group]:
        last = day - timedelta(days=self.trial.window_days)
        return [group for group in self.groups[arm.code] if group.day <= last]

    def _units(self, groups: Sequence[Group]) -> int:
        if self.trial.unit == "list":
            return len({group.by for group in groups})
        return sum(group.units for group in groups)

    def _sums(self, item: Measured, groups: Sequence[Group]) -> Sums:
        return self._gathered(item, groups).sums()

    def _gathered(self, item: Measured, groups: Sequence[Group], *, capped: bool = False) -> Gathered:
        found = Gathered(item, clustered=self.trial.unit == "list", capped=capped)
        for group in groups:
            found.add(group)
        return found

    def _held(self, item: Measured) -> bool:
        """Tell whether the data holds a figure: something of it was counted."""
        return any(group.counts[item.events] for groups in self.groups.values() for group in groups)

    def _events(self, item: Measured, sums: Sums) -> float:
        return sums.x if item.events in item.top else sums.y

    def _figure(self, item: Measured, sums: Sums) -> Figure:
        return figure(item, sums, self.data.unit_cents)
