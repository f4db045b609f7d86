"""Telephone numbers to E.164, without ever losing a digit in silence."""

import re

import phonenumbers
import polars as pl

from filon.intake.reading.shapes import NUMBER_MARK
from filon.terms.text import Text

REGION = "FR"
_FRANCE, _FRENCH_DIGITS, _FEWEST_DIGITS = 33, 9, 5
_SEPARATORS = "[ .\\-\u00a0\u202f\u2009\u2011]"
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
_WHOLE = re.compile(r"(?:\+|00)?\d[\d .()\-\u00a0\u202f\u2009\u2011]{7,}")
_SEVERAL = re.compile(r"\s*(?:/|;|,|\||\n|\bou\b|\bor\b|\bet\b|\band\b|  +)\s*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def phone(value: str) -> str | Text:
    """Read one number (French where no country is said), or say why not; the number is never quoted."""
    value = value.strip().removeprefix(NUMBER_MARK)
    if _SCIENTIFIC.fullmatch(value):
        return Text(
            "numéro en notation scientifique : le tableur a perdu des chiffres. Mettez la colonne au format "
            "texte et "
            "refaites l'export.",
            "number in scientific notation: the spreadsheet lost digits. Format the column as text and "
            "export again.",
        )
    parts = [part for part in _SEVERAL.split(value) if _WHOLE.fullmatch(part.strip())]
    if len(parts) > 1:
        return Text(
            "plusieurs numéros dans la cellule : gardez-en un seul.",
            "several numbers in one cell: keep a single one.",
        )
    if _LETTER.search(value):
        return Text("ce n'est pas un numéro de téléphone.", "this is not a telephone number.")
    return _parsed(value)


def _parsed(value: str) -> str | Text:
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number) or not _whole(value, number):
        return Text(
            "numéro de téléphone incomplet ou impossible : écrivez-le comme 01 23 45 67 89 ou +33 1 23 45 "
            "67 89.",
            "incomplete or impossible telephone number: write it as 01 23 45 67 89 or +33 1 23 45 67 89.",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _whole(value: str, number: phonenumbers.PhoneNumber) -> bool:
    """Tell whether every digit typed is part of the number (trunk zeros and prefixes apart)."""
    typed, national = re.sub(r"\D", "", value), str(number.national_number)
    shortest = _FRENCH_DIGITS if number.country_code == _FRANCE else _FEWEST_DIGITS
    return typed.endswith(national) and len(national) >= shortest and number.extension is None


def quick_phones(series: pl.Series) -> pl.Series:
    """Read the usual French forms of a column at once; null where `phone` must look."""
    bare = series.str.replace_all(_SEPARATORS, "") if series.str.contains(_SEPARATORS).any() else series
    national = bare.str.extract(r"^(?:0|\+33|0033|33)([1-9]\d{8})$")
    return "+33" + national
