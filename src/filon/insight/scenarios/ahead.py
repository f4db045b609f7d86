"""What the calls that a plan is learnt from will still sign: their open deals, and appointments without a deal yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from filon.insight.maturity.study import Deals, grounds
from filon.insight.maturity.trust import drifted
from filon.insight.methods.forecast import DRAWS, PSEUDO_UNITS, Curves, forecast
from filon.insight.methods.incidence import OPEN, WON, Outcomes, aalen_johansen, horizon
from filon.insight.methods.interval import Interval, NotEnough
from filon.insight.methods.tail import tail
from filon.metrics.definitions import reasons
from filon.metrics.engine import Engine
from filon.metrics.gather.deals import deals
from filon.metrics.gather.waiting import Waiting, waiting
from filon.metrics.language.query import ALL_TIME, Query
from filon.terms.period import Period
from filon.terms.scope import Scope
from filon.terms.text import Text

Floats = NDArray[np.float64]

_EDGES = (0.025, 0.975)
UP_TO_A_HORIZON = Text(
    "les contrats ne sont comptés que jusqu'à l'horizon demandé",
    "contracts only count up to the horizon asked",
)


@dataclass(frozen=True)
class Ahead:
    """The contracts still to come of some calls: how many are expected, and draws of it (draws,).

    `open` deals are counted for what they should still sign; appointments without a deal yet for `met` of the contracts
    expected, deals older than any seen long enough (`horizon`, in days) for `late` ones. Months that began before `settled`
    have next to nothing to come.
    """

    expected: float
    likely: Floats
    open: float
    met: float
    late: float
    horizon: int
    settled: date
    drifting: bool

    @property
    def interval(self) -> Interval:
        """The 95% interval of the contracts to come."""
        low, high = np.quantile(self.likely, _EDGES)
        return Interval(float(low), float(high), "aalen-johansen, bootstrap")


def ahead(engine: Engine, query: Query, span: Period, scope: Scope) -> Ahead | Text:
    """Return what the calls of a span will still sign, or why nobody can say.

    The query is of a cohort; its filters say whose calls. Raises the faults of `Engine.context`.
    """
    if query.horizon_months is not None:
        return UP_TO_A_HORIZON
    whole = engine.context(replace(query, by=(), where={}, period=ALL_TIME), scope)
    every = deals(whole, ("month",))
    own = deals(engine.context(replace(query, by=(), period=span), scope), ("month",))
    if not own:
        return reasons.NO_DEAL
    met = waiting(engine.context(replace(query, by=(), period=ALL_TIME), scope))
    return to_come(own, every, met, span=span, today=engine.lake.snapshot.published_at.date())


def to_come(
    own: Deals, every: Deals, met: Sequence[Waiting], *, span: Period, today: date, seed: int = 0
) -> Ahead | Text:
    """Return what some deals of a span, and appointments of it that are not deals yet, will still sign.

    The curve is theirs, drawn to that of `every` deal where there are enough others: drawn to themselves, they would look
    surer than they are. That from appointment to deal is of all the prospects `met`.
    """
    others = _number(every) - _number(own)
    projector, book, _ = grounds(own, every if others >= PSEUDO_UNITS else None, today, seed)
    curves, coming = projector.ahead(book)
    if isinstance(coming, Text) or isinstance(curves, Text):
        return coming if isinstance(coming, Text) else reasons.NO_DEAL
    today, rng = projector.today, np.random.default_rng((seed, 2))
    later = tail(curves.estimate.outcomes, len(coming.wins.likely), rng)
    known = book.known(today)
    still = known.event == OPEN
    ages, place = np.unique(known.age[still], return_inverse=True)
    count = np.round(np.bincount(place, known.count[still], len(ages))).astype(np.int64)
    late = rng.binomial(count, later.chance(ages, curves.horizon)).sum(axis=1, dtype=float)
    each = curves.resampled.won_by(curves.horizon) + later.chance([0.0], curves.horizon)[:, 0]
    more = rng.binomial(_of_appointments(met, span, today, rng), np.minimum(each, 1.0)).astype(float)
    return Ahead(
        coming.wins.expected + coming.unbilled + float(late.mean() + more.mean()),
        coming.wins.likely + coming.unbilled + late + more,
        known.number(OPEN),
        float(more.mean()),
        float(late.mean()),
        curves.horizon,
        today - timedelta(days=curves.horizon),
        any(each.sure for each in drifted(projector.parent, today)),
    )


def _number(some: Deals) -> float:
    return sum(deal.deals for alike in some.values() for deal in alike)


def _of_appointments(
    met: Sequence[Waiting], span: Period, today: date, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return draws of the deals that appointments of a span without one will open; none where few ever did."""
    none = np.zeros(DRAWS, dtype=np.int64)
    known = [one for one in met if one.booked <= today]
    opened = [one.opened if one.opened and one.opened <= today else None for one in known]
    ages = [max(0, ((day or today) - one.booked).days) for one, day in zip(known, opened, strict=True)]
    events = [OPEN if day is None else WON for day in opened]
    outcomes = Outcomes.of(ages, events, [one.prospects for one in known])
    far = horizon(aalen_johansen(outcomes))
    if isinstance(far, NotEnough):
        return none
    kept = [
        (age, one.prospects)
        for one, day, age in zip(known, opened, ages, strict=True)
        if day is None and age < far and one.booked in span
    ]
    if not kept:
        return none
    found = forecast(Curves.of(outcomes, far, rng), [age for age, _ in kept], [many for _, many in kept], rng)
    return found.likely.astype(np.int64)
