"""Vega-Lite specifications of what a page's charts show, for one language and one width in pixels."""

import json
from functools import singledispatch
from math import ceil
from typing import Any

import altair as alt

from filon.metrics.language.measure import Unit
from filon.reports.charts.theme import GAIN, INK, LOSS, MUTED, NARROW, PAPER, RULE, config
from filon.reports.pages.parts import Cumulated, Grid, Point, Ranked, Rated
from filon.terms import currency
from filon.terms.text import Language, Text

FARTHEST = 2.0  # an interval is cut beyond this many times the largest figure that may be ranked
ROW_HEIGHT = 26
CUMULATED_HEIGHT = 230
ABOVE, BELOW = -10, 14  # pixels from a line's end to its name
LETTER, LINE = 6.5, 16  # pixels, about
COST, MARGIN = Text("coût", "cost"), Text("marge", "margin")
_SIGNALS = alt.Scale(domain=["gain", "loss", "open"], range=[GAIN, LOSS, MUTED])


@singledispatch
def spec(chart: object, language: Language, width: int) -> dict[str, Any]:
    """Return the specification of a chart of `pages.parts`. Raises TypeError for anything else."""
    del language, width
    raise TypeError(type(chart).__name__)


@spec.register
def _ranked(chart: Ranked, language: Language, width: int) -> dict[str, Any]:
    """Draw each figure as a dot on the line of its interval, against its reference."""
    firm = [abs(p.value) for p in chart.points if not p.few]
    farthest = FARTHEST * max(firm or [abs(p.value) for p in chart.points], default=1.0) or 1.0
    rows = [_point_row(p, chart, language, farthest) for p in chart.points]
    names = alt.Axis(
        title=None, labelLimit=int(width * 0.42), ticks=False, domain=False, labelColor=INK, labelPadding=8
    )
    amounts = alt.Axis(title=None, tickCount=max(width // 110, 3), **written(chart.unit, language))
    y = alt.Y("label:N", sort=[row["label"] for row in rows], axis=names)
    color = alt.Color("signal:N", scale=_SIGNALS, legend=None)
    base = chart_of(rows).encode(y=y)
    held = chart_of([{"held": chart.reference}]).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="held:Q")
    lines = base.mark_rule(strokeWidth=2, strokeCap="round").encode(
        x=alt.X("low:Q", axis=amounts), x2="high:Q", color=color
    )
    dots = base.mark_point(filled=True, size=85, strokeWidth=2, opacity=1).encode(
        x="value:Q",
        stroke=alt.Stroke("signal:N", scale=_SIGNALS, legend=None),
        fill=alt.when("datum.few").then(alt.value(PAPER)).otherwise("signal:N", scale=_SIGNALS, legend=None),
    )
    layers = [held, lines, dots]
    if cut := [row for row in rows if row["cut"]]:
        text = chart_of(cut).mark_text(text="›", align="left", fontSize=16, dx=2)
        layers.append(text.encode(x="high:Q", y=y, color=color))
    return finish(layers, width, ROW_HEIGHT * max(len(rows), 1))


def _point_row(point: Point, chart: Ranked, language: Language, farthest: float) -> dict[str, Any]:
    low = point.value if point.low is None else point.low
    high = point.value if point.high is None else point.high
    above, below = low > chart.reference, high < chart.reference
    better, worse = (below, above) if chart.lower else (above, below)
    return {
        "label": point.label[language],
        "value": min(point.value, farthest),
        "low": min(max(low, -farthest), farthest),
        "high": min(high, farthest),
        "cut": high > farthest,
        "signal": "gain" if better and not point.few else "loss" if worse else "open",
        "few": point.few,
    }


@spec.register
def _cumulated(chart: Cumulated, language: Language, width: int) -> dict[str, Any]:
    """Draw cumulated cost (dashed) and margin (plain), each named at its end, with the changes."""
    rows: list[dict[str, Any]] = [
        {"month": f"{month}-01", "euros": amount, "what": name[language]}
        for name, amounts in ((COST, chart.cost), (MARGIN, chart.margin))
        for month, amount in zip(chart.months, amounts, strict=True)
    ]
    names = [COST[language], MARGIN[language]]
    dash = alt.StrokeDash("what:N", scale=alt.Scale(domain=names, range=[[5, 3], [1, 0]]), legend=None)
    color = alt.Color("what:N", scale=alt.Scale(domain=names, range=[LOSS, GAIN]), legend=None)
    y = alt.Y("euros:Q", axis=alt.Axis(title=None, tickCount=5, **written("money", language)))
    lines = (
        chart_of(rows)
        .mark_line(strokeWidth=2.5)
        .encode(x=_months(chart.months, width), y=y, color=color, strokeDash=dash)
    )
    last = [row for row in rows if row["month"] == rows[-1]["month"]]
    reach = max(*chart.cost, *chart.margin, 0) - min(*chart.cost, *chart.margin, 0)
    apart = CUMULATED_HEIGHT * abs(chart.cost[-1] - chart.margin[-1]) >= LINE * reach
    lower = min(last, key=lambda row: row["euros"])
    named = [
        chart_of([row])
        .mark_text(align="right", dy=ABOVE if apart or row is not lower else BELOW, fontWeight="bold")
        .encode(x=_months(chart.months, width), y=y, color=color, text="what:N")
        for row in last
    ]
    return finish([*_changes(chart, width), lines, *named], width, CUMULATED_HEIGHT)


@spec.register
def _rated(chart: Rated, language: Language, width: int) -> dict[str, Any]:
    """Draw a share month after month inside the band of its interval, with the changes."""
    del language
    rows = [
        {"month": f"{month}-01", "value": p.value, "low": p.low, "high": p.high}
        for month, p in zip(chart.months, chart.points, strict=True)
    ]
    axis = alt.Axis(format=".0%", title=None, tickCount=5)
    base = chart_of(rows).encode(x=_months(chart.months, width))
    band = base.mark_area(color=GAIN, opacity=0.18).encode(y=alt.Y("low:Q", axis=axis), y2="high:Q")
    line = base.mark_line(color=GAIN, strokeWidth=2.5, point={"color": GAIN, "size": 28})
    return finish([*_changes(chart, width), band, line.encode(y="value:Q")], width, 200)


@spec.register
def _grid(chart: Grid, language: Language, width: int) -> dict[str, Any]:
    """Draw a square per pair of values: the darker, the more; only outlined where it rests on too few."""
    down, across = ([label[language] for label in labels] for labels in (chart.rows, chart.columns))
    factor = 100 if chart.unit == "share" else 1
    known = [factor * square.value for square in chart.squares if square.value is not None]
    rows = [
        {
            "down": down[square.row],
            "across": across[square.column],
            "value": factor * square.value,
            "depth": abs(factor * square.value),
            "sign": "gain" if square.value >= 0 else "loss",
        }
        for square in chart.squares
        if square.value is not None
    ]
    few = [
        {"down": down[square.row], "across": across[square.column]}
        for square in chart.squares
        if square.value is None
    ]
    bare: dict[str, Any] = {"title": None, "domain": False, "ticks": False, "labelLimit": int(width * 0.25)}
    flat = max(map(len, across)) * LETTER < width * 0.8 / len(across)
    apart = alt.Scale(paddingInner=0.06)
    x = alt.X("across:N", sort=across, scale=apart, axis=alt.Axis(labelAngle=0 if flat else -40, **bare))
    y = alt.Y("down:N", sort=down, scale=apart, axis=alt.Axis(**bare))
    depths = [abs(value) for value in known] or [0.0]
    # From half the highest at most, lest near values look far apart.
    depth = alt.Scale(domain=[min(*depths, max(depths) / 2), max(depths)], range=[0.06, 0.55])
    base = chart_of(rows).encode(x=x, y=y)
    squares = base.mark_rect(cornerRadius=2).encode(
        color=alt.Color("sign:N", scale=_SIGNALS, legend=None),
        opacity=alt.Opacity("depth:Q", scale=depth, legend=None),
    )
    text = base.mark_text(color=INK, fontSize=11 if width > NARROW else 9)
    numbers = text.encode(text=alt.Text("value:Q", format=_short(known)))
    outlines = chart_of(few).mark_rect(filled=False, stroke=RULE, cornerRadius=2).encode(x=x, y=y)
    return finish([outlines, squares, numbers], width, 30 * len(down) + (0 if flat else 60))


def _short(known: list[float]) -> str:
    """Return the format that tells the numbers of a grid apart in little room."""
    return ",.0f" if max(map(abs, known), default=0.0) >= 10 else ",.1f"


def written(unit: Unit, language: Language) -> dict[str, Any]:
    """Return how an axis writes its numbers."""
    if unit == "share":
        return {"format": ".0%"}
    if unit == "money":
        before, after = map(json.dumps, currency.affixes(language))
        return {"labelExpr": f"{before} + format(datum.value, ',.0f') + {after}"}
    return {"format": ",.4~f"}


def _changes(chart: Cumulated | Rated, width: int) -> list[alt.Chart]:
    """Draw the dated changes as numbered rules; the page lists what each number stands for."""
    if not chart.changes:
        return []
    rows = [
        {"month": change.day.isoformat(), "number": str(i)} for i, change in enumerate(chart.changes, start=1)
    ]
    base = chart_of(rows).encode(x=_months(chart.months, width))
    numbers = base.mark_text(color=MUTED, fontSize=10, dx=5, align="left")
    return [base.mark_rule(color=MUTED, strokeDash=[2, 3]), numbers.encode(text="number:N", y=alt.value(6))]


def _months(months: tuple[str, ...], width: int) -> alt.X:
    room = max(width // 90, 3)
    axis = alt.Axis(
        format="%b %y",
        title=None,
        grid=False,
        tickCount=alt.TimeIntervalStep(interval="month", step=ceil(len(months) / room)),
        labelFlush=False,
        labelOverlap="greedy",
        labelSeparation=8,
    )
    return alt.X("month:T", axis=axis)


def chart_of(rows: list[dict[str, Any]]) -> alt.Chart:
    """Return a chart over rows of its own."""
    return alt.Chart(alt.InlineData(values=rows))


def finish(layers: list[alt.Chart], width: int, height: int) -> dict[str, Any]:
    """Return the specification at its final size; the axes' labels are inside the width."""
    finished: dict[str, Any] = alt.layer(*layers).to_dict(validate=False)
    return finished | {
        "width": width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 6, "top": 8, "bottom": 2},
        "config": config(),
    }
