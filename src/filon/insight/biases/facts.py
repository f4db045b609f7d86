"""The facts the checks read: plain sums per campaign, ledger entries, and what could not be placed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from filon.metrics.answer import Cell


@dataclass(frozen=True, slots=True)
class Projection:
    """What the maturity study says of a campaign: its ROI to date and once its deals are closed, the cents to come.

    `coming_cents` is None where `projected` has no value; its reason then tells why.
    """

    roi: Cell
    projected: Cell
    coming_cents: int | None


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """Sums of one campaign over all its life. Money in cents; None is unknown, never zero."""

    code: str
    name: str
    channel: str = "phone"
    organisation: str | None = None
    kind: str | None = None
    starts_on: date = date.min
    ends_on: date | None = None
    horizon_months: int | None = None
    calls: int = 0
    reached: int = 0
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
    won_unsigned: int = 0  # deals won for a month to which no contract answers
    won_unsigned_cents: int = 0
    calls_outside: int = 0  # before its first day or after its last
    calls_uncosted: int = 0  # in months without a cost of its own, the books of which should be complete
    own_cost_cents: int = 0  # booked for it alone, in the months that have both calls and costs
    calls_costed: int = 0  # in those months
    twin_calls: int = 0  # beyond the first of the same prospect, moment, length and outcome
    cost_known: bool = True
    projection: Projection | None = None  # None without open deals

    @property
    def cost_cents(self) -> int:
        """Return the known costs, all categories together."""
        return sum(self.costs.values())

    @property
    def stake_cents(self) -> int:
        """Return the euros that its ROI is made of."""
        return self.cost_cents + abs(self.margin_cents or 0)

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
    with_tax: bool = False  # its note says so


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """One signed contract, and what the records say of the deal and the calls it came from."""

    campaign: str | None
    signed_on: date
    revenue_cents: int
    margin_cents: int | None
    monthly_margin_cents: int | None = None  # None where nothing recurs or the margin is unknown
    term_months: int | None = None
    ended_on: date | None = None
    id: str = ""
    contact: int | None = None
    product: str | None = None
    margin_rate: float | None = None  # where it was given as a rate
    deal: str | None = None  # status of its opportunity; None where it has none
    deal_cents: int | None = None
    before_first_call: bool = False


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
    """Everything the checks look at.

    `cycle_days` is the median from origin to signature, if known. Twin calls were looked for on one day
    out of `sampled`.
    """

    as_of: date
    campaigns: tuple[CampaignFacts, ...] = ()
    entries: tuple[Entry, ...] = ()
    contracts: tuple[ContractFacts, ...] = ()
    segments: tuple[Segment, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    cycle_days: float | None = None
    sampled: int = 1
