"""Lifetime studies as plain values; money in the currency, numbers at six decimals."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from filon.faces.cli.answers import cell_document, rounded
from filon.faces.cli.console import language
from filon.faces.cli.lifetimes import rate
from filon.insight.lifetime.assumptions import assumptions, basis
from filon.insight.lifetime.retained import Renewal, renewals
from filon.insight.lifetime.study import HORIZONS

if TYPE_CHECKING:
    from filon.insight.lifetime.again import Again
    from filon.insight.lifetime.plain import Kept, Sold
    from filon.insight.lifetime.recurring import Recurring
    from filon.insight.lifetime.study import Group, Left, Lifetime
    from filon.insight.lifetime.tenure import Tenure
    from filon.metrics.answer import Cell


def records(found: "Lifetime") -> dict[str, Any]:
    """Return a study of the records."""
    query = found.query
    return {
        "as_of": found.answer.as_of.isoformat(),
        "view": query.view,
        "horizon_months": found.horizon,
        "discount_rate": rounded(query.discount_rate),
        "stated_retention": rounded(query.retention),
        "total": _group(found.whole) | {"stated_payback_months": cell_document(found.stated_payback)},
        "horizons": [
            {
                "months": one.months,
                "ltv": cell_document(one.ltv),
                "ltv_cac": cell_document(one.ltv_cac),
                "stated_ltv": None if one.stated_ltv is None else cell_document(one.stated_ltv),
                "stated_ltv_cac": None if one.stated_ltv_cac is None else cell_document(one.stated_ltv_cac),
            }
            for one in found.horizons
        ],
        "groups": [{"dimensions": dict(one.dimensions)} | _group(one) for one in found.groups],
        "retention": [_tenure(tenure) for tenure in found.tenures],
        "contract_life": [
            {"month": one.age, "share": rounded(one.share), "at_risk": rounded(one.at_risk)}
            | {"low": rounded(one.interval.low), "high": rounded(one.interval.high)}
            for one in found.lives
        ],
        "left": _left(found.left),
        "again": _again(found.again, {one: found.again.expected(one) for one in HORIZONS}),
        "recurring_revenue": _recurring(found.recurring),
        "margin_curve": [rounded(cents / 100) for cents in found.curve],
        "irr": cell_document(found.irr) | {"sign_changes": found.irr_sign_changes},
        "assumptions": [line[language()] for line in assumptions(found)],
    }


def survivors(kept: "Kept") -> dict[str, Any]:
    """Return the study of a file of survivors."""
    return {
        "discount_rate": rounded(kept.discount_rate),
        "retention": [_tenure(kept.tenure)],
        "horizons": [
            {"months": months, "terms": cell_document(cell)}
            | ({"ltv": cell_document(kept.worth[months])} if kept.worth else {})
            for months, cell in kept.terms.items()
        ],
        "left": _left(kept.left),
        "assumptions": [basis(kept.tenure)[language()], rate(kept.discount_rate)],
    }


def purchases(sold: "Sold") -> dict[str, Any]:
    """Return the study of a file of purchases."""
    return {
        "observed_to": sold.last.isoformat(),
        "discount_rate": rounded(sold.discount_rate),
        "again": _again(sold.again, sold.expected),
        "worth": [{"months": months} | cell_document(cell) for months, cell in sold.worth.items()],
    }


def _group(one: "Group") -> dict[str, Any]:
    cells = {
        "new_customers": one.customers,
        "cac": one.cac,
        "ltv": one.ltv,
        "stated_ltv": one.stated_ltv,
        "ltv_cac": one.ltv_cac,
        "payback_months": one.payback,
    }
    models = [model[language()] for model in one.models]
    return {name: cell_document(cell) for name, cell in cells.items()} | {"models": models}


def _tenure(tenure: "Tenure") -> dict[str, Any]:
    found = tenure.retention
    return {
        "term_months": tenure.term,
        "contracts": rounded(tenure.contracts),
        "model": None if tenure.model is None else tenure.model[language()],
        "pooled": tenure.pooled,
        "alpha": rounded(found.alpha) if found and tenure.fitted else None,
        "beta": rounded(found.beta) if found and tenure.fitted else None,
        "first_retention": rounded(1 - found.mean) if found else None,
        "log_likelihood": rounded(found.log_likelihood) if found else None,
        "method": found.method if found else None,
        "renewals": [_renewal(row) for row in renewals(tenure)],
    }


def _renewal(row: Renewal) -> dict[str, Any]:
    return {name: rounded(getattr(row, name)) for name in Renewal.__dataclass_fields__}


def _recurring(one: "Recurring") -> dict[str, Any]:
    names = {"before": "before", "lost": "lost", "reduced": "reduced", "added": "added", "after": "after"}
    cells = {**names, "gross": "gross_retention", "net": "net_retention"}
    told = {called: cell_document(getattr(one, name)) for name, called in cells.items()}
    return {"since": one.day.isoformat(), "customers": one.customers, "gone": one.gone} | told


def _left(left: Sequence["Left"]) -> list[dict[str, Any]]:
    return [
        {
            "renewal": one.renewal,
            "terms": rounded(one.terms),
            "margin": rounded(one.margin),
        }
        for one in left
    ]


def _again(again: "Again", expected: "Mapping[int, Cell]") -> dict[str, Any]:
    model, spend = again.model, again.spend
    return {
        "customers": rounded(again.customers),
        "returned": rounded(again.returned),
        "share": cell_document(again.share),
        "bg_nbd": None
        if model is None
        else {
            **{name: rounded(getattr(model, name)) for name in ("r", "alpha", "a", "b", "log_likelihood")},
            "unit": "week",
        },
        "gamma_gamma": None
        if spend is None
        else {"p": rounded(spend.p), "q": rounded(spend.q), "v": rounded(spend.v / 100)},
        "amount": rounded(None if again.amount is None else again.amount / 100),
        "expected": [{"months": months} | cell_document(cell) for months, cell in expected.items()],
    }
