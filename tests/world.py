"""The cast of the tests, small builders of records, and canonical files to import.

Each builder is one write of its own: `world.call(world.campaign("C1"), outcome="refused")`. Money is given in
euros, times in Paris time; whatever is left out has a plausible default and an identifier of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from filon.records.actions.change import change
from filon.records.models import (
    ActivityTotal,
    Appointment,
    Call,
    Campaign,
    CampaignChange,
    ChannelActivity,
    Client,
    Contact,
    ContactList,
    Contract,
    Cost,
    Operator,
    Opportunity,
    SalesRep,
    Script,
    User,
)
from filon.records.models.record import Record
from filon.terms.choices import COST_CATEGORIES
from filon.terms.money import to_cents
from tests.files import worked_case_1, write_csv

__all__ = [
    "Cast",
    "activity",
    "appointment",
    "call",
    "campaign",
    "campaign_change",
    "cast",
    "channel_activity",
    "client",
    "contact",
    "contact_list",
    "contract",
    "cost",
    "edit",
    "instant",
    "operator",
    "opportunity",
    "sales_rep",
    "script",
    "void",
    "worked_case_1",
    "write_csv",
]

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 1, 5)  # a Monday
MORNING = "2026-01-05 10:00"

Row = TypeVar("Row", bound=Record)
Moment = str | datetime
Day = str | date
Euros = int | str | Decimal


@dataclass(frozen=True)
class Cast:
    """Who uses an instance: the house, the client of a mission, and a client who must see nothing of it."""

    sales_director: User
    finance_director: User
    operator: User
    controller: User
    client: Client
    client_viewer: User
    stranger: Client
    stranger_viewer: User


def cast() -> Cast:
    """Create everybody."""
    ours, theirs = client("ACME", name="Acme"), client("GLOBEX", name="Globex")
    role = User.Role
    return Cast(
        sales_director=_user("sales-director", role.SALES_DIRECTOR),
        finance_director=_user("finance-director", role.FINANCE),
        operator=_user("operator", role.OPERATOR),
        controller=_user("controller", role.QUALITY_CONTROLLER),
        client=ours,
        client_viewer=_user("client-viewer", role.CLIENT_VIEWER, ours),
        stranger=theirs,
        stranger_viewer=_user("stranger-viewer", role.CLIENT_VIEWER, theirs),
    )


def _user(username: str, role: User.Role, of_client: Client | None = None) -> User:
    user = User(username=username, role=role, client=of_client)
    user.set_unusable_password()
    user.save()
    return user


def client(code: str = "ACME", **fields: Any) -> Client:
    """Create a client."""
    return _made(Client, {"client_code": code, "name": code.title(), **fields})


def campaign(code: str = "C1", **fields: Any) -> Campaign:
    """Create a campaign: by default in-house calls from the first Monday of 2026."""
    defaults = {"name": f"Campaign {code}", "channel": "phone", "organisation": "in_house", "starts_on": DAY}
    return _made(Campaign, {"campaign_code": code, **defaults, **fields})


def contact(code: str | None = None, **fields: Any) -> Contact:
    """Create a prospect."""
    return _made(Contact, {"contact_id": code or _next(Contact, "P"), **fields})


def operator(code: str = "OP1", **fields: Any) -> Operator:
    """Create an operator."""
    return _made(Operator, {"operator": code, **fields})


def script(code: str = "S1") -> Script:
    """Create a script."""
    return _made(Script, {"script": code})


def contact_list(code: str = "L1") -> ContactList:
    """Create a list of prospects."""
    return _made(ContactList, {"list_code": code})


def sales_rep(code: str = "R1") -> SalesRep:
    """Create a sales representative."""
    return _made(SalesRep, {"sales_rep": code})


def call(on: Campaign, *, at: Moment = MORNING, outcome: str = "no_answer", **fields: Any) -> Call:
    """Create a call, to a new prospect unless `contact` names one; codes stand for what they name."""
    fields.setdefault("call_id", _next(Call, "A"))
    fields.setdefault("contact", _next(Contact, "P"))
    return _made(Call, {"campaign": on, "started_at": instant(at), "outcome_id": outcome, **fields})


def appointment(
    on: Campaign, *, booked: Moment = MORNING, of_call: Call | None = None, **fields: Any
) -> Appointment:
    """Create an appointment, by default booked; with `of_call`, of that call and its prospect."""
    fields.setdefault("appointment_id", _next(Appointment, "RDV"))
    fields.setdefault("status", "booked")
    if of_call:
        fields = {
            "call_ref": of_call.call_id,
            "contact": of_call.contact,
            "operator": of_call.operator,
            **fields,
        }
    return _made(Appointment, {"campaign": on, "booked_at": instant(booked), **fields})


def opportunity(
    on: Campaign | None = None, *, created: Moment = MORNING, of: Appointment | None = None, **fields: Any
) -> Opportunity:
    """Create an opportunity; with `of`, of that appointment. `amount` is in euros."""
    fields.setdefault("opportunity_id", _next(Opportunity, "OPP"))
    fields.setdefault("status", "open")
    if of:
        fields = {"appointment_ref": of.appointment_id, "contact": of.contact, **fields}
    return _made(Opportunity, {"campaign": on, "created_at": instant(created), **fields})


def contract(
    on: Campaign | None = None,
    *,
    revenue: Euros = 1000,
    signed_on: Day = DAY,
    of: Opportunity | None = None,
    **fields: Any,
) -> Contract:
    """Create a contract at a 40 % margin rate; with `of`, of that opportunity.

    `margin` and `recurring_amount` are in euros; `margin_rate=None` alone leaves the margin unknown.
    """
    fields.setdefault("contract_id", _next(Contract, "CT"))
    if "margin" not in fields:
        fields.setdefault("margin_rate", "0.4")
    if of:
        fields = {"opportunity_ref": of.opportunity_id, "contact": of.contact, **fields}
    return _made(Contract, {"campaign": on, "revenue": revenue, "signed_on": signed_on, **fields})


def cost(
    on: Campaign | None = None,
    *,
    amount: Euros | None = None,
    category: str = "telephony",
    period_start: Day = DAY,
    **fields: Any,
) -> Cost:
    """Create a cost, of one day unless `period_end` is given and shared where no campaign is named."""
    fields.setdefault("cost_id", _next(Cost, "F"))
    fields.setdefault("nature", COST_CATEGORIES[category][0])
    given = {"campaign": on, "category": category, "amount": amount, "period_start": period_start}
    return _made(Cost, {**given, **fields})


def activity(on: Campaign, *, begin: Day = DAY, end: Day = date(2026, 1, 31), **fields: Any) -> ActivityTotal:
    """Create the totals of a period, both days included."""
    fields.setdefault("activity_key", _next(ActivityTotal, "T"))
    return _made(ActivityTotal, {"campaign": on, "period_start": begin, "period_end": end, **fields})


def channel_activity(on: Campaign, *, day: Day = DAY, **fields: Any) -> ChannelActivity:
    """Create a day of a channel; `spend` is in euros."""
    fields.setdefault("channel_activity_key", _next(ChannelActivity, "D"))
    return _made(ChannelActivity, {"campaign": on, "day": day, **fields})


def campaign_change(on: Campaign | None = None, *, day: Day = DAY, kind: str = "script") -> CampaignChange:
    """Create a dated change of a campaign, or of all of them."""
    given = {"campaign": on, "changed_on": day, "kind": kind, "description": f"New {kind}"}
    return _made(CampaignChange, {"change_key": _next(CampaignChange, "M"), **given})


def edit(row: Row, **fields: Any) -> Row:
    """Alter a record and mark it as edited by hand."""
    with change("edit", actor="tests") as opened:
        for name, value in _stored(type(row), {**fields, "edited_at": opened.at}).items():
            setattr(row, name, value)
        row.change_id = opened.id
        row.save()
    row.refresh_from_db()
    return row


def void(row: Record) -> None:
    """Withdraw a record."""
    with change("void", actor="tests") as opened:
        row.voided_at = opened.at
        row.change_id = opened.id
        row.save()


def instant(moment: Moment) -> datetime:
    """Return an instant from its Paris time, such as "2026-01-05 10:00"."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return read if read.tzinfo else read.replace(tzinfo=PARIS)


