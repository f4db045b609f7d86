"""Intervals of what one event cost, the cost being known and the number of events being chance."""

from dataclasses import dataclass
from math import exp, sqrt

from filon.insight.methods.interval import Interval, normal_quantile
from filon.insight.methods.poisson import garwood

MIN_EVENTS = 10  # from here on the log-delta interval keeps its coverage; below, exact Poisson
MIN_CLUSTERS = 10


@dataclass(frozen=True, slots=True)
class Clusters:
    """Sums over clusters (an operator's day): their number, effort, events, squares and products."""

    count: int
    effort: float
    effort_squares: float
    events: float
    event_squares: float
    products: float


def per_event(cost: float, events: float, clusters: Clusters | None = None) -> Interval:
    """Return the interval of cost / events. Without any event only the lower bound is known.

    From 10 events on, and where all of them fall into at least 10 clusters, the spread between clusters
    is used (cost shared between them by effort); else the events are taken as Poisson.
    Raises ValueError for a negative count. Source: statistics reference, section 4.
    """
    counted = garwood(events)
    high = cost / counted.low if counted.low else None
    exact = Interval(cost / (counted.high or 1.0), high, "garwood" if events else "at least (garwood)")
    if events < MIN_EVENTS or clusters is None or clusters.count < MIN_CLUSTERS or clusters.effort <= 0:
        return exact
    if abs(clusters.events - events) > 1e-6 * events:
        return exact
    error = _relative_error(clusters)
    if error is None:
        return exact
    z = normal_quantile()
    return Interval(
        cost / events * exp(-z * error), cost / events * exp(z * error), "log-delta, operator-days"
    )


def _relative_error(clusters: Clusters) -> float | None:
    """Return the standard error of the log of effort over events, by the delta method over clusters."""
    effort, events = clusters.effort, clusters.events
    spread = (
        clusters.effort_squares / effort**2
        - 2 * clusters.products / (effort * events)
        + clusters.event_squares / events**2
    )
    return sqrt(clusters.count / (clusters.count - 1) * spread) if spread > 0 else None
