"""The facts the checks read: plain sums per campaign, ledger entries, and what could not be placed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """Sums of one campaign over all its life. Money in cents; None is unknown, never zero."""

    code: str
    name: str
    channel: str = "phone"
    organisation: str | None = None
    kind: str | None = None
    starts_on: date = date.min
    horizon_months: int | None = None
    calls: int = 0
    conversations: int = 0
    appointments: int = 0
    validated: int = 0
    rejected: int = 0
    held: int = 0
    no_show: int = 0
    leads: int = 0
    opportunities: int = 0
    open_opportunities: int = 0
    open_amount_cents: int = 0
    won: int = 0
    lost: int = 0
    contracts: int = 0
    revenue_cents: int = 0
    margin_cents: int | None = 0
    hours: float = 0.0
    costs: Mapping[str, int] = field(default_factory=dict)  # by category, shared parts included
    stale_appointments: int = 0  # slot passed, still "booked"
    stale_opportunities: int = 0  # open for far longer than deals take

    @property
    def cost_cents(self) -> int:
        """Return the known costs, all categories together."""
        return sum(self.costs.values())

    @property
    def active(self) -> bool:
        """Tell whether anything was done or sold."""
        return any((self.calls, self.appointments, self.leads, self.opportunities, self.contracts))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the cost ledger; `cents` is None where its hours have no rate."""

    id: str
    campaign: str | None
    category: str
    first: date
    last: date
    cents: int | None
    hours: float | None = None
    key: str | None = None
    supplier: str | None = None


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """One signed contract, as far as recurrence and margin are concerned."""

    campaign: str | None
    signed_on: date
    revenue_cents: int
    margin_cents: int | None
    monthly_margin_cents: int | None = None  # None where nothing recurs or the margin is unknown
    term_months: int | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """How much was seen of one value of a dimension."""

    dimension: str
    value: str
    appointments: int
    contracts: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """A total given for a period that detailed records cover too; the records win."""

    campaign: str
    measure: str
    total: int
    detailed: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the checks look at. `cycle_days` is the median from origin to signature, if known."""

    as_of: date
    campaigns: tuple[CampaignFacts, ...] = ()
    entries: tuple[Entry, ...] = ()
    contracts: tuple[ContractFacts, ...] = ()
    segments: tuple[Segment, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    cycle_days: float | None = None
