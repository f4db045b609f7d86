"""Specifications into SVG that takes the page's colours, without a browser or a network."""

import re
from typing import Any, Literal

from filon.reports.charts.every import spec
from filon.reports.charts.theme import TOKENS
from filon.reports.pages.parts import Chart
from filon.terms.text import Language

_LOCALES: dict[Language, Literal["fr-FR", "en-US"]] = {"fr": "fr-FR", "en": "en-US"}


def draw(chart: Chart, language: Language, *, width: int, name: str) -> str:
    """Return a chart as an SVG element whose colours are the page's variables.

    `name` is unique in the page: it prefixes the SVG's own ids. The text inside is escaped.
    """
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(
        spec(chart, language, width),
        allowed_base_urls=[],
        format_locale=_LOCALES[language],
        time_format_locale=_LOCALES[language],
    )
    return _own(svg, name)


def _own(svg: str, name: str) -> str:
    for color, token in TOKENS.items():
        svg = svg.replace(f'"{color}"', f'"var(--{token})"')
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    svg = svg.replace(' xmlns="http://www.w3.org/2000/svg"', "").replace(
        ' xmlns:xlink="http://www.w3.org/1999/xlink"', ""
    )
    return svg.replace('font-family="sans-serif"', "").replace(
        "<svg ", f'<svg aria-hidden="true" class="{name.rsplit("-", maxsplit=1)[-1]}" ', 1
    )


def tokens() -> dict[str, Any]:
    """Return the tokens a page must define as CSS variables, with their values in a light page."""
    return {token: color for color, token in TOKENS.items()}
