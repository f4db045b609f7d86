"""How the definitions say where a measure is counted; conditions that are null count as false."""

from collections.abc import Callable
from typing import Any

from filon.metrics.language.measure import WEIGHT_UNITS, Part

Column = Callable[[Any], Any]

# Measures of one family are covered together by detailed records: where one total is given and another is
# not, the other is unknown, not zero.
CALLS = ("calls", "reached", "useful_conversations")
APPOINTMENTS = ("appointments_set", "appointments_validated", "appointments_held")
PROPOSALS = ("proposals",)
CONTRACTS = ("contracts", "revenue_cents", "margin_cents")


def calls(column: str) -> Part:
    """Return a count of the calls table, which its daily rollup holds under the same name."""
    return Part("calls", "day", lambda t: t[column])


def credited(table: str, day: str, where: str | Column | None = None) -> Part:
    """Return the count of the results credited, each by its weight; `where` is a flag or a condition."""

    def value(t: Any) -> Any:
        units = (t.weight * float(WEIGHT_UNITS)).round().cast("int64")
        if where is None:
            return units
        kept = t[where] == 1 if isinstance(where, str) else where(t)
        return kept.fill_null(False).ifelse(units, 0)

    return Part(table, day, value)


def total(column: str, family: tuple[str, ...], scale: int = 1) -> Part:
    """Return an activity total, unknown where another of its family is given and it is not."""
    return Part(
        "totals",
        "day",
        lambda t: t[column] * scale,
        lambda t: t[column].isnull() & _given(t, family),
        "totals",
    )


def untold(family: tuple[str, ...]) -> Part:
    """Return what activity totals never tell: unknown wherever they hold something of the family."""
    return Part("totals", "day", lambda t: t.activity * 0, lambda t: _given(t, family), "totals")


def _given(t: Any, family: tuple[str, ...]) -> Any:
    condition = t[family[0]].fill_null(0) > 0
    for column in family[1:]:
        condition |= t[column].fill_null(0) > 0
    return condition
