"""Dates and instants as people write them, in the order a column was found to follow."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from filon.intake.reading.shapes import NUMBER_MARK, DateOrder
from filon.intake.reading.words import fold, quote
from filon.terms.text import Text

FIRST_YEAR = 1990
YEARS_AHEAD = 10
_MONTHS = (
    ("janvier", "janv", "jan", "january"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "mar", "march"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "jul", "july"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "sep", "september"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
_WEEKDAY = r"(?:(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +)?"
_TIME = (
    r"(?:(?:T|,? +(?:à +|at +)?)(\d{1,2}) ?[:hH] ?(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r"(?: ?([ap]m))?(?: ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?"
)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(rf"((?:19|20)\d{{2}})(\d{{2}})(\d{{2}}){_TIME}", re.IGNORECASE)
_SLASHED = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_NAMED = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:er|st|nd|rd|th)?[ -]+([^\W\d]+)\.?,?[ -]+(\d{{4}}){_TIME}", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}([^\W\d]+)\.? +(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}}){_TIME}", re.IGNORECASE
)
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_NOON = 12
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar, in no zone


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the dates of a column are read, and between which bounds.

    `order` is None where only unambiguous forms occur. `pattern` is a strptime pattern from a mapping.
    `latest` bounds what cannot lie in the future, such as the start of a call.
    """

    zone: ZoneInfo
    today: date
    order: DateOrder | None = None
    pattern: str | None = None
    latest: datetime | None = None

    @property
    def last_day(self) -> date:
        """Return the last day that can be meant."""
        return date(self.today.year + YEARS_AHEAD, self.today.month, min(self.today.day, 28))


def to_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """Convert to UTC; a moment without an offset is local.

    Where the clock goes back and a local time happens twice, the first is meant; where it goes forward
    and a local time does not happen, it is moved forward by the hour that was skipped.
    """
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def instant(text: str, calendar: Calendar) -> datetime | Text:
    """Read a moment as UTC, or say why not."""
    moment = _moment(text, calendar)
    if isinstance(moment, Text):
        return moment
    try:
        found = to_utc(moment, calendar.zone)
    except OverflowError:
        return _impossible(text)
    wrong = _out_of_bounds(text, found.astimezone(calendar.zone).date(), calendar)
    if wrong is None and calendar.latest is not None and found > calendar.latest:
        return Text(
            f"« {quote(text)} » : un appel ne peut pas commencer dans le futur.",
            f"“{quote(text)}”: a call cannot start in the future.",
        )
    return wrong or found


def day(text: str, calendar: Calendar) -> date | Text:
    """Read a day, or say why not; the day of a moment with an offset is the local one."""
    moment = _moment(text, calendar)
    if isinstance(moment, Text):
        return moment
    try:
        found = (moment.astimezone(calendar.zone) if moment.tzinfo else moment).date()
    except OverflowError:
        return _impossible(text)
    return _out_of_bounds(text, found, calendar) or found


def _moment(text: str, calendar: Calendar) -> datetime | Text:
    text = text.strip().removeprefix(NUMBER_MARK)
    if calendar.pattern:
        return _patterned(text, calendar.pattern)
    for form in (_ISO, _COMPACT):
        if match := form.fullmatch(text):
            return _built(text, (match[1], match[2], match[3]), match.groups()[3:])
    if match := _SLASHED.fullmatch(text):
        return _slashed(text, match, calendar.order)
    for form, month, day_ in ((_NAMED, 2, 1), (_MONTH_FIRST, 1, 2)):
        if match := form.fullmatch(text):
            number = str(_MONTH.get(fold(match[month]), 0))
            return _built(text, (match[3], number, match[day_]), match.groups()[3:])
    return _number_for_a_date(text) or _unreadable(text, "2026-04-03")


def _patterned(text: str, pattern: str) -> datetime | Text:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - local unless the pattern says
    except ValueError:
        return _unreadable(text, pattern)


def _slashed(text: str, match: re.Match[str], order: DateOrder | None) -> datetime | Text:
    first, second, year = match[1], match[2], match[3]
    if len(year) == len("26"):
        return Text(
            f"« {quote(text)} » : année sur deux chiffres. Écrivez-la sur quatre, ou indiquez `format` dans "
            "une "
            "correspondance.",
            f"“{quote(text)}”: two-digit year. Write four digits, or give `format` in a mapping.",
        )
    if order == "ymd":
        return _unreadable(text, "2026-04-03")
    day_, month = (second, first) if order == "mdy" else (first, second)
    return _built(text, (year, month, day_), match.groups()[3:])


def _built(text: str, parts: tuple[str, str, str], clock: tuple[str | None, ...]) -> datetime | Text:
    hour, minute, second, fraction, half, offset = clock
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= _NOON:
            return _impossible(text)
        hours = hours % _NOON + (_NOON if half.casefold() == "pm" else 0)
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        year, month, day_ = map(int, parts)
        found = datetime(year, month, day_, hours, int(minute or 0), int(second or 0), micro)  # noqa: DTZ001 - local
    except ValueError:
        return _impossible(text)
    return found if offset is None else _with_offset(found, offset)


def _with_offset(moment: datetime, offset: str) -> datetime:
    if offset.upper() in {"Z", "UTC", "GMT"}:
        return moment.replace(tzinfo=UTC)
    digits = offset[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return (moment + shift if offset[0] == "-" else moment - shift).replace(tzinfo=UTC)


def _out_of_bounds(text: str, found: date, calendar: Calendar) -> Text | None:
    if found.year >= FIRST_YEAR and found <= calendar.last_day:
        return None
    return Text(
        f"« {quote(text)} » : date hors des bornes ({FIRST_YEAR} à {calendar.last_day.year}).",
        f"“{quote(text)}”: date out of bounds ({FIRST_YEAR} to {calendar.last_day.year}).",
    )


def _impossible(text: str) -> Text:
    return Text(
        f"« {quote(text)} » n'existe pas dans le calendrier.",
        f"“{quote(text)}” does not exist in the calendar.",
    )


def _unreadable(text: str, example: str) -> Text:
    return Text(
        f"« {quote(text)} » n'est pas une date lisible (attendu : {example}).",
        f"“{quote(text)}” is not a readable date (expected: {example}).",
    )


def _number_for_a_date(text: str) -> Text | None:
    if _SERIAL.fullmatch(text):
        meant = (_EXCEL_EPOCH + timedelta(days=int(text[:5]))).date().isoformat()
        return Text(
            f"« {quote(text)} » est un numéro de jour de tableur (le {meant} ?). Mettez la colonne au "
            "format date "
            "avant d'exporter.",
            f"“{quote(text)}” is a spreadsheet's day number ({meant}?). Format the column as a date before "
            "exporting.",
        )
    if _EPOCH.fullmatch(text):
        return Text(
            f"« {quote(text)} » est un horodatage Unix. Exportez une date et une heure.",
            f"“{quote(text)}” is a Unix timestamp. Export a date and a time.",
        )
    return None


def unambiguous_date(text: str, calendar: Calendar) -> str:
    """Rewrite a date whose order only its column told, year first; anything else stays as it is."""
    match = _SLASHED.fullmatch(text.strip())
    if match is None or calendar.order is None:
        return text.removeprefix(NUMBER_MARK)
    moment = _slashed(text, match, calendar.order)
    if isinstance(moment, Text):
        return text
    return f"{moment.date().isoformat()}{text.strip()[match.end(3) :]}"
