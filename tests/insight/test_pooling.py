"""Figures of one kind, shrunk towards their mean."""

import numpy as np
import pytest

from filon.insight.methods.pooling import pooled

DRAWS = 4000


def figure(value: float, error: float, seed: int) -> np.ndarray:
    """Draws of a figure told with a relative error."""
    return value * np.exp(error * np.random.default_rng(seed).standard_normal(DRAWS))


def test_figures_that_differ_less_than_their_errors_become_nearly_one() -> None:
    found = pooled([figure(value, 0.3, seed) for seed, value in enumerate((1.9, 2.0, 2.1, 2.0))])
    medians = [float(np.median(one)) for one in found]
    assert max(medians) / min(medians) < 1.03
    assert all(np.log(one).std() < 0.25 for one in found)


def test_a_figure_told_well_stays_and_one_told_badly_goes_towards_the_others() -> None:
    sure, other, doubtful = pooled([figure(1, 0.05, 1), figure(1.5, 0.05, 2), figure(6, 0.8, 3)])
    assert np.median(sure) == pytest.approx(1, rel=0.02)
    assert np.median(other) == pytest.approx(1.5, rel=0.02)
    assert 1.2 < np.median(doubtful) < 4


def test_a_figure_alone_has_nothing_to_be_shrunk_towards() -> None:
    alone = figure(2, 0.3, 1)
    (found,) = pooled([alone])
    assert (found == alone).all()
    assert pooled([]) == []


def test_figures_without_doubt_stay_as_they_are() -> None:
    one, two = pooled([np.full(DRAWS, 1.0), np.full(DRAWS, 3.0)])
    assert one == pytest.approx(1.0, rel=1e-6)
    assert two == pytest.approx(3.0, rel=1e-6)


def test_what_is_not_positive_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        pooled([np.array([1.0, -1.0]), np.array([1.0, 1.0])])


def test_the_pooled_figures_of_simulated_firms_are_covered() -> None:
    """95 % intervals of 5 figures told with errors of 10 to 80 %, a third apart, over 300 firms."""
    covered = []
    for seed in range(300):
        chance = np.random.default_rng(seed)
        truth = np.exp(0.33 * chance.standard_normal(5))
        errors = chance.uniform(0.1, 0.8, 5)
        seen = truth * np.exp(errors * chance.standard_normal(5))
        draws = [s * np.exp(e * chance.standard_normal(1000)) for s, e in zip(seen, errors, strict=True)]
        for value, one in zip(truth, pooled(draws, seed=seed), strict=True):
            low, high = np.quantile(one, (0.025, 0.975))
            covered.append(low < value < high)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)
