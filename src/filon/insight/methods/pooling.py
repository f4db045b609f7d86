"""Figures of one kind, brought nearer one another by as much as they may differ by chance alone."""

from collections.abc import Sequence

import numpy as np

from filon.insight.methods.response import Numbers

SPREAD = 0.5  # between like figures, on the log scale: the scale of its prior, which is half a normal one
_SPREADS = np.linspace(0.0, 6 * SPREAD, 121)


def pooled(draws: Sequence[Numbers], *, seed: int = 1) -> list[Numbers]:
    """Return the draws of each figure shrunk towards the mean of all; one value per draw, figures positive.

    The logs of the figures are normal around a mean that nobody knows, with a spread that nobody knows: what is
    told badly goes far towards the mean, what is told well stays, and figures that differ no more than chance would
    make them become nearly one. A figure alone stays as it is. Raises ValueError for draws that are not positive.
    Source: the hierarchical normal model, as in Gelman et al. (2013), "Bayesian data analysis", 5.4.
    """
    figures = [np.asarray(one, dtype=float) for one in draws]
    if not all((one > 0).all() and np.isfinite(one).all() for one in figures):
        raise ValueError("figures to pool must be positive")
    if len(figures) < 2:
        return figures
    logs = np.log(figures)
    middle, noise = logs.mean(axis=1), np.maximum(logs.std(axis=1), 1e-9)
    generator = np.random.default_rng(seed)
    precision = 1 / (noise**2 + _SPREADS[:, None] ** 2)
    centre = (precision * middle).sum(axis=1) / precision.sum(axis=1)
    likelihood = (
        np.log(precision).sum(axis=1)
        - np.log(precision.sum(axis=1))
        - (precision * (middle - centre[:, None]) ** 2).sum(axis=1)
    ) / 2
    prior = -((_SPREADS / SPREAD) ** 2) / 2
    weights = np.exp(likelihood + prior - (likelihood + prior).max())
    chosen = generator.choice(len(_SPREADS), size=logs.shape[1], p=weights / weights.sum())
    mean = centre[chosen] + generator.standard_normal(logs.shape[1]) / np.sqrt(precision[chosen].sum(axis=1))
    kept = _SPREADS[chosen] ** 2 * precision[chosen].T  # of a figure's own distance from the mean
    apart = (logs - middle[:, None]) * np.sqrt(kept)
    return list(np.exp(mean + kept * (middle[:, None] - mean) + apart))
