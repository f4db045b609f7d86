"""What one of each thing cost: ratios of sums, never averages of ratios."""

from filon.metrics.language.metric import Metric
from filon.terms.text import Text

_OVER = (
    ("cost_per_call", "calls", "appel", "call", "appels", "calls"),
    (
        "cost_per_conversation",
        "useful_conversations",
        "conversation utile",
        "useful conversation",
        "conversations utiles",
        "useful conversations",
    ),
    (
        "cost_per_appointment",
        "appointments_set",
        "rendez-vous",
        "appointment",
        "rendez-vous posés",
        "appointments set",
    ),
    (
        "cost_per_validated_appointment",
        "appointments_validated",
        "rendez-vous validé",
        "validated appointment",
        "rendez-vous validés",
        "appointments validated",
    ),
    (
        "cost_per_held_appointment",
        "appointments_held",
        "rendez-vous tenu",
        "held appointment",
        "rendez-vous tenus",
        "appointments held",
    ),
    ("cost_per_opportunity", "opportunities", "opportunité", "opportunity", "opportunités", "opportunities"),
    ("cost_per_proposal", "proposals", "proposition", "proposal", "propositions", "proposals"),
)

METRICS = (
    *(
        Metric(
            name,
            Text(f"Coût par {fr}", f"Cost per {en}"),
            Text(f"coût total / {fr_many}", f"total cost / {en_many}"),
            "money",
            {"cost_total": 1},
            {events: 1},
            "lower",
            events=events,
            interval="unit_cost",
        )
        for name, events, fr, en, fr_many, en_many in _OVER
    ),
    Metric(
        "cac",
        Text("CAC (coût d'acquisition d'un client)", "CAC (customer acquisition cost)"),
        Text("coût total / nouveaux clients signés", "total cost / new customers signed"),
        "money",
        {"cost_total": 1},
        {"new_customers": 1},
        "lower",
        events="new_customers",
        interval="unit_cost",
    ),
)
