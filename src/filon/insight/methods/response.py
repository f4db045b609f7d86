"""What spending brings: a concave response curve with its uncertainty, from totals by period."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from filon.insight.methods.interval import NotEnough

Numbers = npt.NDArray[np.float64]

NEEDED = 5.0  # events below which nothing is said of a curve
SATURATIONS = np.geomspace(
    0.25, 16, 25
)  # half-lives of the curve, in typical spends: the prior, even on their logs
LENT = 25.0  # events that the delays of all lend to those of one
TELLING = 0.75  # of the prior's spread: a narrower posterior comes from the data


@dataclass(frozen=True, slots=True)
class Response:
    """Draws of the events that a period's spend brings: scale · bend · log(1 + spend / bend).

    `scale` (events per unit of money at the start of the curve) and `bend` (the spend at which the next unit
    brings half as much as the first) are draws of one length. `told` is False where the data does not say how
    the curve bends, which then is the prior's; `dispersion` is the variance of a period's events over
    their mean.
    """

    scale: Numbers
    bend: Numbers
    events: float
    told: bool
    dispersion: float

    def brought(self, spend: Numbers, exposure: Numbers | float = 1.0) -> Numbers:
        """Return, for each draw, the events that the spends of some periods bring together, those that had time to come."""
        reached = np.reshape(exposure, (-1, 1)) * np.log1p(spend[:, None] / self.bend)
        return np.asarray(self.scale * self.bend * reached.sum(axis=0))

    def slope(self, spend: Numbers) -> Numbers:
        """Return, for each draw, the events that one more unit brings, spread as the spend is."""
        total = spend.sum()
        if total <= 0:
            return self.scale
        weights = spend[:, None] / total
        return np.asarray(self.scale * (weights / (1 + spend[:, None] / self.bend)).sum(axis=0))


def fit(
    spend: Numbers, events: Numbers, exposure: Numbers, *, draws: int = 4000, seed: int = 1
) -> Response | NotEnough:
    """Fit the events that the spend of each period brought; arrays of one value per period.

    `exposure` is the share, 0 to 1, of a period's events that had time to come: young periods weigh little
    instead of looking poor. The number of events is Poisson, with the dispersion seen, around
    exposure · scale · bend · log(1 + spend / bend); the prior is even on the log of the bend between a quarter of
    a typical spend and sixteen of them, and Jeffreys' on the scale. Periods without spend say nothing of it.
    Not enough are fewer than five events. Raises ValueError for arrays of several lengths, for what is not a
    number, negative spends or events, and an exposure out of its bounds.
    Source: the posterior of a gamma–Poisson model on a grid; the curve is the one of diminishing returns with
    a log, as in Jin et al. (2017), "Bayesian methods for media mix modeling".
    """
    spend, events, exposure = (np.asarray(values, dtype=float) for values in (spend, events, exposure))
    _check(spend, events, exposure)
    kept = (spend > 0) & (exposure > 0)
    spend, events, exposure = spend[kept], events[kept], exposure[kept]
    total = float(events.sum())
    if total < NEEDED:
        return NotEnough(total, NEEDED)
    grid = _Grid(spend, events, exposure)
    generator = np.random.default_rng(seed)
    chosen = generator.choice(len(SATURATIONS), size=draws, p=grid.weights)
    scale = generator.gamma(grid.shape, 1 / grid.rates[chosen])
    prior = np.log(SATURATIONS)
    mean = grid.weights @ prior
    spread = np.sqrt(grid.weights @ (prior - mean) ** 2)
    return Response(scale, grid.bends[chosen], total, bool(spread < TELLING * prior.std()), grid.dispersion)


@dataclass(frozen=True)
class _Grid:
    """The posterior of the bend, on its grid."""

    spend: Numbers
    events: Numbers
    exposure: Numbers

    @cached_property
    def bends(self) -> Numbers:
        """The candidates, in units of money."""
        return np.asarray(SATURATIONS * self.spend.mean())

    @cached_property
    def reach(self) -> Numbers:
        """What each candidate (rows) lets the spend of each period (columns) reach, before the scale."""
        bends = self.bends[:, None]
        return np.asarray(self.exposure * bends * np.log1p(self.spend / bends))

    @cached_property
    def dispersion(self) -> float:
        """The variance of the events over their mean, around the best candidate; 1 at least."""
        free = len(self.events) - 2
        if free < 1:
            return 1.0
        reach = self.reach[np.argmax(self._likelihood(1.0))]
        expected = reach * self.events.sum() / reach.sum()
        return max(1.0, float(((self.events - expected) ** 2 / expected).sum() / free))

    @property
    def shape(self) -> float:
        """The shape of the gamma posterior of the scale."""
        return float(self.events.sum() / self.dispersion + 0.5)

    @property
    def rates(self) -> Numbers:
        """The rate of the gamma posterior of the scale, for each candidate."""
        return np.asarray(self.reach.sum(axis=1) / self.dispersion)

    @cached_property
    def weights(self) -> Numbers:
        """The posterior probability of each candidate."""
        logs = self._likelihood(self.dispersion)
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    def _likelihood(self, dispersion: float) -> Numbers:
        """Return the log of the likelihood of each candidate, the scale integrated out."""
        events = self.events / dispersion
        shape = events.sum() + 0.5
        return np.asarray(
            (events * np.log(self.reach)).sum(axis=1)
            - shape * np.log(self.reach.sum(axis=1))
            + gammaln(shape)
        )


def _check(spend: Numbers, events: Numbers, exposure: Numbers) -> None:
    if not spend.shape == events.shape == exposure.shape or spend.ndim != 1:
        raise ValueError("spend, events and exposure must be arrays of one value per period")
    if not all(np.isfinite(values).all() for values in (spend, events, exposure)):
        raise ValueError("spend, events and exposure must be numbers")
    if (spend < 0).any() or (events < 0).any() or (exposure < 0).any() or (exposure > 1).any():
        raise ValueError("spend and events cannot be negative, and an exposure lies between 0 and 1")


def arrived(counts: npt.ArrayLike, among: npt.ArrayLike | None = None) -> Numbers:
    """Return the share of a period's events that have come after 0, 1, 2… periods.

    `counts[origin, delay]` are the events of each period by the delay they came after, NaN where that delay is
    still to come. The last delay seen is taken for the end. `among` are the counts of all such figures: they weigh as
    much as 25 events, so that few events of one's own, or young ones, take the delays of the others. Raises
    ValueError unless the arrays have two dimensions.
    Source: the maximum-likelihood estimate of a reporting delay seen through truncation, by reverse
    hazards (Lawless, 1994), which is the chain ladder.
    """
    came, at_risk = _came(counts)
    if among is not None:
        others, of = _came(among)
        came = came + LENT * _ratio(others, of)
        at_risk = at_risk + LENT
    hazards = _ratio(came, at_risk)
    return np.asarray(np.append(np.cumprod(1 - hazards[::-1])[::-1][1:], 1.0))


def _came(counts: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    """Return the events that came after each delay, and those that came by then of the periods seen so long."""
    table = np.asarray(counts, dtype=float)
    if table.ndim != 2:
        raise ValueError("counts must be an array of periods by delays")
    seen = ~np.isnan(table)
    known = np.where(seen, table, 0.0)
    return known.sum(axis=0), np.where(seen, known.cumsum(axis=1), 0.0).sum(axis=0)


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
