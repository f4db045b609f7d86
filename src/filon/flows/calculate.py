"""Computes from totals as people type them in a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from filon.intake.entry import Habits, read
from filon.intake.kind import Column, Kind, Type
from filon.terms.money import to_amount
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.calculator import Calculation

RATE = "margin_rate"
FORM = Kind(
    "totals",
    "",
    Text("totaux", "totals"),
    (),
    (
        Column("calls", Type.INTEGER),
        Column("conversations", Type.INTEGER, field="useful_conversations"),
        Column("appointments", Type.INTEGER, field="appointments_set"),
        Column("validated", Type.INTEGER, field="appointments_validated"),
        Column("held", Type.INTEGER, field="appointments_held"),
        Column("proposals", Type.INTEGER),
        Column("contracts", Type.INTEGER),
        Column("revenue", Type.MONEY),
        Column("margin", Type.MONEY, signed=True),
        Column(RATE, Type.SHARE),
        Column("cost", Type.MONEY, field="cost_total"),
        Column("hours", Type.DECIMAL),
    ),
)
"""The inputs, each for the measure that is its field."""
_INPUTS = {column.holder: column for column in FORM.columns}


@dataclass(frozen=True, slots=True)
class Computed:
    """The figures, or what is wrong with the inputs by name; neither where nothing was typed."""

    calculation: "Calculation | None"
    faults: Mapping[str, Text]


def compute(texts: Mapping[str, str], habits: Habits) -> Computed:
    """Read the inputs that are filled in and return the figures that follow."""
    from filon.insight.calculator import BadTotal, calculate

    entry = read(FORM, {name: text for name, text in texts.items() if text.strip()}, habits)
    if entry.faults or not entry.values:
        return Computed(None, entry.faults)
    rate = entry.values.pop(RATE, None)
    totals = {measure: _total(measure, value) for measure, value in entry.values.items()}
    try:
        return Computed(calculate(totals, None if rate is None else Fraction(rate)), {})
    except BadTotal as fault:
        return Computed(None, {_INPUTS[fault.total].name: fault.text})


def _total(measure: str, value: Any) -> Decimal | int:
    total: Decimal | int = to_amount(value) if _INPUTS[measure].type is Type.MONEY else value
    return total
