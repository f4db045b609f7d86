"""Where the next euro goes: what one more brings to each channel, organisation or segment, and a better split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil

import numpy as np

from filon.insight.methods.budget import CannotSpend, Curve, best_split
from filon.insight.methods.interval import LEVEL, Interval, NotEnough
from filon.insight.methods.pooling import pooled
from filon.insight.methods.response import Numbers, Response, arrived, fit
from filon.metrics.answer import Answer, Row
from filon.metrics.engine import Engine
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.gather import delays
from filon.metrics.gather.delays import Signed
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.terms.faults import Fault, UnknownName
from filon.terms.period import add_months
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text, plural

METRICS = (
    "cost_total", "contracts", "margin", "return_multiple", "appointments_validated",
    "cost_per_validated_appointment", "break_even_price_per_validated_appointment",
)  # fmt: skip
WINDOW_MONTHS = 12  # the months whose spending is shared out anew
IDLE_MONTHS = 6  # without spending in so many last months, one has stopped
LEAST, MOST = 0.7, 1.5  # of today's spending: farther, nobody has seen what the curve does
SURE = 0.8  # the probability from which a move is proposed
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a proposal must keep to; amounts are in the currency, by month.

    `budget` is today's spending where None. `keep` names what stays as it is, `most_of` what may not spend more.
    """

    budget: float | None = None
    least: float = LEAST
    most: float = MOST
    keep: frozenset[str] = frozenset()
    most_of: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere money goes: its figures, what one more euro brings there, and what is proposed.

    `monthly` is today's spending by month, `proposed` the spending proposed; `marginal` is the margin that one more
    unit brings, with its interval; `curve_told` is False where the data does not say how the return falls, and a
    usual fall is assumed. `aside` tells why nothing is proposed. `bound` is −1 or 1 where the proposal
    stops at the least or the most allowed.
    """

    value: Value
    row: Row
    monthly: float
    marginal: float | None = None
    interval: Interval | None = None
    curve_told: bool = False
    aside: Text | None = None
    proposed: float | None = None
    bound: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A split of the budget: what it changes over a year, and how probable it is that it beats today's.

    Amounts are in the currency; `gain` is the change of margin less the change of spending, with the bounds that hold
    80 % of the draws. `slope` is what one more unit of the whole budget would bring. `replayed` and `seen`
    are the margin that the curves give for the spending of the window, as far as it had time to come, and the one that
    was signed: the nearer, the better the curves tell the past.
    """

    budget: float
    gain: float
    low: float
    high: float
    better: float
    slope: float
    replayed: float
    seen: float


@dataclass(frozen=True, slots=True)
class Arbitration:
    """The places, those with most to bring first and those set aside last, and a better split where there is one."""

    answer: Answer
    dimension: str
    months: tuple[str, ...]
    places: tuple[Place, ...]
    proposal: Proposal | None
    refusal: Text | None = None


class BudgetOutOfReach(Fault):
    """The bounds leave no way to spend the budget."""

    def __init__(self, budget: float, least: float, most: float) -> None:
        super().__init__(
            f"Un budget de {budget:.0f} par mois ne tient pas dans les bornes : elles permettent de {least:.0f} à "
            f"{most:.0f}. Changez le budget, ou les bornes.",
            f"A budget of {budget:.0f} a month does not fit the bounds: they allow {least:.0f} to {most:.0f}. "
            "Change the budget, or the bounds.",
        )


