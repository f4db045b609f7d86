"""Colours and type of the charts: tokens that the page turns into its own light and dark colours.

The two signal colours are Okabe and Ito's blue and vermilion, told apart by every kind of colour vision;
shape or dash says the same thing again.
"""

from typing import Any

# Values that stand for a token in a spec, each unlike any colour a chart would otherwise hold.
INK, MUTED, RULE, GAIN, LOSS, PAPER = "#101418", "#5b6570", "#d9dee3", "#0072b2", "#c2500a", "#fefefe"
TOKENS = {INK: "ink", MUTED: "muted", RULE: "rule", GAIN: "gain", LOSS: "loss", PAPER: "paper"}
WIDE, NARROW = 1040, 340  # pixels; a chart is drawn at both and the page shows the one that fits


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration shared by every chart."""
    axis = {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": RULE,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelFont": "sans-serif",
        "titleFont": "sans-serif",
    }
    return {
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"font": "sans-serif", "color": INK, "fontSize": 11},
        "legend": {"labelColor": MUTED, "titleColor": MUTED},
    }
