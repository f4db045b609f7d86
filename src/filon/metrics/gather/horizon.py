"""Margin expected of each contract up to a horizon: first term, then renewals that survive, discounted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from filon.metrics.gather.cells import Cells, add
from filon.metrics.gather.select import Context, select
from filon.metrics.language.components import Component, Curve, Peak, Sum
from filon.metrics.language.query import DEFAULT_HORIZON_MONTHS, Query

_COLUMNS = (
    "contract",
    "campaign",
    "signed_on",
    "ended_on",
    "margin_cents",
    "monthly_cents",
    "monthly_margin_cents",
    "term_months",
)


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract's margin: of the first term, and each month after it; None where there is no recurrence."""

    margin: int
    monthly: int | None
    term: int
    months: int  # up to the horizon or the end of the contract

    def expected(self, retention: float, discount_rate: float) -> int:
        """Return the cents expected: the first term in full, each later month if renewed, discounted."""
        if self.monthly is None:
            return self.margin
        kept = sum(_renewals(self.term, self.months, retention, discount_rate))
        return self.margin + int(Decimal(self.monthly * kept).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def curve(self, horizon: int, retention: float, discount_rate: float) -> tuple[float, ...]:
        """Return the cents cumulated at once, after one month, after two… up to the horizon."""
        gains = [0.0] * (horizon + 1)
        gains[0] = float(self.margin - (self.monthly or 0) * self.term)
        if self.monthly is not None:
            monthly = [1.0] * self.term + list(_renewals(self.term, self.months, retention, discount_rate))
            for month, share in enumerate(monthly[:horizon], start=1):
                gains[month] += self.monthly * share
        total, cumulated = 0.0, []
        for gain in gains:
            total += gain
            cumulated.append(total)
        return tuple(cumulated)


@lru_cache(maxsize=4096)
def _renewals(term: int, months: int, retention: float, discount_rate: float) -> tuple[float, ...]:
    """Return, for each month after the first term, the share still paid in today's money.

    Month t (from 0) falls in renewal t // term, which a share retention^(renewal × term / 12) reaches; it
    is discounted by (1 + rate)^(t / 12).
    """
    return tuple(
        retention ** (month // term * term / 12) / (1 + discount_rate) ** (month / 12)
        for month in range(term, months)
    )


def gather(context: Context, wanted: Sequence[str], dimensions: Sequence[str]) -> Cells:
    """Return the horizon's components asked for, by cell."""
    cells: Cells = {}
    for key, row in rows(context, dimensions):
        contract, reason = _contract(context, row)
        unknown = frozenset() if contract is not None else frozenset({(reason, row["contract"])})
        found = _moments(Sum(0, unknown) if contract is None else _expected(context, contract))
        if "margin_curve" in wanted:
            found["margin_curve"] = _curve(context, row, contract, unknown)
        add(cells, key, {name: found[name] for name in wanted})
    return cells


def rows(context: Context, dimensions: Sequence[str]) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Return the contracts of the query, each with the key of its cell."""
    selected = select(context, "contracts", "signed_on", dimensions)
    table = selected.table.select(*selected.columns.values(), *_COLUMNS)
    return list(selected.keyed(context, context.lake.rows(table)))


def expected(context: Context, row: dict[str, Any]) -> Sum:
    """Return the margin expected of one contract, or why it is unknown."""
    contract, reason = _contract(context, row)
    if contract is None:
        return Sum(0, frozenset({(reason, row["contract"])}))
    return _expected(context, contract)


def _expected(context: Context, contract: Contract) -> Sum:
    return Sum(contract.expected(*_rates(context.query)))


def _curve(
    context: Context, row: dict[str, Any], contract: Contract | None, unknown: frozenset[tuple[str, int]]
) -> Curve:
    if contract is None:
        return Curve(unknown=unknown)
    return Curve(contract.curve(_horizon(context, row), *_rates(context.query)))


def _moments(total: Sum) -> dict[str, Component]:
    gain, loss = max(total.units, 0), max(-total.units, 0)
    return {
        "margin_horizon": total,
        "margin_horizon_gain_squares": Sum(float(gain) ** 2),
        "margin_horizon_gain_peak": Peak(float(gain)),
        "margin_horizon_losses": Sum(float(loss)),
        "margin_horizon_loss_squares": Sum(float(loss) ** 2),
        "margin_horizon_loss_peak": Peak(float(loss)),
    }


def _contract(context: Context, row: dict[str, Any]) -> tuple[Contract | None, str]:
    """Return what is known of a contract, or None with the key of the reason why it is not enough."""
    margin, monthly, term = row["margin_cents"], row["monthly_margin_cents"], row["term_months"]
    if margin is None:
        return None, "margin"
    if row["monthly_cents"] is None:
        return Contract(margin, None, 0, 0), ""
    if monthly is None:
        return None, "recurring_margin"
    if not term:
        return None, "term"
    months = _horizon(context, row)
    if row["ended_on"] is not None:
        months = min(months, _months_between(row["signed_on"], row["ended_on"]))
    if months > term and context.query.retention is None:
        return None, "retention"
    return Contract(margin, monthly, term, months), ""


def _horizon(context: Context, row: dict[str, Any]) -> int:
    campaign = context.reference.campaigns.get(row["campaign"], {})
    return context.query.horizon_months or campaign.get("horizon_months") or DEFAULT_HORIZON_MONTHS


def _rates(query: Query) -> tuple[float, float]:
    return float(query.retention or 0), float(query.discount_rate)


def _months_between(first: date, end: date) -> int:
    """Return how many months, counted from `first`, have begun before `end`."""
    whole = 12 * (end.year - first.year) + end.month - first.month
    return max(0, whole + (end.day > first.day))
