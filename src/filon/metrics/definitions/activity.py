"""What operators did: calls, people reached, conversations, hours."""

from typing import Any

from filon.metrics.definitions.parts import CALLS, calls, total, untold
from filon.metrics.definitions.reasons import NO_HOURS, NO_TALK
from filon.metrics.language.measure import HOUR_GRID, HOUR_UNITS, Measure, Part
from filon.metrics.language.metric import Metric
from filon.terms.text import Text


def _hours(t: Any) -> Any:
    return (t.hours * float(HOUR_UNITS)).round().cast("int64")


MEASURES = (
    Measure(
        "calls",
        Text("Appels", "Calls"),
        Text(
            "tentatives d'appel, jambes réunies, au jour de l'appel",
            "call attempts, legs merged, on the day called",
        ),
        "count",
        (calls("calls"), total("calls", CALLS)),
        "neutral",
    ),
    Measure(
        "reached",
        Text("Joints", "Reached"),
        Text(
            "appels où une personne a répondu, jamais un répondeur",
            "calls answered by a person, never by voicemail",
        ),
        "count",
        (calls("reached"), total("reached", CALLS)),
        interval="count",
    ),
    Measure(
        "decision_makers",
        Text("Décideurs", "Decision-makers"),
        Text("appels avec le décideur en ligne", "calls with the decision-maker on the line"),
        "count",
        (calls("decision_makers"), untold(CALLS)),
        interval="count",
    ),
    Measure(
        "useful_conversations",
        Text("Conversations utiles", "Useful conversations"),
        Text(
            "appels dont le résultat est « utile » selon la règle en vigueur",
            "calls whose outcome is useful under the rule in force",
        ),
        "count",
        (calls("useful_conversations"), total("useful_conversations", CALLS)),
        interval="count",
    ),
    Measure(
        "talk_seconds",
        Text("Secondes de conversation", "Talk seconds"),
        Text("temps de conversation des appels", "talk time of the calls"),
        "seconds",
        (calls("talk_seconds"), untold(CALLS)),
        "neutral",
        empty="none",
        absent=NO_TALK,
    ),
    Measure(
        "hours",
        Text("Heures", "Hours"),
        Text(
            "heures des coûts « operator_time » et des totaux d'activité, réparties sur leurs jours",
            "hours of “operator_time” costs and of activity totals, spread over their days",
        ),
        "hours",
        (
            Part(
                "costs",
                "day",
                lambda t: (t.category == "operator_time").ifelse(_hours(t), None),
                source="costs",
            ),
            Part("totals", "day", _hours),
        ),
        "neutral",
        scale=HOUR_UNITS,
        grid=HOUR_GRID,
        empty="none",
        absent=NO_HOURS,
    ),
    Measure(
        "contacts_called",
        Text("Contacts appelés", "Contacts called"),
        Text(
            "prospects distincts appelés, au jour du premier appel",
            "distinct prospects, on the day of the first call",
        ),
        "count",
        (
            Part("journey", "first_call_on", lambda t: t.contact),
            untold(CALLS),
        ),
        "neutral",
        how="distinct",
    ),
    Measure(
        "contacts_reached",
        Text("Contacts joints", "Contacts reached"),
        Text(
            "prospects distincts joints au moins une fois, au jour du premier appel",
            "distinct prospects reached at least once, on the day of the first call",
        ),
        "count",
        (
            Part("journey", "first_call_on", lambda t: t.first_reached_on.notnull().ifelse(t.contact, None)),
            untold(CALLS),
        ),
        how="distinct",
        interval="count",
    ),
)


def _rate(name: str, label: Text, words: Text, over: tuple[str, str]) -> Metric:
    return Metric(name, label, words, "share", {over[0]: 1}, {over[1]: 1}, events=over[0], interval="share")


METRICS = (
    _rate(
        "reach_rate",
        Text("Taux de joints", "Reach rate"),
        Text("joints / appels", "reached / calls"),
        ("reached", "calls"),
    ),
    _rate(
        "contact_reach_rate",
        Text("Taux de contacts joints", "Contact reach rate"),
        Text("contacts joints / contacts appelés", "contacts reached / contacts called"),
        ("contacts_reached", "contacts_called"),
    ),
    _rate(
        "conversation_rate",
        Text("Taux de conversation", "Conversation rate"),
        Text("conversations utiles / appels", "useful conversations / calls"),
        ("useful_conversations", "calls"),
    ),
    Metric(
        "calls_per_hour",
        Text("Appels par heure", "Calls per hour"),
        Text("appels / heures", "calls / hours"),
        "per_hour",
        {"calls": 1},
        {"hours": 1},
        "neutral",
        events="calls",
        interval="per_hour",
    ),
    Metric(
        "useful_conversations_per_hour",
        Text("Conversations utiles par heure", "Useful conversations per hour"),
        Text("conversations utiles / heures", "useful conversations / hours"),
        "per_hour",
        {"useful_conversations": 1},
        {"hours": 1},
        events="useful_conversations",
        interval="per_hour",
    ),
)
