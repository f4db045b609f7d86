"""Lifetime studies in the terminal and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from filon.faces.cli.answers import cell_document, rounded
from filon.faces.cli.console import language, say, tell
from filon.faces.cli.tables import bounds, number, plain_table
from filon.insight.lifetime.assumptions import assumptions, basis
from filon.insight.lifetime.retained import Renewal, renewals
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages.parts import value_label
from filon.reports.paint import numbers

if TYPE_CHECKING:
    from filon.insight.lifetime.again import Again
    from filon.insight.lifetime.plain import Kept, Sold
    from filon.insight.lifetime.study import Group, Left, Lifetime
    from filon.insight.lifetime.tenure import Tenure
    from filon.metrics.answer import Cell


def show(found: "Lifetime") -> None:
    """Print a study: by horizon, by group, retention by age, further contracts, and what it assumes."""
    header = [
        tell("Horizon", "Horizon"),
        tell("LTV ajustée", "Fitted LTV"),
        tell("Intervalle à 95 %", "95% interval"),
        tell("LTV déclarée", "Stated LTV"),
        tell("LTV/CAC ajusté", "Fitted LTV/CAC"),
        tell("Intervalle à 95 %", "95% interval"),
    ]
    rows = [
        [
            _months(one.months),
            _value(one.ltv),
            bounds(one.ltv),
            _value(one.stated_ltv),
            _value(one.ltv_cac),
            bounds(one.ltv_cac),
        ]
        for one in found.horizons
    ]
    plain_table(header, rows)
    whole = found.whole
    plain_table(
        [tell("Indicateur", "Metric"), tell("Valeur", "Value"), tell("Intervalle à 95 %", "95% interval")],
        [
            [tell("Nouveaux clients", "New customers"), _value(whole.customers), bounds(whole.customers)],
            [tell("CAC", "CAC"), _value(whole.cac), bounds(whole.cac)],
            [
                tell("Délai de récupération, ajusté", "Payback, fitted"),
                _value(whole.payback),
                bounds(whole.payback),
            ],
            [
                tell("Délai de récupération, déclaré", "Payback, stated"),
                _value(found.stated_payback),
                bounds(found.stated_payback),
            ],
            [tell("TRI annuel des flux", "Yearly return (XIRR)"), _value(found.irr), ""],
        ],
    )
    if found.groups:
        _show_groups(found)
    for tenure in found.tenures:
        _show_renewals(tenure)
    _show_left(found.left)
    _show_again(found.again)
    for line in assumptions(found):
        say(line)
    if found.irr_sign_changes > 1:
        click.echo(
            tell(
                f"TRI : les flux changent {found.irr_sign_changes} fois de signe, plusieurs taux sont possibles.",
                f"XIRR: the flows change sign {found.irr_sign_changes} times, several rates are possible.",
            )
        )
    _reasons(_cells(found))


def document(found: "Lifetime") -> dict[str, Any]:
    """Return a study as plain values; money in the currency, at six decimals."""
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
        "again": _again(found.again, {one: found.again.expected(one) for one in (12, 24, 36)}),
        "margin_curve": [rounded(cents / 100) for cents in found.curve],
        "irr": cell_document(found.irr) | {"sign_changes": found.irr_sign_changes},
        "assumptions": [line[language()] for line in assumptions(found)],
    }


def show_kept(kept: "Kept") -> None:
    """Print the study of a file of survivors."""
    _show_renewals(kept.tenure)
    header = [
        tell("Horizon", "Horizon"),
        tell("Périodes attendues", "Expected terms"),
        tell("Intervalle à 95 %", "95% interval"),
    ]
    rows = [[_months(months), _value(cell), bounds(cell)] for months, cell in kept.terms.items()]
    if kept.worth:
        header += ["LTV", tell("Intervalle à 95 %", "95% interval")]
        rows = [
            [*row, _value(kept.worth[one]), bounds(kept.worth[one])]
            for row, one in zip(rows, kept.terms, strict=True)
        ]
    plain_table(header, rows)
    _show_left(kept.left)
    say(basis(kept.tenure))
    click.echo(_rate(kept.discount_rate))
    _reasons(kept.terms.values())


def kept_document(kept: "Kept") -> dict[str, Any]:
    """Return the study of a file of survivors as plain values."""
    return {
        "discount_rate": rounded(kept.discount_rate),
        "retention": [_tenure(kept.tenure)],
        "horizons": [
            {"months": months, "terms": cell_document(cell)}
            | ({"ltv": cell_document(kept.worth[months])} if kept.worth else {})
            for months, cell in kept.terms.items()
        ],
        "left": _left(kept.left),
        "assumptions": [basis(kept.tenure)[language()], _rate(kept.discount_rate)],
    }


def show_bought(sold: "Sold") -> None:
    """Print the study of a file of purchases."""
    _show_again(sold.again, {**sold.expected}, sold.worth)
    if sold.again.model is not None:
        model = sold.again.model
        click.echo(
            f"BG/NBD: r {model.r:.4f}, α {model.alpha:.4f}, a {model.a:.4f}, b {model.b:.4f} "
            + tell(
                f"(en semaines) ; log-vraisemblance {model.log_likelihood:.1f}",
                f"(in weeks); log-likelihood {model.log_likelihood:.1f}",
            )
        )
    click.echo(tell(f"Observés jusqu'au {sold.last} inclus.", f"Observed up to {sold.last} included."))
    click.echo(_rate(sold.discount_rate))
    _reasons([*sold.expected.values(), *sold.worth.values()])


def bought_document(sold: "Sold") -> dict[str, Any]:
    """Return the study of a file of purchases as plain values."""
    return {
        "observed_to": sold.last.isoformat(),
        "discount_rate": rounded(sold.discount_rate),
        "again": _again(sold.again, sold.expected),
        "worth": [{"months": months} | cell_document(cell) for months, cell in sold.worth.items()],
    }


def _show_groups(found: "Lifetime") -> None:
    by = found.query.by
    header = [
        *(CATALOGUE.dimensions[name].label[language()] for name in by),
        tell("Nouveaux clients", "New customers"),
        tell(f"LTV à {found.horizon} mois", f"LTV at {found.horizon} months"),
        tell("Intervalle à 95 %", "95% interval"),
        tell("LTV déclarée", "Stated LTV"),
        "LTV/CAC",
        tell("Récupération", "Payback"),
    ]
    plain_table(
        header,
        [
            [
                *(value_label(name, value)[language()] for name, value in one.dimensions.items()),
                _value(one.customers),
                _value(one.ltv),
                bounds(one.ltv),
                _value(one.stated_ltv),
                _value(one.ltv_cac),
                _value(one.payback),
            ]
            for one in found.groups
        ],
    )


def _show_renewals(tenure: "Tenure") -> None:
    rows = renewals(tenure)
    if not rows:
        return
    click.echo(tell(f"Contrats de {tenure.term} mois", f"Contracts of {tenure.term} months"))
    plain_table(
        [
            tell("Renouvellement", "Renewal"),
            tell("Échus", "Due"),
            tell("Perdus", "Lost"),
            tell("Restants, observé", "Left, observed"),
            tell("Restants, ajusté", "Left, fitted"),
            tell("Intervalle à 95 %", "95% interval"),
        ],
        [
            [
                str(row.age),
                _count(row.due),
                _count(row.lost),
                _share(row.observed),
                _share(row.fitted),
                numbers.NONE if row.low is None else f"{_share(row.low)} – {_share(row.high)}",
            ]
            for row in rows
        ],
    )


def _show_left(left: Sequence["Left"]) -> None:
    if any(one.terms is not None for one in left):
        plain_table(
            [
                tell("Avant le renouvellement", "Before renewal"),
                tell("Périodes restantes, actualisées", "Terms left, discounted"),
                tell("Marge restante", "Margin left"),
            ],
            [
                [
                    str(one.renewal),
                    number(one.terms, "ratio"),
                    number(one.margin, "money"),
                ]
                for one in left
            ],
        )


def _show_again(
    again: "Again",
    expected: "Mapping[int, Cell] | None" = None,
    worth: "Mapping[int | None, Cell] | None" = None,
) -> None:
    expected = expected or {months: again.expected(months) for months in (12, 24, 36)}
    name = tell("Clients revenus", "Customers who came back")
    rows = [[name, f"{_count(again.returned)} / {_count(again.customers)}", bounds(again.share)]]
    if again.model is not None:
        rows += [
            [
                tell(f"Achats suivants en {m} mois", f"Further purchases in {m} months"),
                _value(cell),
                bounds(cell),
            ]
            for m, cell in expected.items()
        ]
        if again.amount is not None:
            amount = number(again.amount / 100, "money")
            rows.append([tell("Marge d'un achat suivant", "Margin of a further purchase"), amount, ""])
        for months, cell in (worth or {}).items():
            label = tell(f"Valeur à venir, {_months(months)}", f"Value to come, {_months(months)}")
            rows.append([label, _value(cell), bounds(cell)])
    plain_table(
        [tell("Rachats", "Repeats"), tell("Valeur", "Value"), tell("Intervalle à 95 %", "95% interval")], rows
    )


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


def _cells(found: "Lifetime") -> Iterable["Cell | None"]:
    for one in found.horizons:
        yield from (one.ltv, one.ltv_cac, one.stated_ltv, one.stated_ltv_cac)
    yield from (found.whole.payback, found.stated_payback, found.irr)


def _reasons(cells: Iterable["Cell | None"]) -> None:
    found = dict.fromkeys(cell.reason[language()] for cell in cells if cell is not None and cell.reason)
    for reason in found:
        click.echo(f"{numbers.NONE} : {reason}")


def _value(cell: "Cell | None") -> str:
    return numbers.NONE if cell is None else number(cell.value, cell.unit) + ("*" if _few(cell) else "")


def _few(cell: "Cell") -> bool:
    return cell.too_few and cell.value is not None


def _months(months: int | None) -> str:
    if months is None:
        return tell("sans fin", "for ever")
    return tell(f"{months} mois", f"{months} months")


def _rate(rate: float) -> str:
    shown = number(rate, "share")
    return tell(f"Taux d'actualisation annuel : {shown}.", f"Yearly discount rate: {shown}.")


def _count(value: float | None) -> str:
    return number(None if value is None else round(value), "count")


def _share(value: float | None) -> str:
    return number(value, "share")
