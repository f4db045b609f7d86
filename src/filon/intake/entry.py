"""Reads one record as a person types it in a form, under the rules of an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from filon.intake.arrive import KEY_FIELDS, natural_key
from filon.intake.check import complete, judge
from filon.intake.kinds import Column, Kind
from filon.intake.match import TARGETS, known_codes
from filon.intake.reading.cells import CellReader, reader_of
from filon.intake.reading.dates import Calendar
from filon.intake.reading.numbers import separator_evidence
from filon.records.models import Outcome
from filon.records.queries.codes import ids_of
from filon.terms.faults import UnknownName
from filon.terms.text import Language, Text

NOBODY = Text("aucun contact n'a cet identifiant", "no contact has this identifier")
MISSING = Text("à remplir", "to be filled in")


@dataclass(frozen=True, slots=True)
class Habits:
    """How the person writes: the language decides what neither a date nor a number says by itself."""

    language: Language
    time_zone: str
    today: date
    currency: str


@dataclass(slots=True)
class Entry:
    """The attributes of a record as typed, and what is wrong with them by column."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Text] = field(default_factory=dict)


def read(kind: Kind, texts: Mapping[str, str], habits: Habits) -> Entry:
    """Read, judge and match the texts of some columns of a kind; an empty text is an unknown value.

    `values` has one attribute of the record per column given. A code that nobody has is a fault.
    """
    entry = Entry()
    columns = [column for column in kind.columns if column.name in texts]
    typed = [pl.Series("line", [1])]
    for column in columns:
        text = texts[column.name].strip()
        series, reasons = _reader(column, text, habits).read(
            pl.Series(column.name, [text or None], pl.String)
        )
        typed.append(series.alias(column.name))
        if not text and column.required:
            entry.faults[column.name] = MISSING
        for reason in reasons.values():
            entry.faults[column.name] = reason
    rows = complete(kind, pl.DataFrame(typed))
    if not entry.faults:
        _, rejects = judge(kind, rows, currency=habits.currency)
        entry.faults = {reject.column or "": reject.reason for reject in rejects}
    if kind.name in KEY_FIELDS and not entry.faults:
        entry.values[KEY_FIELDS[kind.name]] = rows.select(natural_key(kind, rows)).item()
    for column in kind.columns:
        if column.name in rows.columns:
            value = rows[column.name][0]
            if column.refers == "outcomes":
                value = _outcome(column, value, entry)
            elif column.refers:
                value = _number(column, value, entry)
            entry.values[column.attribute] = value
    return entry


def _reader(column: Column, text: str, habits: Habits) -> CellReader:
    french = habits.language == "fr"
    comma, point, _ = separator_evidence(pl.Series([text]))
    calendar = Calendar(ZoneInfo(habits.time_zone), habits.today, order="dmy" if french else None)
    return reader_of(column, "comma" if comma > point or (comma == point and french) else "point", calendar)


def _number(column: Column, code: str | None, entry: Entry) -> int | None:
    if code is None or column.refers is None:
        return None
    model, attribute, what = TARGETS[column.refers]
    found = ids_of(model, attribute, pl.Series([code]))
    if found.is_empty() and column.refers == "contacts":  # too many to look for the nearest, and personal
        entry.faults[column.name] = NOBODY
        return None
    if found.is_empty():
        entry.faults[column.name] = UnknownName(what, code, known_codes(model, attribute)).text
        return None
    return int(found["id"][0])


def _outcome(column: Column, code: str | None, entry: Entry) -> str | None:
    known = list(Outcome.objects.values_list("code", flat=True))
    if code is not None and code not in known:
        entry.faults[column.name] = UnknownName(Text("Résultat", "outcome"), code, known).text
        return None
    return code
