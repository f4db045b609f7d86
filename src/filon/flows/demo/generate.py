"""Makes the files of the demonstration company from a date and a seed, byte for byte the same each time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from filon.flows.demo import channels, files, spending, worked_case
from filon.flows.demo.chance import Dice
from filon.flows.demo.dates import Span, at
from filon.flows.demo.dialling import APPOINTMENT, HUMAN, OUTCOMES, USEFUL, Calls, dial, people
from filon.flows.demo.directory import Directory
from filon.flows.demo.selling import Booking, Row, Sales, sell
from filon.flows.demo.story import CALLERS, EMAIL, FAIR, MISSIONS, WORKED_CASE, Mission
from filon.terms.assignment import variant_of

SEED = 20_231
REFUSALS = ("déjà équipé", "pas de budget", "pas le moment", "prestataire en place", "décidé au siège")
CHANGES: tuple[tuple[int, int, str | None, str, str], ...] = (
    (8, 0, "CVC-INDUSTRIE", "script", "Nouveau script CVC-V2 : la question des pannes d'abord"),
    (9, 0, None, "team", "Arrivée d'Élise dans l'équipe"),
    (10, 0, "CVC-INDUSTRIE", "list", "Fichier loué A, moins cher, en plus du fichier Industrie 69"),
    (12, 0, None, "team", "Départ de David"),
    (13, 0, "GTB-TERTIAIRE", "script", "Nouveau script GTB-V2"),
)
"""Month, day after its first, campaign, kind, description."""


def generate(folder: Path, end: date, seed: int = SEED) -> None:
    """Write the source files of the eighteen months before `end`, the first day of a month.

    Shapes: a dozen files of the interchange format, about 40,000 calls. Raises ValueError where `end`
    is not the first of a month.
    """
    if end.day != 1:
        raise ValueError("the demonstration ends on the first day of a month")
    folder.mkdir(parents=True, exist_ok=True)
    company = _Company(Span(end), Dice(seed))
    for mission in (WORKED_CASE, *MISSIONS):
        company.run(mission)
    company.other_channels()
    company.write(folder)


class _Company:
    """What the company's tools would hold, filled campaign by campaign."""

    def __init__(self, span: Span, dice: Dice) -> None:
        self.span, self.dice = span, dice
        self.directory = Directory(dice)
        self.sales = Sales()
        self.calls: dict[str, list[str]] = {}
        self.channel_days: list[Row] = []
        self.activities: dict[str, spending.Activity] = {}

    def run(self, mission: Mission) -> None:
        """Call the contacts of a phone mission and follow what comes of it."""
        whom = people(mission, self.dice)
        contact_ids = self.directory.register(mission, whom)
        calls, days = dial(mission, whom, self.span, self.dice)
        if mission is WORKED_CASE:
            calls = worked_case.exact_calls(calls, self.dice)
        columns = self._columns(mission, calls, days, [contact_ids[i] for i in calls.contact])
        for name, values in columns.items():
            self.calls.setdefault(name, []).extend(values)
        bookings = _bookings(calls, days, columns)
        if mission is WORKED_CASE:
            sales = worked_case.exact_sales(bookings, self.dice)
        else:
            sales = sell(mission, bookings, self.span, self.dice)
        self._add(sales)
        self.activities[mission.code] = self._activity(calls, days, sales)

    def _columns(
        self, mission: Mission, calls: Calls, days: Sequence[date], contact_ids: list[str]
    ) -> dict[str, list[str]]:
        """Return the columns of calls.csv for one mission."""
        lots, scripts = self._lots_and_scripts(mission, calls, days)
        refusals = self.dice.pick(np.array([0.34, 0.2, 0.18, 0.18, 0.1]), len(calls))
        reasons = np.where(calls.outcome == USEFUL, np.array(REFUSALS, dtype=object)[refusals], "")
        stamps = zip(calls.day, calls.second, strict=True)
        return {
            "call_id": [f"{mission.code}-{i:05d}" for i in range(1, len(calls) + 1)],
            "campaign_code": [mission.code] * len(calls),
            "contact_id": contact_ids,
            "operator": [CALLERS[i].code for i in calls.caller],
            "started_at": [at(days[day], int(second)).isoformat(" ") for day, second in stamps],
            "duration_s": calls.duration.astype(str).tolist(),
            "talk_s": np.where(calls.outcome >= HUMAN, calls.talk.astype(str), "0").tolist(),
            "outcome": [OUTCOMES[i] for i in calls.outcome],
            "refusal_reason": reasons.tolist(),
            "script": scripts,
            "list_code": lots,
            "variant": self._variants(mission, calls, days, contact_ids),
        }

    def _lots_and_scripts(
        self, mission: Mission, calls: Calls, days: Sequence[date]
    ) -> tuple[list[str], list[str]]:
        lists = {row["contact_id"]: row["list_code"] for row in self.directory.rows[-mission.contacts :]}
        codes = list(lists.values())
        starts = [start for start, *_ in mission.scripts]
        month_of = np.array([self.span.index(day) for day in days])[calls.day]
        script = np.searchsorted(starts, month_of, side="right") - 1
        return [codes[i] for i in calls.contact], [mission.scripts[i][1] for i in script]

    def _variants(
        self, mission: Mission, calls: Calls, days: Sequence[date], contact_ids: list[str]
    ) -> list[str]:
        """Return the variant that each call was made under, by the contact it was assigned to."""
        test = mission.comparison
        if test is None:
            return [""] * len(calls)
        begin = self.span.month(test.first)
        weights = [(code, 1) for code, _ in test.variants]
        return [
            variant_of(test.code, contact, weights) if days[day] >= begin else ""
            for contact, day in zip(contact_ids, calls.day, strict=True)
        ]

    def _activity(self, calls: Calls, days: Sequence[date], sales: Sales) -> spending.Activity:
        """Count what the costs of a mission depend on."""
        month_of = np.array([self.span.index(day) for day in days])[calls.day]
        pairs = zip(month_of.tolist(), (CALLERS[i].code for i in calls.caller), strict=True)
        activity = spending.Activity(calls=Counter(pairs))
        for row in sales.appointments:
            month = min(self.span.index(row["booked_at"].date()), 17)
            activity.held[month] += row["status"] == "held"
            activity.validated[month] += row["validation"] == "validated"
        return activity

    def _add(self, sales: Sales) -> None:
        self.sales.appointments += sales.appointments
        self.sales.opportunities += sales.opportunities
        self.sales.contracts += sales.contracts

    def other_channels(self) -> None:
        """Add the e-mail channel, the trade fair, and deals of unknown origin."""
        mailings = channels.mailings(self.span, self.dice)
        stand = channels.stand(self.span, self.dice)
        self.channel_days = [*mailings, *stand]
        for mission, rows, list_code, share in (
            (EMAIL, mailings, channels.EMAIL_LIST, 0.17),
            (FAIR, stand, channels.FAIR_LIST, 0.26),
        ):
            days = [(row["date"], self.directory.leads(list_code, row["leads"])) for row in rows]
            self._add(channels.deals(mission, days, share, self.span, self.dice))
        contact_ids = self.directory.leads(channels.UNKNOWN_LIST, 6)
        self._add(channels.deals_of_unknown_origin(contact_ids, self.span, self.dice))

    def write(self, folder: Path) -> None:
        """Write every file."""
        files.write_csv(
            folder / "clients.csv", "clients", [{"client_code": "BREVENNE", "name": "Brévenne Énergie"}]
        )
        files.write_csv(folder / "operators.csv", "operators", self._operators())
        files.write_csv(folder / "campaigns.csv", "campaigns", self._campaigns())
        files.write_csv(folder / "contacts.csv", "contacts", self.directory.rows)
        files.write_columns(folder / "calls.csv", self.calls)
        files.write_csv(folder / "appointments.csv", "appointments", self.sales.appointments)
        files.write_csv(folder / "opportunities.csv", "opportunities", self.sales.opportunities)
        files.write_french_csv(folder / "contrats.csv", "contracts", self.sales.contracts)
        costs = [*worked_case.ledger(self.span), *spending.ledger(self.activities, self.span)]
        files.write_workbook(folder / "couts.xlsx", "costs", costs, self.span.end)
        files.write_csv(folder / "totaux_prestataire.csv", "activity", self._provider_totals())
        files.write_csv(folder / "channel_activity.csv", "channel_activity", self.channel_days)
        files.write_csv(folder / "changes.csv", "changes", self._changes())

    def _operators(self) -> list[Row]:
        return [
            {
                "operator": caller.code,
                "organisation": caller.organisation,
                "hourly_cost": caller.hourly_cost,
                "started_on": self.span.month(caller.first_month),
                "ended_on": self.span.last_day(caller.last_month) if caller.last_month < 17 else None,
            }
            for caller in CALLERS
        ]

    def _campaigns(self) -> list[Row]:
        return [
            {
                "campaign_code": mission.code,
                "name": mission.name,
                "client_code": "BREVENNE" if mission.organisation in ("provider", "platform") else None,
                "channel": mission.channel,
                "organisation": mission.organisation,
                "kind": mission.kind,
                "offer": mission.offer.name,
                "target": mission.target,
                "country": "FR",
                "starts_on": self.span.month(mission.months[0]),
                "ends_on": self.span.last_day(mission.months[1]) if mission.months[1] < 17 else None,
                "owner": "Direction commerciale",
                "budget": mission.budget,
                "horizon_months": mission.horizon_months,
            }
            for mission in (WORKED_CASE, *MISSIONS, EMAIL, FAIR)
        ]

    def _provider_totals(self) -> list[Row]:
        """Return the provider's own monthly totals: rounder than its call records, in few hours."""
        activity, mission = self.activities["AUDIT-PRESTA"], MISSIONS[2]
        return [
            {
                "campaign_code": mission.code,
                "period_start": self.span.month(month),
                "period_end": self.span.last_day(month),
                "calls": -(-activity.calls_of(month) // 50) * 50,
                "hours": round(activity.calls_of(month) / 67, 1),
            }
            for month in range(mission.months[0], mission.months[1] + 1)
        ]

    def _changes(self) -> list[Row]:
        return [
            {
                "date": self.span.month(month).replace(day=1 + shift),
                "campaign_code": code,
                "kind": kind,
                "description": description,
            }
            for month, shift, code, kind, description in CHANGES
        ]


def _bookings(calls: Calls, days: Sequence[date], columns: dict[str, list[str]]) -> list[Booking]:
    """Return the calls that ended with an appointment."""
    return [
        Booking(
            columns["call_id"][i],
            columns["contact_id"][i],
            columns["operator"][i],
            at(days[calls.day[i]], int(calls.second[i] + calls.duration[i])),
            columns["variant"][i] or None,
        )
        for i in np.flatnonzero(calls.outcome == APPOINTMENT)
    ]
