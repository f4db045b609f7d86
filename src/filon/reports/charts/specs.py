"""Vega-Lite specifications of what a page's charts show, for one language and one width in pixels."""

from functools import singledispatch
from typing import Any

import altair as alt

from filon.reports.charts.theme import GAIN, INK, LOSS, MUTED, NARROW, PAPER, config
from filon.reports.pages.parts import Change, Cumulated, Point, Ranked, Rated, Slots
from filon.terms.text import Language, Text

FARTHEST = 2.0  # an interval is cut beyond this many times the largest figure that may be ranked
ROW_HEIGHT = 26
COST, MARGIN = Text("coût", "cost"), Text("marge", "margin")
_DAYS = Text("lun mar mer jeu ven sam dim", "Mon Tue Wed Thu Fri Sat Sun")
_SIGNALS = alt.Scale(domain=["gain", "loss", "open"], range=[GAIN, LOSS, MUTED])


@singledispatch
def spec(chart: object, language: Language, width: int) -> dict[str, Any]:
    """Return the specification of a chart of `pages.parts`. Raises TypeError for anything else."""
    del language, width
    raise TypeError(type(chart).__name__)


@spec.register
def _ranked(chart: Ranked, language: Language, width: int) -> dict[str, Any]:
    """Draw each figure as a dot on the line of its interval, against zero."""
    firm = [abs(p.value) for p in chart.points if not p.few]
    farthest = FARTHEST * max(firm or [abs(p.value) for p in chart.points], default=1.0) or 1.0
    rows = [_point_row(p, language, farthest) for p in chart.points]
    names = alt.Axis(
        title=None, labelLimit=int(width * 0.42), ticks=False, domain=False, labelColor=INK, labelPadding=8
    )
    amounts = alt.Axis(format=".0%", title=None, tickCount=max(width // 110, 3))
    y = alt.Y("label:N", sort=[row["label"] for row in rows], axis=names)
    base = _chart(rows).encode(y=y, color=alt.Color("signal:N", scale=_SIGNALS, legend=None))
    zero = _chart([{"zero": 0}]).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="zero:Q")
    lines = base.mark_rule(strokeWidth=2, strokeCap="round").encode(
        x=alt.X("low:Q", axis=amounts), x2="high:Q"
    )
    dots = base.mark_point(filled=True, size=85, strokeWidth=2, opacity=1).encode(
        x="value:Q",
        stroke=alt.Stroke("signal:N", scale=_SIGNALS, legend=None),
        fill=alt.when("datum.few").then(alt.value(PAPER)).otherwise("signal:N", scale=_SIGNALS, legend=None),
    )
    cut = _chart([row for row in rows if row["cut"]]).mark_text(text="›", align="left", fontSize=16, dx=2)
    more = cut.encode(x="high:Q", y=y, color=alt.Color("signal:N", scale=_SIGNALS, legend=None))
    return _finish([zero, lines, more, dots], width, ROW_HEIGHT * max(len(rows), 1))


def _point_row(point: Point, language: Language, farthest: float) -> dict[str, Any]:
    low = point.value if point.low is None else point.low
    high = point.value if point.high is None else point.high
    return {
        "label": point.label[language],
        "value": min(point.value, farthest),
        "low": min(max(low, -farthest), farthest),
        "high": min(high, farthest),
        "cut": high > farthest,
        "signal": "gain" if low > 0 and not point.few else "loss" if high < 0 else "open",
        "few": point.few,
    }


@spec.register
def _cumulated(chart: Cumulated, language: Language, width: int) -> dict[str, Any]:
    """Draw cumulated cost (dashed) and margin (plain), each named at its end, with the changes."""
    rows = [
        {"month": f"{month}-01", "euros": amount, "what": name[language]}
        for name, amounts in ((COST, chart.cost), (MARGIN, chart.margin))
        for month, amount in zip(chart.months, amounts, strict=True)
    ]
    names = [COST[language], MARGIN[language]]
    dash = alt.StrokeDash("what:N", scale=alt.Scale(domain=names, range=[[5, 3], [1, 0]]), legend=None)
    color = alt.Color("what:N", scale=alt.Scale(domain=names, range=[LOSS, GAIN]), legend=None)
    amount = "format(datum.value, ',.0f')"
    signed = f"{amount} + '\u00a0€'" if language == "fr" else f"'€' + {amount}"
    y = alt.Y("euros:Q", axis=alt.Axis(labelExpr=signed, title=None, tickCount=5))
    lines = (
        _chart(rows).mark_line(strokeWidth=2.5).encode(x=_months(width), y=y, color=color, strokeDash=dash)
    )
    last = [row for row in rows if row["month"] == rows[-1]["month"]]
    ends = _chart(last).mark_text(align="right", dy=-10, fontWeight="bold")
    named = ends.encode(x=_months(width), y=y, color=color, text="what:N")
    return _finish([*_changes(chart.changes, width), lines, named], width, 230)


@spec.register
def _rated(chart: Rated, language: Language, width: int) -> dict[str, Any]:
    """Draw a share month after month inside the band of its interval, with the changes."""
    del language
    rows = [
        {"month": f"{month}-01", "value": p.value, "low": p.low, "high": p.high}
        for month, p in zip(chart.months, chart.points, strict=True)
    ]
    axis = alt.Axis(format=".0%", title=None, tickCount=5)
    base = _chart(rows).encode(x=_months(width))
    band = base.mark_area(color=GAIN, opacity=0.18).encode(y=alt.Y("low:Q", axis=axis), y2="high:Q")
    line = base.mark_line(color=GAIN, strokeWidth=2.5, point={"color": GAIN, "size": 28})
    return _finish([*_changes(chart.changes, width), band, line.encode(y="value:Q")], width, 200)


@spec.register
def _slots(chart: Slots, language: Language, width: int) -> dict[str, Any]:
    """Draw a grid of weekdays and hours: the darker, the more people answer. Numbers are percents."""
    days, hour_sign = _DAYS[language].split(), Text("\u00a0h", ":00")[language]
    rows = [
        {"day": days[day - 1], "hour": f"{hour}{hour_sign}", "order": hour, "percent": 100 * share}
        for day, hour, share in zip(chart.weekdays, chart.hours, chart.shares, strict=True)
        if share is not None
    ]
    bare: dict[str, Any] = {"title": None, "domain": False, "ticks": False}
    known = [100 * share for share in chart.shares if share is not None] or [0.0]
    depth = alt.Scale(domain=[min(known), max(known)], range=[0.06, 0.55])
    base = _chart(rows).encode(
        x=alt.X("hour:O", sort=alt.SortField("order"), axis=alt.Axis(labelAngle=0, **bare)),
        y=alt.Y("day:O", sort=days, axis=alt.Axis(**bare)),
    )
    cells = base.mark_rect(color=GAIN, cornerRadius=2).encode(
        opacity=alt.Opacity("percent:Q", scale=depth, legend=None)
    )
    text = base.mark_text(color=INK, fontSize=11 if width > NARROW else 9)
    numbers = text.encode(text=alt.Text("percent:Q", format=".0f"))
    return _finish([cells, numbers], width, 30 * len({row["day"] for row in rows} or {""}))


def _changes(changes: tuple[Change, ...], width: int) -> list[alt.Chart]:
    """Draw the dated changes as numbered rules; the page lists what each number stands for."""
    if not changes:
        return []
    rows = [{"month": change.day.isoformat(), "number": str(i)} for i, change in enumerate(changes, start=1)]
    base = _chart(rows).encode(x=_months(width))
    numbers = base.mark_text(color=MUTED, fontSize=10, dx=5, align="left")
    return [base.mark_rule(color=MUTED, strokeDash=[2, 3]), numbers.encode(text="number:N", y=alt.value(6))]


def _months(width: int) -> alt.X:
    axis = alt.Axis(
        format="%b %y",
        title=None,
        grid=False,
        tickCount=max(width // 90, 3),
        labelFlush=False,
        labelOverlap="greedy",
        labelSeparation=8,
    )
    return alt.X("month:T", axis=axis)


def _chart(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _finish(layers: list[alt.Chart], width: int, height: int) -> dict[str, Any]:
    """Return the specification at its final size; the axes' labels are inside the width."""
    finished: dict[str, Any] = alt.layer(*layers).to_dict(validate=False)
    return finished | {
        "width": width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 6, "top": 8, "bottom": 2},
        "config": config(),
    }
