"""Sums of an arm as its units come in, one by one or gathered into the lists they belong to, and what they compare."""

from collections.abc import Mapping

from filon.insight.experiments.exposures import Group
from filon.insight.experiments.measured import Measured
from filon.insight.methods.samples import Sample, Sums, adjusted, of_units, past_of, ratio

NEEDED_CLUSTERS = 5  # of each arm, for an interval over operators or lists
Pasts = Mapping[int, tuple[float, float]]
_NONE = (0.0, 0.0)


class Gathered:
    """Sums of an arm so far, of a figure as it is, or with its calls capped as the plan says."""

    def __init__(self, item: Measured, *, clustered: bool, capped: bool = False) -> None:
        self._item, self._clustered, self._capped = item, clustered, capped
        self._whole = Sums()
        self._clusters: dict[int | None, tuple[float, float]] = {}

    def add(self, group: Group) -> None:
        """Take units in."""
        five = group.sums[self._item.id]
        if self._clustered:
            x, y = self._clusters.get(group.by, _NONE)
            self._clusters[group.by] = (x + five[0], y + five[1])
        else:
            self._whole += Sums(
                group.units, *(group.capped.get(self._item.id, five) if self._capped else five)
            )

    def sums(self) -> Sums:
        """Return the sums so far."""
        if not self._clustered:
            return self._whole
        pairs = self._clusters.values()
        return of_units([x for x, _ in pairs], [y for _, y in pairs])

    def known(self, pasts: Pasts) -> int:
        """Return how many of the clusters have a past."""
        return sum(any(pasts.get(key or 0, _NONE)) for key in self._clusters)

    def clusters(self) -> dict[int, tuple[float, float]]:
        """Return x and y of each cluster."""
        return {key or 0: pair for key, pair in self._clusters.items()}


def samples(control: Gathered, variant: Gathered, pasts: Pasts | None = None) -> tuple[Sample, Sample]:
    """Return both arms, each cluster compared with its own past where enough of them have one."""
    arms = control, variant
    sums = [arm.sums() for arm in arms]
    if (
        pasts is None
        or not (sums[0].y and sums[1].y)
        or min(arm.known(pasts) for arm in arms) < NEEDED_CLUSTERS
    ):
        return ratio(sums[0]), ratio(sums[1])
    return against_past(control.clusters(), variant.clusters(), pasts)


def against_past(control: Pasts, variant: Pasts, pasts: Pasts) -> tuple[Sample, Sample]:
    """Return both arms of clusters corrected by what each did before; those without a past are left as they are.

    Raises ValueError as `adjusted`.
    """
    return adjusted(
        *(past_of(list(arm.values()), [pasts.get(key, _NONE) for key in arm]) for arm in (control, variant))
    )
