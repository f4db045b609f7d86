"""Reads a test: sums of its arms as they stood at the end of each day, and what they say of each variant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, log

from filon.insight.experiments.exposures import Group, Strays
from filon.insight.experiments.measured import GUARDRAILS, PRIMARY, Measured
from filon.insight.experiments.trial import Arm, Trial
from filon.insight.experiments.watch import (
    Change,
    Comparison,
    Figure,
    Grouped,
    Look,
    Part,
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
from filon.insight.methods.samples import Sums, of_units, ratio
from filon.terms.period import days

BURN_IN_DAYS, BURN_IN_EVENTS = 14, 10
TOLERANCE = 0.10  # by how much a guardrail may get worse before it is held against a variant
NEEDED_CLUSTERS = 5  # of each arm, for an interval over operators or lists


@dataclass(frozen=True, slots=True)
class Data:
    """What was read of a test; `split` holds the groups by operator and by list, `misplaced` the clusters dropped.

    `unit_cents` is what a call cost on average (None: unknown), `limit_cents` what the test may cost (None: no limit).
    """

    as_of: date
    groups: Sequence[Group]
    strays: Strays
    split: Mapping[str, Sequence[Group]]
    misplaced: int | None = None
    unit_cents: float | None = None
    limit_cents: int | None = None


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
        return Comparison(
            arm,
            change,
            looks,
            self._readings(guardrails, arm, day, guarding=True),
            self._readings([item for item in others if self._held(item)], arm, day, guarding=False),
            tuple(self._grouped(by, groups, arm, day) for by, groups in self.data.split.items()),
            self._further(arm, day),
        )

    def _further(self, arm: Arm, day: date) -> int | None:
        item = self.trial.measured
        effect = self._effect(*(self._sums(item, self._until(one, day)) for one in (self.trial.control, arm)))
        if isinstance(effect, NotEnough):
            return None
        alpha, planned = 1 - self.trial.level, self.trial.planned
        return ceil(
            further_units(self.trial.sought, effect.error, effect.units, alpha=alpha, planned=planned)
        )

    def _looks(self, arm: Arm, end: date) -> Iterable[Look]:
        """Give what one saw day after day, from the end of the burn-in on."""
        item, window = self.trial.measured, timedelta(days=self.trial.window_days)
        running = {
            code: _Running(clustered=self.trial.unit == "list")
            for code in (self.trial.control.code, arm.code)
        }
        waiting = {code: list(reversed(self.groups[code])) for code in running}
        for day in days(self.trial.launched + window, end):
            for code, arm_sums in running.items():
                while waiting[code] and waiting[code][-1].day <= day - window:
                    arm_sums.add(waiting[code].pop(), item)
            control, variant = (arm_sums.sums() for arm_sums in running.values())
            if (day - window - self.trial.launched).days + 1 < BURN_IN_DAYS:
                continue
            if min(self._events(item, control), self._events(item, variant)) < BURN_IN_EVENTS:
                continue
            effect = self._effect(control, variant)
            if isinstance(effect, Effect):
                yield Look(day, int(control.units + variant.units), Change.of(effect))

    def _effect(self, control: Sums, variant: Sums) -> Effect | NotEnough:
        return always_valid(
            ratio(control), ratio(variant), self.trial.planned, scale="log", level=self.trial.level
        )

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
        samples = ratio(control), ratio(variant)
        shown = always_valid(*samples, self.trial.planned, scale="log")
        events = min(self._events(item, control), self._events(item, variant))
        if isinstance(shown, NotEnough) or events < BURN_IN_EVENTS:
            return Reading(item, figures, None, None)
        p = shown.p
        if guarding:  # all of them are better low
            worse = always_valid(
                *samples, self.trial.planned, scale="log", side="greater", against=log(1 + TOLERANCE)
            )
            p = worse.p if isinstance(worse, Effect) else 1.0
        return Reading(item, figures, Change.of(shown), p)

    def _grouped(self, by: str, groups: Sequence[Group], arm: Arm, day: date) -> Grouped:
        """Compare within each operator or list, then as if each were one unit."""
        item, pair = self.trial.measured, (self.trial.control.code, arm.code)
        last = day - timedelta(days=self.trial.window_days)
        found: dict[int, dict[str, Sums]] = {}
        for group in groups:
            if group.by is not None and group.day <= last and group.variant in pair:
                arms = found.setdefault(group.by, {code: Sums() for code in pair})
                arms[group.variant] += _sums_of(group, item)
        parts = tuple(
            Part(
                number,
                (int(arms[pair[0]].units), int(arms[pair[1]].units)),
                (self._figure(item, arms[pair[0]]), self._figure(item, arms[pair[1]])),
            )
            for number, arms in found.items()
        )
        wholes = []
        for code in pair:
            there = [arms[code] for arms in found.values() if arms[code].units]
            wholes.append(of_units([sums.x for sums in there], [sums.y for sums in there]))
        effect = None
        if min(whole.units for whole in wholes) >= NEEDED_CLUSTERS:
            effect = always_valid(
                ratio(wholes[0]), ratio(wholes[1]), sum(w.units for w in wholes), scale="log"
            )
        return Grouped(by, parts, Change.of(effect) if isinstance(effect, Effect) else None)

    def _until(self, arm: Arm, day: date) -> list[Group]:
        last = day - timedelta(days=self.trial.window_days)
        return [group for group in self.groups[arm.code] if group.day <= last]

    def _units(self, groups: Sequence[Group]) -> int:
        if self.trial.unit == "list":
            return len({group.by for group in groups})
        return sum(group.units for group in groups)

    def _sums(self, item: Measured, groups: Sequence[Group]) -> Sums:
        running = _Running(clustered=self.trial.unit == "list")
        for group in groups:
            running.add(group, item)
        return running.sums()

    def _held(self, item: Measured) -> bool:
        """Tell whether the data holds a figure: something of it was counted."""
        return any(group.counts[item.events] for groups in self.groups.values() for group in groups)

    def _events(self, item: Measured, sums: Sums) -> float:
        return sums.x if item.events in item.top else sums.y

    def _figure(self, item: Measured, sums: Sums) -> Figure:
        cents = self.data.unit_cents if item.priced else 100.0
        value = sums.x / sums.y * cents / 100 if sums.y and cents is not None else None
        return Figure(sums.x, sums.y, value, item.unit)


class _Running:
    """Sums as units come in, one by one or gathered into the clusters they belong to."""

    def __init__(self, *, clustered: bool) -> None:
        self._clustered = clustered
        self._whole = Sums()
        self._clusters: dict[int | None, tuple[float, float]] = {}

    def add(self, group: Group, item: Measured) -> None:
        """Take units in."""
        if self._clustered:
            x, y = self._clusters.get(group.by, (0.0, 0.0))
            more = group.sums[item.id]
            self._clusters[group.by] = (x + more[0], y + more[1])
        else:
            self._whole += _sums_of(group, item)

    def sums(self) -> Sums:
        """Return the sums so far."""
        if not self._clustered:
            return self._whole
        pairs = self._clusters.values()
        return of_units([x for x, _ in pairs], [y for _, y in pairs])


def _sums_of(group: Group, item: Measured) -> Sums:
    return Sums(group.units, *group.sums[item.id])
