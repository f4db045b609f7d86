"""What is said of a kept scenario once its period has begun: where things stand, and which driver moved."""

from dataclasses import dataclass

from filon.insight.biases.phrases import percent, signed_percent
from filon.insight.scenarios.compare import Comparison, Fell, Shift
from filon.insight.scenarios.drivers import Driver, label_of, unit_of
from filon.insight.scenarios.moves import read
from filon.metrics.language.measure import Unit
from filon.reports.pages import sheets
from filon.reports.pages.scenario_reserves import points, reserves
from filon.reports.paint.numbers import amount
from filon.terms.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as forecast, as it is and as it will be, and its place among the draws."""

    label: Text
    unit: Unit
    fell: Fell
    place: Text
    projected: float | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A driver as forecast and as it is, and what that did to the ROI."""

    label: Text
    unit: Unit
    shift: Shift
    effect: Text


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a kept scenario; `roi` is the line that a list shows."""

    found: Comparison
    state: Text
    finding: Text
    lines: tuple[Line, ...]
    moved: tuple[Moved, ...]
    reserves: tuple[Text, ...]

    @property
    def roi(self) -> Line:
        """The line of the ROI."""
        return next(line for line in self.lines if line.fell.figure == "roi")


_MEANT = (10, 90)  # percents between which a forecast is kept
_FEW = 0.02  # of ROI: a smaller effect explains nothing


def build(found: Comparison) -> Page:
    """Build the page of a kept scenario."""
    return Page(
        found,
        state(found),
        finding(found),
        tuple(Line(one.label, one.unit, one, place(one), projected(one)) for one in found.fell),
        tuple(
            Moved(label_of(one.range.driver), unit_of(one.range.driver), one, points(one.effect))
            for one in found.shifts
        ),
        reserves(found),
    )


def state(found: Comparison) -> Text:
    """Say whether the period is to come, under way, or over."""
    if found.over and not found.settled:
        return _ripening(found)
    if found.over:
        return Text("terminé", "over")
    if not found.elapsed:
        return Text("à venir", "to come")
    share = percent(found.elapsed)
    return Text(f"en cours, {share.fr} écoulés", f"under way, {share.en} gone")


def _ripening(found: Comparison) -> Text:
    ripe = found.cohort.maturity if found.cohort else None
    if ripe is None:
        return Text("terminé, signatures à venir", "over, signatures to come")
    share = percent(ripe)
    return Text(f"terminé, mûr à {share.fr}", f"over, {share.en} mature")


def finding(found: Comparison) -> Text:
    """Say where the ROI fell in what was forecast, and what explains it."""
    roi = next(one for one in found.fell if one.figure == "roi")
    told = signed_percent(roi.middle)
    if not found.elapsed:
        return Text(
            f"La période n'a pas commencé : ROI réaliste prévu de {told.fr}",
            f"The period has not begun: realistic ROI forecast at {told.en}",
        )
    if roi.actual is None:
        reason = found.answer.total.cells["roi"].reason or Text(
            "rien n'est encore connu", "nothing is known yet"
        )
        return Text(f"Pas encore de ROI : {reason.fr}", f"No ROI yet: {reason.en}")
    real = signed_percent(roi.actual)
    cause = _cause(found)
    if found.over and not found.settled:
        later = _later(roi)
        return Text(
            f"ROI de {real.fr} à ce jour{later.fr}, pour {told.fr} prévus : les appels de la période feront encore signer, il est "
            f"trop tôt pour juger{cause.fr}",
            f"ROI of {real.en} so far{later.en}, for {told.en} forecast: the calls of the period will get more signed, it is "
            f"too early to judge{cause.en}",
        )
    if roi.percent is None:
        said = Text(
            f"ROI de {real.fr} à ce jour, pour {told.fr} prévus au terme",
            f"ROI of {real.en} so far, for {told.en} forecast at the end",
        )
    else:
        place = _place(roi.percent)
        said = Text(
            f"ROI de {real.fr} pour {told.fr} prévus : {place.fr}",
            f"ROI of {real.en} for {told.en} forecast: {place.en}",
        )
    return Text(f"{said.fr}{cause.fr}", f"{said.en}{cause.en}")


def _later(roi: Fell) -> Text:
    """Write what the ROI will be once the open deals are closed, where that is known."""
    if roi.projected is None or roi.projected.value is None:
        return Text("", "")
    whole = signed_percent(float(roi.projected.value))
    if roi.projected.low is None or roi.projected.high is None:
        return Text(f", {whole.fr} projeté", f", {whole.en} projected")
    low, high = signed_percent(roi.projected.low), signed_percent(roi.projected.high)
    return Text(
        f", {whole.fr} projeté (de {low.fr} à {high.fr})", f", {whole.en} projected ({low.en} to {high.en})"
    )


def _place(percent_: int) -> Text:
    if percent_ < _MEANT[0]:
        return Text("plus bas que le scénario prudent", "below the prudent scenario")
    if percent_ > _MEANT[1]:
        return Text("plus haut que le scénario optimiste", "above the optimistic scenario")
    return Text("dans la fourchette", "within the range")


def _cause(found: Comparison) -> Text:
    """Name the driver that moved most, where one did."""
    moved = [one for one in found.shifts if one.moved and abs(one.effect or 0) > _FEW]
    if not moved:
        return _none_moved(found)
    label = label_of(moved[0].range.driver)
    return Text(
        f" ; ce qui a bougé le plus : {label.fr.lower()} ({points(moved[0].effect).fr} de ROI)",
        f"; what moved most: {label.en.lower()} ({points(moved[0].effect).en} of ROI)",
    )


def _none_moved(found: Comparison) -> Text:
    """Say that no driver moved, as far as their drivers can be judged; nothing before the plan can be."""
    if all(one.untold is None for one in found.shifts):
        return Text(" ; aucun levier n'a bougé plus que le hasard", "; no driver moved more than chance")
    if not found.settled:
        return Text("", "")
    return Text(
        " ; aucun des leviers que l'on peut juger n'a bougé plus que le hasard",
        "; no driver that can be judged moved more than chance",
    )


def place(one: Fell) -> Text:
    """Write at which percent of the forecast a figure fell."""
    if one.percent is None:
        return Text("–", "–")
    if one.percent in (0, 99):
        return Text("P<1", "P<1") if not one.percent else Text("P>99", "P>99")
    return Text(f"P{one.percent}", f"P{one.percent}")


def projected(one: Fell) -> float | None:
    """Return what a figure will be once the open deals are closed; None where nobody can say."""
    return None if one.projected is None or one.projected.value is None else float(one.projected.value)


def written(value: float | None, name: str) -> Text:
    """Write a figure or a driver with its unit."""
    if value is None:
        return Text("–", "–")
    return Text(amount(value, unit_of(name), "fr"), amount(value, unit_of(name), "en"))


def moved_to(name: str, text: str) -> Text:
    """Write what a driver was set to with its unit, or its change as it was typed."""
    move = read(Driver(name, None), text)
    return Text(text, text) if move.relative else written(move.value, name)


def sheet(found: Comparison) -> sheets.Sheet:
    """Return the figures and the drivers, as forecast and as they were, to take away."""
    heads = (
        sheets.Head("name", Text("Chiffre ou levier", "Figure or driver")),
        sheets.Head("low", Text("P10 prévu", "P10 forecast"), "number"),
        sheets.Head("middle", Text("P50 prévu", "P50 forecast"), "number"),
        sheets.Head("high", Text("P90 prévu", "P90 forecast"), "number"),
        sheets.Head("actual", Text("Constaté", "Actual"), "number"),
        sheets.Head("projected", Text("Projeté", "Projected"), "number"),
        sheets.Head("percent", Text("Rang dans la prévision", "Percentile of the forecast"), "count"),
        sheets.Head("effect", Text("Effet sur le ROI", "Effect on the ROI"), "share"),
    )
    rows: list[tuple[sheets.Content, ...]] = [
        (one.label, one.low, one.middle, one.high, one.actual, projected(one), one.percent, None)
        for one in found.fell
    ]
    rows += [
        (
            label_of(one.range.driver),
            one.range.low,
            one.range.middle,
            one.range.high,
            one.actual,
            None,
            None,
            one.effect,
        )
        for one in found.shifts
    ]
    return sheets.Sheet(Text("Prévu et constaté", "Forecast and actual"), heads, rows, reserves(found))
