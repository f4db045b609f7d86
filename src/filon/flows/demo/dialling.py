"""The calls of a mission: who is called, when, by whom, and what comes of it."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from filon.flows.demo.chance import Dice, Floats, Whole
from filon.flows.demo.dates import Span
from filon.flows.demo.story import (
    CALLERS,
    HOURS,
    REGIONS,
    SECTOR_EFFECTS,
    SIZE_BANDS,
    WEEKDAYS,
    Caller,
    Mission,
)

OUTCOMES = (
    "no_answer",
    "voicemail",
    "busy",
    "failed",
    "wrong_number",
    "gatekeeper",
    "absent",
    "callback",
    "not_concerned",
    "do_not_call",
    "refused",
    "information",
    "appointment",
)
FINAL = np.array([name in ("wrong_number", "not_concerned", "do_not_call", "refused", "appointment")
                  for name in OUTCOMES])  # fmt: skip
HUMAN = OUTCOMES.index("gatekeeper")  # from this one on, a person answered
USEFUL = OUTCOMES.index("refused")  # from this one on, the offer was stated and the reaction recorded
APPOINTMENT = OUTCOMES.index("appointment")
ATTEMPTS = 5
_TALK = np.array([0, 22, 0, 0, 9, 45, 40, 75, 70, 20, 190, 240, 330])  # typical seconds by outcome


@dataclass(frozen=True, slots=True)
class People:
    """The contacts of a mission, as columns of indices into the story's lists."""

    sector: Whole
    size_band: Whole
    region: Whole
    lot: Whole
    booking: Floats  # effect of the segment on the chance of an appointment

    def __len__(self) -> int:
        return len(self.sector)


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls as columns, oldest first; `day` indexes `days`, `second` counts from midnight."""

    contact: Whole
    day: Whole
    second: Whole
    caller: Whole
    outcome: Whole
    talk: Whole
    duration: Whole

    def __len__(self) -> int:
        return len(self.contact)

    def take(self, rows: Whole) -> "Calls":
        """Return the calls at those rows, in that order."""
        return Calls(*(getattr(self, field.name)[rows] for field in fields(self)))


def people(mission: Mission, dice: Dice) -> People:
    """Draw the contacts of a mission."""
    count = mission.contacts
    effects = np.array(SECTOR_EFFECTS[: len(mission.sectors)])
    sector = dice.pick(np.linspace(1.4, 0.8, len(mission.sectors)), count)
    size = dice.pick(np.array([share for _, share, _ in SIZE_BANDS]), count)
    region = dice.pick(np.array([share for _, share, _ in REGIONS]), count)
    lot = dice.pick(np.array([lot.share for lot in mission.lots]), count)
    size_effect = np.array([effect for *_, effect in SIZE_BANDS])
    region_effect = np.array([effect for *_, effect in REGIONS])
    booking = effects[sector] * size_effect[size] * region_effect[region]
    return People(sector, size, region, lot, booking)


def dial(mission: Mission, whom: People, span: Span, dice: Dice) -> tuple[Calls, list[date]]:
    """Call every contact of a mission up to ATTEMPTS times, until a final outcome or the last day.

    Shapes: returns the calls, oldest first, and the working days they index.
    """
    days = span.workdays(*mission.months)
    months = np.array([span.index(day) for day in days])
    starts = np.array([np.searchsorted(months, lot.first_month) for lot in mission.lots])[whom.lot]
    day = starts + (dice.uniform(len(whom)) * (len(days) - starts)).astype(np.int64)
    alive = np.arange(len(whom))
    rounds: list[Calls] = []
    for attempt in range(ATTEMPTS):
        calls = _round(mission, whom, alive, (day, days, months), attempt, dice)
        rounds.append(calls)
        goes_on = ~FINAL[calls.outcome] & (dice.uniform(len(alive)) > 0.1)
        day = day[goes_on] + 1 + (dice.uniform(int(goes_on.sum())) * 9).astype(np.int64)
        alive = alive[goes_on]
        alive, day = alive[day < len(days)], day[day < len(days)]
    every = Calls(*(np.concatenate([getattr(calls, field.name) for calls in rounds])
                    for field in fields(Calls)))  # fmt: skip
    return every.take(np.lexsort((every.contact, every.second, every.day))), days


def _round(
    mission: Mission,
    whom: People,
    alive: Whole,
    when: tuple[Whole, list[date], Whole],
    attempt: int,
    dice: Dice,
) -> Calls:
    """Call once each contact still `alive`."""
    day, days, months = when
    count = len(alive)
    hour = dice.pick(np.array([1.0, 1.15, 1.1, 0.3, 0.9, 1.0, 0.95, 0.55]), count)
    second = np.array([hour for hour, _ in HOURS])[hour] * 3600 + (dice.uniform(count) * 3590).astype(
        np.int64
    )
    caller = _callers(mission, months[day], dice)
    weekday = np.array([day.weekday() for day in days])[day]
    lot = whom.lot[alive]
    reach = (
        mission.reach
        * np.array([effect for _, effect in HOURS])[hour]
        * np.array(WEEKDAYS)[weekday]
        * np.array([lot.reach for lot in mission.lots])[lot]
        * np.array([1.05, 1.08, 1.0, 0.85, 0.7])[attempt]
    )
    booking = (
        mission.booking
        * np.array([caller.skill for caller in CALLERS])[caller]
        * _script_effect(mission, months[day])
        * whom.booking[alive]
    )
    wrong = np.array([lot.wrong_numbers for lot in mission.lots])[lot] * (attempt == 0)
    outcome = dice.pick_rows(_chances(mission, reach, np.minimum(booking, 0.9), wrong))
    talk = (_TALK[outcome] * (0.5 + dice.uniform(count))).astype(np.int64)
    ring = 8 + (dice.uniform(count) * 24).astype(np.int64)
    return Calls(alive, day, second, caller, outcome, talk, talk + ring)


def _callers(mission: Mission, months: Whole, dice: Dice) -> Whole:
    """Draw who calls, among the mission's operators present that month."""
    last = int(months.max(initial=0))
    weights = np.array(
        [[_presence(mission, caller, month) for caller in CALLERS] for month in range(last + 1)]
    )
    return dice.pick_rows(weights[months])


def _presence(mission: Mission, caller: Caller, month: int) -> float:
    return float(caller.code in mission.operators and caller.first_month <= month <= caller.last_month)


def _script_effect(mission: Mission, months: Whole) -> Floats:
    starts = np.array([start for start, *_ in mission.scripts])
    effects = np.array([effect for *_, effect in mission.scripts])
    chosen: Floats = effects[np.searchsorted(starts, months, side="right") - 1]
    return chosen


def _chances(mission: Mission, reach: Floats, booking: Floats, wrong: Floats) -> Floats:
    """Return the chance of each outcome, one row per call, in the order of OUTCOMES."""
    missed, useful = 1 - reach - wrong, reach * mission.useful
    other = reach - useful
    return np.stack(
        [
            *(missed * share for share in (0.54, 0.36, 0.07, 0.03)),
            wrong,
            *(other * share for share in (0.42, 0.25, 0.15, 0.16, 0.02)),
            useful * (1 - booking) * 0.72,
            useful * (1 - booking) * 0.28,
            useful * booking,
        ],
        axis=1,
    )
