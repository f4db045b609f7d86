"""Sums that intervals need beside the figures: squares, largest values, and what came from totals."""

from collections.abc import Callable
from typing import Any

from filon.metrics.definitions.parts import CONTRACTS, credited, total
from filon.metrics.language.measure import WEIGHT_UNITS, Measure, Part
from filon.terms.text import Text

_NOTHING = Text("", "")


def _moment(name: str, part: Part, *, peak: bool = False, scale: int = 1) -> Measure:
    how = "peak" if peak else "sum"
    return Measure(name, _NOTHING, _NOTHING, "count", (part,), how=how, scale=scale, hidden=True)  # type: ignore[arg-type] # one of two literals


def _contract(value: Callable[[Any], Any]) -> Part:
    return Part("contracts", "signed_on", value)


def _of(name: str, column: str) -> tuple[Measure, ...]:
    def amount(t: Any) -> Any:
        return t[column].cast("float64")

    def gain(t: Any) -> Any:
        return (t[column] > 0).ifelse(amount(t), 0.0)

    def loss(t: Any) -> Any:
        return (t[column] < 0).ifelse(-amount(t), 0.0)

    return (
        _moment(f"{name}_gain_squares", _contract(lambda t: gain(t) * gain(t))),
        _moment(f"{name}_gain_peak", _contract(gain), peak=True),
        _moment(f"{name}_losses", _contract(loss)),
        _moment(f"{name}_loss_squares", _contract(lambda t: loss(t) * loss(t))),
        _moment(f"{name}_loss_peak", _contract(loss), peak=True),
    )


def _horizon(name: str, *, peak: bool = False) -> Measure:
    return _moment(
        name, Part("contracts", "signed_on", lambda t: t.margin_cents, source="horizon"), peak=peak
    )


def _deal_logs(t: Any) -> Any:
    """Return the log of a whole contract's amount in cents, whatever part of it is credited here."""
    return (t.revenue_cents > 0).ifelse((t.revenue_cents.cast("float64") / t.weight).ln(), None)


MEASURES = (
    *_of("margin", "margin_cents"),
    *_of("revenue", "revenue_cents"),
    _moment(
        "revenue_margin_products",
        _contract(lambda t: t.revenue_cents.cast("float64") * t.margin_cents.cast("float64")),
    ),
    *(
        _horizon(f"margin_horizon_{moment}", peak=moment.endswith("peak"))
        for moment in ("gain_squares", "gain_peak", "losses", "loss_squares", "loss_peak")
    ),
    _moment("deals_priced", _contract(lambda t: (t.revenue_cents > 0).ifelse(t.weight, 0.0))),
    _moment("deal_logs", _contract(lambda t: _deal_logs(t) * t.weight)),
    _moment("deal_log_squares", _contract(lambda t: _deal_logs(t) * _deal_logs(t) * t.weight)),
    _moment("deal_peak", _contract(lambda t: t.revenue_cents.cast("float64") / t.weight), peak=True),
    _moment("detailed_contracts", credited("contracts", "signed_on"), scale=WEIGHT_UNITS),
    _moment("totals_contracts", total("contracts", CONTRACTS)),
    _moment("totals_margin", total("margin_cents", CONTRACTS), scale=100),
    _moment("totals_revenue", total("revenue_cents", CONTRACTS), scale=100),
)
