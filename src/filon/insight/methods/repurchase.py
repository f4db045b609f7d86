"""Customers who buy again without a contract: how often (BG/NBD), and for how much (gamma-gamma)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1

from filon.insight.methods.interval import NotEnough

Floats = NDArray[np.float64]

NEEDED = 10  # customers who bought again, below which four parameters say nothing
DRAWS = 400
_ALIKE = 1e3  # from this a on, the chance to stop is the same for everybody
_FAR = 15.0  # parameters stay within e^±15


@dataclass(frozen=True, slots=True)
class Purchases:
    """Repeat purchases of each customer, the time of the last one and the time observed, both from the first.

    Three arrays of one length, in one unit of time; `weights` counts customers alike (1 each unless given).
    Raises ValueError unless 0 ≤ last ≤ observed, all finite, and last is 0 exactly where nothing was repeated.
    """

    repeats: Floats
    last: Floats
    observed: Floats
    weights: Floats

    @classmethod
    def of(
        cls, repeats: ArrayLike, last: ArrayLike, observed: ArrayLike, weights: ArrayLike | None = None
    ) -> "Purchases":
        """Check and return the purchases."""
        x, t, age = (np.atleast_1d(np.asarray(values, dtype=float)) for values in (repeats, last, observed))
        w = np.ones_like(x) if weights is None else np.atleast_1d(np.asarray(weights, dtype=float))
        if not x.shape == t.shape == age.shape == w.shape:
            raise ValueError("repeats, last, observed and weights must be equally long")
        if not all(np.isfinite(values).all() for values in (x, t, age, w)):
            raise ValueError("repeats, last, observed and weights must be finite")
        if (x < 0).any() or (t < 0).any() or (t > age).any() or (w < 0).any():
            raise ValueError("repeats and weights are not negative, and 0 ≤ last ≤ observed")
        if ((x == 0) != (t == 0)).any():
            raise ValueError("last is 0 where nothing was repeated, and only there")
        return cls(x, t, age, w)

    @property
    def customers(self) -> float:
        """How many customers there are."""
        return float(self.weights.sum())

    @property
    def returned(self) -> float:
        """How many of them bought again."""
        return float(self.weights[self.repeats > 0].sum())


@dataclass(frozen=True, slots=True)
class BgNbd:
    """A fitted BG/NBD model, in the unit of time of the purchases; `likely` holds draws of (r, α, a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    likely: Floats
    customers: float
    returned: float
    method: str = "normal on logs"

    @property
    def parameters(self) -> Floats:
        """The four parameters, in the order of the paper."""
        return np.array([self.r, self.alpha, self.a, self.b])

    def expected(self, time: ArrayLike) -> Floats:
        """Return the repeat purchases expected of a new customer by each time. Source: eq. 9."""
        return _expected(self.parameters, np.asarray(time, dtype=float))

    def likely_expected(self, time: ArrayLike) -> Floats:
        """Return the same for each draw: one row of times per draw."""
        times = np.asarray(time, dtype=float)
        return np.stack([_expected(draw, times) for draw in self.likely])

    def expected_of(self, bought: Purchases, time: float) -> Floats:
        """Return the purchases expected of each customer in the time to come, given its past. Source: eq. 10."""
        return _expected(self.parameters, np.array(time), bought.repeats, bought.observed) * self.alive(
            bought
        )

    def alive(self, bought: Purchases) -> Floats:
        """Return the probability that each customer still buys; 1 for those who never came back."""
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        x = bought.repeats
        gone = (
            np.log(a)
            - np.log(b + np.maximum(x, 1) - 1)
            + (r + x) * np.log((alpha + bought.observed) / (alpha + bought.last))
        )
        found: Floats = np.where(x > 0, np.exp(-np.logaddexp(0.0, gone)), 1.0)
        return found


def bg_nbd(bought: Purchases, *, seed: int = 0, draws: int = DRAWS) -> BgNbd | NotEnough:
    """Fit how often customers buy again before they stop, by maximum likelihood.

    The draws are normal on the logs of the parameters, with the curvature at the maximum. Not enough where
    fewer than NEEDED customers bought again.
    Source: Fader, Hardie & Lee (2005), “Counting Your Customers” the Easy Way.
    """
    if bought.returned < NEEDED:
        return NotEnough(bought.returned, NEEDED)
    scale = float(bought.observed.max()) / 10
    scaled = Purchases(bought.repeats, bought.last / scale, bought.observed / scale, bought.weights)
    likelihood_at = _bg_nbd_logs(scaled)
    logs, likelihood = _maximum(likelihood_at, np.log([0.5, 2.0, 0.8, 2.0]))
    spread = _covariance(likelihood_at, logs)
    likely = np.exp(np.random.default_rng(seed).multivariate_normal(logs, spread, draws))
    unit = np.array([1.0, scale, 1.0, 1.0])
    r, alpha, a, b = (float(value) for value in np.exp(logs) * unit)
    repeated = float((bought.weights * bought.repeats).sum())
    likelihood -= repeated * float(np.log(scale))  # a density per unit of time
    return BgNbd(r, alpha, a, b, likelihood, likely * unit, bought.customers, bought.returned)


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """A fitted gamma-gamma model of the mean amount of a purchase."""

    p: float
    q: float
    v: float
    log_likelihood: float
    customers: float

    @property
    def mean(self) -> float | None:
        """The mean amount over all customers; None where it is infinite."""
        return self.v * self.p / (self.q - 1) if self.q > 1 else None

    def mean_of(self, repeats: ArrayLike, amount: ArrayLike) -> Floats:
        """Return the mean amount expected of each customer, given its purchases and their mean. Source: eq. 5."""
        x, z = np.asarray(repeats, dtype=float), np.asarray(amount, dtype=float)
        found: Floats = (self.v + x * z) * self.p / (self.p * x + self.q - 1)
        return found


def gamma_gamma(
    repeats: ArrayLike, amount: ArrayLike, weights: ArrayLike | None = None
) -> GammaGamma | NotEnough:
    """Fit the mean amount of a purchase, from each customer's number of purchases and their mean amount.

    Customers without a purchase, or whose mean is not positive, say nothing and are left out. Raises
    ValueError where a number is not finite. Source: Fader & Hardie (2013), The Gamma-Gamma Model.
    """
    x, z = (np.atleast_1d(np.asarray(values, dtype=float)) for values in (repeats, amount))
    w = np.ones_like(x) if weights is None else np.atleast_1d(np.asarray(weights, dtype=float))
    if not (np.isfinite(x).all() and np.isfinite(z).all() and np.isfinite(w).all()):
        raise ValueError("purchases and amounts must be finite")
    kept = (x > 0) & (z > 0)
    x, z, w = x[kept], z[kept], w[kept]
    if w.sum() < NEEDED:
        return NotEnough(float(w.sum()), NEEDED)
    scale = float(np.average(z, weights=w))
    z = z / scale

    def logs(point: Floats) -> float:
        p, q, v = np.exp(point)
        terms = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v) + (p * x - 1) * np.log(z)
        return float((w * (terms + p * x * np.log(x) - (p * x + q) * np.log(x * z + v))).sum())

    best, likelihood = _maximum(logs, np.log([3.0, 3.0, 1.0]))
    p, q, v = (float(value) for value in np.exp(best))
    return GammaGamma(p, q, v * scale, likelihood - float(w.sum()) * float(np.log(scale)), float(w.sum()))


