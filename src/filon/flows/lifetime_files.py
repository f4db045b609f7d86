"""Reads what others know of their customers: survivors by age, or purchases, from a plain file."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from filon.flows.plain_files import rows_of
from filon.intake.kind import Column, Kind, Type
from filon.intake.reading import ReadOptions
from filon.intake.reading.faults import FileFault
from filon.metrics.gather.renewals import Bought
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.insight.methods.retention import Renewals

SURVIVORS = Kind(
    "survivors",
    "",
    Text("clients restants par âge", "survivors by age"),
    ("age",),
    (
        Column("age", Type.INTEGER, required=True, also=("year", "annee", "period", "periode")),
        Column(
            "survivors",
            Type.DECIMAL,
            required=True,
            also=("survivants", "customers", "clients", "share", "part"),
        ),
    ),
)
PURCHASES = Kind(
    "purchases",
    "",
    Text("achats", "purchases"),
    ("customer", "date"),
    (
        Column("customer", required=True, also=("client", "customer_id", "contact_id")),
        Column("date", Type.DATE, required=True, also=("day", "jour", "signed_on")),
        Column("amount", Type.MONEY, also=("montant", "margin", "marge"), signed=True),
    ),
)


class NoCohort(FileFault):
    """The ages or the survivors do not follow one cohort."""

    def __init__(self, path: Path, seen: Text) -> None:
        super().__init__(
            path,
            f"{seen.fr}. Donnez une ligne par âge 0, 1, 2…, avec les clients d'un même groupe restants à cet âge.",
            f"{seen.en}. Give one line per age 0, 1, 2…, with the customers of one group left at that age.",
        )


def survivors_file(path: Path, options: ReadOptions, customers: int | None = None) -> "Renewals":
    """Return the renewals of the cohort in a file; `customers` is its size, where the file gives shares.

    Raises the faults of `read_path`, and those above.
    """
    from filon.insight.methods.retention import survivors

    rows = rows_of(path, SURVIVORS, options).sort("age")
    ages, counts = rows["age"].to_list(), [float(count) for count in rows["survivors"]]
    if ages != list(range(len(ages))) or len(ages) < 2:
        seen = ", ".join(str(age) for age in ages[:8])
        raise NoCohort(path, Text(f"âges vus : {seen}", f"ages seen: {seen}"))
    if any(later > earlier for earlier, later in pairwise(counts)):
        raise NoCohort(path, Text("le nombre de clients remonte avec l'âge", "survivors rise with age"))
    scale = customers / counts[0] if customers and counts[0] else 1.0
    return survivors([scale * count for count in counts])


def purchases_file(path: Path, options: ReadOptions, last: date | None = None) -> tuple[list[Bought], date]:
    """Return the customers of a file by what they bought again, and the last day observed.

    Purchases of one day are one; the observation ends on `last`, else with the last purchase.
    """
    rows = rows_of(path, PURCHASES, options)
    if "amount" not in rows.columns:
        rows = rows.with_columns(amount=pl.lit(None, pl.Int64))
    end = last or rows["date"].max()
    rows = rows.filter(pl.col("date") <= end)
    if not isinstance(end, date) or rows.is_empty():
        raise NoCohort(path, Text("aucun achat", "no purchase"))
    days = rows.group_by("customer", "date").agg(
        pl.when(pl.col("amount").is_null().any()).then(None).otherwise(pl.col("amount").sum()).alias("cents")
    )
    days = days.with_columns(first=pl.col("date").min().over("customer"))
    later = pl.col("date") > pl.col("first")
    each = days.group_by("customer", "first").agg(
        repeats=later.sum(),
        last=(pl.col("date").max() - pl.col("first").first()).dt.total_days(),
        cents=pl.col("cents").filter(later).sum(),
        unknown=pl.col("cents").filter(later).is_null().any(),
    )
    return [
        Bought(
            row["repeats"],
            row["last"],
            (end - row["first"]).days,
            1,
            None if row["unknown"] else row["cents"],
        )
        for row in each.sort("customer").to_dicts()
    ], end
