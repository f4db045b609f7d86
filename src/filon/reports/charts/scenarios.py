"""The distribution of a plan's ROI, and what each of its drivers does to it."""

from typing import Any

import altair as alt

from filon.reports.charts.specs import ROW_HEIGHT, chart_of, finish, spec, written
from filon.reports.charts.theme import GAIN, INK, LOSS, MUTED
from filon.reports.pages.scenarios import Distribution, Tornado
from filon.terms.text import Language, Text

_MEDIAN, _TARGET = Text("médiane", "median"), Text("visé", "target")
_ABOVE = 1.2  # of the highest bar: room for the names of the rules
_SIDES = alt.Scale(domain=["gain", "loss"], range=[GAIN, LOSS])


@spec.register
def _distribution(chart: Distribution, language: Language, width: int) -> dict[str, Any]:
    """Draw how often each ROI comes out, those that lose in the colour of a loss, with zero, median and target."""
    rows = [
        {
            "base": 0,
            "low": bar.low,
            "high": bar.high,
            "share": bar.share,
            "side": "gain" if bar.low + bar.high > 0 else "loss",
        }
        for bar in chart.bars
    ]
    x = alt.X(
        "low:Q",
        axis=alt.Axis(title=None, grid=False, tickCount=max(width // 110, 3), **written("share", language)),
    )
    highest = _ABOVE * max(bar.share for bar in chart.bars)
    y = alt.Y("share:Q", axis=None, scale=alt.Scale(domain=[0, highest]))
    color = alt.Color("side:N", scale=_SIDES, legend=None)
    bars = chart_of(rows).mark_bar(opacity=0.75).encode(x=x, x2="high:Q", y=y, y2="base:Q", color=color)
    marks = [(chart.median, _MEDIAN, [1, 0], 0)] + [(chart.target, _TARGET, [4, 3], 12)] * bool(chart.target)
    zero = chart_of([{"at": 0.0}]).mark_rule(color=MUTED).encode(x="at:Q")
    layers = [bars, zero]
    for place, name, dash, shift in marks:
        held = chart_of([{"at": place, "name": name[language]}])
        layers.append(held.mark_rule(color=INK, strokeWidth=1.5, strokeDash=dash).encode(x="at:Q"))
        text = held.mark_text(align="left", dx=5, dy=shift, color=INK, fontWeight="bold")
        layers.append(text.encode(x="at:Q", y=alt.value(6), text="name:N"))
    return finish(layers, width, 200)


@spec.register
def _tornado(chart: Tornado, language: Language, width: int) -> dict[str, Any]:
    """Draw for each driver the ROI from its P10 to its P90, either side of the ROI at the medians."""
    rows = [
        {
            "driver": label[language],
            "from": chart.middle,
            "to": edge,
            "side": "gain" if edge >= chart.middle else "loss",
        }
        for label, swing in chart.swings
        for edge in (swing.low, swing.high)
    ]
    names = alt.Axis(
        title=None, labelLimit=int(width * 0.42), ticks=False, domain=False, labelColor=INK, labelPadding=8
    )
    y = alt.Y("driver:N", sort=[label[language] for label, _ in chart.swings], axis=names)
    x = alt.X(
        "from:Q", axis=alt.Axis(title=None, tickCount=max(width // 110, 3), **written("share", language))
    )
    bars = (
        chart_of(rows)
        .mark_bar(height=14)
        .encode(x=x, x2="to:Q", y=y, color=alt.Color("side:N", scale=_SIDES, legend=None))
    )
    zero = chart_of([{"at": 0.0}]).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="at:Q")
    middle = chart_of([{"at": chart.middle}]).mark_rule(color=INK, strokeWidth=1.5).encode(x="at:Q")
    return finish([zero, bars, middle], width, ROW_HEIGHT * len(chart.swings))
