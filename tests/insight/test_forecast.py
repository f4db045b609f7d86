"""Forecasts of open deals against sums by hand, and against simulated firms whose end is known."""

from dataclasses import dataclass

import numpy as np
import pytest

from filon.insight.methods.forecast import Amounts, Curves, bounds, forecast
from filon.insight.methods.incidence import AT_RISK, Outcomes, aalen_johansen, drift, horizon
from filon.insight.methods.interval import NotEnough
from filon.insight.methods.triangle import CapeCod, Ladder, cape_cod, chain_ladder

MONTH, MONTHS = 30, 18
CLOSED = Outcomes.of([10] * 30 + [20] * 70, [1] * 30 + [2] * 70)


def curves(outcomes: Outcomes = CLOSED, until: int = 30, seed: int = 0) -> Curves:
    return Curves.of(outcomes, until, np.random.default_rng(seed))


def test_open_deals_are_worth_their_chance_and_shared_ones_their_part() -> None:
    found = forecast(curves(), [0, 0, 15], [4, 0.5, 10], np.random.default_rng(1))
    assert found.expected == pytest.approx(4.5 * 0.3)  # at 15 days nothing more is won
    assert found.likely.mean() == pytest.approx(4.5 * 0.3, rel=0.1)


def test_nothing_open_brings_nothing_more() -> None:
    found = forecast(curves(), [], [], np.random.default_rng(1))
    assert found.expected == 0
    assert not found.likely.any()


def test_maturity_is_the_share_of_the_wins_that_had_their_time() -> None:
    assert curves().maturity([5, 10, 400], [1, 1, 2]) == pytest.approx(3 / 4)
    assert curves().maturity([], []) is None


def test_the_same_seed_gives_the_same_interval() -> None:
    one, other = (
        bounds(forecast(curves(seed=3), [0], [50], np.random.default_rng(4)).likely) for _ in range(2)
    )
    assert one == other
    assert one.low is not None
    assert one.high is not None
    assert one.low < 15 < one.high


def test_a_small_group_is_drawn_to_the_whole() -> None:
    alone = curves().within(Outcomes.of([10] * 5, [1] * 5), np.random.default_rng(5))
    assert float(alone.estimate.won_by(30)) == pytest.approx((5 + 25 * 0.3) / 30)
    assert alone.resampled.won_by(30).std() > 0


def test_amounts_carry_the_doubt_on_their_mean_and_the_chance_of_each() -> None:
    amounts = Amounts(100, 100 * 500, 100 * (500**2 + 200**2))
    drawn = amounts.drawn(np.full(20_000, 9.0), np.random.default_rng(6))
    assert drawn.mean() == pytest.approx(9 * 500, rel=0.01)
    assert drawn.std() == pytest.approx(200 * np.sqrt(9 + 9**2 / 100), rel=0.05)
    assert Amounts(1, 500, 500**2).mean == NotEnough(1, 2)


@dataclass(frozen=True)
class Firm:
    """Deals opened over MONTHS months by a firm, seen at their end: 15 % are won, at a median of 90 days."""

    cohort: np.ndarray
    since: np.ndarray
    age: np.ndarray
    event: np.ndarray
    ultimate: np.ndarray  # wins in the end, by cohort

    @classmethod
    def simulated(
        cls, rng: np.random.Generator, each: int = 100, recorded: float = 0.6, lately: float = 1.0
    ) -> "Firm":
        """`recorded` of the losses are ever written; the cycle of the last three months is `lately` times as long."""
        cohort = np.repeat(np.arange(MONTHS), each)
        since = MONTH * (MONTHS - 1 - cohort) + rng.integers(0, MONTH, len(cohort))
        won = rng.random(len(cohort)) < 0.15
        stretch = np.where(cohort >= MONTHS - 3, lately, 1.0)
        closing = np.where(
            won, rng.lognormal(np.log(90), 0.6, len(won)), rng.lognormal(np.log(60), 0.7, len(won))
        )
        closing = (closing * stretch).astype(int)
        written = won | (rng.random(len(won)) < recorded)
        closed = written & (closing <= since)
        event = np.where(closed, np.where(won, 1, 2), 0)
        ultimate = np.bincount(cohort[won], minlength=MONTHS).astype(float)
        return cls(cohort, since, np.where(closed, closing, since), event, ultimate)

    @property
    def outcomes(self) -> Outcomes:
        return Outcomes.of(self.age, self.event)

    def by_cohort(self, kept: np.ndarray) -> np.ndarray:
        return np.bincount(self.cohort[kept], minlength=MONTHS).astype(float)

    def projected(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, Curves]:
        """The wins projected by cohort, their draws, and the curves."""
        far = horizon(aalen_johansen(self.outcomes))
        assert isinstance(far, int)
        found = Curves.of(self.outcomes, far, rng)
        still = self.event == 0
        ahead = [
            forecast(found, self.age[kept], np.ones(kept.sum()), rng)
            for kept in (still & (self.cohort == number) for number in range(MONTHS))
        ]
        signed = self.by_cohort(self.event == 1)
        expected = signed + [one.expected for one in ahead]
        return expected, signed + np.transpose([one.likely for one in ahead]), found


