"""How each type of column reads its cells: at once where the form is plain, one by one where it is not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

import polars as pl

from filon.intake.kinds import Column, Type
from filon.intake.reading import dates, numbers, phones, plain
from filon.intake.reading.dates import Calendar
from filon.intake.reading.shapes import NUMBER_MARK, DecimalSign
from filon.intake.reading.sheet_xml import ERROR_MARK, FORMULA_MARK
from filon.intake.reading.words import quote
from filon.terms.money import MAX_CENTS
from filon.terms.text import Text

Careful: TypeAlias = Callable[[str], Any]  # returns the value, or a Text that says why there is none
Quick: TypeAlias = Callable[[pl.Series], pl.Series]

DECIMAL_PLACES = 4
DECIMAL_LIMIT = 10**8
SHARE_PLACES = 6
_INT_32 = 2**31 - 1
_COUNT_LIMIT = 10**15
_ERRORS = {
    "#N/A", "#NA", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!", ERROR_MARK, FORMULA_MARK,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellReader:
    """How the cells of a column are read.

    `careful` reads one cell or says why not; `quick` reads the plain ones of a series at once, agrees
    with `careful`, and leaves null what it does not know.
    """

    dtype: pl.DataType
    careful: Careful
    quick: Quick | None = None

    def read(self, texts: pl.Series) -> tuple[pl.Series, dict[str, Text]]:
        """Return the typed series (null where empty or refused) and the reason of each refused text."""
        typed = self._quickly(texts)
        left = texts.filter(texts.is_not_null() & typed.is_null()).unique()
        if left.is_empty():
            return typed, {}
        values: dict[str, Any] = {}
        reasons: dict[str, Text] = {}
        for text in left:
            value = _error_cell(text) or self.careful(text)
            if isinstance(value, Text):
                reasons[text] = value
            else:
                values[text] = value
        if values:
            found = texts.replace_strict(
                pl.Series(list(values), dtype=pl.String),
                pl.Series(list(values.values()), dtype=self.dtype),
                default=None,
                return_dtype=self.dtype,
            )
            typed = typed.zip_with(typed.is_not_null(), found)
        return typed, reasons

    def _quickly(self, texts: pl.Series) -> pl.Series:
        if self.quick is None:
            return pl.Series(texts.name, [None], dtype=self.dtype).new_from_index(0, len(texts))
        return self.quick(texts).cast(self.dtype)


def reader_of(column: Column, sign: DecimalSign, calendar: Calendar) -> CellReader:  # noqa: PLR0911 - one per type
    """Return the reader of a column, whose numbers have that decimal sign and dates that calendar."""
    match column.type:
        case Type.CHOICE:
            return CellReader(
                pl.String(), partial(plain.choice, values=column.values or {}, synonyms=column.synonyms)
            )
        case Type.BOOLEAN:
            return CellReader(pl.Boolean(), plain.boolean)
        case Type.EMAIL:
            return CellReader(pl.String(), partial(plain.email, max_length=column.max_length), _quick_emails)
        case Type.SIREN:
            return CellReader(pl.String(), plain.siren)
        case Type.PHONE:
            return CellReader(pl.String(), phones.phone, phones.quick_phones)
        case Type.DATE:
            return CellReader(
                pl.Date(), partial(dates.day, calendar=calendar), partial(_quick_days, calendar)
            )
        case Type.INSTANT:
            return CellReader(
                pl.Datetime("us", "UTC"),
                partial(dates.instant, calendar=calendar),
                partial(_quick_instants, calendar),
            )
        case Type.TEXT:
            return CellReader(
                pl.String(),
                partial(plain.text, max_length=column.max_length),
                partial(_quick_texts, column.max_length),
            )
        case _:
            return _number_reader(column, sign)


def _number_reader(column: Column, sign: DecimalSign) -> CellReader:
    match column.type:
        case Type.MONEY:
            return CellReader(
                pl.Int64(),
                partial(_money, sign=sign, signed=column.signed),
                lambda texts: _within(numbers.quick_units(texts, sign, 2), MAX_CENTS),
            )
        case Type.DECIMAL:
            return CellReader(
                pl.Decimal(12, DECIMAL_PLACES), partial(_decimal, sign=sign, signed=column.signed)
            )
        case Type.SHARE:
            return CellReader(pl.Decimal(9, SHARE_PLACES), partial(_share, sign=sign))
        case _:
            clock = column.name.endswith("_s")
            limit = _INT_32 if column.name.endswith(("_s", "_months")) else _COUNT_LIMIT
            return CellReader(
                pl.Int64(),
                partial(numbers.integer, sign=sign, clock=clock, limit=limit),
                lambda texts: _within(numbers.quick_units(texts, sign, 0), limit),
            )


def _within(units: pl.Series, limit: int) -> pl.Series:
    return units.set(units > limit, None)


def _money(text: str, sign: DecimalSign, *, signed: bool) -> int | Text:
    cents = numbers.whole_units(text, sign, 2)
    if isinstance(cents, Text):
        return cents
    shown = quote(text.removeprefix(NUMBER_MARK))
    if abs(cents) > MAX_CENTS:
        return Text(f"« {shown} » : montant trop grand.", f"“{shown}”: amount too large.")
    if cents < 0 and not signed:
        return Text(
            f"« {shown} » : montant négatif. Un remboursement ou un avoir se saisit comme une écriture de "
            "correction, pas comme un montant négatif.",
            f"“{shown}”: negative amount. A refund or credit note is entered as a correction entry, not as a "
            "negative amount.",
        )
    return cents


def _decimal(text: str, sign: DecimalSign, *, signed: bool) -> Decimal | Text:
    units = numbers.whole_units(text, sign, DECIMAL_PLACES)
    if isinstance(units, Text):
        return units
    limit = DECIMAL_LIMIT * 10**DECIMAL_PLACES
    if not (-limit if signed else -1) < units < limit:
        shown = quote(text.removeprefix(NUMBER_MARK))
        return Text(
            f"« {shown} » : un nombre positif inférieur à {DECIMAL_LIMIT} est attendu.",
            f"“{shown}”: a positive number below {DECIMAL_LIMIT} is expected.",
        )
    return Decimal(units).scaleb(-DECIMAL_PLACES)


def _share(text: str, sign: DecimalSign) -> Decimal | Text:
    percent = text.rstrip().endswith("%")
    bare = text.rstrip().removesuffix("%").rstrip()
    units = numbers.whole_units(bare, sign, SHARE_PLACES - 2 if percent else SHARE_PLACES)
    if isinstance(units, Text):
        return units
    if abs(units) > 10**SHARE_PLACES:
        shown = quote(text.removeprefix(NUMBER_MARK))
        return Text(
            f"« {shown} » : une part va de 0 à 1 ou de 0 % à 100 % (écrivez 40 % ou 0,4).",
            f"“{shown}”: a share goes from 0 to 1 or from 0% to 100% (write 40% or 0.4).",
        )
    return Decimal(units).scaleb(-SHARE_PLACES)


def _error_cell(text: str) -> Text | None:
    if text == FORMULA_MARK:
        return Text(
            "formule sans valeur calculée : ouvrez le classeur dans un tableur et enregistrez-le.",
            "formula without a computed value: open the workbook in a spreadsheet and save it.",
        )
    if text in _ERRORS or text.startswith("Err:"):
        return Text(
            f"erreur de tableur {quote(text)} : corrigez la formule, ou videz la cellule.",
            f"spreadsheet error {quote(text)}: correct the formula, or empty the cell.",
        )
    return None


def _quick_texts(max_length: int, texts: pl.Series) -> pl.Series:
    longest = texts.str.len_bytes().max()
    suspect = texts.str.starts_with("#") | texts.str.starts_with("Err:")
    if isinstance(longest, int) and longest > max_length:
        suspect |= texts.str.len_chars() > max_length
    return texts.set(suspect, None) if suspect.any() else texts


def _quick_emails(texts: pl.Series) -> pl.Series:
    return texts.set(~texts.str.contains(r"^[a-zA-Z0-9._%+\-]{1,64}@[a-z0-9.\-]{1,100}\.[a-z]{2,20}$"), None)


_DAY_FORMATS = {"dmy": ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"), "mdy": ("%m/%d/%Y", "%m-%d-%Y")}


def _day_formats(calendar: Calendar) -> tuple[str, ...]:
    return ("%Y-%m-%d", *_DAY_FORMATS.get(calendar.order or "", ()))


def _quick_days(calendar: Calendar, texts: pl.Series) -> pl.Series:
    typed = pl.Series(texts.name, [None], dtype=pl.Date).new_from_index(0, len(texts))
    if calendar.pattern:
        return typed
    for pattern in _day_formats(calendar):
        typed = _fill(typed, texts, partial(_parse_days, pattern=pattern))
    return typed.set((typed.dt.year() < dates.FIRST_YEAR) | (typed > calendar.last_day), None)


def _parse_days(texts: pl.Series, pattern: str) -> pl.Series:
    return texts.str.to_date(pattern, strict=False)


_CLOCKS = ("T%H:%M:%S%z", " %H:%M:%S%z", "T%H:%M:%S%.fZ", " %H:%M:%S", "T%H:%M:%S", " %H:%M", "T%H:%M", "")


def _quick_instants(calendar: Calendar, texts: pl.Series) -> pl.Series:
    dtype = pl.Datetime("us", "UTC")
    typed = pl.Series(texts.name, [None], dtype=dtype).new_from_index(0, len(texts))
    if calendar.pattern:
        return typed
    for day in _day_formats(calendar):
        for clock in _CLOCKS:
            typed = _fill(typed, texts, partial(_parse_instants, pattern=day + clock, calendar=calendar))
    first = datetime(dates.FIRST_YEAR, 1, 1, tzinfo=calendar.zone)
    last = datetime.combine(calendar.last_day, time.max, calendar.zone)
    last = last if calendar.latest is None else min(last, calendar.latest)
    inside = typed.is_between(first.astimezone(UTC), last.astimezone(UTC))
    return typed if inside.all() else typed.set(~inside, None)


def _parse_instants(texts: pl.Series, pattern: str, calendar: Calendar) -> pl.Series:
    if pattern.endswith("%z"):
        return texts.str.to_datetime(pattern, time_unit="us", time_zone="UTC", strict=False)
    if pattern.endswith("Z"):
        return texts.str.to_datetime(pattern, time_unit="us", strict=False).dt.replace_time_zone("UTC")
    local = texts.str.to_datetime(pattern, time_unit="us", strict=False)
    return localise(local, calendar.zone.key).dt.convert_time_zone("UTC")


def localise(local: pl.Series, zone: str) -> pl.Series:
    """Place local times in their zone, as `dates.to_utc` does at the two changes of the clock."""
    placed = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    skipped = placed.is_null() & local.is_not_null()
    if not skipped.any():
        return placed
    later = local.dt.offset_by("1h").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return placed.zip_with(~skipped, later)


_PROBE = 50


def _fill(typed: pl.Series, texts: pl.Series, parse: Quick) -> pl.Series:
    """Fill what is still null with what one form reads, if a probe shows the form to occur."""
    left = typed.is_null() & texts.is_not_null()
    if not left.any():
        return typed
    waiting = texts.filter(left)
    if parse(waiting.head(_PROBE)).is_null().all():
        return typed
    if len(waiting) == len(texts):
        return parse(texts).alias(typed.name)
    return typed.scatter(left.arg_true(), parse(waiting))
