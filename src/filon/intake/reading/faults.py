"""Why a whole file cannot be read."""

from collections.abc import Sequence
from pathlib import Path

from filon.intake.reading.words import quote
from filon.terms.faults import Fault
from filon.terms.text import Text


class FileFault(Fault):
    """A refusal of one file, named in its sentence."""

    def __init__(self, path: Path, fr: str, en: str) -> None:
        name = quote(path.name)
        super().__init__(f"{name} : {fr}", f"{name}: {en}")


class NotAFile(FileFault):
    """Nothing readable at that path."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "ce fichier n'existe pas ou ne peut pas être ouvert. Vérifiez le chemin et les droits de "
            "lecture.",
            "this file does not exist or cannot be opened. Check the path and the right to read it.",
        )


class EmptyFile(FileFault):
    """A file, or its only table, without anything in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "fichier vide, rien n'a été créé. Refaites l'export, avec la ligne de titres.",
            "empty file, nothing was created. Export it again, with its header line.",
        )


class NotATable(FileFault):
    """Recognised by its content as something that holds no table we read."""

    def __init__(self, path: Path, what: Text) -> None:
        super().__init__(
            path,
            f"le contenu est {what.fr}, quelle que soit son extension. Ouvrez-le et enregistrez-le en CSV, "
            "XLSX, "
            "XLS ou ODS, puis recommencez.",
            f"the content is {what.en}, whatever its extension. Open it and save it as CSV, XLSX, XLS or "
            "ODS, "
            "then try again.",
        )


class DamagedFile(FileFault):
    """A workbook that its own reader cannot open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "classeur endommagé, tronqué ou protégé par un mot de passe. Ouvrez-le dans un tableur, retirez "
            "la "
            "protection et enregistrez-le à nouveau.",
            "damaged, truncated or password-protected workbook. Open it in a spreadsheet, remove the "
            "protection "
            "and save it again.",
        )


class DangerousArchive(FileFault):
    """A workbook whose zip directory is not that of an honest workbook."""

    def __init__(self, path: Path, seen: Text) -> None:
        super().__init__(
            path,
            f"archive refusée avant ouverture : {seen.fr}. Enregistrez le classeur à nouveau depuis un "
            "tableur, "
            "ou exportez la feuille en CSV.",
            f"archive refused before opening: {seen.en}. Save the workbook again from a spreadsheet, or "
            "export "
            "the sheet as CSV.",
        )


class SheetTooLarge(FileFault):
    """A sheet whose used area cannot be held in memory."""

    def __init__(self, path: Path, rows: int, columns: int) -> None:
        super().__init__(
            path,
            f"une feuille s'étend sur {rows} lignes × {columns} colonnes, au-delà de ce qui peut être lu. "
            "Supprimez les lignes et colonnes vides, ou exportez la feuille en CSV.",
            f"a sheet spans {rows} rows × {columns} columns, beyond what can be read. Delete the empty rows "
            "and "
            "columns, or export the sheet as CSV.",
        )


class LineTooLong(FileFault):
    """A line, or one cell, of many megabytes."""

    def __init__(self, path: Path, line: int, limit: int) -> None:
        size = limit >> 20
        super().__init__(
            path,
            f"la ligne {line} dépasse {size} Mio (une cellule géante, ou des fins de ligne perdues). "
            "Refaites l'export.",
            f"line {line} exceeds {size} MiB (a giant cell, or lost line ends). Export the file again.",
        )


class TooManyColumns(FileFault):
    """More columns than any table of ours can hold."""

    def __init__(self, path: Path, seen: int, limit: int) -> None:
        super().__init__(
            path,
            f"{seen} colonnes, {limit} au plus sont lues. N'exportez que les colonnes utiles, ou vérifiez "
            "le séparateur "
            "(--delimiter).",
            f"{seen} columns, at most {limit} are read. Export only the useful columns, or check the "
            "separator "
            "(--delimiter).",
        )


class NotRectangular(FileFault):
    """Most lines have not the width of the header: rejecting them one by one would help nobody."""

    def __init__(self, path: Path, line: int, misfits: int, width: int) -> None:
        super().__init__(
            path,
            f"à la ligne {line}, {misfits} lignes n'ont pas les {width} cellules des titres, soit la "
            "plupart. "
            "Vérifiez le séparateur (--delimiter) et les guillemets, puis refaites l'export.",
            f"by line {line}, {misfits} lines have not the header's {width} cells, which is most of them. "
            "Check the "
            "separator (--delimiter) and the quotes, then export the file again.",
        )


class UnknownEncoding(FileFault):
    """Text whose encoding cannot be told, with what each candidate would read."""

    def __init__(self, path: Path, readings: Sequence[tuple[str, str]]) -> None:
        shown = " ; ".join(f"{name} → « {quote(text)} »" for name, text in readings)
        english = "; ".join(f"{name} → “{quote(text)}”" for name, text in readings)
        super().__init__(
            path,
            f"encodage incertain. Lectures possibles : {shown}. Choisissez avec --encoding NOM.",
            f"uncertain encoding. Possible readings: {english}. Choose with --encoding NAME.",
        )


class MixedEncodings(FileFault):
    """Lines in UTF-8 and lines in another encoding within one file."""

    def __init__(self, path: Path, utf8_line: int, other_line: int, other: str) -> None:
        super().__init__(
            path,
            f"deux encodages dans le même fichier : la ligne {utf8_line} est en UTF-8, la ligne "
            f"{other_line} ne l'est "
            f"pas (peut-être {other}). Réenregistrez-le en UTF-8, ou forcez une lecture avec --encoding "
            f"{other}.",
            f"two encodings in one file: line {utf8_line} is UTF-8, line {other_line} is not (perhaps "
            f"{other}). Save "
            f"it again as UTF-8, or force one reading with --encoding {other}.",
        )


class UndecodableText(FileFault):
    """The encoding asked for does not fit the bytes, or does not exist."""

    def __init__(self, path: Path, encoding: str) -> None:
        super().__init__(
            path,
            f"ce fichier ne se lit pas en « {quote(encoding)} ». Essayez --encoding utf-8, cp1252, "
            "iso8859-15, "
            "mac-roman ou utf-16, ou laissez Filon le deviner.",
            f"this file cannot be read as “{quote(encoding)}”. Try --encoding utf-8, cp1252, iso8859-15, "
            "mac-roman "
            "or utf-16, or let Filon guess.",
        )


class FileChanged(FileFault):
    """The file is no longer the one whose formats were decided."""

    retry = True

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "le fichier a changé pendant la lecture. Attendez la fin de l'export, puis recommencez.",
            "the file changed while it was being read. Wait until the export ends, then try again.",
        )
