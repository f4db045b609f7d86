"""What a contract brings: its amount and its margin rate, each with its posterior, from the sums of a scope."""

from math import expm1, sqrt

import numpy as np

from filon.insight.biases.phrases import euros
from filon.insight.methods.interval import LEVEL, Interval, NotEnough, normal_quantile
from filon.insight.methods.means import ratio
from filon.insight.methods.posteriors import (
    AMOUNTS_NEEDED,
    CAP,
    Known,
    LogStudent,
    Posterior,
    Scaled,
    Student,
    log_normal_mean,
    spread,
)
from filon.insight.scenarios.drivers import Driver
from filon.metrics.answer import Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.components import Peak, Sum
from filon.terms.text import Text, count

EXTRA = (
    "margin_gain_squares", "margin_loss_squares", "revenue_gain_squares", "revenue_loss_squares",
    "revenue_margin_products", "detailed_contracts", "totals_contracts", "deals_priced", "deal_logs",
    "deal_log_squares", "deal_peak",
)  # fmt: skip
"""The measures that are asked besides."""
_NO_ERROR = 1e-6


def units(total: Row, name: str) -> float:
    """Return the sum of a measure in its own units; 0 where the row has none."""
    component = total.components.get(name)
    return float(component.units) if isinstance(component, Sum | Peak) else 0.0


def amounts(total: Row) -> tuple[list[Driver], float, tuple[Text, ...]]:
    """Return what a contract brings, how much one differs from another, and what that rests on."""
    mean = total.cells["average_deal"]
    if mean.value is None or mean.value <= 0:
        each = total.cells["average_margin"]
        if each.value is None or mean.value is not None:
            return [Driver("average_deal", None, mean.reason or each.reason), _margin_rate(total)], 0.0, ()
        return [Driver("average_margin", Known(float(each.value)))], 0.0, (_PLAIN,)
    posterior, deviation, note = _deal(total, float(mean.value))
    return [Driver("average_deal", posterior), _margin_rate(total)], deviation, (note,)


_PLAIN = Text(
    "Le montant moyen d'un contrat est tenu pour connu : les totaux ne disent pas comment les montants varient.",
    "The average amount of a contract is taken as known: totals do not tell how amounts vary.",
)
_ALONE = Text(
    "Le montant moyen d'un contrat est celui du seul signé, tenu pour connu : un seul ne dit pas comment les montants varient.",
    "The average amount of a contract is that of the only one signed, taken as known: one does not tell how amounts vary.",
)


def _deal(total: Row, mean: float) -> tuple[Posterior, float, Text]:
    """Return the posterior of the mean amount, the relative deviation of one, and how it was found.

    Log-normal where the mean seen lies within what that law says of it; else Student's on the logarithm of the mean, which is
    then never negative: no amount is.
    """
    deals = units(total, "deals_priced")
    if units(total, "totals_contracts"):
        return Known(mean), 0.0, _PLAIN
    if deals <= 1:
        return Known(mean), 0.0, _ALONE
    logs, squares, peak = (units(total, name) for name in ("deal_logs", "deal_log_squares", "deal_peak"))
    sums = units(total, "revenue_gain_squares") + units(total, "revenue_loss_squares")
    deviation = spread(deals, mean * 100 * deals, sums) / 100
    found = log_normal_mean(deals, logs, squares, peak)
    if not isinstance(found, NotEnough):
        low, high = found.at(np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])) / 100
        if low <= mean <= high and high > low * (1 + 1e-9):
            log_deviation = spread(deals, logs, squares)
            return Scaled(found, 0.01), sqrt(expm1(log_deviation**2)), _capped(CAP * peak)
    error = deviation / sqrt(deals)
    mean_of = LogStudent(mean, error / mean, deals - 1, CAP * peak / 100)
    return mean_of, deviation / mean, _around(deals, CAP * peak)


def _around(deals: float, cents: float) -> Text:
    many, most = count(deals), euros(cents)
    fr, en = (
        (
            f"car {many.fr} ne suffisent pas à une loi log-normale",
            f"because {many.en} are too few for a log-normal law",
        )
        if deals < AMOUNTS_NEEDED
        else ("car ils ne suivent pas une loi log-normale", "because they are not log-normal")
    )
    return Text(
        f"Montants des contrats : loi de Student sur le logarithme de leur moyenne, {fr} ; elle est plafonnée à 1,5 fois le plus grand "
        f"vu ({most.fr}).",
        f"Amounts of contracts: Student's law on the logarithm of their mean, {en}; it is capped at 1.5 times the largest seen "
        f"({most.en}).",
    )


def _capped(cents: float) -> Text:
    most = euros(cents)
    return Text(
        f"Montants des contrats : loi log-normale, leur moyenne plafonnée à 1,5 fois le plus grand vu ({most.fr}).",
        f"Amounts of contracts: log-normal, their mean capped at 1.5 times the largest seen ({most.en}).",
    )


def _margin_rate(total: Row) -> Driver:
    cell = total.cells["margin_rate"]
    if cell.value is None:
        return Driver("margin_rate", None, cell.reason)
    deals = units(total, "detailed_contracts") / CATALOGUE.measures["detailed_contracts"].scale
    if units(total, "totals_contracts") or deals < 2:
        return Driver("margin_rate", Known(float(cell.value)))
    squares = [
        units(total, f"{name}_gain_squares") + units(total, f"{name}_loss_squares")
        for name in ("margin", "revenue")
    ]
    sums = units(total, "margin"), units(total, "revenue")
    found = ratio(deals, sums, (squares[0], squares[1]), units(total, "revenue_margin_products"))
    if not isinstance(found, Interval) or found.low is None or found.high is None:
        return Driver("margin_rate", Known(float(cell.value)))
    error = (found.high - found.low) / 2 / normal_quantile()
    if error < _NO_ERROR * abs(float(cell.value)):  # one rate for all, to rounding
        return Driver("margin_rate", Known(float(cell.value)))
    rate = float(cell.value)
    if not rate > 0 or units(total, "margin_loss_squares"):
        return Driver("margin_rate", Student(rate, error, deals - 1))
    return Driver("margin_rate", LogStudent(rate, error / rate, deals - 1, max(rate, 1.0)))