_CODES: dict[str, tuple[type[Record], str]] = {
    "campaign": (Campaign, "campaign_code"),
    "client": (Client, "client_code"),
    "contact": (Contact, "contact_id"),
    "operator": (Operator, "operator"),
    "script": (Script, "script"),
    "contact_list": (ContactList, "list_code"),
    "sales_rep": (SalesRep, "sales_rep"),
}
_EUROS = ("amount", "revenue", "margin", "recurring_amount", "spend", "budget")


def _made(model: type[Row], fields: dict[str, Any]) -> Row:
    stored = _stored(model, fields)
    with change("create", actor="tests") as opened:
        row = model._default_manager.create(change_id=opened.id, created_id=opened.id, **stored)
    row.refresh_from_db()
    return row


def _stored(model: type[Record], fields: dict[str, Any]) -> dict[str, Any]:
    """Turn codes into the records they name, euros into cents and times into instants."""
    stored: dict[str, Any] = {}
    for name, value in fields.items():
        if name in _EUROS:
            stored[f"{name}_cents"] = None if value is None else to_cents(Decimal(value))
        elif name in _CODES and isinstance(value, str) and _CODES[name][0] is not model:
            stored[name] = _named(*_CODES[name], value)
        elif name.endswith("_at") and isinstance(value, str):
            stored[name] = instant(value)
        else:
            stored[name] = value
    return stored


def _named(model: type[Record], field: str, code: str) -> Record:
    known: Record | None = model._default_manager.filter(**{field: code}, voided_at=None).first()
    return known or _made(model, {field: code})


def _next(model: type[Record], prefix: str) -> str:
    return f"{prefix}{model._default_manager.count() + 1}"
