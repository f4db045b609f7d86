"""A variant against the control, as a page shows it: its curve, its guardrails, its other figures, its parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from filon.insight.experiments.watch import Comparison, Figure, Grouped, Look, Reading, Watch
from filon.reports.pages.experiment_aids import aid, corrections
from filon.reports.pages.experiment_words import told
from filon.terms.text import Text

GROUPED = {
    "operator": Text("Par opérateur", "By operator"),
    "list": Text("Par fichier", "By list"),
}


@dataclass(frozen=True, slots=True)
class Watching:
    """The always-valid interval of a variant's change day after day, with zero and the change that is sought."""

    looks: tuple[Look, ...]
    sought: float


@dataclass(frozen=True, slots=True)
class Line:
    """A figure compared: of the control, of the variant, and the change in words."""

    label: Text
    figures: tuple[Figure, Figure]
    change: Text
    p: float | None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """The comparison by operator or list; `note` says what it shows if each were a single unit."""

    title: Text
    lines: tuple[tuple[str, tuple[int, int], tuple[Figure, Figure]], ...]
    note: Text


@dataclass(frozen=True, slots=True)
class Compared:
    """A variant against the control; what was corrected in its change, and what one may believe besides, in sentences."""

    code: str
    chart: Watching | None
    looks: tuple[Look, ...]
    guardrails: tuple[Line, ...]
    others: tuple[Line, ...]
    splits: tuple[Split, ...]
    corrections: tuple[Text, ...]
    aid: tuple[Text, ...]


def compared(
    found: Watch, each: Comparison, names: Mapping[str, Mapping[int, str]], *, settled: bool
) -> Compared:
    """Return what a page shows of a variant; `names` are those of operators and lists."""
    sought = -found.trial.minimum_effect if found.trial.measured.lower else found.trial.minimum_effect
    return Compared(
        each.arm.code,
        Watching(each.looks, sought) if len(each.looks) > 1 else None,
        tuple(reversed(each.looks)),
        tuple(_line(reading) for reading in each.guardrails),
        tuple(_line(reading) for reading in each.others),
        tuple(_split(grouped, names) for grouped in each.grouped if len(grouped.parts) > 1),
        corrections(each.corrected, found.trial),
        aid(each.leaning, each.arm.code, found.trial, settled=settled),
    )


def _line(reading: Reading) -> Line:
    return Line(
        reading.measured.label,
        reading.figures,
        told(reading.change),
        reading.p,
        reading.broken,
    )


def _split(grouped: Grouped, names: Mapping[str, Mapping[int, str]]) -> Split:
    known = names.get(grouped.by, {})
    lines = sorted(
        (known.get(part.number, f"#{part.number}"), part.counted, part.figures) for part in grouped.parts
    )
    if grouped.change is None:
        note = Text(
            "Trop peu de lignes pour vérifier que l'effet ne tient pas à une ou deux d'entre elles.",
            "Too few rows to check that the effect does not come from one or two of them.",
        )
    else:
        note = Text(
            f"Si chaque ligne ne comptait que pour une observation : {told(grouped.change).fr}.",
            f"If each row counted as one observation only: {told(grouped.change).en}.",
        )
    if grouped.corrected is not None:
        held = told(grouped.corrected)
        note = Text(
            f"{note.fr} Chacune étant comparée à ce qu'elle donnait avant le lancement, comme prévu : {held.fr}.",
            f"{note.en} Each being compared with what it gave before the launch, as planned: {held.en}.",
        )
    return Split(GROUPED[grouped.by], tuple(lines), note)
