"""What tests are read on: each figure as a ratio of two things counted per unit."""

from dataclasses import dataclass

from filon.metrics.language.measure import Unit
from filon.terms.experiments import METRICS
from filon.terms.text import Text

COUNTED = (
    "contacts", "calls", "conversations", "optouts", "appointments", "held", "no_show", "opportunities",
)  # fmt: skip
"""What is counted of every unit, within its window."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of a test: `top` over `bottom`, lists of what is counted; `events` is the rarer of the two."""

    id: str
    label: Text
    top: tuple[str, ...]
    bottom: tuple[str, ...]
    events: str
    lower: bool = False  # whether less is better
    unit: Unit = "share"

    @property
    def priced(self) -> bool:
        """Tell whether its calls are shown as money."""
        return self.unit == "money"


def _metric(name: str, top: str, bottom: str, unit: Unit = "share") -> Measured:
    lower = unit == "money"
    return Measured(name, METRICS[name], (top,), (bottom,), bottom if lower else top, lower=lower, unit=unit)


PRIMARY = {
    item.id: item
    for item in (
        _metric("appointments_per_contact", "appointments", "contacts"),
        _metric("opportunities_per_contact", "opportunities", "contacts"),
        _metric("conversations_per_call", "conversations", "calls"),
        _metric("appointments_per_conversation", "appointments", "conversations"),
        _metric("cost_per_appointment", "calls", "appointments", "money"),
        _metric("cost_per_opportunity", "calls", "opportunities", "money"),
    )
}
GUARDRAILS = (
    Measured(
        "optouts_per_contact",
        Text("demandes de ne plus être appelé, par contact", "requests not to be called again, per contact"),
        ("optouts",),
        ("contacts",),
        "optouts",
        lower=True,
    ),
    Measured(
        "no_show_rate",
        Text("rendez-vous non honorés", "appointments not honoured"),
        ("no_show",),
        ("held", "no_show"),
        "no_show",
        lower=True,
    ),
    Measured(
        "calls_per_contact",
        Text("appels par contact", "calls per contact"),
        ("calls",),
        ("contacts",),
        "calls",
        lower=True,
        unit="ratio",
    ),
)
"""What must not get worse, where the data holds it."""
