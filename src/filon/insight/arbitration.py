"""Where the next euro goes: what one more brings to each channel, organisation or segment, and a better split."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import ceil, floor, inf

import numpy as np

from filon.insight.methods.budget import CannotSpend, Curve, best_split
from filon.insight.methods.interval import LEVEL, Interval, NotEnough
from filon.insight.methods.pooling import pooled
from filon.insight.methods.response import Numbers, Response, fit
from filon.insight.spending import WINDOW_MONTHS, History
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.engine import Engine
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.gather.delays import Signed
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.terms import currency
from filon.terms.faults import Fault, UnknownName
from filon.terms.period import Period, add_months
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text, count, plural

METRICS = (
    "cost_total", "contracts", "margin", "return_multiple", "appointments_validated",
    "cost_per_validated_appointment", "break_even_price_per_validated_appointment",
)  # fmt: skip
IDLE_MONTHS = 6  # without spending in so many last months, one has stopped
LEAST, MOST = 0.7, 1.5  # of today's spending: farther, nobody has seen what the curve does
MONTHS_NEEDED = 3  # of spending: fewer do not tell how much months differ by chance
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

    def __post_init__(self) -> None:
        """Raise BadLimit for an amount or a bound that is none."""
        for limit in (self.budget or 0.0, self.least, self.most, *self.most_of.values()):
            if not 0 <= limit < inf:
                raise BadLimit((limit,), Text("un nombre, zéro ou davantage", "a number, zero or more"))
        if self.least > self.most:
            expected = Text("la plus petite des deux bornes d'abord", "the smaller of the two bounds first")
            raise BadLimit((self.least, self.most), expected)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere money goes: its figures, what one more euro brings there, and what is proposed.

    `row` is of the months studied. `monthly` is today's spending by month: that of all of them, the `active` ones and those
    without any; it is nothing for what has ended. `proposed` the spending proposed; `marginal` is the margin that one more
    unit brings, with its interval; `curve_told` is False where the data does not say how the return falls, and a
    usual fall is assumed. `aside` tells why nothing is proposed. `bound` is −1 or 1 where the proposal
    stops at the least or the most allowed.
    """

    value: Value
    row: Row
    monthly: float
    active: int = 0
    marginal: float | None = None
    interval: Interval | None = None
    curve_told: bool = False
    aside: Text | None = None
    proposed: float | None = None
    bound: int = 0

    @property
    def above(self) -> bool:
        """Tell whether the next unit brings more than the average one did to date."""
        average = self.row.cells["return_multiple"].value
        return self.marginal is not None and average is not None and self.marginal > average


@dataclass(frozen=True, slots=True)
class Proposal:
    """A split of the budget: what it changes over a year, and how probable it is that it beats today's.

    Amounts are in the currency; `gain` is the change of margin less the change of spending, with the bounds that hold
    80 % of the draws. `slope` is what one more unit of the whole budget would bring. `replayed` and `seen`
    are the margin that the curves give for the spending of the window, as far as it had time to come, and the one that
    was signed: the nearer, the better the curves tell the past. `today` is the budget as it is spent now; `unchanged`, what
    the best split of that one would gain, None where it is the budget proposed or lies out of the bounds.
    """

    budget: float
    today: float
    gain: float
    low: float
    high: float
    better: float
    slope: float
    replayed: float
    seen: float
    unchanged: float | None = None

    @property
    def more(self) -> float:
        """Return how much more the proposal spends than today, by month; nothing below one unit."""
        change = self.budget - self.today
        return change if abs(change) >= 1 else 0.0


@dataclass(frozen=True, slots=True)
class Arbitration:
    """The places, those with most to bring first and those set aside last, and a better split where there is one."""

    answer: Answer
    dimension: str
    months: tuple[str, ...]
    places: tuple[Place, ...]
    proposal: Proposal | None
    refusal: Text | None = None


class BadLimit(Fault):
    """A budget, a ceiling or a bound is none."""

    def __init__(self, seen: Sequence[float], expected: Text) -> None:
        numbers = " – ".join(f"{number:g}" for number in seen)
        super().__init__(
            f"Budget, plafond ou bornes illisibles : « {numbers} ». Attendu : {expected.fr}. Corrigez la demande.",
            f"Cannot use the budget, ceiling or bounds “{numbers}”. Expected: {expected.en}. Correct what you ask.",
        )


