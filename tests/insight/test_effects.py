"""Effects of variants: the numbers of gbstats (GrowthBook, packages/stats/tests) and of a small cost per opportunity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.insight.methods.effects import Effect, Scale, Side, always_valid, read_once
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.samples import (
    Past,
    Sample,
    Sums,
    adjusted,
    ceiling,
    mean_sums,
    of_units,
    past_of,
    ratio,
    share,
)

A = ratio(mean_sums(3407, 1396.87, 52377.9767))
A_3000 = ratio(mean_sums(3000, 1396.87, 52377.9767))
B = ratio(mean_sums(3461, 2422.7, 134698.29))
COSTS_A, OPPORTUNITIES_A = [350, 340, 360, 355, 345, 352, 348, 351], [1, 0, 2, 1, 0, 1, 3, 0]
COSTS_B, OPPORTUNITIES_B = [350, 365, 342, 358, 349, 347, 356, 353], [2, 1, 1, 0, 3, 2, 1, 2]


def told(found: Effect | NotEnough) -> Effect:
    assert isinstance(found, Effect)
    return found


def bounds(found: Effect | NotEnough) -> tuple[float, float]:
    effect = told(found)
    assert effect.low is not None
    assert effect.high is not None
    return effect.low, effect.high


def one_bound(found: Effect) -> float:
    (bound,) = (bound for bound in (found.low, found.high) if bound is not None)
    return bound


def past(
    now: tuple[float, float], before: tuple[float, float], squares: list[float], products: list[float]
) -> Past:
    """Return 100 units from Σx, Σy, Σp, Σq, their squares, and Σxy, Σxp, Σxq, Σyp, Σyq, Σpq."""
    table = np.diag(squares)
    for (one, two), value in zip(zip(*np.triu_indices(4, 1), strict=True), products, strict=True):
        table[one, two] = table[two, one] = value
    return Past(100, (*now, *before), tuple(map(tuple, table.tolist())))


RATIO_A = past(
    (485.112236689623, 679.9093275844917),
    (192.59138069991536, 290.1398399750233),
    [2715.484666118136, 4939.424001640236, 460.076026390857, 920.9461385038898],
    [3602.146836776702, 1113.6215759318352, 1559.2878434944676, 1460.3181079276983, 2130.9404074446747,
     634.239482353647],
)  # fmt: skip
RATIO_B = past(
    (514.7757826608777, 705.4090874383759),
    (206.94157227402536, 302.54389139107326),
    [2994.897482705013, 5291.36604146392, 514.2903702246757, 994.4506208125663],
    [3918.1561431600717, 1237.0953021125997, 1701.0287270040265, 1604.0759503266522, 2292.081739775257,
     698.4173425817908],
)  # fmt: skip


def test_a_relative_difference_of_means() -> None:
    found = told(read_once(A, B))
    assert (found.value, found.error, found.p) == pytest.approx((0.70732, 0.37879, 0.06191), abs=5e-6)
    assert bounds(found) == pytest.approx((-0.03526, 1.44989), abs=5e-6)


def test_an_absolute_difference_of_means() -> None:
    found = told(read_once(A, B, scale="absolute"))
    assert (found.value, found.p) == pytest.approx((0.29, 0.02016), abs=5e-6)
    assert bounds(found) == pytest.approx((0.04538, 0.53462), abs=5e-6)


def test_a_relative_difference_of_shares() -> None:
    found = told(read_once(share(14, 28), share(16, 30)))
    assert (found.value, found.p) == pytest.approx((0.06667, 0.80707), abs=5e-6)
    assert bounds(found) == pytest.approx((-0.47767, 0.61101), abs=5e-6)


def test_the_spread_of_a_difference() -> None:
    control, variant = Sample(4, 7, 2, 7, 2, 2), Sample(15, 5, 0.5, 5, 0.5, 0.5)
    spreads = [
        told(read_once(control, variant, scale=scale)).error ** 2 for scale in ("absolute", "relative")
    ]
    assert spreads == pytest.approx([0.53333, 0.00589], abs=5e-6)


def test_an_arm_without_spread_says_nothing() -> None:
    assert read_once(ratio(mean_sums(2, 1396.87, 52377.9767)), B) == NotEnough(1, 2)
    for nobody in (ratio(Sums()), ratio(Sums(1, 2, 1, 4, 1, 2)), share(0, 10)):
        assert isinstance(read_once(A, nobody), NotEnough)
        assert isinstance(always_valid(nobody, B, 100), NotEnough)


def test_an_interval_that_is_watched() -> None:
    found = told(always_valid(A_3000, B, 1000))
    assert (found.value, found.p) == pytest.approx((0.50336, 1), abs=5e-6)
    assert bounds(found) == pytest.approx((-0.55844, 1.56516), abs=5e-6)


def test_shares_that_are_watched() -> None:
    found = told(always_valid(share(1396, 3000), share(2422, 3461), 5000))
    assert (found.value, found.p) == pytest.approx((0.50386, 0), abs=5e-6)
    assert bounds(found) == pytest.approx((0.40098, 0.60675), abs=5e-6)


def test_an_interval_is_tightest_near_the_units_it_is_planned_for() -> None:
    def width(planned: float) -> float:
        low, high = bounds(always_valid(A_3000, B, planned))
        return high - low

    assert width(6461) < width(10_000) < width(10)


def test_ratios_corrected_by_their_past() -> None:
    control, variant = adjusted(RATIO_A, RATIO_B)
    found = told(read_once(control, variant))
    assert (found.value, found.error, found.p) == pytest.approx((-0.0007, 0.00391, 0.85771), abs=5e-6)
    assert bounds(found) == pytest.approx((-0.00841, 0.007), abs=5e-6)
    assert bounds(always_valid(control, variant, 5000)) == pytest.approx((-0.02063, 0.01923), abs=5e-6)


def test_a_mean_corrected_by_its_past() -> None:
    arms = [
        Past(n, (x, n, p, n), ((xx, x, 1, x), (x, n, p, n), (1, p, pp, p), (x, n, p, n)))
        for n, x, xx, p, pp in (
            (3000, 1396.87, 52377.9767, 16.87, 527.9767),
            (3461, 2422.7, 134698.29, 22.7, 1348.29),
        )
    ]
    found = always_valid(*adjusted(arms[0], arms[1]), planned=5000)
    assert told(found).value == pytest.approx(0.50338, abs=5e-6)
    assert bounds(found) == pytest.approx((-0.50969, 1.51646), abs=2e-5)


@pytest.mark.parametrize(
    ("scale", "side", "bound", "p"),
    [
        ("relative", "greater", -0.045136675850396046, 0.06558262868467746),
        ("absolute", "greater", 0.020791480063255735, 0.03554272489873023),
        ("relative", "less", 1.0518588475628676, 0.9344173713153225),
        ("absolute", "less", 0.44796185327007765, 0.9644572751012698),
    ],
)
def test_one_side_read_once(scale: Scale, side: Side, bound: float, p: float) -> None:
    found = told(read_once(A_3000, B, scale=scale, side=side))
    assert one_bound(found) == pytest.approx(bound, rel=1e-12)
    assert found.p == pytest.approx(p, rel=1e-12)


@pytest.mark.parametrize(
    ("scale", "side", "bound", "p"),
    [
        ("relative", "greater", -0.42356454602790883, 0.4999),
        ("absolute", "greater", -0.12656844172804982, 0.46316491943359384),
        ("relative", "less", 1.4302867177403806, 0.4999),
        ("absolute", "less", 0.5953217750613832, 0.4999),
    ],
)
def test_one_side_that_is_watched(scale: Scale, side: Side, bound: float, p: float) -> None:
    found = told(always_valid(A_3000, B, 5000, scale=scale, side=side))
    assert one_bound(found) == pytest.approx(bound, rel=1e-12)
    assert found.p == pytest.approx(p, abs=2e-4)  # theirs is found by halving


def test_a_negative_figure_halved_is_a_rise_of_half() -> None:
    control, variant = (Sample(100, mean, 4.0, mean, 4.0, 4.0) for mean in (-10.0, -5.0))
    assert told(read_once(control, variant)).value == 0.5


def test_cost_per_opportunity_of_eight_units_an_arm() -> None:
    a, b = ratio(of_units(COSTS_A, OPPORTUNITIES_A)), ratio(of_units(COSTS_B, OPPORTUNITIES_B))
    assert (a.mean, b.mean) == (350.125, 235)
    assert (a.variance, b.variance) == pytest.approx((138136.285714, 21657.650794), rel=1e-9)
    absolute, relative = (told(read_once(a, b, scale=scale)) for scale in ("absolute", "relative"))
    assert (absolute.value, absolute.p) == pytest.approx((-115.125, 0.436016), rel=1e-5)
    assert bounds(absolute) == pytest.approx((-434.0792, 203.8292), abs=5e-5)
    assert (relative.value, relative.p) == pytest.approx((-0.328811, 0.289554), abs=5e-7)
    assert bounds(relative) == pytest.approx((-0.988855, 0.331233), abs=5e-7)
    assert bounds(always_valid(a, b, 100, scale="absolute")) == pytest.approx((-608.2677, 378.0177), abs=5e-5)
    assert bounds(always_valid(a, b, 100)) == pytest.approx((-1.349322, 0.691699), abs=5e-7)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 3)), min_size=3, max_size=12),
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 3)), min_size=3, max_size=12),
)
def test_on_the_scale_of_logarithms_a_ratio_and_its_inverse_say_the_same(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    arms = [tuple(zip(*arm, strict=True)) for arm in (one, two)]
    straight = read_once(*(ratio(of_units(x, y)) for x, y in arms), scale="log")
    inverse = read_once(*(ratio(of_units(y, x)) for x, y in arms), scale="log")
    if isinstance(straight, Effect) and isinstance(inverse, Effect):
        assert straight.value == pytest.approx(-inverse.value, abs=1e-9)
        assert straight.error == pytest.approx(inverse.error, rel=1e-6)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30), st.integers(1, 29))
def test_sums_of_parts_are_the_sums_of_the_whole(amounts: list[int], cut: int) -> None:
    assert of_units(amounts[:cut]) + of_units(amounts[cut:]) == of_units(amounts)


def test_extreme_amounts_have_one_ceiling_for_all_arms() -> None:
    amounts: dict[float, float] = {1: 1, 2: 1, 3: 1, 1000: 1, 4: 1, 5: 1}
    assert ceiling(amounts, 0.8) == np.quantile([1, 2, 3, 4, 5, 1000], 0.8, method="inverted_cdf") == 5
    assert ceiling({2: 99, 60: 1}) == 2
    assert ceiling({2: 98, 60: 2}) == 60
    assert ceiling({}) is None


def test_figures_corrected_by_their_past_keep_their_size() -> None:
    """A and B do as well; B's units did better before, so that the correction tells them apart, around the same mean."""
    before_a, before_b = [(1, 10), (2, 10), (3, 10)], [(2, 10), (3, 10), (4, 10)]
    now = [(2, 10), (4, 10), (6, 10)]
    one, two = adjusted(past_of(now, before_a), past_of(now, before_b))
    assert (one.mean + two.mean) / 2 == pytest.approx(0.4)
    assert one.mean - two.mean == pytest.approx(2 * 0.1)  # θ is 2: what was done before doubles
    assert one.variance == pytest.approx(0, abs=1e-12)
    assert one.base == two.base == pytest.approx(0.4)


def test_units_without_a_past_are_neither_helped_nor_hurt() -> None:
    pairs = [(3, 10), (5, 12), (1, 9), (4, 11)]
    raw, corrected = (
        ratio(of_units(*zip(*pairs, strict=True))),
        adjusted(past_of(pairs, [(0, 0)] * 4), past_of(pairs, [(0, 0)] * 4)),
    )
    assert (corrected[0].mean, corrected[0].variance) == pytest.approx((raw.mean, raw.variance))


@pytest.mark.parametrize(
    "refused",
    [
        lambda: share(3, 2),
        lambda: share(0, 0),
        lambda: Sums(float("nan")),
        lambda: of_units([1, 2], [1]),
        lambda: ceiling({float("nan"): 1}),
        lambda: ceiling({1: 1}, 0),
        lambda: past_of([(1, 1)], []),
        lambda: always_valid(A, B, 0),
    ],
)
def test_what_cannot_be_is_refused(refused: object) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        refused()  # type: ignore[operator]
