"""What a euro spent brought back. Net ROI and return multiple differ by exactly 1: each says which it is."""

from fractions import Fraction

from filon.metrics.language.metric import Metric
from filon.metrics.language.query import Query
from filon.terms.text import Text


def _one_plus_target(query: Query) -> Fraction:
    return 1 + query.target_roi


METRICS = (
    Metric(
        "roi",
        Text("ROI net", "Net ROI"),
        Text("(marge brute − coût total) / coût total", "(gross margin − total cost) / total cost"),
        "share",
        {"margin": 1, "cost_total": -1},
        {"cost_total": 1},
        events="contracts",
        needs=("contracts",),
        interval="return",
    ),
    Metric(
        "return_multiple",
        Text("Marge par euro dépensé", "Margin per euro spent"),
        Text("marge brute / coût total (ROI net + 1)", "gross margin / total cost (net ROI + 1)"),
        "ratio",
        {"margin": 1},
        {"cost_total": 1},
        events="contracts",
        needs=("contracts",),
        interval="return",
    ),
    Metric(
        "revenue_roi",
        Text("ROI sur chiffre d'affaires", "Revenue ROI"),
        Text(
            "(chiffre d'affaires − coût total) / coût total ; jamais le ROI officiel",
            "(revenue − total cost) / total cost; never the official ROI",
        ),
        "share",
        {"revenue": 1, "cost_total": -1},
        {"cost_total": 1},
        events="contracts",
        needs=("contracts",),
        interval="return",
    ),
    Metric(
        "net_gain",
        Text("Gain net", "Net gain"),
        Text("marge brute − coût total", "gross margin − total cost"),
        "money",
        {"margin": 1, "cost_total": -1},
        events="contracts",
        needs=("contracts",),
        interval="return",
    ),
    Metric(
        "break_even_contracts",
        Text("Contrats au point mort", "Break-even contracts"),
        Text("coût total / marge moyenne par contrat", "total cost / average margin per contract"),
        "count",
        {"cost_total": 1},
        {"average_margin": 1},
        "lower",
        events="contracts",
        interval="break_even",
        positive_only=True,
    ),
    Metric(
        "break_even_price_per_validated_appointment",
        Text("Prix d'équilibre du rendez-vous validé", "Break-even price per validated appointment"),
        Text(
            "contrats par rendez-vous validé × marge moyenne / (1 + ROI visé)",
            "contracts per validated appointment × average margin / (1 + target ROI)",
        ),
        "money",
        {"margin": 1},
        {"appointments_validated": 1},
        divisor=_one_plus_target,
        events="contracts",
        needs=("contracts",),
        interval="return",
    ),
)
