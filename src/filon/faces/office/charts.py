"""Charts of the pages: the same specifications as the reports, drawn by the browser in its own colours."""

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from filon.terms.text import Language


def in_page(chart: object, language: "Language") -> dict[str, Any]:
    """Return what the page's script needs to draw a chart at either width."""
    from filon.reports.charts.every import spec
    from filon.reports.charts.theme import NARROW, TOKENS, WIDE

    return {
        "wide": spec(chart, language, WIDE),
        "narrow": spec(chart, language, NARROW),
        "colours": {token: colour for colour, token in TOKENS.items()},
        "locale": _locale(language),
    }


@cache
def _locale(language: "Language") -> dict[str, Any]:
    import vl_convert

    name: Literal["fr-FR", "en-US"] = "fr-FR" if language == "fr" else "en-US"
    return {"number": vl_convert.get_format_locale(name), "time": vl_convert.get_time_format_locale(name)}


@cache
def bundle() -> str:
    """Return Vega, Vega-Lite and Vega-Embed for the browser, as vl-convert ships them."""
    import vl_convert

    script: str = vl_convert.javascript_bundle()  # type: ignore[call-arg] # the stub forgets its default
    return script
