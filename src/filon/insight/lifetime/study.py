"""The lifetime study of a question: fitted beside stated, by horizon and by group, with what it assumes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from filon.insight.lifetime.again import Again
from filon.insight.lifetime.recurring import Recurring, recurring
from filon.insight.lifetime.tenure import Tenure, lives_of, tenures
from filon.insight.lifetime.value import Bringing
from filon.insight.methods.cash import Return, xirr
from filon.insight.methods.retention import Survival, kaplan_meier
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.definitions import reasons
from filon.metrics.gather.cells import Key
from filon.metrics.gather.recurring import Kept
from filon.metrics.gather.renewals import Alike
from filon.metrics.language.components import Sum
from filon.metrics.language.query import DEFAULT_HORIZON_MONTHS, Query
from filon.terms.period import add_months
from filon.terms.text import Text

HORIZONS = (12, 24, 36)
METRICS = ("new_customers", "cost_total", "cac", "ltv", "ltv_cac", "payback_months")
"""What is asked of the metrics: the costs and customers that the study shares, and the stated figures."""
STATED = ("ltv", "ltv_cac")
"""What is asked at each of HORIZONS."""
RENEWED = 6  # terms already served up to which the value left is told

DATED = Text("les totaux d'activité n'ont pas de date de signature", "activity totals have no signing day")
ONE_SIGN = Text(
    "il faut des dépenses et des rentrées, à des dates différentes",
    "it takes money out and money in, on different days",
)
HIGHEST_RATE = 10.0  # a year; above, the money is back before a yearly rate means anything
AT_ONCE = Text(
    "les dépenses sont couvertes en quelques semaines : un taux annuel n'y voudrait rien dire",
    "the costs are covered within weeks: a yearly rate would mean nothing",
)
NO_RATE = Text("aucun taux n'annule ces flux", "no rate brings these flows to nothing")


@dataclass(frozen=True, slots=True)
class Horizon:
    """The figures up to a horizon in months (None: without one); the stated ones rest on a stated retention."""

    months: int | None
    ltv: Cell
    ltv_cac: Cell
    stated_ltv: Cell | None
    stated_ltv_cac: Cell | None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one combination of dimension values at the horizon asked, and the models behind them."""

    dimensions: Mapping[str, str | int | None]
    customers: Cell
    cac: Cell
    ltv: Cell
    stated_ltv: Cell
    ltv_cac: Cell
    payback: Cell
    models: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to expect of a customer just before a renewal: discounted terms, and cents."""

    renewal: int
    terms: float | None
    cents: float | None

    @property
    def margin(self) -> float | None:
        """The margin in the currency."""
        return None if self.cents is None else self.cents / 100


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The study. `curve` and `cost` are cents by month per new customer; `lives` the observed months of life."""

    answer: Answer
    whole: Group
    stated_payback: Cell
    horizons: tuple[Horizon, ...]
    groups: tuple[Group, ...]
    tenures: tuple[Tenure, ...]
    lives: tuple[Survival, ...]
    curve: tuple[float, ...]
    curve_bounds: tuple[tuple[float, float], ...]
    left: tuple[Left, ...]
    again: Again
    counts_again: bool
    recurring: Recurring
    irr: Cell
    irr_sign_changes: int

    @property
    def query(self) -> Query:
        """The question."""
        return self.answer.query

    @property
    def horizon(self) -> int:
        """The horizon asked, in months."""
        return self.query.horizon_months or DEFAULT_HORIZON_MONTHS

    @property
    def main(self) -> Tenure | None:
        """The term that most recurring contracts have."""
        return max(self.tenures, key=lambda tenure: tenure.contracts, default=None)


@dataclass(frozen=True)
class Facts:
    """What the study is made from: the answer at the horizon asked, those at each of HORIZONS, and the contracts.

    `contracts` are those of the question, by cell; `everything` those of no period and no filter, on
    which small groups lean: so that a group has one value, split by or filtered for.
    """

    answer: Answer
    stated: Mapping[int, Row]
    costs: Answer
    contracts: Mapping[Key, Sequence[Alike]]
    everything: Sequence[Alike]
    again: Again
    kept: Kept
    seed: int = 0


def study(facts: Facts) -> Lifetime:
    """Return the study of the facts."""
    answer, query = facts.answer, facts.answer.query
    every = [group for groups in facts.contracts.values() for group in groups]
    stated = None if query.retention is None else float(query.retention)
    wider = tenures(facts.everything, stated=stated, seed=facts.seed)
    whole = tenures(every, wider, stated=stated, seed=facts.seed)
    counts_again = not whole and facts.again.model is not None and facts.again.amount is not None
    bringing = _bringing(facts, answer.total, every, whole, again=counts_again)
    horizon = query.horizon_months or DEFAULT_HORIZON_MONTHS
    total = _group(answer.total, bringing, horizon)
    groups = [
        _group(
            row,
            _bringing(facts, row, own := list(_of(facts, row)), tenures(own, wider, stated=stated)),
            horizon,
        )
        for row in answer.rows
        if row.dimensions
    ]
    known = bringing.known_months or max(horizon, HORIZONS[-1])
    curve, likely = bringing.curve(known), bringing.likely_curve(known)
    count = bringing.customers or 1.0
    low, high = np.quantile(likely, (0.025, 0.975), axis=0) / count
    irr, changes = _irr(facts, every, whole, horizon)
    return Lifetime(
        answer=answer,
        whole=total,
        stated_payback=answer.total.cells["payback_months"],
        horizons=tuple(_horizon(facts, bringing, months) for months in (*HORIZONS, None)),
        groups=tuple(groups),
        tenures=whole,
        lives=kaplan_meier(lives_of(every)),
        curve=tuple(float(cents) for cents in curve / count),
        curve_bounds=tuple(zip(map(float, low), map(float, high), strict=True)),
        left=_left(whole, every, float(query.discount_rate)),
        again=facts.again,
        counts_again=counts_again,
        recurring=recurring(facts.kept),
        irr=irr,
        irr_sign_changes=changes,
    )


