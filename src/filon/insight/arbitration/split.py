"""The split of the budget that brings most, and what it changes over a year."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf, isinf

import numpy as np

from filon.insight.arbitration.asked import BudgetOutOfReach, NotEnoughHours, Wanted
from filon.insight.arbitration.found import Hours, Place, Proposal
from filon.insight.arbitration.history import WINDOW_MONTHS, History
from filon.insight.arbitration.limits import Limits, ceiling
from filon.insight.arbitration.lines import Line
from filon.insight.methods.budget import CannotSpend, Curve, Shared, Split, best_split
from filon.insight.methods.response import Numbers


@dataclass(frozen=True)
class Movable:
    """The lines that may be moved, and those that stay as they are and spend on."""

    lines: Sequence[Line]
    others: Sequence[Line]

    @property
    def today(self) -> Numbers:
        """What each line that may be moved spends by month."""
        return np.array([one.place.monthly for one in self.lines])

    @property
    def kept(self) -> float:
        """What the others spend by month, save those of which nothing is sure."""
        return sum(one.place.monthly for one in self.others if one.place.aside is None)


def split(
    movable: Movable, wanted: Wanted, history: History, limits: Limits
) -> tuple[list[Place], Proposal, Hours | None]:
    """Return the lines with what is proposed for each, the proposal, and the hours it takes.

    Raises BudgetOutOfReach, NotEnoughHours.
    """
    lines, today, kept, months = movable.lines, movable.today, movable.kept, len(history.window)
    budget = float(today.sum()) if wanted.budget is None else wanted.budget - kept
    room = _Room.of(movable, wanted, limits)
    curves = [_curve(one, months) for one in map(Line.condensed, lines)]
    try:
        best = best_split(curves, budget, room.bounds, room.shared)
    except CannotSpend as error:
        raise room.refusal(error, budget, kept) from error
    gains = _gains(lines, today, best.spends, months)
    low, high = (float(edge) for edge in np.quantile(gains, (0.1, 0.9)))
    replayed = sum(
        float(one.brought(one.pattern.sum(), history.exposure[one.place.value][-months:]).mean())
        for one in lines
    )
    beyond = [_beyond(one, spend, history) for one, spend in zip(lines, best.spends, strict=True)]
    proposal = Proposal(
        budget + kept, float(today.sum()) + kept, float(gains.mean()), low, high, float((gains > 0).mean()), best.slope,
        replayed, sum(one.seen for one in lines), beyond=_ratio(sum(beyond), float(best.spends.sum())),
    )  # fmt: skip
    if proposal.more:
        with suppress(CannotSpend):  # ceilings may lie below today's spending
            same = best_split(curves, float(today.sum()), room.bounds, room.shared)
            unchanged = float(_gains(lines, today, same.spends, months).mean())
            proposal = replace(proposal, unchanged=unchanged)
    places = [
        room.placed(place, float(spend), _ratio(more, float(spend)))
        for place, (spend, more) in enumerate(zip(best.spends, beyond, strict=True))
    ]
    return places, proposal, room.used(best)


@dataclass(frozen=True)
class _Room:
    """The bounds of each line, which of them are those of its prospects, and the hours to share."""

    lines: Sequence[Line]
    wide: Sequence[tuple[float, float]]  # without the limits of history
    bounds: Sequence[tuple[float, float]]
    shared: Shared | None
    hours: Hours | None
    each: Numbers  # hours that a unit of money takes
    fixed: float  # hours of the lines that stay as they are

    @classmethod
    def of(cls, movable: Movable, wanted: Wanted, limits: Limits) -> "_Room":
        wide, bounds = [], []
        for one in movable.lines:
            name, today = str(one.place.value), one.place.monthly
            typed, left = wanted.most_of.get(name, inf), one.place.prospects
            held = wanted.heeds_prospects and name not in wanted.most_of and left is not None
            wide.append((min(wanted.least * today, typed), min(wanted.most * today, typed)))
            most = ceiling(today, left) if held and left is not None else inf
            bounds.append((min(wide[-1][0], most), min(wide[-1][1], most)))
        hours = limits.hours
        each = np.array([limits.taken.get(one.place.value, 0.0) for one in movable.lines])
        fixed = sum(limits.taken.get(one.place.value, 0.0) * one.place.monthly for one in movable.others)
        heeded = hours is not None and wanted.heeds_hours
        shared = Shared(each.tolist(), hours.most - fixed) if heeded and hours is not None else None
        return cls(movable.lines, wide, bounds, shared, hours, each, fixed)

    def refusal(self, error: CannotSpend, budget: float, kept: float) -> BudgetOutOfReach | NotEnoughHours:
        """Return the fault that says why the budget cannot be spent."""
        if isinf(error.most) and self.hours is not None:
            least = float(self.each @ np.array([low for low, _ in self.bounds]))
            return NotEnoughHours(self.hours.most, self.fixed + least)
        limited = error.most < sum(high for _, high in self.wide) - 0.5
        return BudgetOutOfReach(budget + kept, error.least + kept, error.most + kept, limited=limited)

    def placed(self, place: int, spend: float, beyond: float) -> Place:
        """Return a line with what is proposed for it."""
        low, high = self.bounds[place]
        near = 1e-3 * max(high, 1.0)
        bound = -1 if spend < low + near else 1 if spend > high - near else 0
        by_prospects = bound == 1 and high < self.wide[place][1]
        return replace(
            self.lines[place].place, proposed=spend, bound=bound, by_prospects=by_prospects, beyond=beyond
        )

    def used(self, best: Split) -> Hours | None:
        """Return the hours, with those of today and of the proposal, of the lines that spend on."""
        if self.hours is None:
            return None
        today = self.each @ np.array([one.place.monthly for one in self.lines])
        return replace(
            self.hours,
            today=float(today) + self.fixed,
            proposed=float(self.each @ best.spends) + self.fixed,
            short=best.price > 0,
        )


def _curve(one: Line, months: int) -> Curve:
    return Curve(
        lambda spend: float(one.brought(spend * months).mean()) / months,
        lambda spend: float(one.slope(spend * months).mean()),
    )


def _gains(lines: Sequence[Line], today: Numbers, proposed: Numbers, months: int) -> Numbers:
    """Return draws of what a split gains over a year: the margin it adds, less the spending it adds."""
    added = sum(
        one.brought(after * months) - one.brought(before * months)
        for one, before, after in zip(lines, today, proposed, strict=True)
    )
    return np.asarray(added - (proposed.sum() - today.sum()) * months) * (WINDOW_MONTHS / months)


def _beyond(one: Line, spend: float, history: History) -> float:
    """Return the part of a monthly spending, spread as it was, that exceeds the most ever spent in a month."""
    ever = history.spent(one.place.value, history.months).max()
    spread = one.pattern * (spend * len(one.pattern) / one.pattern.sum())
    return float(np.maximum(spread - ever, 0).mean())


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
