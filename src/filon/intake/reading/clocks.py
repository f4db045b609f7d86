"""Columns of times that stand beside a column of dates: the two say one moment."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from filon.intake.kinds import Type
from filon.intake.reading.fields import Field, Plan
from filon.intake.reading.words import CLOCK, fold, is_clock, quote
from filon.terms.text import Text

_LINKS = {"date", "d", "de", "du", "l", "la", "le", "of", "the"}
_BEGINNINGS = {"debut", "appel", "start", "call"}
_ORDERS = {None, "dmy", "mdy", "ymd"}


def read_together(plan: Plan, names: Sequence[str]) -> Plan:
    """Give each column of moments the unread column of times that goes with it, told by their headers."""
    clocks = _unread(plan, names)
    alone = sum(map(_takes_clock, plan.fields)) == 1
    fields = [
        replace(each, clock=_clock_of(names[each.index], clocks, names, alone=alone))
        if each.index is not None and _takes_clock(each)
        else each
        for each in plan.fields
    ]
    return replace(plan, fields=tuple(fields))


def clock_notes(plan: Plan, names: Sequence[str]) -> Iterator[Text]:
    """Say which times are read with which dates, and which are not though the dates may need them."""
    for each in plan.fields:
        if each.index is not None and each.clock is not None:
            day, clock = quote(names[each.index]), quote(names[each.clock])
            yield Text(f"« {clock} » lue avec « {day} ».", f"“{clock}” read with “{day}”.")
    dated = next(
        (each.column.name for each in plan.fields if _takes_clock(each) and each.clock is None), None
    )
    for index in filter(lambda index: _plain(names[index]), _unread(plan, names) if dated else ()):
        clock = quote(names[index])
        yield Text(
            f"« {clock} » n'est lue avec aucune date : une date seule vaut minuit. Si c'est l'heure d'une date, "
            f'composez-les dans une correspondance : {dated} = {{ template = "{{Date}} {{{clock}}}" }}.',
            f"“{clock}” is read with no date: a date alone counts as midnight. If it is the time of a date, join "
            f'them in a mapping: {dated} = {{ template = "{{Date}} {{{clock}}}" }}.',
        )


def _unread(plan: Plan, names: Sequence[str]) -> list[int]:
    read = {index for each in plan.fields for index in each.wanted()}
    return [index for index, name in enumerate(names) if index not in read and is_clock(name)]


def _takes_clock(each: Field) -> bool:
    return each.column.type is Type.INSTANT and each.index is not None and each.source.format in _ORDERS


def _clock_of(day: str, clocks: Sequence[int], names: Sequence[str], *, alone: bool) -> int | None:
    """Return the times named after the same thing, or the only ones a single column of dates can have."""
    about = _about(day)
    named = [index for index in clocks if _about(names[index]) == about]
    plain = [index for index in clocks if alone and _plain(names[index])]
    return next(iter([*named, *plain]), None)


def _plain(clock: str) -> bool:
    return _about(clock) <= _BEGINNINGS


def _about(header: str) -> set[str]:
    return set(fold(header).split()) - CLOCK - _LINKS
