"""Revenue and margin of contracts."""

from filon.metrics.definitions.parts import CONTRACTS, total
from filon.metrics.language.measure import Measure, Part
from filon.metrics.language.metric import Metric
from filon.terms.text import Text

MEASURES = (
    Measure(
        "revenue",
        Text("Chiffre d'affaires", "Revenue"),
        Text(
            "chiffre d'affaires de la première période des contrats signés",
            "first-term revenue of contracts signed",
        ),
        "money",
        (Part("contracts", "signed_on", lambda t: t.revenue_cents), total("revenue_cents", CONTRACTS)),
        scale=100,
        interval="money",
    ),
    Measure(
        "margin",
        Text("Marge brute", "Gross margin"),
        Text(
            "marge brute de la première période des contrats signés : la marge donnée, sinon chiffre d'affaires × taux",
            "first-term gross margin of contracts signed: the margin given, else revenue × rate",
        ),
        "money",
        (
            Part(
                "contracts",
                "signed_on",
                lambda t: t.margin_cents,
                lambda t: t.margin_cents.isnull(),
                "margin",
            ),
            total("margin_cents", CONTRACTS),
        ),
        scale=100,
        interval="money",
    ),
)

METRICS = (
    Metric(
        "average_deal",
        Text("Contrat moyen", "Average deal"),
        Text("chiffre d'affaires / contrats", "revenue / contracts"),
        "money",
        {"revenue": 1},
        {"contracts": 1},
        events="contracts",
        interval="mean",
    ),
    Metric(
        "average_margin",
        Text("Marge moyenne par contrat", "Average margin per contract"),
        Text("marge / contrats", "margin / contracts"),
        "money",
        {"margin": 1},
        {"contracts": 1},
        events="contracts",
        interval="mean",
    ),
    Metric(
        "margin_rate",
        Text("Taux de marge", "Margin rate"),
        Text("marge / chiffre d'affaires", "margin / revenue"),
        "share",
        {"margin": 1},
        {"revenue": 1},
        events="contracts",
        interval="money_ratio",
    ),
)
