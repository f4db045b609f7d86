"""The intervals cover what they promise, over simulated campaigns whose truth is known."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from filon.insight.methods.interval import Interval
from filon.insight.methods.means import mean
from filon.insight.methods.poisson import amounts, garwood
from filon.insight.methods.posteriors import Known, Pace, Posterior, Share, log_normal_mean, spread
from filon.insight.methods.proportions import wilson
from filon.insight.methods.unit_costs import per_event
from filon.insight.scenarios.model import Model, Outcome
from filon.insight.scenarios.simulate import Chance, simulate

CAMPAIGNS, SMALLEST, LARGEST = 2000, 15, 250  # contracts expected
FUNNEL = Model(("conversation_rate", "appointment_rate", "close_rate"))
PACE, HOUR, MARGIN = 40.0, 60.0, 0.4  # calls a day, cost of a day, margin rate
EDGES = (0.025, 0.975)
FIGURES = ("contracts", "margin", "cost_total", "roi")


@dataclass(frozen=True)
class Truth:
    """A campaign as it is, of which chance gives one history after the other."""

    calls: int
    rates: tuple[float, float, float]
    centre: float  # of the logs of the amounts
    deviation: float
    chance: np.random.Generator

    @property
    def deal(self) -> float:
        return float(np.exp(self.centre + self.deviation**2 / 2))

    def expected(self) -> Outcome:
        named = dict(zip(FUNNEL.rates, self.rates, strict=True))
        plain = {"average_deal": self.deal, "margin_rate": MARGIN, "fixed_cost": 0.0}
        return FUNNEL.outcome({"calls": self.calls, **named, **plain, "cost_per_call": HOUR / PACE})

    def counts(self) -> list[int]:
        found = [self.calls]
        for rate in self.rates:
            found.append(int(self.chance.binomial(found[-1], rate)))
        return found

    def deals(self, number: int) -> np.ndarray:
        return self.chance.lognormal(self.centre, self.deviation, number)

    def days(self, number: int) -> np.ndarray:
        return self.chance.gamma(4, PACE / 4, number)

    def lived(self) -> Outcome:
        """Return a later campaign of as many calls, by the days they take."""
        signed = self.counts()[-1]
        done = self.days(3 * int(self.calls / PACE) + 20).cumsum()
        margin = MARGIN * self.deals(signed).sum()
        return Outcome(signed, None, margin, HOUR * (np.searchsorted(done, self.calls) + 0.5))


def campaigns() -> Iterator[Truth]:
    chance = np.random.default_rng(20_260_105)
    for _ in range(CAMPAIGNS):
        rates = (chance.uniform(0.03, 0.06), chance.uniform(0.15, 0.35), chance.uniform(0.1, 0.3))
        wanted = np.exp(chance.uniform(np.log(SMALLEST), np.log(LARGEST)))
        yield Truth(
            int(wanted / np.prod(rates)), rates, chance.normal(8.5, 0.4), chance.uniform(0.3, 0.9), chance
        )


def covered(interval: Interval, value: float) -> bool:
    return (interval.low or 0.0) <= value <= (np.inf if interval.high is None else interval.high)


@pytest.mark.long
def test_95_per_cent_intervals_cover_95_per_cent_of_simulated_campaigns() -> None:
    """2,000 campaigns of 15 to 250 contracts; one standard error is 0.5 point. Measured: docs/methods.md."""
    hits: Counter[str] = Counter()
    for place, truth in enumerate(campaigns()):
        counts, days = truth.counts(), truth.days(int(truth.calls / PACE))
        deals = truth.deals(max(counts[-1], 3))
        hits.update(_known(truth, counts, deals))
        hits.update(_scenarios(truth, counts, deals, days, place))
    shares = {name: count / CAMPAIGNS for name, count in hits.items()}
    print({name: round(share, 4) for name, share in sorted(shares.items())})  # noqa: T201 - the measure itself
    wrong = {name: share for name, share in shares.items() if not _low(name) <= share <= _high(name)}
    assert not wrong


def _low(name: str) -> float:
    return 0.93 if name == "mean" else 0.94  # skewed amounts and little of them: said in docs/methods.md


def _high(name: str) -> float:
    return (
        0.975 if name in ("garwood", "unit cost", "sum of amounts") else 0.96
    )  # exact: at least what is promised


def _known(truth: Truth, counts: list[int], deals: np.ndarray) -> list[str]:
    expected, signed = truth.expected(), counts[-1]
    found = {
        "rate": (wilson(signed, counts[-2]), truth.rates[-1]),
        "garwood": (garwood(signed), expected.contracts),
        "sum of amounts": (amounts(deals.sum(), (deals**2).sum(), deals.max()), expected.revenue),
        "unit cost": (per_event(expected.cost_total, signed), expected.cost_total / expected.contracts),
        "mean": (mean(len(deals), deals.sum(), (deals**2).sum()), truth.deal),
    }
    return [name for name, (one, value) in found.items() if isinstance(one, Interval) and covered(one, value)]


def _scenarios(truth: Truth, counts: list[int], deals: np.ndarray, days: np.ndarray, seed: int) -> list[str]:
    logs = np.log(deals)
    worth = log_normal_mean(len(deals), logs.sum(), (logs**2).sum(), deals.max(), size=10, seed=seed)
    deviation = spread(len(logs), logs.sum(), (logs**2).sum())
    uneven = days.std(ddof=1) / days.mean()
    posteriors: dict[str, Posterior] = {
        "calls": Known(truth.calls), "margin_rate": Known(MARGIN), "fixed_cost": Known(0), "cost_per_hour": Known(HOUR),
        "average_deal": worth, "calls_per_hour": Pace(days.mean(), uneven / np.sqrt(len(days))),  # type: ignore[dict-item] # three amounts at least
        **{name: Share(counts[i + 1], counts[i]) for i, name in enumerate(FUNNEL.rates)},
    }  # fmt: skip
    chance = Chance(float(np.sqrt(np.expm1(deviation**2))), uneven, 1 / days.mean())
    told = simulate(FUNNEL, posteriors, size=11, seed=seed).outcome
    foretold = simulate(FUNNEL, posteriors, chance=chance, size=11, seed=seed).outcome
    expected, lived = truth.expected(), truth.lived()
    return [
        f"{kind} {name}"
        for kind, draws, real in (("expected", told, expected), ("lived", foretold, lived))
        for name in FIGURES
        if _within(getattr(draws, name), getattr(real, name))
    ]


def _within(draws: np.ndarray, value: float) -> bool:
    low, high = np.quantile(draws, EDGES)
    return bool(low <= value <= high)
