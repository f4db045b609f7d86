"""The sample-ratio check on the cases of GrowthBook's stats.test.ts, and p-values read together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.insight.methods.multiplicity import benjamini_hochberg, holm
from filon.insight.methods.sample_ratio import sample_ratio

BH_1995 = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
    0.7590, 1.0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("seen", "weights", "p"),
    [
        ([1000, 1200], [0.5, 0.5], 0.000020079),
        ([135, 115], [0.5, 0.5], 0.205903211),
        ([310, 98], [0.75, 0.25], 0.647434186),
        ([0, 10, 10], [0.34, 0.33, 0.33], 0.005790624),
        ([500, 500, 600], [0.34, 0.33, 0.33], 0.000592638),
        ([500, 500], [0.5, 0.5], 1.0),
        ([500], [1.0], 1.0),
        ([500, 0, 500], [0.5, 0.0, 0.5], 1.0),
        ([0, 0], [0.5, 0.5], 1.0),
    ],
)
def test_the_check_gives_the_known_values(seen: list[float], weights: list[float], p: float) -> None:
    assert sample_ratio(seen, weights).p == pytest.approx(p, abs=5e-10)


def test_the_alarm_waits_for_enough_units() -> None:
    assert sample_ratio([1000, 1200], [1, 1]).alarm
    assert not sample_ratio([0, 19], [1, 1]).alarm  # under 20 units
    assert not sample_ratio([0, 30], [1, 9]).alarm  # 3 expected in the first
    assert sample_ratio([0, 40], [1, 1]).alarm


def test_counts_that_do_not_match_their_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="as many counts"):
        sample_ratio([1, 2], [1])
    with pytest.raises(ValueError, match="none negative"):
        sample_ratio([-1, 2], [1, 1])


def test_benjamini_and_hochberg_reject_four_and_holm_three() -> None:
    found, strict = benjamini_hochberg(BH_1995), holm(BH_1995)
    assert found[:5] == pytest.approx([0.0015, 0.0030, 0.0095, 0.035625, 0.0603])
    assert strict[:4] == pytest.approx([0.0015, 0.0056, 0.0247, 0.1140])
    assert (sum(p <= 0.05 for p in found), sum(p <= 0.05 for p in strict)) == (4, 3)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_adjusting_keeps_the_order_and_never_lowers(values: list[float]) -> None:
    for adjusted in (holm(values), benjamini_hochberg(values)):
        assert all(
            after >= before or before == pytest.approx(after)
            for before, after in zip(values, adjusted, strict=True)
        )
        assert [adjusted[i] for i in sorted(range(len(values)), key=values.__getitem__)] == sorted(adjusted)


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([1.2])
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([float("nan")])
