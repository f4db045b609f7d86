"""The files a company would hand over: canonical CSV, some in the French dialect, costs in a workbook."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from filon.flows.demo.selling import Row
from filon.intake.kinds import KINDS

FRENCH_HEADERS = {
    "contract_id": "N° contrat",
    "opportunity_id": "Opportunité",
    "campaign_code": "Code campagne",
    "contact_id": "Id contact",
    "signed_on": "Date de signature",
    "revenue": "CA HT",
    "margin_rate": "Taux de marge",
    "recurring_amount": "Montant récurrent",
    "recurring_period": "Périodicité",
    "term_months": "Durée en mois",
    "ended_on": "Résilié le",
    "product": "Produit",
    "cost_id": "Id coût",
    "category": "Catégorie",
    "period_start": "Début période",
    "period_end": "Fin période",
    "amount": "Montant HT",
    "hours": "Heures",
    "hourly_rate": "Taux horaire",
    "allocation_key": "Clé de répartition",
    "supplier": "Fournisseur",
    "note": "Commentaire",
}


def columns_of(kind: str, rows: Sequence[Row]) -> list[str]:
    """Return the columns of a kind that any of the rows fills, in the format's order."""
    used = {name for row in rows for name, value in row.items() if value is not None}
    return [column.name for column in KINDS[kind].columns if column.name in used]


def write_csv(path: Path, kind: str, rows: Sequence[Row]) -> None:
    """Write rows in the canonical dialect: UTF-8, commas, points, ISO dates."""
    columns = columns_of(kind, rows)
    _write(path, columns, ([_canonical(row.get(name)) for name in columns] for row in rows))


def write_columns(path: Path, columns: Mapping[str, Sequence[str]]) -> None:
    """Write whole columns at once, for the big file."""
    _write(path, list(columns), zip(*columns.values(), strict=True))


def _write(path: Path, header: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def write_french_csv(path: Path, kind: str, rows: Sequence[Row]) -> None:
    """Write rows as a French spreadsheet saves them: cp1252, semicolons, decimal commas, day first."""
    columns = columns_of(kind, rows)
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([FRENCH_HEADERS[name] for name in columns])
        writer.writerows([_french(row.get(name)) for name in columns] for row in rows)


def write_workbook(path: Path, kind: str, rows: Sequence[Row], created: date) -> None:
    """Write rows as a workbook with real dates and numbers; the same rows give the same bytes."""
    import xlsxwriter

    columns = columns_of(kind, rows)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(created.year, created.month, created.day)})  # noqa: DTZ001
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Coûts")
        sheet.write_row(0, 0, [FRENCH_HEADERS[name] for name in columns])
        for line, row in enumerate(rows, start=1):
            for column, name in enumerate(columns):
                value = row.get(name)
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif value is not None:
                    sheet.write(line, column, value)


def _canonical(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _french(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return _canonical(value).replace(".", ",") if isinstance(value, float) else _canonical(value)
