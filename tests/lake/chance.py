"""Random writes on a small world in which everything refers to everything."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from filon.records.models import (
    ActivityTotal,
    Appointment,
    Call,
    Campaign,
    ChannelActivity,
    Contact,
    Contract,
    Cost,
    Opportunity,
)
from filon.records.models.record import Record
from tests import world

_OUTCOMES = ("no_answer", "voicemail", "callback", "refused", "appointment")
_STATUSES = ("booked", "rescheduled", "rescheduled", "held", "no_show", "cancelled", None)
_KEYS = ("calls", "hours", "conversations", "appointments", "contacts", "equal", None)
_CATEGORIES = ("operator_time", "media", "overhead")
_ALTERED: tuple[type[Record], ...] = (
    Call, Appointment, Opportunity, Contract, Cost, ActivityTotal, ChannelActivity, Campaign, Contact,
)  # fmt: skip


class Chance:
    """A seeded source of writes; each call of `write` makes one."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        for code in ("C1", "C2", "C3"):
            world.campaign(code)
        for code in ("P1", "P2", "P3"):
            world.contact(code)

    def write(self) -> None:
        """Create, alter or void one record."""
        makers = [
            *[self._call] * 4, self._appointment, self._appointment, self._opportunity, self._contract,
            self._cost, self._total, self._channel, *[self._alter] * 4, self._void,
        ]  # fmt: skip
        self._random.choice(makers)()

    def _moment(self) -> datetime:
        midnight = self._random.random() < 0.2
        at = datetime(2026, 1, 1) + timedelta(days=self._random.randrange(240))  # noqa: DTZ001 - Paris time
        return world.instant(at if midnight else at + timedelta(minutes=self._random.randrange(1440)))

    def _day(self) -> date:
        return date(2026, 1, 1) + timedelta(days=self._random.randrange(240))

    def _of(self, model: type[Record], *, missing: float = 0.3) -> Any:
        rows = list(model._default_manager.filter(voided_at=None).order_by("id"))
        return None if self._random.random() < missing or not rows else self._random.choice(rows)

    def _campaign(self) -> Any:
        return self._of(Campaign, missing=0) or world.campaign("C9")

    def _reference(self, prefix: str) -> str | None:
        return self._random.choice([None, *(f"{prefix}{i}" for i in range(8))])

    def _free(self, model: type[Record], field: str, prefix: str) -> str:
        used = set(model._default_manager.filter(voided_at=None).values_list(field, flat=True))
        free = [f"{prefix}{i}" for i in range(8) if f"{prefix}{i}" not in used]
        return self._random.choice(free) if free else f"{prefix}-{model._default_manager.count()}"

    def _call(self) -> None:
        contact = self._of(Contact, missing=0) or world.contact()
        world.call(
            self._campaign(),
            at=self._moment(),
            outcome=self._random.choice(_OUTCOMES),
            contact=contact,
            call_id=self._free(Call, "call_id", "A"),
            operator=self._random.choice([None, "OP1", "OP2"]),
            talk_s=self._random.choice([None, 5, 90]),
            contact_list=self._random.choice([None, None, "L1"]),
        )

    def _appointment(self) -> None:
        world.appointment(
            self._campaign(),
            booked=self._moment(),
            contact=self._of(Contact),
            appointment_id=self._free(Appointment, "appointment_id", "R"),
            call_ref=self._reference("A"),
            status=self._random.choice(_STATUSES),
            validation=self._random.choice(["validated", "rejected", None]),
            operator=self._random.choice([None, "OP1"]),
        )

    def _opportunity(self) -> None:
        world.opportunity(
            self._of(Campaign, missing=0.7),
            created=self._moment(),
            contact=self._of(Contact),
            opportunity_id=self._free(Opportunity, "opportunity_id", "O"),
            appointment_ref=self._reference("R"),
            amount=self._random.choice([None, "99.99"]),
            proposed_at=self._random.choice([None, self._moment()]),
        )

    def _contract(self) -> None:
        world.contract(
            self._of(Campaign, missing=0.7),
            signed_on=self._day(),
            contact=self._of(Contact),
            opportunity_ref=self._reference("O"),
            revenue=self._random.choice(["100.01", "0", "7"]),
            margin_rate=self._random.choice([None, "0.333333"]),
            recurring_amount=self._random.choice([None, "9.99"]),
            recurring_period=self._random.choice([None, "month", "year"]),
        )

    def _cost(self) -> None:
        begin = self._day()
        hours = self._random.choice([None, "7.5"])
        amount = self._random.choice([None, "10.01"]) if hours else self._random.choice(["0", "333.33"])
        world.cost(
            self._of(Campaign, missing=0.6),
            amount=amount,
            hours=hours,
            hourly_rate=self._random.choice([None, "20.3333"]) if hours else None,
            category=self._random.choice(_CATEGORIES),
            allocation_key=self._random.choice(_KEYS),
            period_start=begin,
            period_end=self._random.choice([None, begin + timedelta(days=self._random.randrange(90))]),
        )

    def _total(self) -> None:
        begin = self._day()
        numbers = {name: self._random.choice([None, 0, 10]) for name in ActivityTotal.COUNTS}
        end = begin + timedelta(days=self._random.randrange(40))
        world.activity(
            self._campaign(), begin=begin, end=end, hours=self._random.choice([None, "3.5"]), **numbers
        )

    def _channel(self) -> None:
        world.channel_activity(
            self._campaign(), day=self._day(), clicks=3, spend=self._random.choice([None, "1.10"])
        )

    def _alter(self) -> None:
        row = self._of(self._random.choice(_ALTERED), missing=0)
        if row is None:
            return
        choices: dict[type[Record], Any] = {
            Call: lambda: self._random.choice(
                [
                    {"contact": self._of(Contact, missing=0) or row.contact},
                    {"campaign": self._campaign()},
                    {"started_at": self._moment()},
                    {"outcome_id": self._random.choice(_OUTCOMES)},
                ]
            ),
            Appointment: lambda: self._random.choice(
                [
                    {"contact": self._of(Contact)},
                    {"call_ref": self._reference("A")},
                    {"status": self._random.choice(_STATUSES)},
                    {"booked_at": self._moment()},
                    {"campaign": self._campaign()},
                ]
            ),
            Opportunity: lambda: {"contact": self._of(Contact), "appointment_ref": self._reference("R")},
            Contract: lambda: {"contact": self._of(Contact), "opportunity_ref": self._reference("O")},
            Cost: lambda: {"campaign": self._of(Campaign), "amount": "12.34"},
            ActivityTotal: lambda: {"calls": self._random.choice([None, 5])},
            ChannelActivity: lambda: {"spend": self._random.choice([None, "2.20"])},
            Campaign: lambda: {"starts_on": min(self._day(), row.ends_on or date.max)},
            Contact: lambda: {"sector": "it", "contact_list": self._random.choice(["L1", "L2"])},
        }
        world.edit(row, **choices[type(row)]())

    def _void(self) -> None:
        row = self._of(self._random.choice(_ALTERED[:7]), missing=0)
        if row is not None:
            world.void(row)
