"""How the drivers of a plan make its cost and its margin, for numbers or for draws alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias

Values: TypeAlias = Mapping[str, Any]  # a number, or an array of draws, by driver

PEOPLE = ("calls_per_hour", "cost_per_hour")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan brings, in the currency; `revenue` is None where only margins are known."""

    contracts: Any
    revenue: Any
    margin: Any
    cost_total: Any

    @property
    def roi(self) -> Any:
        """The net ROI."""
        return (self.margin - self.cost_total) / self.cost_total

    @property
    def net_gain(self) -> Any:
        """The margin less the cost."""
        return self.margin - self.cost_total


@dataclass(frozen=True, slots=True)
class Model:
    """The rates that lead from calls to contracts, one after the other; none where contracts are counted as such."""

    rates: tuple[str, ...]

    def outcome(
        self, values: Values, *, contracts: Any = None, amounts: Any = 1.0, effort: Any = 1.0
    ) -> Outcome:
        """Return what the drivers make; chance may give the contracts, and factors of their amounts and of the cost."""
        signed = self.contracts(values) if contracts is None else contracts
        revenue = signed * values["average_deal"] * amounts if "average_deal" in values else None
        margin = (
            signed * values["average_margin"] * amounts
            if revenue is None
            else revenue * values["margin_rate"]
        )
        return Outcome(signed, revenue, margin, self.cost(values, effort))

    def contracts(self, values: Values) -> Any:
        """Return the contracts expected."""
        if not self.rates:
            return values["contracts"]
        return values["calls"] * self.reach(values)

    def reach(self, values: Values) -> Any:
        """Return the share of calls that end in a contract."""
        return prod(values[name] for name in self.rates)

    def cost(self, values: Values, effort: Any = 1.0) -> Any:
        """Return the whole cost."""
        if "cost_total" in values:
            return values["cost_total"]
        return values["calls"] * per_call(values) * effort + values["fixed_cost"]


def per_call(values: Values) -> Any:
    """Return what a call costs."""
    return (
        values["cost_per_call"]
        if "cost_per_call" in values
        else values["cost_per_hour"] / values["calls_per_hour"]
    )


def break_even(model: Model, values: Values, driver: str, target: float = 0.0) -> float | None:
    """Return the value of one driver at which the ROI is the target, the others as they are; None where none does it.

    Where a contract brings no margin, or a rate would have to exceed 1, the answer is never.
    """
    found = model.outcome(values)
    wanted = (1 + target) * found.cost_total
    if driver == "calls":
        return _calls(model, values, target)
    if driver in ("cost_total", "fixed_cost", "cost_per_call", *PEOPLE):
        return _cost(values, driver, found.margin / (1 + target))
    if not found.margin > 0:
        return None
    value = float(values[driver] * wanted / found.margin)
    return None if value > 1 and driver in (*model.rates, "margin_rate") else value


def contracts_needed(model: Model, values: Values, target: float = 0.0) -> float | None:
    """Return the contracts at which the ROI is the target; None where a contract brings no margin."""
    found = model.outcome(values)
    each = found.margin / found.contracts if found.contracts else 0.0
    return float((1 + target) * found.cost_total / each) if each > 0 else None


def _calls(model: Model, values: Values, target: float) -> float | None:
    """Return the calls that pay the fixed cost; without one the ROI is the same for any number of calls."""
    if "cost_total" in values:
        one = model.outcome({**values, "calls": 1.0})
        return float((1 + target) * one.cost_total / one.margin) if one.margin > 0 else None
    each = model.outcome({**values, "calls": 1.0}).margin - (1 + target) * per_call(values)
    return (
        float((1 + target) * values["fixed_cost"] / each) if each > 0 and values["fixed_cost"] > 0 else None
    )


def _cost(values: Values, driver: str, affordable: float) -> float | None:
    """Return the cost that the margin pays."""
    if driver == "cost_total":
        return affordable if affordable > 0 else None
    if driver == "fixed_cost":
        left = affordable - values["calls"] * per_call(values)
        return float(left) if left >= 0 else None
    each = (affordable - values["fixed_cost"]) / values["calls"] if values["calls"] else 0.0
    if not each > 0:
        return None
    if driver == "cost_per_call":
        return float(each)
    return float(
        each * values["calls_per_hour"] if driver == "cost_per_hour" else values["cost_per_hour"] / each
    )
