"""A plan learnt from a firm whose calls grow, or whose sales take long, covers what it promises."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pytest

from filon.insight.methods.posteriors import Drawn, Known, Posterior, Share, log_normal_mean, mixed, spread
from filon.insight.scenarios.ahead import Ahead, to_come
from filon.insight.scenarios.model import Model
from filon.insight.scenarios.simulate import Chance, simulate
from filon.metrics.gather.cells import Key
from filon.metrics.gather.deals import Alike
from filon.metrics.gather.waiting import Waiting
from filon.terms.period import Period, add_months

FIRMS = 60
FUNNEL = Model(("conversation_rate", "appointment_rate", "close_rate"))
CONVERSATION, APPOINTMENT, MARGIN, CALL = 0.045, 0.25, 0.4, 1.5
OPENED, WAITED = 0.7, 12.0  # share of appointments that become deals, and after how many days
SMALLEST, LARGEST = 15, 250  # contracts that the calls of the span bring in the end
LOG_NORMAL = 0.5  # share of firms whose sales last so; those of the others are gamma, of the same median
FIRST = date(2024, 1, 1)
SHORT = 0.13  # of what is promised, two standard errors of FIRMS included: see docs/methods.md
BANDS = {"80%": (0.1, 0.9), "95%": (0.025, 0.975)}


@dataclass(frozen=True)
class Firm:
    """What a firm did: `booked`, `opened`, `closed` days of each appointment (NaN: never), and whether it is won."""

    calls: int
    conversations: int
    booked: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    won: np.ndarray
    amounts: np.ndarray
    win: float  # of a deal
    mean: float
    last: int  # day after the last call
    today: int

    @property
    def span(self) -> Period:
        return Period(FIRST, _day(self.last))

    def deals(self) -> dict[Key, list[Alike]]:
        found: dict[Key, list[Alike]] = defaultdict(list)
        for booked, opened, closed, won in zip(self.booked, self.opened, self.closed, self.won, strict=True):
            if not opened <= self.today:
                continue
            over = closed <= self.today
            day = _day(closed) if over else None
            found[_day(booked).isoformat()[:7],].append(
                Alike(_day(opened), day, bool(won) if over else None, over and bool(won), 1, 0, 0, 0)
            )
        return found

    def met(self) -> list[Waiting]:
        return [
            Waiting(_day(booked), _day(opened) if opened <= self.today else None, 1)
            for booked, opened in zip(self.booked, self.opened, strict=True)
        ]

    def signed(self, until: int) -> np.ndarray:
        """Return the amounts of the contracts signed by the end of a day."""
        return self.amounts[self.won & (self.closed <= until)]


def _day(number: float) -> date:
    return FIRST + timedelta(days=int(number))


def firms(number: int, seed: int) -> Iterator[tuple[Firm, np.random.Generator]]:
    chance = np.random.default_rng(seed)
    for _ in range(number):
        months, growth = int(chance.integers(6, 19)), chance.uniform(0, 0.12)
        win, cycle = chance.uniform(0.15, 0.45), chance.uniform(30, 120)
        wanted = np.exp(chance.uniform(np.log(SMALLEST), np.log(LARGEST)))
        pace = (1 + growth) ** np.arange(months)
        each = np.round(pace / pace.sum() * wanted / (CONVERSATION * APPOINTMENT * OPENED * win)).astype(int)
        talks = chance.binomial(each, CONVERSATION)
        booked = np.concatenate([
            _start(month) + chance.integers(0, _start(month + 1) - _start(month), number)
            for month, number in enumerate(chance.binomial(talks, APPOINTMENT))
        ])  # fmt: skip
        last = _start(months)
        size = len(booked)
        opened = np.where(
            chance.random(size) < OPENED, booked + np.floor(chance.exponential(WAITED, size)), np.nan
        )
        won = (chance.random(size) < win) & ~np.isnan(opened)
        told = won | (chance.random(size) < chance.uniform(0.6, 1))  # some losses are never written
        lasted = np.floor(
            chance.lognormal(np.log(cycle), 0.7, size)
            if chance.random() < LOG_NORMAL
            else chance.gamma(2, cycle / 1.678, size)
        )
        deviation = chance.uniform(0.3, 0.9)
        yield (
            Firm(
                int(each.sum()), int(talks.sum()), booked, opened, np.where(told, opened + lasted, np.nan), won,
                chance.lognormal(8.5, deviation, size), win, float(np.exp(8.5 + deviation**2 / 2)), last,
                last + int(chance.integers(0, 28)),
            ),
            chance,
        )  # fmt: skip


def _start(month: int) -> int:
    return (add_months(FIRST, month) - FIRST).days


def close_rate(signed: int, met: int, coming: Ahead | None) -> Posterior:
    if coming is None:
        return Share(signed, met)
    return mixed(lambda more: Share(signed + more, met), coming.likely.clip(max=met - signed))


def covered(
    firm: Firm, deals: np.ndarray, rate: Posterior, chance: np.random.Generator, place: int
) -> tuple[list[str], float]:
    """Return what a plan of as many calls covers, of what is expected and of what a later campaign lives, and its bias."""
    logs = np.log(deals)
    worth = log_normal_mean(len(deals), logs.sum(), (logs**2).sum(), deals.max(), size=10, seed=place)
    assert isinstance(worth, Drawn)
    deviation = spread(len(logs), logs.sum(), (logs**2).sum())
    posteriors: dict[str, Posterior] = {
        "calls": Known(firm.calls), "conversation_rate": Share(firm.conversations, firm.calls),
        "appointment_rate": Share(len(firm.booked), firm.conversations), "close_rate": rate, "average_deal": worth,
        "margin_rate": Known(MARGIN), "cost_per_call": Known(CALL), "fixed_cost": Known(0),
    }  # fmt: skip
    told = simulate(FUNNEL, posteriors, size=11, seed=place).outcome
    by_chance = Chance(float(np.sqrt(np.expm1(deviation**2))))
    foretold = simulate(FUNNEL, posteriors, chance=by_chance, size=11, seed=place).outcome
    expected = firm.calls * CONVERSATION * APPOINTMENT * OPENED * firm.win
    lived = int(chance.binomial(firm.calls, expected / firm.calls))
    margin = MARGIN * float(chance.lognormal(8.5, np.sqrt(2 * (np.log(firm.mean) - 8.5)), lived).sum())
    truths = {
        "expected": (told, expected, expected * MARGIN * firm.mean),
        "lived": (foretold, lived, margin),
    }
    hits = [
        f"{kind} {figure} {band}"
        for kind, (outcome, contracts, worth_) in truths.items()
        for figure, draws, real in (
            ("contracts", outcome.contracts, contracts),
            ("margin", outcome.margin, worth_),
        )
        for band, edges in BANDS.items()
        if np.quantile(draws, edges[0]) <= real <= np.quantile(draws, edges[1])
    ]  # the cost is known: the ROI is covered where the margin is
    return hits, float(np.median(told.contracts)) / expected - 1


def measure(number: int, seed: int = 20_261_128) -> tuple[dict[str, dict[str, float]], int]:
    """Return the share of firms covered and the bias, with what open deals will sign and without; and how many said no."""
    hits: dict[str, Counter[str]] = {"with": Counter(), "without": Counter()}
    biases: dict[str, list[float]] = defaultdict(list)
    unsaid = 0
    for place, (firm, chance) in enumerate(firms(number, seed)):
        own = firm.deals()
        coming = to_come(own, dict(own), firm.met(), span=firm.span, today=_day(firm.today), seed=place)
        if not isinstance(coming, Ahead):
            unsaid += 1
            continue
        met = len(firm.booked)
        ways: dict[str, tuple[Sequence[float] | np.ndarray, Ahead | None]] = {
            "with": (firm.signed(firm.today), coming),
            "without": (firm.signed(firm.last - 1), None),
        }
        for way, (deals, more) in ways.items():
            rate = close_rate(len(deals), met, more)
            known = deals if len(deals) >= 3 else firm.amounts[:3]
            found, bias = covered(firm, np.asarray(known), rate, chance, place)
            hits[way].update(found)
            biases[way].append(bias)
    kept = number - unsaid
    return {
        way: {**{name: count / kept for name, count in sorted(hits[way].items())}, "bias": float(np.mean(biases[way]))}
        for way in hits
    }, unsaid  # fmt: skip


@pytest.mark.long
def test_a_plan_of_a_growing_firm_covers_what_comes_and_did_not_without_its_open_deals() -> None:
    """Calls that grow up to 12% a month over 6 to 18 months, cycles of 30 to 120 days. Measured: docs/methods.md."""
    found, unsaid = measure(FIRMS)
    print(found, unsaid)  # noqa: T201 - the measure itself
    for name, share in found["with"].items():
        promised = 0.8 if "80%" in name else 0.95
        assert name == "bias" or promised - SHORT < share < promised + 0.05, name
    assert abs(found["with"]["bias"]) < 0.08
    assert found["without"]["bias"] < -0.25
    assert found["without"]["lived contracts 95%"] < 0.6
