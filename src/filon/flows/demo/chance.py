"""Seeded chance, from uniform draws alone so that the same seed gives the same bytes everywhere."""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


class Dice:
    """Draws from one seed."""

    def __init__(self, seed: int) -> None:
        self._uniform = np.random.Generator(np.random.PCG64(seed))

    def uniform(self, count: int) -> Floats:
        """Return that many numbers in [0, 1)."""
        return self._uniform.random(count)

    def pick(self, weights: Floats, count: int) -> Whole:
        """Return that many indices of `weights`, each with its weight's chance."""
        bounds = np.cumsum(weights) / weights.sum()
        return np.minimum(np.searchsorted(bounds, self.uniform(count), side="right"), len(weights) - 1)

    def pick_rows(self, weights: Floats) -> Whole:
        """Return one column index per row of `weights`, each with its weight's chance."""
        bounds = np.cumsum(weights, axis=1)
        throws = self.uniform(len(weights))[:, None] * bounds[:, -1:]
        chosen: Whole = np.minimum((bounds <= throws).sum(axis=1), weights.shape[1] - 1)
        return chosen

    def one(self) -> float:
        """Return one number in [0, 1)."""
        return float(self._uniform.random())

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.one() * (high - low + 1))

    def lognormal(self, median: float, spread: float) -> float:
        """Return a draw of a log-normal variable of that median."""
        normal = NormalDist(0, spread).inv_cdf(min(max(self.one(), 1e-9), 1 - 1e-9))
        return median * float(np.exp(normal))
