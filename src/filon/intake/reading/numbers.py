"""Numbers as people write them, read exactly into whole units."""

import re
from decimal import Decimal
from functools import lru_cache

import polars as pl

from filon.intake.reading.shapes import NUMBER_MARK, DecimalSign
from filon.intake.reading.words import quote
from filon.terms.text import Text

_SPACE = "[ \u00a0\u202f\u2009]"
_GROUPED = {
    sign: re.compile(
        rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:{mark}(\d+))?", re.ASCII
    )
    for sign, group, mark in (("comma", r"\.", ","), ("point", ",", r"\."))
}
_EURO = re.compile(rf"{_SPACE}*(?:€|eur|euros?){_SPACE}*", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d\s*[kKmM]\s*(?:€|eur|euros?)?$", re.IGNORECASE)
_EXPONENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_NOT_FINITE = {"nan", "inf", "infinity", "infini", "∞"}
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
_MAX_DIGITS = 18


def whole_units(text: str, sign: DecimalSign, scale: int) -> int | Text:
    """Read a number exactly as whole units of ten to the minus `scale`, or say why not.

    `sign` is the decimal sign of the column; spaces and the other sign may group thousands. `12 €`,
    `(12)` and U+2212 are understood; exponents, `k€`, NaN and infinities are refused.
    """
    if text.startswith(NUMBER_MARK):
        text, sign = text.removeprefix(NUMBER_MARK), "point"
    bare, negative = _bare(text.strip())
    match = _GROUPED[sign].fullmatch(bare)
    if not match or not bare:
        return _why(text, sign)
    fraction = (match[1] or "").rstrip("0")
    whole = re.sub(r"\D", "", bare[: match.start(1) - 1] if match[1] else bare) or "0"
    if len(fraction) > scale:
        return _too_precise(text, scale)
    if len(whole.lstrip("0")) + scale > _MAX_DIGITS:
        return Text(f"« {quote(text)} » est trop grand.", f"“{quote(text)}” is too large.")
    units = int(whole + fraction.ljust(scale, "0"))
    return -units if negative else units


def _bare(text: str) -> tuple[str, bool]:
    """Take away the currency, the sign or the accountant's brackets."""
    text = _EURO.sub("", text) if _EURO.search(text) and not _THOUSANDS.search(text) else text
    bracketed = re.fullmatch(r"\((.*)\)", text)
    if bracketed:
        return bracketed[1].strip(), True
    if text[:1] in {"-", "\u2212"}:
        return text[1:].strip(), True
    return text.removeprefix("+").strip(), False


def _why(text: str, sign: DecimalSign) -> Text:
    shown = quote(text)
    if _THOUSANDS.search(text):
        return Text(f"« {shown} » : écrivez le montant en entier.", f"“{shown}”: write the amount in full.")
    if _EXPONENT.fullmatch(text):
        return Text(
            f"« {shown} » : notation scientifique refusée, des chiffres peuvent être perdus.",
            f"“{shown}”: scientific notation refused, digits may be lost.",
        )
    if text.strip("+-").casefold() in _NOT_FINITE:
        return Text(
            f"« {shown} » n'est pas un nombre : laissez vide ce qui est inconnu.",
            f"“{shown}” is not a number: leave empty what is unknown.",
        )
    fr, en, example = ("virgule", "comma", "1250,5") if sign == "comma" else ("point", "point", "1250.5")
    return Text(
        f"« {shown} » n'est pas un nombre lisible (décimales à {fr} ici : {example}).",
        f"“{shown}” is not a readable number (decimal {en} here: {example}).",
    )


def _too_precise(text: str, scale: int) -> Text:
    shown = quote(text.removeprefix(NUMBER_MARK))
    if scale == 0:
        return Text(f"« {shown} » : un nombre entier est attendu.", f"“{shown}”: a whole number is expected.")
    return Text(
        f"« {shown} » : {scale} décimales au plus.",
        f"“{shown}”: at most {scale} decimals.",
    )


def seconds_of(text: str) -> int | None:
    """Read `hh:mm:ss` as seconds; None where it is not of that form."""
    match = _CLOCK.fullmatch(text.strip())
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]) if match else None


