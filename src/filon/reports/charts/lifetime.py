"""The curves of a customer's life: how many stay, and when the margin covers the cost."""

from math import ceil
from typing import Any

import altair as alt

from filon.reports.charts.specs import chart_of, finish, spec, written
from filon.reports.charts.theme import GAIN, INK, LOSS, MUTED, NARROW
from filon.reports.pages.lifetime import Recovered, Staying
from filon.terms.text import Language, Text

_OBSERVED, _FITTED = Text("observé", "observed"), Text("ajusté", "fitted")
_MONTHS = Text("mois après la signature", "months after signature")


@spec.register
def _staying(chart: Staying, language: Language, width: int) -> dict[str, Any]:
    """Draw the observed share (dotted steps) and the fitted one inside the band of its interval."""
    seen = [{"month": month, "share": share} for month, share in chart.observed]
    rows = [
        {"month": one.month, "share": one.share, "low": one.low, "high": one.high} for one in chart.fitted
    ]
    x = _months(max(chart.observed[-1][0], len(rows) - 1), language, width)
    y = alt.Y(
        "share:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title=None, tickCount=5, **written("share", language)),
    )
    base, step = chart_of(rows).encode(x=x), dict[str, Any](interpolate="step-after")
    band = base.mark_area(color=GAIN, opacity=0.18, **step).encode(y=alt.Y("low:Q"), y2="high:Q")
    line = base.mark_line(color=GAIN, strokeWidth=2.5, **step).encode(y=y)
    watched = chart_of(seen).mark_line(color=INK, strokeWidth=1.5, strokeDash=[2, 2], **step)
    ends = []
    if rows:  # outside the band, so that neither is written over the other
        under = seen[-1] | {"share": min(seen[-1]["share"], rows[-1]["low"])}
        ends = [(under, _OBSERVED, INK, 14), (rows[-1] | {"share": rows[-1]["high"]}, _FITTED, GAIN, -10)]
    named = [
        chart_of([row | {"name": name[language]}])
        .mark_text(align="right", dy=shift, fontWeight="bold", color=color)
        .encode(x=x, y=y, text="name:N")
        for row, name, color, shift in ends
    ]
    return finish([band, line, watched.encode(x=x, y=y), *named], width, 230)


@spec.register
def _recovered(chart: Recovered, language: Language, width: int) -> dict[str, Any]:
    """Draw the margin added up by month inside its band, against the dashed line of the cost."""
    rows = [
        {"month": month, "euros": margin, "low": low, "high": high}
        for month, (margin, (low, high)) in enumerate(zip(chart.margin, chart.bounds, strict=True))
    ]
    x = _months(len(rows) - 1, language, width)
    y = alt.Y("euros:Q", axis=alt.Axis(title=None, tickCount=5, **written("money", language)))
    base = chart_of(rows).encode(x=x)
    band = base.mark_area(color=GAIN, opacity=0.18).encode(y=alt.Y("low:Q"), y2="high:Q")
    layers = [band, base.mark_line(color=GAIN, strokeWidth=2.5).encode(y=y)]
    if chart.cost is not None:
        cost = chart_of([{"euros": chart.cost, "name": "CAC", "month": rows[-1]["month"]}])
        layers.append(cost.mark_rule(color=LOSS, strokeWidth=2, strokeDash=[5, 3]).encode(y=y))
        text = cost.mark_text(align="right", dy=-8, fontWeight="bold", color=LOSS)
        layers.append(text.encode(x=x, y=y, text="name:N"))
    return finish(layers, width, 230)


def _months(last: int, language: Language, width: int) -> alt.X:
    step = 6 if width > NARROW else 12
    end = 6 * max(ceil(last / 6), 1)  # a half-year is drawn to its end
    axis = alt.Axis(
        title=_MONTHS[language],
        titleColor=MUTED,
        grid=False,
        values=list(range(0, end + 1, step)),
        format="d",
    )
    return alt.X("month:Q", axis=axis, scale=alt.Scale(domain=[0, end]))
