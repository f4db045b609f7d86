"""The words of tests: what is changed, on what, what is watched, where a test stands, what is decided."""

from decimal import Decimal

from filon.terms.text import Text

PAST_DAYS = 91
"""Over how many days before its launch a test compares operators and lists with themselves, unless said otherwise."""
MOST_PAST_DAYS, MOST_WINDOW_DAYS = 730, 365
CAP_SHARE = Decimal("0.99")
"""The share of the contacts of a test that keep all of their calls, unless said otherwise."""

LEVERS = {
    "script": Text("script", "script"),
    "pitch": Text("accroche par secteur", "sector pitch"),
    "list": Text("fichier", "list"),
    "slot": Text("créneau", "time slot"),
}
UNITS = {
    "contact": Text("contact", "contact"),
    "list": Text("fichier", "list"),
    "slot": Text("créneau de deux heures", "two-hour slot"),
}
METRICS = {
    "appointments_per_contact": Text("rendez-vous par contact appelé", "appointments per contact called"),
    "opportunities_per_contact": Text("opportunités par contact appelé", "opportunities per contact called"),
    "conversations_per_call": Text("conversations utiles par appel", "useful conversations per call"),
    "appointments_per_conversation": Text(
        "rendez-vous par conversation utile", "appointments per useful conversation"
    ),
    "cost_per_appointment": Text("coût par rendez-vous", "cost per appointment"),
    "cost_per_opportunity": Text("coût par opportunité", "cost per opportunity"),
}
ASSIGNERS = {
    "filon": Text("par Filon, au hasard", "by Filon, at random"),
    "files": Text("par votre outil (colonne variant)", "by your tool (variant column)"),
}
STATUSES = {
    "draft": Text("brouillon", "draft"),
    "running": Text("en cours", "running"),
    "stopped": Text("arrêté", "stopped"),
    "decided": Text("décidé", "decided"),
}
DECISIONS = {
    "roll_out": Text("généraliser", "roll out"),
    "drop": Text("abandonner", "drop"),
    "cannot_tell": Text("on ne peut pas encore conclure", "cannot tell yet"),
}
"""What the figures say, and what a person decides."""
