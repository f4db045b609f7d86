"""The split of the budget that brings most, and what it changes over a year."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from math import inf

import numpy as np

from filon.insight.arbitration.asked import BudgetOutOfReach, Wanted
from filon.insight.arbitration.found import Place, Proposal
from filon.insight.arbitration.history import WINDOW_MONTHS, History
from filon.insight.arbitration.lines import Line
from filon.insight.methods.budget import CannotSpend, Curve, best_split
from filon.insight.methods.response import Numbers


def split(
    movable: Sequence[Line], wanted: Wanted, kept: float, history: History
) -> tuple[list[Place], Proposal]:
    """Return the movable lines with what is proposed for each, and the proposal; `kept` is spent on others, by month.

    Raises BudgetOutOfReach.
    """
    months = len(history.window)
    today = np.array([one.place.monthly for one in movable])
    budget = float(today.sum()) if wanted.budget is None else wanted.budget - kept
    ceilings = [wanted.most_of.get(str(one.place.value), inf) for one in movable]
    bounds = [
        (min(wanted.least * spend, ceiling), min(wanted.most * spend, ceiling))
        for spend, ceiling in zip(today, ceilings, strict=True)
    ]
    curves = [
        Curve(
            lambda spend, one=one: float(one.brought(spend * months).mean()) / months,  # type: ignore[misc]
            lambda spend, one=one: float(one.slope(spend * months).mean()),  # type: ignore[misc]
        )
        for one in map(Line.condensed, movable)
    ]
    try:
        best = best_split(curves, budget, bounds)
    except CannotSpend as error:
        raise BudgetOutOfReach(budget + kept, error.least + kept, error.most + kept) from error
    gains = _gains(movable, today, best.spends, months)
    low, high = (float(edge) for edge in np.quantile(gains, (0.1, 0.9)))
    replayed = sum(
        float(one.brought(one.pattern.sum(), history.exposure[one.place.value][-months:]).mean())
        for one in movable
    )
    proposal = Proposal(
        budget + kept, float(today.sum()) + kept, float(gains.mean()), low, high, float((gains > 0).mean()), best.slope,
        replayed, sum(one.seen for one in movable),
    )  # fmt: skip
    if proposal.more:
        with suppress(CannotSpend):  # ceilings may lie below today's spending
            same = best_split(curves, float(today.sum()), bounds)
            unchanged = float(_gains(movable, today, same.spends, months).mean())
            proposal = replace(proposal, unchanged=unchanged)
    places = [
        replace(one.place, proposed=float(spend), bound=_bound(spend, edges))
        for one, spend, edges in zip(movable, best.spends, bounds, strict=True)
    ]
    return places, proposal


def _gains(movable: Sequence[Line], today: Numbers, split: Numbers, months: int) -> Numbers:
    """Return draws of what a split gains over a year: the margin it adds, less the spending it adds."""
    added = sum(
        one.brought(after * months) - one.brought(before * months)
        for one, before, after in zip(movable, today, split, strict=True)
    )
    return np.asarray(added - (split.sum() - today.sum()) * months) * (WINDOW_MONTHS / months)


def _bound(spend: float, edges: tuple[float, float]) -> int:
    low, high = edges
    near = 1e-3 * max(high, 1.0)
    return -1 if spend < low + near else 1 if spend > high - near else 0