def errors(estimates: list[float], truths: list[float]) -> tuple[float, float]:
    """Bias and root mean square of the relative errors."""
    relative = np.array(estimates) / np.array(truths) - 1
    return float(relative.mean()), float(np.sqrt((relative**2).mean()))


@pytest.mark.long
def test_young_cohorts_are_projected_as_measured_in_the_reference() -> None:
    """The table of statistics.md, 7: n = 100 a month, error on the ultimate wins of the last six months."""
    rng = np.random.default_rng(11)
    told: dict[str, list[float]] = {"naive": [], "ladder": [], "capecod": [], "aj": []}
    truths: list[float] = []
    covered: list[bool] = []
    youngest: list[bool] = []
    for _ in range(200):
        firm = Firm.simulated(rng)
        expected, likely, found = firm.projected(rng)
        truth = firm.ultimate[-6:].sum()
        signed, opened = firm.by_cohort(firm.event == 1), firm.by_cohort(firm.event >= 0)
        ripe = [found.maturity(firm.since[firm.cohort == n], np.ones(int(opened[n]))) for n in range(MONTHS)]
        hand = cape_cod(signed, opened, np.array(ripe, dtype=float))
        assert isinstance(hand, CapeCod)
        truths.append(truth)
        told["naive"].append(signed[-6:].sum())
        told["aj"].append(expected[-6:].sum())
        told["capecod"].append(hand.ultimates[-6:].sum())
        told["ladder"].append(_laddered(firm)[-6:].sum())
        for cohorts, hits in ((slice(-6, None), covered), (slice(-3, None), youngest)):
            interval = bounds(likely[:, cohorts].sum(axis=1))
            assert interval.low is not None
            assert interval.high is not None
            hits.append(interval.low <= firm.ultimate[cohorts].sum() <= interval.high)
    found_errors = {name: errors(values, truths) for name, values in told.items()}
    assert abs(found_errors["aj"][0]) < 0.03
    assert found_errors["aj"][1] < 0.11
    assert found_errors["capecod"][1] < 0.11
    assert found_errors["naive"][0] < -0.4
    assert found_errors["ladder"][1] > 2 * found_errors["aj"][1]
    assert np.mean(covered) >= 0.90
    assert np.mean(youngest) >= 0.90


def _laddered(firm: Firm) -> np.ndarray:
    triangle = np.zeros((MONTHS, MONTHS))
    won = firm.event == 1
    opened = MONTH * (MONTHS - 1 - firm.cohort[won]) + MONTH - 1 - firm.since[won]  # day within the month
    np.add.at(triangle, (firm.cohort[won], (opened + firm.age[won]) // MONTH), 1)
    triangle = np.cumsum(triangle, axis=1)
    triangle[np.add.outer(np.arange(MONTHS), np.arange(MONTHS)) >= MONTHS] = np.nan
    found = chain_ladder(triangle)
    assert isinstance(found, Ladder)
    return found.ultimates


@pytest.mark.long
def test_small_firms_are_covered_too_and_their_groups() -> None:
    rng, covered = np.random.default_rng(12), list[bool]()
    for _ in range(300):
        firm = Firm.simulated(rng, each=20)
        _, likely, _ = firm.projected(rng)
        interval = bounds(likely[:, -6:].sum(axis=1))
        assert interval.low is not None
        assert interval.high is not None
        covered.append(interval.low <= firm.ultimate[-6:].sum() <= interval.high)
    assert np.mean(covered) >= 0.90


@pytest.mark.long
def test_drift_is_seen_when_the_cycle_lengthens_and_seldom_when_it_does_not() -> None:
    rng, seen = np.random.default_rng(13), {1.0: 0, 1.5: 0}
    for lately in seen:
        for _ in range(300):
            firm = Firm.simulated(rng, lately=lately)
            young, older = (
                Outcomes.of(firm.age[kept], firm.event[kept])
                for kept in (
                    firm.cohort >= MONTHS - 3,
                    (firm.cohort >= MONTHS - 9) & (firm.cohort < MONTHS - 3),
                )
            )
            seen[lately] += any(each.sure for each in drift(young, older))
    assert seen[1.0] / 300 <= 0.08
    assert seen[1.5] / 300 >= 0.30


def test_the_curve_claims_nothing_past_the_last_ten() -> None:
    firm = Firm.simulated(np.random.default_rng(14), each=20)
    curve = aalen_johansen(firm.outcomes)
    far = horizon(curve)
    assert isinstance(far, int)
    assert curve.at_risk[curve.ages <= far][-1] >= AT_RISK
