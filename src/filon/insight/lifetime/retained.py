"""What the renewals showed beside what the model says of them, by renewal and by month."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filon.insight.lifetime.tenure import Tenure
from filon.insight.methods.proportions import wilson
from filon.insight.methods.retention import DRAWS, Renewals, kaplan_meier


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal: customers due and lost, and the share of these (churn) with its interval; the share left after it
    as observed and as fitted, with its interval.
    """

    age: int
    due: float | None
    lost: float | None
    churn: float | None
    churn_low: float | None
    churn_high: float | None
    observed: float | None
    fitted: float | None
    low: float | None
    high: float | None


def renewals(tenure: Tenure, further: int = 0) -> list[Renewal]:
    """Return the renewals of a term that were seen, and some further ones as the model expects them."""
    counts = tenure.renewals
    seen = {one.age: one.share for one in kaplan_meier(counts)}
    last = counts.ages + further
    fitted, low, high = None, None, None
    if tenure.retention is not None and last:
        fitted = tenure.retention.survival(last)
        low, high = np.quantile(tenure.retention.likely_survival(last), (0.025, 0.975), axis=0)
    return [
        Renewal(
            age,
            counts.due[age - 1] if age <= counts.ages else None,
            counts.lost[age - 1] if age <= counts.ages else None,
            *_churn(counts, age),
            seen.get(age),
            *(None if shares is None else float(shares[age]) for shares in (fitted, low, high)),
        )
        for age in range(1, last + 1)
    ]


def _churn(counts: Renewals, age: int) -> tuple[float | None, float | None, float | None]:
    """Return the share of those due for a renewal who were lost at it, with Wilson's interval."""
    due = counts.due[age - 1] if age <= counts.ages else 0.0
    if not due:
        return None, None, None
    lost = counts.lost[age - 1]
    found = wilson(lost, due)
    return lost / due, found.low, found.high


@dataclass(frozen=True, slots=True)
class Stay:
    """The share of recurring contracts expected to go on after a month, with its interval."""

    month: int
    share: float
    low: float
    high: float


def by_month(tenures: Sequence[Tenure], months: int) -> tuple[Stay, ...]:
    """Return the survival by month of contracts of all terms together, as far as every model tells it."""
    known = [each.term - 1 for each in tenures if each.retention is None]
    months, whole = min([months, *known]), sum(each.contracts for each in tenures)
    share, likely = np.zeros(months + 1), np.zeros((DRAWS, months + 1))
    for each in tenures:
        ages, weight = np.arange(months + 1) // each.term, each.contracts / whole
        if each.retention is None:  # its first term, which all serve
            share, likely = share + weight, likely + weight
        else:
            share = share + weight * each.retention.survival(int(ages[-1]))[ages]
            likely = likely + weight * each.retention.likely_survival(int(ages[-1]))[:, ages]
    if not tenures:
        return ()
    low, high = np.quantile(likely, (0.025, 0.975), axis=0)
    return tuple(
        Stay(month, *(float(values[month]) for values in (share, low, high))) for month in range(months + 1)
    )