def arbitrate(
    engine: Engine, query: Query, dimension: str, wanted: Wanted | None = None, scope: Scope = EVERYTHING
) -> Arbitration:
    """Study where the money of a query goes by a dimension, and propose a better split of it.

    The query's filters, attribution and period count; results are taken by the call they came from, and the months
    are those that are over by the end of the period. Raises the faults of
    `Engine.answer`, UnknownName for a name that is no place, BudgetOutOfReach.
    """
    wanted = wanted or Wanted()
    query = replace(query, view="cohort", horizon_months=None)
    answer = engine.answer(replace(query, metrics=METRICS, by=(dimension,)), scope)
    _check(wanted, [str(row.dimensions[dimension]) for row in answer.rows])
    history = _History.of(engine, query, dimension, scope)
    found = [
        _study(row, row.dimensions[dimension], history, seed) for seed, row in enumerate(answer.rows, start=1)
    ]
    found = [_priced(one) for one in _pooled(found)]
    movable = [one for one in found if one.curve is not None and str(one.place.value) not in wanted.keep]
    kept = [_kept(one, wanted) for one in found if one not in movable]
    months = tuple(f"{month:%Y-%m}" for month in history.window)
    if len(movable) < 2:
        places = [*(one.place for one in movable), *kept]
        return Arbitration(answer, dimension, months, _ordered(places), None, _TOO_FEW_PLACES)
    moved, proposal = _split(
        movable, wanted, sum(place.monthly for place in kept if place.aside is None), history
    )
    return Arbitration(answer, dimension, months, _ordered([*moved, *kept]), proposal)


_TOO_FEW_PLACES = Text(
    f"Rien à déplacer : il faut au moins deux lignes d'au moins {MIN_EVENTS} contrats et qui dépensent encore.",
    f"Nothing to move: it takes at least two lines with {MIN_EVENTS} contracts or more that still spend.",
)


@dataclass(frozen=True)
class _History:
    """Spending and contracts by place and month, and how late contracts come."""

    months: tuple[date, ...]
    spend: Mapping[Value, Mapping[date, float]]
    signed: Mapping[Value, Sequence[Signed]]
    exposure: Mapping[date, float]

    @classmethod
    def of(cls, engine: Engine, query: Query, dimension: str, scope: Scope) -> "_History":
        costs = engine.answer(replace(query, metrics=("cost_total",), by=(dimension, "month")), scope)
        current = min(filter(None, (costs.as_of.date(), query.period.end))).replace(day=1)
        spend: dict[Value, dict[date, float]] = {}
        for row in costs.rows:
            value, month = row.dimensions[dimension], row.dimensions["month"]
            cost = row.cells["cost_total"].value
            if (
                month is not None
                and cost is not None
                and (day := date.fromisoformat(f"{month}-01")) < current
            ):
                spend.setdefault(value, {})[day] = float(cost)
        context = engine.context(replace(query, metrics=("contracts",)), scope)
        signed = {key[0]: rows for key, rows in delays.gather(context, (dimension,)).items()}
        begin = min((month for months in spend.values() for month in months), default=current)
        months = tuple(_months(begin, current))
        every = [one for rows in signed.values() for one in rows]
        return cls(months, spend, signed, _exposure(every, months))

    @property
    def window(self) -> tuple[date, ...]:
        """The last complete months."""
        return self.months[-WINDOW_MONTHS:]

    def spent(self, value: Value, months: Sequence[date]) -> Numbers:
        """Return what a place spent in each month."""
        known = self.spend.get(value, {})
        return np.array([known.get(month, 0.0) for month in months])

    def contracts(self, value: Value) -> Numbers:
        """Return the contracts that came of each month, signed by the end of the last one."""
        counted = dict.fromkeys(self.months, 0.0)
        for one in self.signed.get(value, ()):
            if one.origin in counted and one.signed <= self.months[-1]:
                counted[one.origin] += one.contracts
        return np.array(list(counted.values()))


def _months(begin: date, end: date) -> list[date]:
    months = []
    while begin < end:
        months.append(begin)
        begin = add_months(begin, 1)
    return months


def _exposure(signed: Sequence[Signed], months: Sequence[date]) -> dict[date, float]:
    """Return the share of each month's contracts that had time to be signed, all places together."""
    size = len(months)
    counts = np.full((size, size), np.nan)
    for place in range(size):
        counts[place, : size - place] = 0.0
    index = {month: place for place, month in enumerate(months)}
    for one in signed:
        origin, end = index.get(one.origin), index.get(one.signed)
        if origin is not None and end is not None and end >= origin:
            counts[origin, end - origin] += one.contracts
    shares = arrived(counts) if size else np.array([])
    return {month: float(shares[size - 1 - place]) for place, month in enumerate(months)}


