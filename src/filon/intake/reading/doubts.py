"""Why the columns of a readable table cannot be understood without asking."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from filon.intake.kinds import Column, Kind
from filon.intake.reading.faults import FileFault
from filon.intake.reading.words import quote
from filon.terms.text import Text


def _listed(names: Sequence[str]) -> tuple[str, str]:
    shown = [quote(name) for name in names[:12]]
    return ", ".join(f"« {name} »" for name in shown), ", ".join(f"“{name}”" for name in shown)


class UnknownKind(FileFault):
    """Headers that are those of no known kind; the nearest one and what it lacks are told."""

    def __init__(self, path: Path, headers: Sequence[str], near: Kind, missing: Sequence[str]) -> None:
        fr, en = _listed([header for header in headers if header])
        if fr:
            lacking = columns_named(near, missing)
            seen_fr = (
                f"Titres vus : {fr}. Le type le plus proche est « {near.label.fr} » ({near.name})"
                + (f", où il manque : {lacking.fr}" if missing else "")
                + f". Précisez --kind {near.name}, renommez les titres (modèle : filon template {near.name})"
            )
            seen_en = (
                f"Headers seen: {en}. The nearest kind is “{near.name}”"
                + (f", which misses: {lacking.en}" if missing else "")
                + f". Give --kind {near.name}, rename the headers (model: filon template {near.name})"
            )
        else:
            seen_fr = (
                "Aucun titre de colonne connu dans les premières lignes. Ajoutez une ligne de titres (modèle : "
                "filon template KIND)"
            )
            seen_en = (
                "No known column header in the first lines. Add a line of headers (model: "
                "filon template KIND)"
            )
        super().__init__(
            path,
            f"type de fichier non reconnu. {seen_fr} ou donnez une correspondance avec --mapping.",
            f"unknown kind of file. {seen_en} or give a mapping with --mapping.",
        )


class MissingColumn(FileFault):
    """A mandatory column that no header gives, with the nearest header seen.

    `seen` says so without what to do next; `found` tells the columns known by their number in `header`, and
    `cells` are the first rows.
    """

    def __init__(
        self,
        path: Path,
        kind: Kind,
        missing: Sequence[str],
        near: Sequence[str],
        *,
        header: Sequence[str],
        found: Mapping[str, int],
        cells: Sequence[Sequence[str]],
    ) -> None:
        self.kind, self.header, self.found, self.cells = kind, tuple(header), found, cells
        named = columns_named(kind, missing)
        fr, en = _listed(near)
        self.seen = Text(
            f"{kind.label.fr} : colonne obligatoire absente : {named.fr}."
            + (f" Titre le plus proche dans le fichier : {fr}." if near else ""),
            f"{kind.label.en}: missing mandatory column: {named.en}."
            + (f" Nearest header in the file: {en}." if near else ""),
        )
        super().__init__(
            path,
            f"{self.seen.fr} Ajoutez la colonne, renommez son titre ou donnez une correspondance avec --mapping.",
            f"{self.seen.en} Add the column, rename its header or give a mapping with --mapping.",
        )


class TwoColumnsOneField(FileFault):
    """Two headers that mean the same field: which one is meant must be said."""

    def __init__(self, path: Path, field: str, headers: Sequence[str]) -> None:
        fr, en = _listed(headers)
        super().__init__(
            path,
            f"deux colonnes pour un même champ « {field} » : {fr}. Renommez ou supprimez celle qui ne "
            "compte pas, ou "
            "choisissez-la dans un fichier --mapping.",
            f"two columns for one field “{field}”: {en}. Rename or remove the one that does not count, or "
            "choose it "
            "in a --mapping file.",
        )


class AmbiguousDates(FileFault):
    """A column whose dates read as day/month and as month/day."""

    def __init__(self, path: Path, header: str, value: str, readings: tuple[Text, Text]) -> None:
        day_first, month_first = readings
        super().__init__(
            path,
            f"colonne « {quote(header)} » : « {quote(value)} » peut être le {day_first.fr} (jour/mois) ou le "
            f"{month_first.fr} (mois/jour), et le reste de la colonne ne tranche pas. Relancez avec "
            "--date-order dmy "
            "ou --date-order mdy, ou indiquez `format` dans la correspondance.",
            f"column “{quote(header)}”: “{quote(value)}” may be {day_first.en} (day/month) or "
            f"{month_first.en} "
            "(month/day), and the rest of the column does not decide. Run again with --date-order dmy or "
            "--date-order mdy, "
            "or give `format` in the mapping.",
        )


class AmbiguousNumbers(FileFault):
    """A column whose separator may be of decimals or of thousands."""

    def __init__(self, path: Path, header: str, value: str, readings: tuple[str, str]) -> None:
        comma, point = readings
        super().__init__(
            path,
            f"colonne « {quote(header)} » : « {quote(value)} » peut valoir {comma} (virgule décimale) ou "
            f"{point} (point "
            "décimal), et le reste de la colonne ne tranche pas. Relancez avec --decimal comma ou "
            "--decimal point, ou "
            "indiquez `decimal` dans la correspondance.",
            f"column “{quote(header)}”: “{quote(value)}” may be {comma} (decimal comma) or {point} (decimal "
            "point), and "
            "the rest of the column does not decide. Run again with --decimal comma or --decimal point, or give "
            "`decimal` in "
            "the mapping.",
        )


class MappingDoesNotFit(FileFault):
    """A mapping names source columns that the file lacks."""

    def __init__(self, path: Path, kind: Kind, missing: Sequence[str], near: Sequence[str]) -> None:
        named_fr, named_en = _listed(missing)
        fr, en = _listed(near)
        super().__init__(
            path,
            f"la correspondance « {kind.name} » cite des colonnes absentes du fichier : {named_fr}."
            + (f" Titres proches : {fr}." if near else "")
            + " Corrigez la correspondance ou le fichier.",
            f"the “{kind.name}” mapping names columns that the file lacks: {named_en}."
            + (f" Near headers: {en}." if near else "")
            + " Correct the mapping or the file.",
        )


def columns_named(kind: Kind, names: Sequence[str]) -> Text:
    """Return canonical columns in words; in French, each with its canonical name in parentheses.

    A name such as `amount / hours` stands for two columns of which one is needed.
    """
    french = []
    for name in names:
        labels = " / ".join(kind.column(part).header("fr") for part in name.split(" / "))
        french.append(name if labels == name else f"{labels} ({name})")
    return Text(", ".join(french), ", ".join(names))


def headers_of(column: Column) -> tuple[str, ...]:
    """Return every header a column answers to."""
    return (column.name, *column.also)