class BudgetOutOfReach(Fault):
    """The bounds leave no way to spend the budget."""

    def __init__(self, budget: float, least: float, most: float) -> None:
        asked, low, high = (currency.signed(count(amount)) for amount in (budget, ceil(least), floor(most)))
        super().__init__(
            f"Un budget de {asked.fr} par mois ne tient pas dans les bornes : elles permettent de {low.fr} à "
            f"{high.fr}. Changez le budget, ou les bornes.",
            f"A budget of {asked.en} a month does not fit the bounds: they allow {low.en} to {high.en}. "
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
    _check(wanted, [str(value) for row in answer.rows if (value := row.dimensions[dimension]) is not None])
    history = History.of(engine, query, dimension, scope)
    found = [
        _study(row, row.dimensions[dimension], history, seed) for seed, row in enumerate(answer.rows, start=1)
    ]
    found = [_priced(one) for one in _pooled(found)]
    answer, found = _over_window(engine, answer, found, history, scope)
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


def _over_window(
    engine: Engine, answer: Answer, found: Sequence["_Studied"], history: History, scope: Scope
) -> tuple[Answer, list["_Studied"]]:
    """Return the figures of the months studied, and the lines with theirs."""
    if not history.window:
        return answer, list(found)
    period = Period(history.window[0], add_months(history.window[-1], 1))
    answer = engine.answer(replace(answer.query, period=period), scope)
    (dimension,) = answer.query.by
    rows = {row.dimensions[dimension]: row for row in answer.rows}
    return answer, [
        replace(one, place=replace(one.place, row=rows.get(one.place.value, _without_figures(one.place.row))))
        for one in found
    ]


def _without_figures(row: Row) -> Row:
    reason = Text("rien dans les mois étudiés", "nothing in the months studied")
    return Row(
        row.dimensions, {name: Cell(None, cell.unit, reason=reason) for name, cell in row.cells.items()}
    )


_TOO_FEW_PLACES = Text(
    f"Rien à déplacer : il faut au moins deux lignes d'au moins {MIN_EVENTS} contrats et qui dépensent encore.",
    f"Nothing to move: it takes at least two lines with {MIN_EVENTS} contracts or more that still spend.",
)


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

    def condensed(self) -> "_Studied":
        """Return the same line with one draw for each bend of its curve: its means are the same, at once."""
        assert self.curve is not None and self.worth is not None  # noqa: S101, PT018 - asked of movable places only
        bends, of = np.unique(self.curve.bend, return_inverse=True)
        scale = np.bincount(of, self.worth * self.curve.scale) * len(bends) / len(of)
        return replace(self, curve=replace(self.curve, scale=scale, bend=bends), worth=np.ones(len(bends)))


def _study(row: Row, value: Value, history: History, seed: int) -> _Studied:
    pattern = history.spent(value, history.window)
    spent = 0.0 if value in history.ended else float(pattern.sum())
    place = Place(value, row, spent / max(len(history.window), 1), int((pattern > 0).sum()))
    signed = history.signed.get(value, ())
    if aside := _ended(value, history) or _unspent(row, value, history) or _untold(row, signed):
        return _Studied(replace(place, aside=aside), pattern)
    curve = fit(
        history.spent(value, history.months),
        history.contracts(value),
        history.exposure.get(value, np.ones(len(history.months))),
        draws=DRAWS,
        seed=seed,  # each line its own: draws that err together would hide how much lines differ by chance
    )
    worth = _worth(signed, seed)
    if isinstance(curve, NotEnough) or worth is None:
        many = _contracts(int(curve.have) if isinstance(curve, NotEnough) else 1)
        return _Studied(replace(place, aside=Text(f"{many.fr} : trop peu", f"{many.en}: too few")), pattern)
    return _Studied(place, pattern, curve, worth, _seen(signed, history))


def _ended(value: Value, history: History) -> Text | None:
    last = history.ended.get(value)
    return None if last is None else Text(f"terminée le {last:%d/%m/%Y}", f"ended on {last:%d %b %Y}")


def _unspent(row: Row, value: Value, history: History) -> Text | None:
    """Say why the spending of a line cannot be moved."""
    if value is None:
        return Text("non attribué", "unattributed")
    if row.cells["cost_total"].value is None:
        return row.cells["cost_total"].reason
    spent = history.spent(value, history.months)
    if (spent < 0).any():
        month = history.months[int(np.argmax(spent < 0))]
        return Text(f"dépense négative en {month:%Y-%m}", f"negative spending in {month:%Y-%m}")
    if not spent[-IDLE_MONTHS:].sum() > 0:
        return Text(f"aucune dépense depuis {IDLE_MONTHS} mois", f"no spending for {IDLE_MONTHS} months")
    if (spent > 0).sum() < MONTHS_NEEDED:
        return Text(
            f"moins de {MONTHS_NEEDED} mois entiers de dépenses",
            f"fewer than {MONTHS_NEEDED} whole months of spending",
        )
    return None


def _untold(row: Row, signed: Sequence[Signed]) -> Text | None:
    """Say why nobody knows what came of the spending of a line."""
    if float(row.cells["contracts"].value or 0) > sum(one.contracts for one in signed) + 0.5:
        return Text(
            "contrats connus en totaux, sans l'appel d'où ils viennent",
            "contracts known as totals, without the call they came from",
        )
    if unknown := sum(one.unknown for one in signed):
        many = _contracts(ceil(unknown - 1e-6))  # shares of a contract make whole ones
        return Text(f"marge inconnue sur {many.fr}", f"margin unknown on {many.en}")
    return None


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


def _seen(signed: Sequence[Signed], history: History) -> float:
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
    movable: Sequence[_Studied], wanted: Wanted, kept: float, history: History
) -> tuple[list[Place], Proposal]:
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
        for one in map(_Studied.condensed, movable)
    ]
    try:
        split = best_split(curves, budget, bounds)
    except CannotSpend as error:
        raise BudgetOutOfReach(budget + kept, error.least + kept, error.most + kept) from error
    gains = _gains(movable, today, split.spends, months)
    low, high = (float(edge) for edge in np.quantile(gains, (0.1, 0.9)))
    replayed = sum(
        float(one.brought(one.pattern.sum(), history.exposure[one.place.value][-months:]).mean())
        for one in movable
    )
    proposal = Proposal(
        budget + kept, float(today.sum()) + kept, float(gains.mean()), low, high, float((gains > 0).mean()), split.slope,
        replayed, sum(one.seen for one in movable),
    )  # fmt: skip
    if proposal.more:
        with suppress(CannotSpend):  # ceilings may lie below today's spending
            same = best_split(curves, float(today.sum()), bounds)
            unchanged = float(_gains(movable, today, same.spends, months).mean())
            proposal = replace(proposal, unchanged=unchanged)
    places = [
        replace(one.place, proposed=float(spend), bound=_bound(spend, edges))
        for one, spend, edges in zip(movable, split.spends, bounds, strict=True)
    ]
    return places, proposal


def _gains(movable: Sequence[_Studied], today: Numbers, split: Numbers, months: int) -> Numbers:
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