def _of(facts: Facts, row: Row) -> Sequence[Alike]:
    return facts.contracts.get(tuple(row.dimensions.values()), ())


def _bringing(
    facts: Facts, row: Row, groups: Sequence[Alike], fitted: Sequence[Tenure], *, again: bool = False
) -> Bringing:
    cost, told = row.cells["cost_total"], row.components.get("totals_margin")
    return Bringing(
        groups=groups,
        tenures=fitted,
        customers=float(row.cells["new_customers"].value or 0),
        cost=None if cost.value is None else 100 * float(cost.value),
        cost_reason=cost.reason,
        told=float(told.units) if isinstance(told, Sum) else 0.0,
        discount_rate=float(facts.answer.query.discount_rate),
        again=facts.again if again else None,
        seed=facts.seed,
    )


def _group(row: Row, bringing: Bringing, horizon: int) -> Group:
    cells = row.cells
    models = tuple(tenure.words for tenure in bringing.tenures if tenure.words is not None)
    return Group(
        dimensions=row.dimensions,
        customers=cells["new_customers"],
        cac=cells["cac"],
        ltv=_told(bringing, bringing.ltv(horizon), cells["ltv"]),
        stated_ltv=cells["ltv"],
        ltv_cac=_told(bringing, bringing.ltv_cac(horizon), cells["ltv_cac"]),
        payback=bringing.payback(),
        models=tuple(dict.fromkeys(models)),
    )


def _horizon(facts: Facts, bringing: Bringing, months: int | None) -> Horizon:
    stated = {} if months is None else facts.stated[months].cells
    ltv, ltv_cac = stated.get("ltv"), stated.get("ltv_cac")
    return Horizon(
        months=months,
        ltv=_told(bringing, bringing.ltv(months), ltv),
        ltv_cac=_told(bringing, bringing.ltv_cac(months), ltv_cac),
        stated_ltv=ltv,
        stated_ltv_cac=ltv_cac,
    )


def _told(bringing: Bringing, fitted: Cell, stated: Cell | None) -> Cell:
    """Return the fitted figure, or the stated one with its interval where nothing is fitted."""
    return fitted if stated is None or fitted.value is None or not bringing.unfitted else stated


def _left(fitted: Sequence[Tenure], groups: Sequence[Alike], discount_rate: float) -> tuple[Left, ...]:
    """Return what is left to expect before each renewal of the term that most contracts have (DERL)."""
    main = max(fitted, key=lambda tenure: tenure.contracts, default=None)
    if main is None or main.terms_left(1, discount_rate) is None:
        return ()
    alike = [group for group in groups if group.term == main.term and group.unknown is None]
    number = sum(group.contracts for group in alike)
    term_cents = main.term * sum(group.monthly for group in alike) / number if number else None
    found = []
    for renewal in range(1, RENEWED + 1):
        terms = main.terms_left(renewal, discount_rate)
        cents = None if terms is None or term_cents is None else terms * term_cents
        found.append(Left(renewal, terms, cents))
    return tuple(found)


def _irr(facts: Facts, groups: Sequence[Alike], fitted: Sequence[Tenure], horizon: int) -> tuple[Cell, int]:
    """Return the yearly return of the costs and of the margins expected, by month, and the changes of sign."""
    told = facts.answer.total.components.get("totals_margin")
    if isinstance(told, Sum) and told.units:
        return Cell(None, "share", reason=DATED), 0
    total = Bringing(groups, fitted, 1.0, None).ltv(horizon)
    if total.value is None:
        return Cell(None, "share", reason=total.reason), 0
    flows: dict[date, float] = {}
    for row in facts.costs.rows:
        cost, month = row.cells["cost_total"], row.dimensions["month"]
        if cost.value is None or month is None:
            return Cell(None, "share", reason=cost.reason or reasons.NO_COST), 0
        flows[date.fromisoformat(f"{month}-01")] = -100 * float(cost.value)
    today = facts.answer.as_of.date()
    for age in {group.age for group in groups}:
        signed = [group for group in groups if group.age == age]
        curve = Bringing(signed, fitted, 1.0, None).curve(horizon)
        for month, cents in enumerate(np.diff(curve, prepend=0.0)):
            day = add_months(today, month - age)
            flows[day] = flows.get(day, 0.0) + float(cents)
    found = xirr(list(flows.items()))
    if not isinstance(found, Return):
        return Cell(None, "share", reason=ONE_SIGN), 0
    if found.rate is None or found.rate > HIGHEST_RATE:
        why = NO_RATE if found.rate is None else AT_ONCE
        return Cell(None, "share", reason=why), found.sign_changes
    return Cell(Fraction(found.rate), "share"), found.sign_changes