def quick_units(series: pl.Series, sign: DecimalSign, scale: int) -> pl.Series:
    """Read plain unsigned numbers of a column at once; null where `whole_units` must look."""
    if scale == 0:
        units = series.cast(pl.Int64, strict=False)
        return units.set(units < 0, None)
    mark = "," if sign == "comma" else r"\."
    pattern = rf"^(\d{{1,{_MAX_DIGITS - scale - 1}}})(?:{mark}(\d{{1,{scale}}}))?$"
    parts = series.str.extract_groups(pattern).struct.unnest()
    whole = parts.to_series(0).cast(pl.Int64, strict=False)
    fraction = parts.to_series(1).fill_null("").str.pad_end(scale, "0").cast(pl.Int64, strict=False)
    found: pl.Series = whole * 10**scale + fraction
    return found


def separator_evidence(texts: pl.Series) -> tuple[int, int, str | None]:
    """Count the values that only a comma or only a point reading fits, and show one that both fit.

    Numbers a workbook stores as numbers are no evidence.
    """
    said = texts.filter(~texts.str.starts_with(NUMBER_MARK) & texts.str.contains(r"[.,]"))
    if said.is_empty():
        return 0, 0, None
    bare = said.str.replace_all(r"(?i)\s*(€|eur|euros?|%)\s*|^\((.*)\)$|^[-+\x{2212}]", "$2")
    group = "[ \u00a0\u202f\u2009]"
    comma = bare.str.contains(rf"^(\d{{1,3}}({group}\d{{3}})+|\d{{1,3}}(\.\d{{3}})+|\d+)?(,\d+)?$")
    point = bare.str.contains(rf"^(\d{{1,3}}({group}\d{{3}})+|\d{{1,3}}(,\d{{3}})+|\d+)?(\.\d+)?$")
    both = said.filter(comma & point)
    return int((comma & ~point).sum()), int((point & ~comma).sum()), both[0] if len(both) else None


def both_readings(text: str) -> tuple[str, str]:
    """Return a doubtful value as a comma reading and as a point reading understand it."""
    scale = 6
    shown = []
    for sign in ("comma", "point"):
        units = whole_units(text.strip(" %"), "comma" if sign == "comma" else "point", scale)
        shown.append("?" if isinstance(units, Text) else f"{Decimal(units).scaleb(-scale).normalize():f}")
    return shown[0], shown[1]


@lru_cache(maxsize=10_000)
def unambiguous_number(text: str, sign: DecimalSign) -> str:
    """Rewrite a doubtful value so that it reads alike whatever stands beside it."""
    if "," not in text and "." not in text:
        return text.removeprefix(NUMBER_MARK)
    if text.startswith(NUMBER_MARK) or separator_evidence(pl.Series([text]))[2] is None:
        return text.removeprefix(NUMBER_MARK)
    units = whole_units(text.strip(" %"), sign, 6)
    if isinstance(units, Text):
        return text
    plain = f"{Decimal(units).scaleb(-6).normalize():f}"
    plain = f"{plain}0" if "." in plain else plain
    return f"{plain} %" if text.rstrip().endswith("%") else plain


def integer(text: str, sign: DecimalSign, *, clock: bool, limit: int) -> int | Text:
    """Read a count, or a duration where `clock` allows `hh:mm:ss`; never negative."""
    seconds = seconds_of(text) if clock else None
    units = whole_units(text, sign, 0) if seconds is None else seconds
    if isinstance(units, Text):
        if clock and ":" in text:
            return Text(
                f"« {quote(text)} » : une durée s'écrit en secondes ou hh:mm:ss.",
                f"“{quote(text)}”: a duration is written in seconds or as hh:mm:ss.",
            )
        return units
    shown = quote(text.removeprefix(NUMBER_MARK))
    if units < 0:
        return Text(
            f"« {shown} » : un nombre négatif est impossible ici.", f"“{shown}”: it cannot be negative."
        )
    if units > limit:
        return Text(f"« {shown} » : {limit} au plus.", f"“{shown}”: at most {limit}.")
    return units
