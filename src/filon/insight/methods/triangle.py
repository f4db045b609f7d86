"""Run-off triangles: the chain ladder with Mack's standard error, and the Cape Cod estimate."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from filon.insight.methods.interval import NotEnough

Floats = NDArray[np.float64]

_NEEDED = 2  # ages, and origins: without them nothing develops


@dataclass(frozen=True, slots=True)
class Ladder:
    """Ultimates and reserves by origin, each with its standard error; `error` is that of all reserves together.

    `factors` lead from an age to the next. An error is None where the triangle is too small to show any.
    """

    factors: Floats
    latest: Floats
    ultimates: Floats
    errors: Floats | None
    error: float | None

    @property
    def reserves(self) -> Floats:
        """What is still to come, by origin."""
        found: Floats = self.ultimates - self.latest
        return found


def cumulative(rows: Iterable[tuple[int, int, float]]) -> tuple[list[int], Floats]:
    """Return the origins, and the triangle of cumulated values given as (origin, age, value), NaN where not seen.

    Ages are whole and count from the smallest one given. Raises ValueError for two values of one place, or
    a value that is not finite.
    """
    given = list(rows)
    origins = sorted({origin for origin, _, _ in given})
    first = min((age for _, age, _ in given), default=0)
    width = max((age for _, age, _ in given), default=-1) - first + 1
    triangle = np.full((len(origins), width), np.nan)
    place = {origin: row for row, origin in enumerate(origins)}
    for origin, age, value in given:
        if not np.isfinite(value):
            raise ValueError("a value of the triangle is not a finite number")
        if not np.isnan(triangle[place[origin], age - first]):
            raise ValueError("two values for one origin and one age")
        triangle[place[origin], age - first] = value
    return origins, triangle


def chain_ladder(triangle: ArrayLike) -> Ladder | NotEnough:
    """Return the volume-weighted all-year chain ladder, without tail, of a cumulated triangle.

    Shapes: (origins, ages), oldest first, NaN where not seen yet; each origin is seen from its first age
    without a gap. Not enough are fewer than two origins or ages. Raises ValueError for gaps or infinite values.
    Source: Mack (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates.
    """
    seen = np.asarray(triangle, dtype=float)
    if seen.ndim != 2 or np.isinf(seen).any():
        raise ValueError("a triangle is a table of finite numbers")
    origins, ages = seen.shape
    if origins < _NEEDED or ages < _NEEDED:
        return NotEnough(min(origins, ages), _NEEDED)
    known = ~np.isnan(seen)
    depth = known.sum(axis=1)
    if not (known == (np.arange(ages) < depth[:, None])).all() or (depth == 0).any():
        raise ValueError("each origin is seen from its first age, without a gap")
    factors, volumes, variances = np.ones(ages - 1), np.zeros(ages - 1), np.full(ages - 1, np.nan)
    for age in range(ages - 1):
        both = depth > age + 1
        start, end = seen[both, age], seen[both, age + 1]
        volumes[age] = start.sum()
        if volumes[age] <= 0:
            continue
        factors[age] = end.sum() / volumes[age]
        positive = start > 0
        if positive.sum() >= _NEEDED:
            ratios = end[positive] / start[positive]
            variances[age] = (start[positive] * (ratios - factors[age]) ** 2).sum() / (positive.sum() - 1)
    full = seen.copy()
    for age in range(ages - 1):
        missing = np.isnan(full[:, age + 1])
        full[missing, age + 1] = full[missing, age] * factors[age]
    latest = seen[np.arange(origins), depth - 1]
    errors, error = _errors(full, depth, factors, volumes, _extended(variances))
    return Ladder(factors, latest, full[:, -1], errors, error)


def _extended(variances: Floats) -> Floats | None:
    """Return the variances with Mack's value for a last one that a single origin cannot show."""
    if not np.isnan(variances[-1]):
        return variances if not np.isnan(variances).any() else None
    if len(variances) < 3 or np.isnan(variances[:-1]).any():
        return None
    last, before = variances[-2], variances[-3]
    grown = last**2 / before if before > 0 else 0.0
    return np.append(variances[:-1], min(grown, last, before))


def _errors(
    full: Floats, depth: NDArray[np.int64], factors: Floats, volumes: Floats, variances: Floats | None
) -> tuple[Floats | None, float | None]:
    if variances is None or (factors <= 0).any() or (volumes <= 0).any():
        return None, None
    relative, ultimates = variances / factors**2, full[:, -1]
    squares, shared = np.zeros(len(full)), 0.0
    for origin, seen in enumerate(depth):
        ahead = np.arange(seen - 1, len(factors))
        if not len(ahead) or ultimates[origin] <= 0:
            continue
        own = relative[ahead] * (1 / full[origin, ahead] + 1 / volumes[ahead])
        squares[origin] = ultimates[origin] ** 2 * own.sum()
        younger = ultimates[origin + 1 :].sum()
        shared += ultimates[origin] * younger * 2 * (relative[ahead] / volumes[ahead]).sum()
    return np.sqrt(squares), float(np.sqrt(squares.sum() + shared))


@dataclass(frozen=True, slots=True)
class CapeCod:
    """What one unit of exposure brings in the end, and the ultimate of each cohort."""

    rate: float
    ultimates: Floats


def cape_cod(signed: ArrayLike, exposure: ArrayLike, maturity: ArrayLike) -> CapeCod | NotEnough:
    """Return signed + exposure × (1 − maturity) × Σ signed / Σ (exposure × maturity), cohort by cohort.

    Shapes: one of each a cohort; maturity is the share of what comes in the end that has come by now. Not enough
    is no exposure that has matured at all. Raises ValueError for lengths that differ, negative or infinite
    values, or a maturity above 1. Source: Bühlmann & Straub (1983), Stanard (1985).
    """
    came, exposed, ripe = (np.asarray(values, dtype=float) for values in (signed, exposure, maturity))
    if not came.shape == exposed.shape == ripe.shape:
        raise ValueError("signed, exposure and maturity are given for the same cohorts")
    if not all(np.isfinite(values).all() and (values >= 0).all() for values in (came, exposed, ripe)):
        raise ValueError("signed, exposure and maturity are finite and not negative")
    if (ripe > 1 + 1e-9).any():
        raise ValueError("a maturity is a share of 1")
    used = float((exposed * ripe).sum())
    if used <= 0:
        return NotEnough(0, 1)
    rate = float(came.sum()) / used
    return CapeCod(rate, came + exposed * (1 - ripe) * rate)
