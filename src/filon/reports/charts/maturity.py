"""The curve of deals won by age, and the ROI of each cohort to date and projected."""

from typing import Any

import altair as alt

from filon.metrics.answer import Cell
from filon.reports.charts.specs import FARTHEST, chart_of, finish, spec, written
from filon.reports.charts.theme import GAIN, INK, MUTED, NARROW, PAPER
from filon.reports.pages.maturity import Projected, Winning
from filon.reports.paint.numbers import day, month
from filon.terms.text import Language, Text

_DIAMOND = 8  # pixels from its middle to its lowest point
_DAYS = Text("jours depuis l'ouverture de l'affaire", "days since the deal was opened")


@spec.register
def _winning(chart: Winning, language: Language, width: int) -> dict[str, Any]:
    """Draw the share won by age in steps inside its band, up to the horizon, dated for a deal opened today."""
    rows = [{"age": each.age, "won": each.won, "low": each.low, "high": each.high} for each in chart.steps]
    last = rows[-1]
    axis = alt.Axis(
        title=_DAYS[language], titleColor=MUTED, grid=False, tickCount=5 if width <= NARROW else 10
    )
    x = alt.X("age:Q", axis=axis, scale=alt.Scale(domain=[0, max(last["age"], 1)], nice=False))
    y = alt.Y("won:Q", axis=alt.Axis(title=None, tickCount=5, **written("share", language)))
    base = chart_of(rows).encode(x=x)
    band = base.mark_area(color=GAIN, opacity=0.18, interpolate="step-after").encode(
        y=alt.Y("low:Q"), y2="high:Q"
    )
    line = base.mark_line(color=GAIN, strokeWidth=2.5, interpolate="step-after").encode(y=y)
    told = Text(
        f"horizon : {last['age']} jours, le {day(chart.until, 'fr')}",
        f"horizon: {last['age']} days, on {day(chart.until, 'en')}",
    )
    rule = chart_of([last]).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(x=x)
    text = chart_of([last | {"name": told[language]}]).mark_text(align="right", dx=-6, dy=0, color=MUTED)
    return finish([band, line, rule, text.encode(x=x, y=alt.value(8), text="name:N")], width, 220)


@spec.register
def _projected(chart: Projected, language: Language, width: int) -> dict[str, Any]:
    """Draw each cohort's projected ROI inside its interval, and its ROI to date: hollow where it says little."""
    known = [
        float(cell.value)
        for line in chart.lines
        for cell in (line.roi, line.projected)
        if cell.value is not None
    ]
    farthest = FARTHEST * max((abs(value) for value in known), default=1.0) or 1.0
    lines = [(month(str(line.dimensions["month"]), short=True)[language], line) for line in chart.lines]
    labels = alt.Axis(  # below what is drawn at the lowest value
        title=None,
        labelAngle=0 if width > NARROW else -60,
        labelOverlap="greedy",
        ticks=False,
        offset=_DIAMOND,
    )
    x = alt.X("month:O", sort=[label for label, _ in lines], axis=labels)
    y = alt.Y("roi:Q", axis=alt.Axis(title=None, tickCount=6, **written("share", language)))
    ahead = [
        {
            "month": label,
            "roi": float(line.projected.value),
            "unsure": line.projected.too_few,
            **_ends(line.projected, farthest),
        }
        for label, line in lines
        if line.projected.value is not None and (line.projected.low is not None or not line.projected.too_few)
    ]
    dated = [
        {"month": label, "roi": float(line.roi.value), "unsure": line.immature or line.roi.too_few}
        for label, line in lines
        if line.roi.value is not None
    ]
    held = chart_of([{"roi": 0}]).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(y="roi:Q")
    spans = chart_of(ahead).mark_rule(color=GAIN, strokeWidth=2).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    dots = (
        chart_of(ahead)
        .mark_point(filled=True, size=70, stroke=GAIN, strokeWidth=1.5, opacity=1)
        .encode(x=x, y=y, fill=alt.when("datum.unsure").then(alt.value(PAPER)).otherwise(alt.value(GAIN)))
    )
    ticks = (
        chart_of(dated)
        .mark_point(shape="diamond", size=60, stroke=INK, strokeWidth=1.5, opacity=1, filled=True)
        .encode(x=x, y=y, fill=alt.when("datum.unsure").then(alt.value(PAPER)).otherwise(alt.value(INK)))
    )
    return finish([held, spans, ticks, dots], width, 240)


def _ends(cell: Cell, farthest: float) -> dict[str, float]:
    value = float(cell.value or 0)
    low, high = (
        value if end is None else max(min(end, farthest), -farthest) for end in (cell.low, cell.high)
    )
    return {"low": low, "high": high}
