"""What keeps a kept scenario from being judged as it stands, in words."""

from collections.abc import Iterable
from datetime import timedelta

from filon.insight.scenarios.compare import Comparison
from filon.insight.scenarios.drivers import label_of
from filon.metrics.evaluate import MIN_EVENTS
from filon.reports.paint.numbers import MINUS, day
from filon.terms.period import Period
from filon.terms.text import Text


def reserves(found: Comparison) -> tuple[Text, ...]:
    """Say why nothing is projected, which drivers cannot be judged, what the effects leave out, and what it learnt from."""
    if not found.elapsed:
        return _learnt(found)
    return (*_unprojected(found), *_few(found), *_left_out(found), *_learnt(found))


def points(effect: float | None) -> Text:
    """Write an effect on the ROI, in points."""
    if effect is None:
        return Text("–", "–")
    whole = round(100 * effect)
    number = f"{'+' if whole > 0 else MINUS if whole else ''}{abs(whole)}"
    return Text(
        f"{number} point{'s' if abs(whole) > 1 else ''}", f"{number} point{'' if abs(whole) == 1 else 's'}"
    )


def _unprojected(found: Comparison) -> tuple[Text, ...]:
    """Say why figures that open deals may still change have nothing projected."""
    without: dict[tuple[str, str], list[str]] = {}
    for one in found.fell:
        if one.projected is not None and one.projected.value is None and (why := one.projected.reason):
            without.setdefault((why.fr, why.en), []).append(one.figure)
    return tuple(
        Text(
            f"Pas de projeté ({_named(figures).fr}) : {why[0]}.",
            f"Nothing projected ({_named(figures).en}): {why[1]}.",
        )
        for why, figures in without.items()
    )


def _few(found: Comparison) -> tuple[Text, ...]:
    if not any(one.few for one in found.shifts):
        return ()
    return (
        Text(
            f"Trop peu : moins de {MIN_EVENTS} contrats ou événements, dont l'effet peut n'être que hasard ; on ne dit donc pas si le "
            "levier a bougé.",
            f"Too few: fewer than {MIN_EVENTS} contracts or events, whose effect may be chance alone; so it is not said whether the "
            "driver moved.",
        ),
    )


def _left_out(found: Comparison) -> tuple[Text, ...]:
    """Say that the effects shown do not sum to the gap where that of some driver is not known."""
    roi = next(one for one in found.fell if one.figure == "roi")
    unknown = [one.range.driver for one in found.shifts if one.effect is None]
    if not unknown or roi.actual is None:
        return ()
    shown = points(sum(one.effect or 0.0 for one in found.shifts))
    gap, names = points(roi.actual - roi.middle), _named(unknown)
    return (
        Text(
            f"Les effets affichés font {shown.fr} de ROI, l'écart à la prévision {gap.fr} : ils ne se somment pas à l'écart, car "
            f"l'effet de certains leviers n'est pas encore connu ({names.fr}).",
            f"The effects shown make {shown.en} of ROI, the gap to the forecast {gap.en}: they do not sum to the gap, because the "
            f"effect of some drivers is not known yet ({names.en}).",
        ),
    )


def _learnt(found: Comparison) -> tuple[Text, ...]:
    """Say that a plan was learnt from days that it plans."""
    said = learnt_from_itself(found.answer.query.period, found.learnt)
    return () if said is None else (said,)


def learnt_from_itself(planned: Period, learnt: Period | None) -> Text | None:
    """Say that a planned period holds days that the plan is learnt from; None where it holds none."""
    if learnt is None or not (planned.begin and planned.end and learnt.begin and learnt.end):
        return None
    if planned.begin >= learnt.end or learnt.begin >= planned.end:
        return None
    last = learnt.end - timedelta(days=1)
    within = learnt.begin <= planned.begin and planned.end <= learnt.end
    fr, en = ("est comprise dans", "lies within") if within else ("recoupe", "overlaps")
    return Text(
        f"La période prévue {fr} celle dont le plan est appris ({day(learnt.begin, 'fr')} – {day(last, 'fr')}) : ce n'est pas une "
        "prévision à l'aveugle, elle connaît en partie ce qu'elle prévoit.",
        f"The planned period {en} the one that the plan is learnt from ({day(learnt.begin, 'en')} – {day(last, 'en')}): it is not a "
        "blind forecast, it knows part of what it forecasts.",
    )


def _named(names: Iterable[str]) -> Text:
    labels = [label_of(name) for name in names]
    return Text(", ".join(_within(one.fr) for one in labels), ", ".join(_within(one.en) for one in labels))


def _within(label: str) -> str:
    """Write a label within a sentence: its first letter small, save that of an acronym."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
