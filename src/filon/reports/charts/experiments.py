"""The curve of a test: the interval of its effect day after day, against zero and the effect that is sought."""

from typing import Any

import altair as alt

from filon.reports.charts.specs import chart_of, finish, spec, written
from filon.reports.charts.theme import GAIN, INK, MUTED
from filon.reports.pages.experiment_comparison import Watching
from filon.terms.text import Language, Text

_NONE, _SOUGHT = Text("aucun effet", "no effect"), Text("effet minimum", "minimum effect")
_FARTHEST = 2.0  # the band is cut beyond this many times what matters, lest its first days flatten all others


@spec.register
def _watching(chart: Watching, language: Language, width: int) -> dict[str, Any]:
    """Draw the change inside its always-valid band, with a plain rule at zero and a dashed one at what is sought."""
    matter = max(abs(chart.sought), *(abs(look.change.value) for look in chart.looks))
    rows = [
        {
            "day": look.day.isoformat(),
            "change": look.change.value,
            "low": max(look.change.low or -1.0, -_FARTHEST * matter),
            "high": min(look.change.high or 0.0, _FARTHEST * matter),
        }
        for look in chart.looks
    ]
    x = alt.X(
        "day:T", axis=alt.Axis(format="%d %b", title=None, grid=False, labelOverlap="greedy", labelSeparation=12, tickCount=max(width // 110, 6))
    )  # fmt: skip
    y = alt.Y("change:Q", axis=alt.Axis(title=None, tickCount=5, **written("share", language)))
    base = chart_of(rows).encode(x=x)
    band = base.mark_area(color=GAIN, opacity=0.18).encode(y=alt.Y("low:Q"), y2="high:Q")
    line = base.mark_line(color=GAIN, strokeWidth=2.5).encode(y=y)
    layers: list[alt.Chart] = [band]
    for value, name, dash in ((0.0, _NONE, [1, 0]), (chart.sought, _SOUGHT, [5, 3])):
        mark = chart_of([{"change": value, "name": name[language], "day": rows[0]["day"]}])
        layers.append(mark.mark_rule(color=MUTED, strokeWidth=1.5, strokeDash=dash).encode(y=y))
        text = mark.mark_text(align="left", dx=4, dy=-7, color=INK, fontSize=11)
        layers.append(text.encode(x=x, y=y, text="name:N"))
    return finish([*layers, line], width, 260)