@dataclass(frozen=True)
class _Studied:
    """A place, and where its curve is known what it gives for any spending of the window."""

    place: Place
    pattern: Numbers
    curve: Response | None = None
    worth: Numbers | None = None  # draws of the margin of a contract
    seen: float = 0.0

    def brought(self, spend: float, exposure: Numbers | float = 1.0) -> Numbers:
        """Return draws of the margin that a spending brings, spread over the window as it was."""
        assert self.curve is not None and self.worth is not None  # noqa: S101, PT018 - asked of movable places only
        return np.asarray(
            self.worth * self.curve.brought(self.pattern * spend / self.pattern.sum(), exposure)
        )

    def slope(self, spend: float) -> Numbers:
        """Return draws of the margin that one more unit brings there."""
        assert self.curve is not None and self.worth is not None  # noqa: S101, PT018 - asked of movable places only
        return np.asarray(self.worth * self.curve.slope(self.pattern * spend / self.pattern.sum()))


def _study(row: Row, value: Value, history: _History, seed: int) -> _Studied:
    pattern = history.spent(value, history.window)
    place = Place(value, row, float(pattern.sum()) / max(len(history.window), 1))
    if value is None:
        return _Studied(replace(place, aside=Text("non attribué", "unattributed")), pattern)
    if row.cells["cost_total"].value is None:
        return _Studied(replace(place, aside=row.cells["cost_total"].reason), pattern)
    if not pattern[-IDLE_MONTHS:].sum() > 0:
        aside = Text(f"aucune dépense depuis {IDLE_MONTHS} mois", f"no spending for {IDLE_MONTHS} months")
        return _Studied(replace(place, aside=aside), pattern)
    signed = history.signed.get(value, ())
    unknown = sum(one.unknown for one in signed)
    if unknown:
        many = _contracts(ceil(unknown))
        aside = Text(f"marge inconnue sur {many.fr}", f"margin unknown on {many.en}")
        return _Studied(replace(place, aside=aside), pattern)
    curve = fit(
        history.spent(value, history.months),
        history.contracts(value),
        np.array([history.exposure[month] for month in history.months]),
        draws=DRAWS,
        seed=seed,  # each line its own: draws that err together would hide how much lines differ by chance
    )
    worth = _worth(signed, seed)
    if isinstance(curve, NotEnough) or worth is None:
        many = _contracts(round(sum(one.contracts for one in signed)))
        aside = Text(f"{many.fr} : trop peu", f"{many.en}: too few")
        return _Studied(replace(place, aside=aside), pattern)
    return _Studied(place, pattern, curve, worth, _seen(signed, history))


def _pooled(found: Sequence[_Studied]) -> list[_Studied]:
    """Return the lines, their returns brought nearer one another as far as chance alone may set them apart."""
    returns = {
        place: one.brought(float(one.pattern.sum())) / one.pattern.sum()
        for place, one in enumerate(found)
        if one.worth is not None and one.worth.min() > 0
    }
    shrunk = dict(zip(returns, pooled(list(returns.values())), strict=True))
    return [
        replace(one, worth=one.worth * shrunk[place] / returns[place])
        if one.worth is not None and place in returns
        else one
        for place, one in enumerate(found)
    ]


def _contracts(number: int) -> Text:
    return plural(number, ("contrat", "contrats"), ("contract", "contracts"))


def _priced(one: _Studied) -> _Studied:
    """Return a studied place with what one more unit brings today, where its curve is known."""
    if one.curve is None:
        return one
    slopes = one.slope(float(one.pattern.sum()))
    tail = (1 - LEVEL) / 2
    low, middle, high = (float(edge) for edge in np.quantile(slopes, (tail, 0.5, 1 - tail)))
    interval = Interval(low, high, "response curve")
    return replace(
        one, place=replace(one.place, marginal=middle, interval=interval, curve_told=one.curve.told)
    )


