"""How long customers under contract stay: what was observed, a constant retention, the shifted beta-geometric."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import hyp2f1

from filon.insight.methods.interval import LEVEL, Interval, NotEnough, normal_quantile

Floats = NDArray[np.float64]

NEEDED_AGES = 2  # the spread between customers shows only from the second renewal on
DRAWS = 2000
_GRID, _ZOOMS, _FAR = (
    81,
    12,
    12.0,
)  # points a side; at most so many zooms; log-likelihood beyond which all is nil


@dataclass(frozen=True, slots=True)
class Renewals:
    """What renewals 1, 2, … showed: how many customers each was due for, and how many of them it lost.

    A customer whose next renewal is not due yet counts in no further age: it is censored, never lost.
    Raises ValueError unless the lists are equally long, finite, and 0 ≤ lost ≤ due.
    """

    due: tuple[float, ...]
    lost: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.due) != len(self.lost):
            raise ValueError("due and lost must be given for the same ages")
        for due, lost in zip(self.due, self.lost, strict=True):
            if not (isfinite(due) and isfinite(lost) and 0 <= lost <= due):
                raise ValueError("at each age, 0 ≤ lost ≤ due, both finite")

    @property
    def ages(self) -> int:
        """The last renewal that was due for anybody."""
        return max((age for age, due in enumerate(self.due, start=1) if due > 0), default=0)

    @property
    def customers(self) -> float:
        """How many customers were due for a first renewal."""
        return self.due[0] if self.due else 0.0

    def pooled(self, parent: "Renewals", customers: float) -> "Renewals":
        """Return these counts with those of a wider group added at the weight of that many of its customers.

        Source: Ibrahim & Chen (2000), power prior.
        """
        weight = min(customers / parent.customers, 1.0) if parent.customers else 0.0
        ages = range(max(len(self.due), len(parent.due)))
        return Renewals(
            tuple(_at(self.due, age) + weight * _at(parent.due, age) for age in ages),
            tuple(_at(self.lost, age) + weight * _at(parent.lost, age) for age in ages),
        )


def survivors(counts: Sequence[float]) -> Renewals:
    """Return the renewals of one cohort from its survivors at age 0, 1, 2…

    Raises ValueError where a count rises with age, is negative or is not a finite number.
    """
    if not all(isfinite(count) and count >= 0 for count in counts):
        raise ValueError("survivors must be finite and not negative")
    if any(later > earlier for earlier, later in pairwise(counts)):
        raise ValueError("survivors cannot rise with age")
    return Renewals(tuple(counts[:-1]), tuple(earlier - later for earlier, later in pairwise(counts)))


@dataclass(frozen=True, slots=True)
class Survival:
    """The share still there after an age, with its interval and the number it was observed on."""

    age: int
    share: float
    interval: Interval
    at_risk: float


def kaplan_meier(renewals: Renewals, level: float = LEVEL) -> tuple[Survival, ...]:
    """Return the observed survival after each age that was due for anybody.

    The interval is Greenwood's on the log-log scale; while nobody was lost, the exact one of that age's
    number. Source: Kaplan & Meier (1958); Kalbfleisch & Prentice (1980); Clopper & Pearson (1934).
    """
    share, spread, found = 1.0, 0.0, []
    for age, (due, lost) in enumerate(zip(renewals.due, renewals.lost, strict=True), start=1):
        if not due:
            break
        share *= 1 - lost / due
        spread += lost / (due * (due - lost)) if lost < due else 0.0
        exact = Interval(float((1 - level) / 2) ** (1 / due), 1.0, "clopper-pearson")
        found.append(Survival(age, share, exact if share == 1 else _log_log(share, spread, level), due))
    return tuple(found)


def _log_log(share: float, spread: float, level: float) -> Interval:
    if share == 0:
        return Interval(0.0, None, "greenwood log-log")
    width = normal_quantile(level) * np.sqrt(spread) / np.log(share)
    low, high = sorted(share ** np.exp(sign * width) for sign in (-1, 1))
    return Interval(float(low), float(high), "greenwood log-log")


@dataclass(frozen=True, slots=True)
class Retention:
    """A fitted retention: of `mean` churn at the first renewal, and `spread` 1/(α+β) between customers.

    A spread of 0 is a constant retention. `likely` holds draws of (mean, spread), one a row, from what the
    data leave possible; every interval comes from them, and `method` names how.
    """

    mean: float
    spread: float
    likely: Floats
    log_likelihood: float
    customers: float
    ages: int
    method: str

    @property
    def alpha(self) -> float | None:
        """The first parameter of the beta distribution of churn; None where nothing spreads."""
        return self.mean / self.spread if self.spread else None

    @property
    def beta(self) -> float | None:
        """The second parameter of the beta distribution of churn; None where nothing spreads."""
        return (1 - self.mean) / self.spread if self.spread else None

    def survival(self, ages: int) -> Floats:
        """Return the shares still there after renewal 0 (all), 1, … `ages`."""
        shares: Floats = _survival(np.array([[self.mean, self.spread]]), ages)[0]
        return shares

    def likely_survival(self, ages: int) -> Floats:
        """Return the same for each draw: a row of ages + 1 shares per draw."""
        return _survival(self.likely, ages)

    def residual(self, discount: float, renewed: int = 0) -> float | None:
        """Return the discounted terms still expected of a customer who just entered its term `renewed`.

        Its present term counts 1. `discount` is per term. With `renewed` 0 this is DEL. None where the
        expectation is infinite. Source: Fader & Hardie (2010), Customer-Base Valuation.
        """
        return _residual(self.mean, self.spread, discount, renewed)

    def likely_residual(self, discount: float, renewed: int = 0) -> list[float | None]:
        """Return the same for each draw."""
        return [_residual(float(mean), float(spread), discount, renewed) for mean, spread in self.likely]


def expected_before_renewal(found: Retention, discount: float, renewal: int) -> float | None:
    """Return DERL: the discounted terms expected of a customer just before its renewal number `renewal`.

    Source: Fader & Hardie (2010): r(n)·₂F₁(1, β+n; α+β+n; 1/(1+d)).
    """
    kept = 1 - found.mean / (1 + (renewal - 1) * found.spread)
    rest = found.residual(discount, renewal)
    return None if rest is None else kept * rest


def constant(renewals: Renewals, *, seed: int = 0, draws: int = DRAWS) -> Retention | NotEnough:
    """Return one retention for every renewal: those kept over those due, whatever their age.

    The draws are those of Jeffreys' beta posterior. Not enough where no renewal was due.
    """
    due, lost = sum(renewals.due), sum(renewals.lost)
    if not due:
        return NotEnough(0, 1)
    mean = lost / due
    likely = np.zeros((draws, 2))
    likely[:, 0] = np.random.default_rng(seed).beta(lost + 0.5, due - lost + 0.5, draws)
    log_likelihood = float(_log_likelihood(np.array([[mean, 0.0]]), renewals)[0])
    return Retention(mean, 0.0, likely, log_likelihood, renewals.customers, renewals.ages, "jeffreys")


def shifted_beta_geometric(renewals: Renewals, *, seed: int = 0, draws: int = DRAWS) -> Retention | NotEnough:
    """Fit a churn that differs between customers, so that those who stay are ever more faithful.

    The estimate is that of maximum likelihood, of renewals right-censored at any age; the draws come from
    the likelihood with a flat prior on the mean churn and on the polarisation 1/(α+β+1).
    Not enough where fewer than two ages were due, or nobody was lost.
    Source: Fader & Hardie (2007), How to Project Customer Retention.
    """
    if renewals.ages < NEEDED_AGES:
        return NotEnough(renewals.ages, NEEDED_AGES)
    if not sum(renewals.lost):
        return NotEnough(0, 1)
    cells, logs, size = _likely_cells(renewals)
    best = minimize(
        lambda point: -float(_log_likelihood(_spread(point[None, :]), renewals)[0]),
        cells[np.argmax(logs)],
        method="Nelder-Mead",
        bounds=((1e-12, 1 - 1e-12), (0.0, 1 - 1e-9)),
        options={"xatol": 1e-11, "fatol": 1e-12, "maxiter": 500},
    )
    mean, spread = (float(value) for value in _spread(best.x[None, :])[0])
    random = np.random.default_rng(seed)
    weights = np.exp(logs - logs.max())
    chosen = cells[random.choice(len(cells), draws, p=weights / weights.sum())]
    moved = chosen + (random.random((draws, 2)) - 0.5) * size
    likely = _spread(np.clip(moved, (1e-12, 0.0), (1 - 1e-12, 1 - 1e-9)))
    return Retention(
        mean, spread, likely, -float(best.fun), renewals.customers, renewals.ages, "posterior, flat prior"
    )


def _likely_cells(renewals: Renewals) -> tuple[Floats, Floats, Floats]:
    """Return a grid of (mean churn, polarisation) over all that is likely, its log-likelihoods and its step."""
    low, high = np.array([1e-9, 0.0]), np.array([1 - 1e-9, 1 - 1e-6])
    for _ in range(_ZOOMS):
        axes = [np.linspace(low[axis], high[axis], _GRID) for axis in (0, 1)]
        cells = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)
        logs = _log_likelihood(_spread(cells), renewals)
        kept, step = cells[logs > logs.max() - _FAR], (high - low) / (_GRID - 1)
        low, high, before = (
            np.maximum(kept.min(axis=0) - step, low),
            np.minimum(kept.max(axis=0) + step, high),
            high - low,
        )
        if np.all(high - low > 0.8 * before):
            break
    return cells, logs, step


def _spread(points: Floats) -> Floats:
    """Return (mean, 1/(α+β)) for each (mean, polarisation)."""
    return np.column_stack((points[:, 0], points[:, 1] / (1 - points[:, 1])))


def _log_likelihood(points: Floats, renewals: Renewals) -> Floats:
    """Return the log-likelihood of each (mean, spread): at each age, the lost and the kept are binomial."""
    mean, spread = points[:, 0], points[:, 1]
    total = np.zeros(len(points))
    with np.errstate(divide="ignore", invalid="ignore"):
        for before, (due, lost) in enumerate(zip(renewals.due, renewals.lost, strict=True)):
            churn = mean / (1 + before * spread)
            if lost:
                total += lost * np.log(churn)
            if due - lost:
                total += (due - lost) * np.log1p(-churn)
    return total


def _survival(points: Floats, ages: int) -> Floats:
    churn = points[:, :1] / (1 + np.arange(ages) * points[:, 1:])
    return np.column_stack((np.ones(len(points)), np.cumprod(1 - churn, axis=1)))


def _residual(mean: float, spread: float, discount: float, renewed: int) -> float | None:
    churn = mean / (1 + renewed * spread)  # at the next renewal: α/(α+β+n)
    if spread < 1e-6:
        kept = (1 - churn) / (1 + discount)
        return 1 / (1 - kept) if kept < 1 else None
    alpha, beta = mean / spread, (1 - mean) / spread + renewed
    if discount <= 0:
        return (alpha + beta - 1) / (alpha - 1) if discount == 0 and alpha > 1 else None
    return float(hyp2f1(1, beta, alpha + beta, 1 / (1 + discount)))


def _at(values: Sequence[float], place: int) -> float:
    return values[place] if place < len(values) else 0.0
