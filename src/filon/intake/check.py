"""Judges rows that were read: rules between the columns of one row, kind by kind."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from filon.intake.kinds import Kind, Type
from filon.intake.reading import Reject
from filon.intake.reading.plain import meanings
from filon.intake.reading.words import fold
from filon.terms import choices as lists
from filon.terms import synonyms
from filon.terms.faults import nearest
from filon.terms.text import Text

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows where `broken` holds are rejected at `column`; the reason may quote the row's numbers."""

    column: str
    broken: pl.Expr
    needs: tuple[str, ...]
    reason: Callable[[dict[str, object]], Text] | Text
    either: bool = False  # one of the needed columns is enough; an absent one counts as empty


def judge(kind: Kind, rows: pl.DataFrame, *, currency: str) -> tuple[pl.DataFrame, list[Reject]]:
    """Return the rows that keep every rule of their kind, and the others as rejects.

    Shapes: `rows` has `line` and one typed column per canonical column present. A rule whose columns are
    absent does not apply.
    """
    rejects: list[Reject] = []
    for rule in [*_common(kind, currency), *_RULES.get(kind.name, ())]:
        absent = [name for name in rule.needs if name not in rows.columns]
        if absent and not rule.either:
            continue
        empty = [pl.lit(None, dtype=pl.String).alias(name) for name in absent]
        broken = rows.with_columns(empty).filter(rule.broken.fill_null(value=False))
        if broken.height:
            for row in broken.iter_rows(named=True):
                reason = rule.reason if isinstance(rule.reason, Text) else rule.reason(row)
                rejects.append(Reject(row["line"], rule.column, reason))
            rows = rows.join(broken.select("line"), on="line", how="anti", maintain_order="left")
    return rows, rejects