def _bg_nbd_logs(bought: Purchases) -> Callable[[Floats], float]:
    """Return the log-likelihood by the logs of (r, α, a, b)."""
    counts, place = np.unique(
        bought.repeats, return_inverse=True
    )  # few: costly functions are asked once for each
    x, last, age = bought.repeats, bought.last, bought.observed

    def logs(point: Floats) -> float:
        r, alpha, a, b = np.exp(point)
        each = gammaln(r + counts) - gammaln(r) + r * np.log(alpha)
        each += gammaln(a + b) + gammaln(b + counts) - gammaln(b) - gammaln(a + b + counts)
        leaving = np.log(a) - np.log(b + np.maximum(counts, 1) - 1)
        stays = -(r + x) * np.log(alpha + age)
        left = leaving[place] - (r + x) * np.log(alpha + last)
        either = np.where(x > 0, np.logaddexp(stays, left), stays)
        return float(bought.weights @ (each[place] + either))

    return logs


def _expected(
    parameters: Floats, time: Floats, repeats: Floats | float = 0.0, observed: Floats | float = 0.0
) -> Floats:
    """Return the purchases expected of customers who still buy, in the time to come.

    The hypergeometric function of the paper after Euler's transformation, so that many purchases do not
    make it overflow; where it still does, dropping out hardly differs between customers, and is taken as alike.
    """
    r, alpha, a, b = parameters
    part, c = time / (alpha + observed + time), a + b + repeats - 1
    with np.errstate(all="ignore"):
        found = c / (a - 1) * (1 - (1 - part) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, c, part))
        drop, past = a / (a + b + repeats), alpha + observed
        alike = (1 - (past / (past + drop * time)) ** (r + repeats)) / drop
    expected: Floats = np.where(np.isfinite(found) & (a < _ALIKE), found, alike)
    return expected


def _maximum(logs: Callable[[Floats], float], start: Floats) -> tuple[Floats, float]:
    bounds = [(-_FAR, _FAR)] * len(start)
    near = minimize(lambda point: -logs(point), start, method="L-BFGS-B", bounds=bounds)
    best = minimize(
        lambda point: -logs(point),
        near.x,
        method="Nelder-Mead",
        bounds=bounds,
        options={"xatol": 1e-6, "fatol": 1e-6, "maxfev": 1500},
    )
    return best.x, -float(best.fun)


def _covariance(logs: Callable[[Floats], float], at: Floats) -> Floats:
    """Return the inverse of the curvature at a maximum; what the data leave flat keeps a spread of e^±1."""
    size, step = len(at), 1e-3
    moves = np.eye(size) * step
    curvature = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            corners = (
                logs(at + one * moves[i] + other * moves[j]) * one * other
                for one in (-1, 1)
                for other in (-1, 1)
            )
            curvature[i, j] = -sum(corners) / (4 * step * step)
    values, axes = np.linalg.eigh((curvature + curvature.T) / 2)
    found: Floats = (axes / np.maximum(values, 1.0)) @ axes.T
    return found
