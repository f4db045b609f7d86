"""What customers bring up to a stated horizon, with a plain stated retention."""

from collections.abc import Mapping
from fractions import Fraction

from filon.metrics.definitions.parts import CONTRACTS, total
from filon.metrics.language.components import Component, Curve, Sum
from filon.metrics.language.measure import Measure, Part
from filon.metrics.language.metric import Figure, Metric
from filon.metrics.language.query import Query
from filon.terms.text import Text

NO_CUSTOMER = Text("aucun nouveau client dans ce périmètre", "no new customer in this scope")
NEVER = Text("le CAC n'est pas couvert dans l'horizon", "the CAC is not covered within the horizon")

MEASURES = (
    Measure(
        "margin_horizon",
        Text("Marge à l'horizon", "Margin at the horizon"),
        Text(
            "marge de la première période + marge mensuelle × rétention annuelle à chaque renouvellement, "
            "actualisée par mois, jusqu'à l'horizon ou la fin du contrat",
            "first-term margin + monthly margin × yearly retention at each renewal, "
            "discounted monthly, up to the horizon or the contract's end",
        ),
        "money",
        (
            Part("contracts", "signed_on", lambda t: t.margin_cents, source="horizon"),
            total("margin_cents", CONTRACTS),
        ),
        scale=100,
        interval="money",
    ),
    Measure(
        "margin_curve",
        Text("Marge cumulée par mois", "Cumulated margin by month"),
        Text(
            "marge cumulée, mois par mois après la signature",
            "margin cumulated month by month from signature",
        ),
        "money",
        (Part("contracts", "signed_on", lambda t: t.margin_cents, source="horizon"),),
        scale=100,
        hidden=True,
    ),
)


def _payback(components: Mapping[str, Component], query: Query) -> Figure:
    """Return the first month in which the margin of the scope's contracts covers its cost."""
    del query
    curve, cost = components.get("margin_curve"), components.get("cost_total")
    told = components.get("totals_margin")
    if not isinstance(cost, Sum) or not (isinstance(curve, Curve) or isinstance(told, Sum)):
        return Figure(None, NO_CUSTOMER)
    curve = curve if isinstance(curve, Curve) else Curve()
    at_once = round(told.units) if isinstance(told, Sum) else 0
    month = curve.first_month_reaching(round(cost.units) - at_once)
    if month is None:
        return Figure(None, NEVER)
    return Figure(Fraction(month))


METRICS = (
    Metric(
        "roi_horizon",
        Text("ROI net à l'horizon", "Net ROI at the horizon"),
        Text(
            "(marge à l'horizon − coût total) / coût total",
            "(margin at the horizon − total cost) / total cost",
        ),
        "share",
        {"margin_horizon": 1, "cost_total": -1},
        {"cost_total": 1},
        events="contracts",
        needs=("contracts",),
        interval="return",
    ),
    Metric(
        "ltv",
        Text("Valeur vie client", "Lifetime value"),
        Text("marge à l'horizon / nouveaux clients", "margin at the horizon / new customers"),
        "money",
        {"margin_horizon": 1},
        {"new_customers": 1},
        events="new_customers",
        interval="mean",
    ),
    Metric(
        "ltv_cac",
        Text("LTV / CAC", "LTV / CAC"),
        Text("valeur vie client / CAC", "lifetime value / CAC"),
        "ratio",
        {"ltv": 1},
        {"cac": 1},
        events="new_customers",
        interval="return",
    ),
    Metric(
        "payback_months",
        Text("Délai de récupération (mois)", "Payback (months)"),
        Text(
            "premier mois après la signature où la marge cumulée par nouveau client couvre le CAC",
            "first month after signature in which the margin cumulated per new customer covers the CAC",
        ),
        "months",
        {},
        polarity="lower",
        compute=_payback,
        needs=("margin_curve", "totals_margin", "cost_total", "new_customers"),
        events="new_customers",
    ),
)
