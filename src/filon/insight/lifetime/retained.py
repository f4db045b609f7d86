"""What each renewal showed beside what the model says of it."""

from dataclasses import dataclass

import numpy as np

from filon.insight.lifetime.tenure import Tenure
from filon.insight.methods.retention import kaplan_meier


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal: customers due and lost; the share left after it as observed and as fitted, with its interval."""

    age: int
    due: float | None
    lost: float | None
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
            seen.get(age),
            *(None if shares is None else float(shares[age]) for shares in (fitted, low, high)),
        )
        for age in range(1, last + 1)
    ]
