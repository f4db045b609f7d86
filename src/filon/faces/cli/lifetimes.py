"""Lifetime studies in the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from filon.faces.cli.console import language, say, tell
from filon.faces.cli.tables import bounds, number, plain_table
from filon.insight.lifetime.assumptions import assumptions, basis
from filon.insight.lifetime.retained import renewals
from filon.insight.lifetime.study import HORIZONS
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import lifetime_recurring
from filon.reports.pages.parts import value_label
from filon.reports.paint import numbers

if TYPE_CHECKING:
    from filon.insight.lifetime.again import Again
    from filon.insight.lifetime.plain import Kept, Sold
    from filon.insight.lifetime.recurring import Recurring
    from filon.insight.lifetime.study import Left, Lifetime
    from filon.insight.lifetime.tenure import Tenure
    from filon.metrics.answer import Cell


def show_records(found: "Lifetime") -> None:
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
            *_lives(found),
        ],
    )
    if found.groups:
        _show_groups(found)
    for tenure in found.tenures:
        _show_renewals(tenure)
    _show_left(found.left)
    _show_again(found.again)
    _show_recurring(found.recurring)
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


def show_survivors(kept: "Kept") -> None:
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
    click.echo(rate(kept.discount_rate))
    _reasons(kept.terms.values())


def show_purchases(sold: "Sold") -> None:
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
    click.echo(rate(sold.discount_rate))
    _reasons([*sold.expected.values(), *sold.worth.values()])


def _lives(found: "Lifetime") -> list[list[str]]:
    """Return the share of recurring contracts still running after each horizon that was observed."""
    return [
        [
            tell(f"Contrats en cours après {one.age} mois", f"Contracts running after {one.age} months"),
            _share(one.share),
            f"{_share(one.interval.low)} – {_share(one.interval.high)}",
        ]
        for one in found.lives
        if one.age in HORIZONS
    ]


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
            tell("Churn", "Churn"),
            tell("à 95 %", "at 95%"),
            tell("Restants, observé", "Left, observed"),
            tell("Restants, ajusté", "Left, fitted"),
            tell("à 95 %", "at 95%"),
        ],
        [
            [
                str(row.age),
                _count(row.due),
                _count(row.lost),
                _share(row.churn),
                _ends(row.churn_low, row.churn_high),
                _share(row.observed),
                _share(row.fitted),
                _ends(row.low, row.high),
            ]
            for row in rows
        ],
    )


def _show_recurring(one: "Recurring") -> None:
    if not one.customers:
        return
    rows = [[label[language()], _value(cell), bounds(cell)] for label, cell in lifetime_recurring.lines(one)]
    head = lifetime_recurring.head(one)[language()]
    plain_table([head, tell("Valeur", "Value"), tell("Intervalle à 95 %", "95% interval")], rows)
    if one.warning:
        say(one.warning)


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
    expected = expected or {months: again.expected(months) for months in HORIZONS}
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


def _cells(found: "Lifetime") -> Iterable["Cell | None"]:
    for one in found.horizons:
        yield from (one.ltv, one.ltv_cac, one.stated_ltv, one.stated_ltv_cac)
    yield from (found.whole.payback, found.stated_payback, found.irr, found.recurring.net)


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


def rate(yearly: float) -> str:
    """Say the discount rate."""
    shown = number(yearly, "share")
    return tell(f"Taux d'actualisation annuel : {shown}.", f"Yearly discount rate: {shown}.")


def _count(value: float | None) -> str:
    return number(None if value is None else round(value), "count")


def _ends(low: float | None, high: float | None) -> str:
    return numbers.NONE if low is None else f"{_share(low)} – {_share(high)}"


def _share(value: float | None) -> str:
    return number(value, "share")