def _worth(signed: Sequence[Signed], seed: int) -> Numbers | None:
    """Return draws of the mean margin of a contract: positive where it is, which Student's may not be; None below two."""
    count = sum(one.contracts for one in signed)
    if count < 2:
        return None
    total = sum(one.margin_cents for one in signed) / 100
    squares = sum(one.margin_squares for one in signed) / 10_000
    error = np.sqrt(max(0.0, squares - total * total / count) / (count - 1) / count)
    mean, generator = total / count, np.random.default_rng((seed, 2))
    if mean > 0 and error > 0:
        shape = (mean / error) ** 2
        return np.asarray(generator.gamma(shape, mean / shape, DRAWS))
    return np.asarray(mean + error * generator.standard_t(count - 1, DRAWS))


def _seen(signed: Sequence[Signed], history: _History) -> float:
    """Return the margin that came of the window's calls by the end of it."""
    return sum(
        one.margin_cents / 100
        for one in signed
        if one.origin in history.window and one.signed <= history.months[-1]
    )


def _kept(one: _Studied, wanted: Wanted) -> Place:
    if one.place.aside is None and str(one.place.value) in wanted.keep:
        return replace(one.place, proposed=one.place.monthly)
    return one.place


def _split(
    movable: Sequence[_Studied], wanted: Wanted, kept: float, history: _History
) -> tuple[list[Place], Proposal]:
    months = len(history.window)
    today = np.array([one.place.monthly for one in movable])
    budget = float(today.sum()) if wanted.budget is None else wanted.budget - kept
    bounds = [
        (low := wanted.least * spend, max(low, min(wanted.most * spend, wanted.most_of.get(str(one.place.value), np.inf))))
        for one, spend in zip(movable, today, strict=True)
    ]  # fmt: skip
    curves = [
        Curve(
            lambda spend, one=one: float(one.brought(spend * months).mean()) / months,  # type: ignore[misc]
            lambda spend, one=one: float(one.slope(spend * months).mean()),  # type: ignore[misc]
        )
        for one in movable
    ]
    try:
        split = best_split(curves, budget, bounds)
    except CannotSpend as error:
        raise BudgetOutOfReach(budget + kept, error.least + kept, error.most + kept) from error
    gains = (
        sum(
            one.brought(after * months) - one.brought(before * months)
            for one, before, after in zip(movable, today, split.spends, strict=True)
        )
        - (budget - today.sum()) * months
    )
    gains = np.asarray(gains) * (WINDOW_MONTHS / months)
    low, high = (float(edge) for edge in np.quantile(gains, (0.1, 0.9)))
    exposure = np.array([history.exposure[month] for month in history.window])
    replayed = sum(float(one.brought(one.pattern.sum(), exposure).mean()) for one in movable)
    proposal = Proposal(
        budget + kept, float(gains.mean()), low, high, float((gains > 0).mean()), split.slope,
        replayed, sum(one.seen for one in movable),
    )  # fmt: skip
    places = [
        replace(one.place, proposed=float(spend), bound=_bound(spend, edges))
        for one, spend, edges in zip(movable, split.spends, bounds, strict=True)
    ]
    return places, proposal


def _bound(spend: float, edges: tuple[float, float]) -> int:
    low, high = edges
    near = 1e-3 * max(high, 1.0)
    return -1 if spend < low + near else 1 if spend > high - near else 0


def _ordered(places: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(
        sorted(
            places, key=lambda one: (one.marginal is None, -(one.marginal or 0), -one.monthly, str(one.value))
        )
    )


def _check(wanted: Wanted, known: Sequence[str]) -> None:
    for name in (*wanted.keep, *wanted.most_of):
        if name not in known:
            raise UnknownName(Text("Ligne", "line"), name, known)
