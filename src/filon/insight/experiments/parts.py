"""The comparison within each operator or list, then as if each were one unit, and as if each were held to its past."""

from collections.abc import Mapping, Sequence

from filon.insight.experiments.exposures import Group
from filon.insight.experiments.gathered import NEEDED_CLUSTERS, Pasts, against_past
from filon.insight.experiments.measured import Measured
from filon.insight.experiments.trial import Arm, Trial
from filon.insight.experiments.watch import Change, Figure, Grouped, Part
from filon.insight.methods.effects import Effect, always_valid
from filon.insight.methods.samples import Sample, Sums, of_units, ratio


def grouped(
    trial: Trial, arm: Arm, by: str, groups: Sequence[Group], *, cents: float | None, pasts: Pasts | None
) -> Grouped:
    """Compare a variant with the control among the units of each operator or list, given in groups.

    `cents` is what a call cost; `pasts`, what each operator or list gave before the launch (None: not to be used).
    """
    item, pair = trial.measured, (trial.control.code, arm.code)
    found: dict[int, dict[str, Sums]] = {}
    for group in groups:
        if group.by is not None and group.variant in pair:
            arms = found.setdefault(group.by, {code: Sums() for code in pair})
            arms[group.variant] += Sums(group.units, *group.sums[item.id])
    parts = tuple(
        Part(
            number,
            (int(arms[pair[0]].units), int(arms[pair[1]].units)),
            (figure(item, arms[pair[0]], cents), figure(item, arms[pair[1]], cents)),
        )
        for number, arms in found.items()
    )
    clusters = [
        {number: (arms[code].x, arms[code].y) for number, arms in found.items() if arms[code].units}
        for code in pair
    ]
    return Grouped(by, parts, _raw(clusters), _corrected(clusters, pasts))


def figure(item: Measured, sums: Sums, cents: float | None) -> Figure:
    """Return a figure with its sums; `cents` is what a call cost, None where that is unknown."""
    unit = cents if item.priced else 100.0
    value = sums.x / sums.y * unit / 100 if sums.y and unit is not None else None
    return Figure(sums.x, sums.y, value, item.unit)


def _raw(clusters: Sequence[Mapping[int, tuple[float, float]]]) -> Change | None:
    wholes = [of_units([x for x, _ in arm.values()], [y for _, y in arm.values()]) for arm in clusters]
    return _change(ratio(wholes[0]), ratio(wholes[1]))


def _corrected(clusters: Sequence[Pasts], pasts: Pasts | None) -> Change | None:
    known = [sum(any(pasts.get(number, ())) for number in arm) for arm in clusters] if pasts else [0]
    if (
        not pasts
        or min(known) < NEEDED_CLUSTERS
        or not all(any(y for _, y in arm.values()) for arm in clusters)
    ):
        return None
    return _change(*against_past(clusters[0], clusters[1], pasts))


def _change(control: Sample, variant: Sample) -> Change | None:
    if min(control.units, variant.units) < NEEDED_CLUSTERS:
        return None
    found = always_valid(control, variant, control.units + variant.units, scale="log")
    return Change.of(found) if isinstance(found, Effect) else None
