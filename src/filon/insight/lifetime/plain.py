"""The lifetime study of a plain file: customers left by age, or purchases, without any records."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from filon.insight.lifetime.again import Again
from filon.insight.lifetime.study import HORIZONS, RENEWED, Left
from filon.insight.lifetime.tenure import Tenure, tenure
from filon.insight.lifetime.value import METHOD, NOT_DUE, UNDISCOUNTED
from filon.insight.methods.retention import Renewals
from filon.metrics.answer import Cell
from filon.terms.text import Text

NO_AMOUNT = Text("aucun montant dans le fichier", "no amount in the file")


@dataclass(frozen=True, slots=True)
class Kept:
    """A cohort by age: `terms` and `worth` by horizon in months (None: without one), and what is left (DERL)."""

    tenure: Tenure
    discount_rate: float
    terms: dict[int | None, Cell]
    worth: dict[int | None, Cell]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Sold:
    """Customers by their purchases up to a day: those to come of a new one, and their worth, by horizon."""

    again: Again
    last: date
    discount_rate: float
    expected: dict[int, Cell]
    worth: dict[int | None, Cell]


def of_survivors(
    renewals: Renewals,
    term: int,
    discount_rate: float,
    horizon: int | None = None,
    margin: float | None = None,
    *,
    seed: int = 0,
) -> Kept:
    """Return how long the customers of a cohort stay, each term paid as it begins; `margin` is of one term."""
    kept = tenure(renewals, term, contracts=renewals.customers, seed=seed)
    terms = {months: _terms(kept, months, discount_rate) for months in (*_horizons(horizon), None)}
    worth = {} if margin is None else {months: _times(cell, margin) for months, cell in terms.items()}
    left = []
    for renewal in range(1, RENEWED + 1) if kept.retention else ():
        rest = kept.terms_left(renewal, discount_rate)
        left.append(Left(renewal, rest, None if rest is None or margin is None else 100 * margin * rest))
    return Kept(kept, discount_rate, terms, worth, tuple(left))


def of_purchases(again: Again, discount_rate: float, horizon: int | None, last: date) -> Sold:
    """Return what new customers are expected to buy again, and what it is worth."""
    horizons = _horizons(horizon)
    worth: dict[int | None, Cell] = {
        months: _worth(again, months, discount_rate) for months in (*horizons, None)
    }
    return Sold(again, last, discount_rate, {months: again.expected(months) for months in horizons}, worth)


def _horizons(asked: int | None) -> list[int]:
    return sorted({*HORIZONS, *(() if asked is None else (asked,))})


def _terms(kept: Tenure, months: int | None, discount_rate: float) -> Cell:
    found = kept.served_terms(months, discount_rate)
    if found is None:
        return Cell(None, "ratio", reason=UNDISCOUNTED if kept.retention else NOT_DUE)
    low, high = np.quantile(found[1], (0.025, 0.975))
    return Cell(Fraction(found[0]), "ratio", low=float(low), high=float(high), method=METHOD)


def _times(cell: Cell, margin: float) -> Cell:
    low, high = (None if bound is None else bound * margin for bound in (cell.low, cell.high))
    value = None if cell.value is None else Fraction(round(100 * float(cell.value) * margin), 100)
    return Cell(value, "money", low=low, high=high, method=cell.method, reason=cell.reason)


def _worth(again: Again, months: int | None, discount_rate: float) -> Cell:
    found = again.worth(months, discount_rate)
    if found is None:
        why = again.reason or (NO_AMOUNT if again.amount is None else UNDISCOUNTED)
        return Cell(None, "money", reason=why)
    low, high = np.quantile(found[1], (0.025, 0.975)) / 100
    return Cell(Fraction(round(found[0]), 100), "money", low=float(low), high=float(high), method=METHOD)
