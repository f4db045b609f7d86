"""Writes an empty file of a kind, with a sheet that says what each column holds."""

from pathlib import Path
from typing import TYPE_CHECKING

from filon.terms.faults import Fault
from filon.terms.text import Language, Text

if TYPE_CHECKING:
    from filon.intake.kinds import Column, Kind


class FileExists(Fault):
    """The file to write exists already."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} existe déjà : donnez un autre nom par --output, rien n'a été écrit.",
            f"{path} exists already: give another name by --output, nothing was written.",
        )


def write_template(kind: "Kind", path: Path, language: Language) -> None:
    """Write a workbook whose first sheet has the headers of the kind, and whose second explains them.

    Raises FileExists.
    """
    import xlsxwriter

    if path.exists():
        raise FileExists(path)
    with path.open("xb") as file, xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        optional = book.add_format({"italic": True})
        sheet = book.add_worksheet(kind.name[:31])
        for i, column in enumerate(kind.columns):
            header = column.header(language)
            sheet.write_string(0, i, header, bold if column.required else optional)
            sheet.set_column(i, i, max(12, len(header) + 2))
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet(Text("lisez-moi", "read me")[language])
        for i, heading in enumerate(_HEADINGS[language]):
            notes.write_string(0, i, heading, bold)
        for row, column in enumerate(kind.columns, start=1):
            for i, text in enumerate(explain(column, language)):
                notes.write_string(row, i, text)
        notes.set_column(0, 2, 20)
        notes.set_column(3, 4, 60)


_HEADINGS = {
    "fr": ("colonne", "obligatoire", "contenu", "valeurs", "autres en-têtes acceptés"),
    "en": ("column", "mandatory", "content", "values", "other headers accepted"),
}
_CONTENT = {
    "text": Text("texte", "text"),
    "choice": Text("une des valeurs", "one of the values"),
    "date": Text("date (2026-01-31)", "date (2026-01-31)"),
    "instant": Text("date et heure (2026-01-31T14:05)", "date and time (2026-01-31T14:05)"),
    "money": Text("montant (1234.56)", "amount (1234.56)"),
    "decimal": Text("nombre (7.5)", "number (7.5)"),
    "share": Text("taux (0.4 ou 40 %)", "rate (0.4 or 40%)"),
    "integer": Text("nombre entier", "whole number"),
    "boolean": Text("oui ou non", "yes or no"),
    "phone": Text("téléphone (+33123456789)", "phone number (+33123456789)"),
    "email": Text("adresse e-mail", "e-mail address"),
    "siren": Text("SIREN (9 chiffres)", "SIREN (9 digits)"),
}


def explain(column: "Column", language: Language) -> tuple[str, str, str, str, str]:
    """Return header, whether mandatory, content, values and other headers of a column, as texts."""
    mandatory = Text("oui", "yes")[language] if column.required else ""
    values = [
        f"{code} ({label[language]})" for code, label in (column.values or _open_values(column)).items()
    ]
    header = column.header(language)
    others = [other for other in (column.name, *column.also) if other != header]
    return header, mandatory, _CONTENT[column.type][language], ", ".join(values), ", ".join(others)


def _open_values(column: "Column") -> dict[str, Text]:
    from filon.terms.choices import COST_CATEGORIES
    from filon.terms.outcome import SHIPPED

    if column.name == "category":
        return {code: label for code, (_, label) in COST_CATEGORIES.items()}
    if column.refers == "outcomes":
        return {term.code: term.label for term in SHIPPED}
    return {}
