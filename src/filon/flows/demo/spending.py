"""The cost ledger: complete for most campaigns, with the gaps that the checks must find."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from filon.flows.demo.dates import Span
from filon.flows.demo.selling import Row
from filon.flows.demo.story import CALLERS, EMAIL, FAIR, MISSIONS, Mission

CALLS_PER_HOUR = 19
APPOINTMENT_PRICE, PROVIDER_FEE = 185, 3_400
SALES_RATE, MANAGEMENT_RATE = 52.0, 45.0
INCOMPLETE = "GTB-TERTIAIRE"  # nobody books its management nor the sales team's time


@dataclass(frozen=True, slots=True)
class Activity:
    """What each month of a campaign was: calls by operator, appointments held and validated."""

    calls: Mapping[tuple[int, str], int] = field(default_factory=dict)
    held: Counter[int] = field(default_factory=Counter)
    validated: Counter[int] = field(default_factory=Counter)

    def calls_of(self, month: int) -> int:
        """Return the calls of a month, all operators together."""
        return sum(count for (when, _), count in self.calls.items() if when == month)


class Ledger:
    """Entries of one month or several, numbered as a bookkeeper would."""

    def __init__(self, span: Span) -> None:
        self.span, self.rows = span, list[Row]()

    def book(self, code: str | None, category: str, months: tuple[int, int], **what: object) -> None:
        """Add an entry; `what` holds amount, or hours and hourly_rate, and optional columns."""
        first, last = months
        self.rows.append(
            {
                "cost_id": f"C{len(self.rows) + 1:04d}",
                "campaign_code": code,
                "category": category,
                "period_start": self.span.month(first),
                "period_end": self.span.last_day(last),
                **what,
            }
        )

    def month(self, code: str | None, category: str, month: int, **what: object) -> None:
        """Add an entry of one month."""
        self.book(code, category, (month, month), **what)


def ledger(activities: Mapping[str, Activity], span: Span) -> list[Row]:
    """Return the entries of every campaign but the worked case, and the shared ones."""
    entries = Ledger(span)
    for mission in MISSIONS:
        _mission(entries, mission, activities[mission.code])
    _email_and_fair(entries)
    _shared(entries)
    return entries.rows


def _mission(entries: Ledger, mission: Mission, activity: Activity) -> None:
    complete = mission.code != INCOMPLETE
    if mission.organisation == "in_house":
        _in_house(entries, mission, activity)
    for month in range(mission.months[0], mission.months[1] + 1):
        if mission.organisation == "provider":
            entries.month(mission.code, "provider_fee", month, amount=PROVIDER_FEE, supplier="Rhône Contact")
        if mission.organisation == "platform" and activity.validated[month]:
            fee = APPOINTMENT_PRICE * activity.validated[month]
            entries.month(mission.code, "appointment_fee", month, amount=fee, supplier="Plateforme")
        if complete:
            hours = {"in_house": 5.0, "provider": 3.0, "platform": 2.0}[str(mission.organisation)]
            entries.month(mission.code, "management", month, hours=hours, hourly_rate=MANAGEMENT_RATE)
        if complete and activity.held[month]:
            worked = 2.25 * activity.held[month]
            entries.month(mission.code, "sales_time", month, hours=worked, hourly_rate=SALES_RATE,
                          allocation_key="appointments")  # fmt: skip


def _in_house(entries: Ledger, mission: Mission, activity: Activity) -> None:
    for lot in mission.lots:
        price = 1_150 if lot.wrong_numbers < 0.1 else 620  # the second list was cheap, and shows it
        entries.book(
            mission.code, "list_purchase", (lot.first_month, mission.months[1]), amount=price, note=lot.code
        )
    for start, script, _ in mission.scripts:
        entries.month(mission.code, "script_preparation", start, hours=12.0, hourly_rate=42.0, note=script)
    for month in range(mission.months[0], mission.months[1] + 1):
        for caller in CALLERS:
            if calls := activity.calls.get((month, caller.code), 0):
                hours = round(4 * calls / CALLS_PER_HOUR) / 4
                entries.month(
                    mission.code, "operator_time", month, hours=hours, hourly_rate=caller.hourly_cost
                )
        entries.month(mission.code, "telephony", month, amount=round(activity.calls_of(month) * 0.035, 2))
        entries.month(mission.code, "tool_licence", month, amount=90, supplier="Phonéo")
    if "Élise" in mission.operators and mission.kind == "recurring":
        entries.month(mission.code, "training", 9, hours=14.0, hourly_rate=23.0)


def _email_and_fair(entries: Ledger) -> None:
    for month in range(EMAIL.months[0], EMAIL.months[1] + 1):
        entries.month(EMAIL.code, "email_tool", month, amount=79, supplier="Lettriva")
        entries.month(EMAIL.code, "sales_time", month, hours=5.0, hourly_rate=SALES_RATE)
        if month % 3 == 2:
            entries.month(EMAIL.code, "creative", month, amount=420)
    (month, _) = FAIR.months
    for category, amount in (("event_stand", 7_800), ("travel", 1_150), ("creative", 900)):
        entries.month(FAIR.code, category, month, amount=amount)
    entries.month(FAIR.code, "sales_time", month, hours=62.0, hourly_rate=SALES_RATE)


def _shared(entries: Ledger) -> None:
    """Add what all campaigns share from the fourth month on, an entry without key, and a twin invoice."""
    for month in range(3, 18):
        entries.month(None, "overhead", month, amount=360, allocation_key="hours")
        entries.month(None, "infrastructure", month, amount=145, allocation_key="calls", supplier="CRM")
        entries.month(None, "reporting", month, hours=4.0, hourly_rate=38.0, allocation_key="equal")
    entries.month(None, "list_qualification", 9, amount=2_400, note="Nettoyage de la base prospects")
    entries.month(
        "CVC-INDUSTRIE", "tool_licence", 6, amount=90, supplier="Phonéo", note="facture reçue deux fois"
    )
