"""Appointments: set, validated, held; a chain of rescheduled ones counts once, at its first booking."""

from filon.metrics.definitions.parts import APPOINTMENTS, credited, total, untold
from filon.metrics.language.measure import WEIGHT_GRID, WEIGHT_UNITS, Measure, Part, Polarity
from filon.metrics.language.metric import Metric, Terms
from filon.terms.text import Text


def _appointments(
    name: str, label: Text, words: Text, parts: tuple[Part, ...], polarity: Polarity = "higher"
) -> Measure:
    return Measure(
        name, label, words, "count", parts, polarity, scale=WEIGHT_UNITS, grid=WEIGHT_GRID, interval="count"
    )


def _flagged(flag: str | None) -> Part:
    return credited("appointments", "booked_on", flag)


def _told(column: str) -> Part:
    return total(column, APPOINTMENTS, WEIGHT_UNITS)


MEASURES = (
    _appointments(
        "appointments_set",
        Text("Rendez-vous posés", "Appointments set"),
        Text(
            "rendez-vous acceptés, un report compte une fois",
            "appointments accepted, a rescheduled one counts once",
        ),
        (_flagged(None), _told("appointments_set")),
    ),
    _appointments(
        "appointments_validated",
        Text("Rendez-vous validés", "Appointments validated"),
        Text("rendez-vous jugés conformes", "appointments judged to meet the criteria"),
        (_flagged("validated"), _told("appointments_validated")),
    ),
    _appointments(
        "appointments_rejected",
        Text("Rendez-vous rejetés", "Appointments rejected"),
        Text("rendez-vous jugés non conformes", "appointments judged not to meet the criteria"),
        (_flagged("rejected"), untold(APPOINTMENTS)),
        "lower",
    ),
    _appointments(
        "appointments_held",
        Text("Rendez-vous tenus", "Appointments held"),
        Text("rendez-vous qui ont eu lieu", "appointments that took place"),
        (_flagged("held"), _told("appointments_held")),
    ),
    _appointments(
        "appointments_no_show",
        Text("Rendez-vous non honorés", "Appointments not honoured"),
        Text("rendez-vous où le prospect n'est pas venu", "appointments where the prospect did not come"),
        (_flagged("no_show"), untold(APPOINTMENTS)),
        "lower",
    ),
)


def _rate(name: str, label: Text, words: Text, over: tuple[str, Terms]) -> Metric:
    return Metric(name, label, words, "share", {over[0]: 1}, over[1], events=over[0], interval="share")


METRICS = (
    _rate(
        "appointment_rate",
        Text("Taux de rendez-vous", "Appointment rate"),
        Text("rendez-vous posés / conversations utiles", "appointments set / useful conversations"),
        ("appointments_set", {"useful_conversations": 1}),
    ),
    _rate(
        "validation_rate",
        Text("Taux de validation", "Validation rate"),
        Text("validés / (validés + rejetés)", "validated / (validated + rejected)"),
        ("appointments_validated", {"appointments_validated": 1, "appointments_rejected": 1}),
    ),
    _rate(
        "show_rate",
        Text("Taux de présence", "Show rate"),
        Text("tenus / (tenus + non honorés)", "held / (held + not honoured)"),
        ("appointments_held", {"appointments_held": 1, "appointments_no_show": 1}),
    ),
)
