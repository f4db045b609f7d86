"""Draws of several figures at once: low-discrepancy uniforms, tied by rank correlations."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]

SIZE = 17  # 2^17 = 131,072 draws
SEED = 20_260_105
_STEPS, _NEAR = 100, 1e-9


def sobol(dimensions: int, *, size: int = SIZE, seed: int = SEED) -> Floats:
    """Return 2^size scrambled Sobol points, strictly inside the unit cube (2^size, dimensions).

    Source: Sobol (1967), scrambled as by Owen (1998); Joe & Kuo's directions.
    """
    from scipy.stats import qmc

    points = qmc.Sobol(dimensions, scramble=True, rng=seed).random_base2(size)
    return np.asarray(np.clip(points, 1e-12, 1 - 1e-12))


def pearson(ranks: ArrayLike) -> Floats:
    """Return the correlation of normals whose rank correlation is the one given: r = 2 sin(πρ / 6).

    Source: Pearson (1907).
    """
    return np.asarray(2 * np.sin(np.pi * np.asarray(ranks, dtype=float) / 6))


def nearest(matrix: Floats) -> Floats:
    """Return the nearest correlation matrix to a symmetric one with a diagonal of ones.

    Source: Higham (2002), alternating projections with Dykstra's correction.
    """
    found, correction = matrix.astype(float), np.zeros_like(matrix, dtype=float)
    for _ in range(_STEPS):
        shifted = found - correction
        values, vectors = np.linalg.eigh(shifted)
        if values[0] >= -_NEAR and not correction.any():
            return found
        projected = (vectors * np.maximum(values, 0)) @ vectors.T
        correction = projected - shifted
        found = projected.copy()
        np.fill_diagonal(found, 1.0)
        if np.abs(found - projected).max() < _NEAR:
            break
    return found


def tied(uniform: Floats, ranks: Floats) -> Floats:
    """Return uniforms (draws, figures) tied by a matrix of rank correlations through a Gaussian copula.

    Raises ValueError unless the matrix is square, symmetric, with ones on its diagonal and one line per figure.
    """
    figures = uniform.shape[1]
    if (
        ranks.shape != (figures, figures)
        or not np.allclose(ranks, ranks.T)
        or not np.allclose(np.diag(ranks), 1)
    ):
        raise ValueError("rank correlations must be a symmetric matrix, of ones on its diagonal")
    if np.array_equal(ranks, np.eye(figures)):
        return uniform
    correlations = pearson(ranks)
    np.fill_diagonal(correlations, 1.0)
    values, vectors = np.linalg.eigh(nearest(correlations))
    factor = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    return np.asarray(ndtr(ndtri(uniform) @ factor))


def rank_correlations(columns: ArrayLike) -> Floats:
    """Return Spearman's correlations of columns (observations, figures); 0 where one never varies."""
    from scipy.stats import rankdata

    ranked = rankdata(np.asarray(columns, dtype=float), axis=0)
    centred = ranked - ranked.mean(axis=0)
    sizes = np.sqrt((centred**2).sum(axis=0))
    scaled = np.divide(centred, sizes, out=np.zeros_like(centred), where=sizes > 0)
    found: Floats = scaled.T @ scaled
    np.fill_diagonal(found, 1.0)
    return found
