"""Every figure Filon knows, one file per subject; `CATALOGUE` holds them all."""

from filon.metrics.definitions import (
    activity,
    appointments,
    costs,
    deals,
    funnel,
    lifetime,
    moments,
    money,
    returns,
    unit_costs,
)
from filon.metrics.definitions.dimensions import DIMENSIONS
from filon.metrics.language.catalogue import Catalogue

_SUBJECTS = (activity, appointments, deals, funnel, money, costs, unit_costs, returns, lifetime, moments)

CATALOGUE = Catalogue(
    measures={measure.id: measure for subject in _SUBJECTS for measure in getattr(subject, "MEASURES", ())},
    metrics={metric.id: metric for subject in _SUBJECTS for metric in getattr(subject, "METRICS", ())},
    dimensions={dimension.id: dimension for dimension in DIMENSIONS},
)
