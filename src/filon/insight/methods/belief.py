"""What one may believe of an effect: the chance that it is positive, and what is lost on average by a wrong choice."""

from dataclasses import dataclass
from math import exp, isfinite, pi, sqrt

from scipy.special import ndtr, ndtri

from filon.insight.methods.interval import LEVEL


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held of an effect before anything is seen: a normal. Raises ValueError unless its spread is positive."""

    mean: float
    variance: float

    def __post_init__(self) -> None:
        if not (isfinite(self.mean) and isfinite(self.variance) and self.variance > 0):
            raise ValueError("a prior has a finite mean and a positive variance")

    def times(self, factor: float) -> "Prior":
        """Return the same prior on a scale multiplied."""
        return Prior(self.mean * factor, self.variance * factor * factor)


NEUTRAL = Prior(0.0, 0.3**2)
"""Neither better nor worse, and seldom by more than half: GrowthBook's proper prior of a relative effect."""


@dataclass(frozen=True, slots=True)
class Belief:
    """An effect after what was seen, as a normal with its mean and standard deviation."""

    mean: float
    error: float

    @property
    def chance(self) -> float:
        """Return the probability that the effect is positive."""
        return float(ndtr(self.mean / self.error))

    def bounds(self, level: float = LEVEL) -> tuple[float, float]:
        """Return the interval that holds the effect with that probability."""
        half = float(ndtri((1 + level) / 2)) * self.error
        return self.mean - half, self.mean + half

    def losses(self) -> tuple[float, float]:
        """Return what is lost on average by keeping the control, and by choosing the variant, on the effect's scale.

        Each counts nothing where that choice is the right one. Source: gbstats, get_risk.
        """
        density = exp(-((self.mean / self.error) ** 2) / 2) / sqrt(2 * pi)
        kept = self.mean * self.chance + self.error * density
        return kept, kept - self.mean

    def relative_losses(self) -> tuple[float, float]:
        """Return the same as shares of the control's figure, where the effect is a difference of logarithms.

        Keeping the control misses E[(eˣ − 1)⁺]; choosing the variant loses E[(1 − eˣ)⁺]: moments of a log-normal.
        """
        grown = exp(self.mean + self.error**2 / 2)
        above = float(ndtr(self.mean / self.error + self.error))
        kept = grown * above - self.chance
        return kept, kept - grown + 1


def believe(value: float, error: float, prior: Prior | None = NEUTRAL) -> Belief:
    """Return the belief after an effect was seen with its standard error; without a prior, what was seen alone.

    Raises ValueError unless the error is positive. Source: conjugate normals, Gelman et al. (2013), section 2.5.
    """
    if not (isfinite(value) and isfinite(error) and error > 0):
        raise ValueError("an effect with a positive standard error is needed")
    if prior is None:
        return Belief(value, error)
    precision = 1 / error**2 + 1 / prior.variance
    return Belief((value / error**2 + prior.mean / prior.variance) / precision, sqrt(1 / precision))