def complete(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """Fill in what follows from the rest of a row: today, the nature of a cost from its category."""
    if kind.name != "costs":
        return rows
    natures = {code: nature for code, (nature, _) in lists.COST_CATEGORIES.items()}
    given = pl.col("nature") if "nature" in rows.columns else pl.lit(None, dtype=pl.String)
    written = rows["category"].drop_nulls().unique()
    codes = {text: code for text in written if (code := CATEGORIES.get(fold(text)))}
    category = pl.col("category").replace(codes)
    return rows.with_columns(category=category).with_columns(
        nature=pl.coalesce(
            given, pl.col("category").replace_strict(natures, default=None, return_dtype=pl.String)
        )
    )


CATEGORIES = meanings(
    {code: label for code, (_, label) in lists.COST_CATEGORIES.items()}, synonyms.COST_CATEGORIES
)


def _common(kind: Kind, currency: str) -> list[Rule]:
    rules = [
        Rule(
            column.name,
            pl.col(column.name) < 0,
            (column.name,),
            Text(
                "valeur négative : un nombre positif est attendu",
                "negative value: a positive number is expected",
            ),
        )
        for column in kind.columns
        if column.type in (Type.INTEGER, Type.DECIMAL) and not column.signed
    ]
    rules.append(
        Rule(
            "currency",
            pl.col("currency").str.to_uppercase() != currency,
            ("currency",),
            Text(
                f"devise différente de {currency} et sans taux connu : convertissez le montant en {currency}",
                f"currency other than {currency} and no known rate: convert the amount to {currency}",
            ),
        )
    )
    return rules


def _order(first: str, last: str, fr: str, en: str) -> Rule:
    return Rule(last, pl.col(last) < pl.col(first), (first, last), Text(fr, en))


def _unknown_category(row: dict[str, object]) -> Text:
    category = str(row["category"])
    near = nearest(fold(category), CATEGORIES) or list(lists.COST_CATEGORIES)[:8]
    fr = f"catégorie inconnue : « {category} » (proches : {', '.join(near)}) ; sinon indiquez sa nature (direct ou indirect)"
    en = (
        f"unknown category: “{category}” (near: {', '.join(near)}); else give its nature (direct or indirect)"
    )
    return Text(fr, en)


def _differs(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (one - other).abs() > 1


_HOURS_CENTS = (pl.col("hours").cast(pl.Float64) * pl.col("hourly_rate").cast(pl.Float64) * 100).round()
_MARGIN_CENTS = (pl.col("revenue").cast(pl.Float64) * pl.col("margin_rate").cast(pl.Float64)).round()


def _refund(name: str) -> Rule:
    """Let an entry be negative only where it names the one it corrects."""
    return Rule(
        name,
        (pl.col(name).cast(pl.Float64) < 0) & pl.col("corrects").is_null(),
        (name, "corrects"),
        Text(
            "nombre négatif. Un remboursement ou un avoir se saisit comme une écriture de coût de correction, "
            "qui nomme dans « corrects » celle qu'elle corrige",
            "negative number. A refund or credit note is entered as a cost correction entry, which names in "
            "“corrects” the one it corrects",
        ),
        either=True,
    )


_RULES: dict[str, tuple[Rule, ...]] = {
    "campaigns": (
        _order(
            "starts_on",
            "ends_on",
            "la campagne finit avant de commencer",
            "the campaign ends before it starts",
        ),
    ),
    "operators": (
        _order("started_on", "ended_on", "la sortie précède l'entrée", "the exit precedes the entry"),
    ),
    "calls": (
        Rule(
            "contact_id",
            pl.col("contact_id").is_null() & pl.col("phone").is_null(),
            ("contact_id", "phone"),
            Text(
                "ni contact_id ni téléphone : l'un des deux est nécessaire",
                "neither contact_id nor phone: one is needed",
            ),
            either=True,
        ),
        Rule(
            "duration_s",
            pl.col("duration_s") > DAY_SECONDS,
            ("duration_s",),
            Text(
                "appel de plus de 24 heures : la durée est attendue en secondes",
                "call longer than 24 hours: the duration is expected in seconds",
            ),
        ),
        Rule(
            "talk_s",
            pl.col("talk_s") > DAY_SECONDS,
            ("talk_s",),
            Text(
                "conversation de plus de 24 heures : la durée est attendue en secondes",
                "talk longer than 24 hours: the duration is expected in seconds",
            ),
        ),
    ),
    "contracts": (
        _order(
            "signed_on",
            "ended_on",
            "le contrat finit avant sa signature",
            "the contract ends before it is signed",
        ),
        Rule(
            "margin_rate",
            pl.col("margin_rate").abs() > 1,
            ("margin_rate",),
            Text("taux de marge hors de −100 % à 100 %", "margin rate outside −100 % to 100 %"),
        ),
        Rule(
            "margin",
            _differs(pl.col("margin").cast(pl.Float64), _MARGIN_CENTS),
            ("revenue", "margin", "margin_rate"),
            Text(
                "la marge et le taux de marge se contredisent : gardez l'un des deux",
                "the margin and the margin rate disagree: keep one of them",
            ),
        ),
        Rule(
            "margin",
            pl.col("margin") > pl.col("revenue"),
            ("revenue", "margin"),
            Text(
                "marge supérieure au chiffre d'affaires : les deux colonnes sont-elles inversées ?",
                "margin above the revenue: are the two columns swapped?",
            ),
        ),
    ),
    "costs": (
        _order(
            "period_start",
            "period_end",
            "la période finit avant de commencer",
            "the period ends before it starts",
        ),
        Rule("category", pl.col("nature").is_null(), ("nature", "category"), _unknown_category),
        _refund("amount"),
        _refund("hours"),
        Rule(
            "amount",
            pl.all_horizontal(pl.col("amount").is_null(), pl.col("hours").is_null()),
            ("amount", "hours"),
            Text(
                "ni montant ni heures : l'un des deux est nécessaire",
                "neither amount nor hours: one is needed",
            ),
            either=True,
        ),
        Rule(
            "amount",
            _differs(pl.col("amount").cast(pl.Float64), _HOURS_CENTS),
            ("amount", "hours", "hourly_rate"),
            Text(
                "le montant et heures × taux se contredisent : gardez l'un des deux",
                "the amount and hours × rate disagree: keep one of them",
            ),
        ),
    ),
    "activity": (
        _order(
            "period_start",
            "period_end",
            "la période finit avant de commencer",
            "the period ends before it starts",
        ),
    ),
}
