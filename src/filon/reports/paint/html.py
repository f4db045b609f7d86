"""A page as one HTML file that opens offline: its style and its charts are inside, and nothing is fetched."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filon.reports.charts.draw import draw
from filon.reports.charts.theme import NARROW, WIDE
from filon.reports.pages.checks import on_roi
from filon.reports.pages.parts import Cumulated, Ranked, Rated, Section
from filon.reports.paint import numbers
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from markupsafe import Markup

    from filon.reports.pages.roi_report import RoiReport

_HERE = Path(__file__).parent


def paint(report: "RoiReport", language: Language) -> str:
    """Return the report as HTML; every text is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_filters(language))
    template = environment.get_template("report.html.jinja")
    return template.render(
        report=report,
        language=language,
        style=(_HERE / "report.css").read_text(encoding="utf-8"),
        charts={section.id: _charts(section, language) for section in report.sections},
        dated={section.id: isinstance(section.chart, Cumulated | Rated) for section in report.sections},
        say=lambda fr, en: numbers.prose(Text(fr, en), language),
    )


def write(report: "RoiReport", path: Path, language: Language) -> None:
    """Write the report as HTML, aside then renamed."""
    aside = path.with_name(f".{path.name}.part")
    painted = paint(report, language)
    try:
        aside.write_text(painted, encoding="utf-8")
    except OSError as error:
        error.filename = str(path)  # the file that was asked for
        raise
    os.replace(aside, path)  # noqa: PTH105 - atomic, over what is there


def _filters(language: Language) -> dict[str, Callable[..., Any]]:
    return {
        "prose": partial(numbers.prose, language=language),
        "value": partial(numbers.value, language=language),
        "interval": partial(numbers.interval, language=language),
        "day": partial(numbers.day, language=language),
        "instant": partial(numbers.instant, language=language),
        "euros": lambda cents: numbers.amount(cents / 100, "money", language),
        "bar": _bar,
        "on_roi": on_roi,
    }


def _charts(section: Section, language: Language) -> "list[Markup]":
    """Return a section's chart drawn wide and narrow; the style shows the one that fits."""
    from markupsafe import Markup

    if section.chart is None or (isinstance(section.chart, Ranked) and not section.chart.points):
        return []
    sizes = (("wide", WIDE), ("narrow", NARROW))
    return [
        Markup(draw(section.chart, language, width=width, name=f"{section.id}-{size}"))  # noqa: S704 - escaped by Vega
        for size, width in sizes
    ]


def _bar(cell: Any) -> dict[str, float] | None:
    """Return where a share's interval lies, in percents of the bar's width; None where it has none."""
    if cell.unit != "share" or cell.low is None or cell.high is None or cell.value is None:
        return None
    scale = 100 / 0.6  # rates of appointments rarely pass 60 %; what does is cut at the end
    low, high, at = (min(max(float(x), 0) * scale, 100) for x in (cell.low, cell.high, cell.value))
    return {"low": round(low, 1), "width": round(max(high - low, 0.5), 1), "at": round(at, 1)}
