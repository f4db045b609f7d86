"""What a check is: what it asks of the facts, what it needs to answer, where its findings are mended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from filon.insight.biases.facts import Facts
from filon.insight.biases.finding import Finding
from filon.terms.text import Text

Place = Literal[
    "costs", "campaigns", "calls", "appointments", "opportunities", "contracts", "links", "channels", "segments",
    "horizon", "maturity",
]  # fmt: skip
"""Where a finding is mended: a page of the office, or the file to import again."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a check cannot do without, and what is said where it lacks."""

    held: Callable[[Facts], bool]
    lacking: Text


@dataclass(frozen=True, slots=True)
class Check:
    """One bias looked for; `passed` says what holds where nothing is found."""

    id: str
    passed: Text
    find: Callable[[Facts], list[Finding]]
    need: Need
    place: Place


@dataclass(frozen=True, slots=True)
class Family:
    """The checks of one kind of error; `words` say what that error does to the ROI."""

    id: str
    label: Text
    words: Text
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found, or the reason why it could not look."""

    check: Check
    family: Family
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None

    @property
    def state(self) -> Literal["found", "passed", "unknown"]:
        """Return how the check ended."""
        if self.findings:
            return "found"
        return "passed" if self.reason is None else "unknown"


CAMPAIGNS = Need(
    lambda facts: bool(facts.campaigns),
    Text("aucune campagne dans les données", "no campaign in the records"),
)
SPENDING = Need(
    lambda facts: any(campaign.cost_cents for campaign in facts.campaigns) or bool(facts.entries),
    Text("aucun coût dans les données", "no cost in the records"),
)
HOURS = Need(
    lambda facts: any(entry.hours for entry in facts.entries),
    Text("aucune heure saisie dans les coûts", "no hours entered in the costs"),
)
CALLS = Need(
    lambda facts: any(campaign.calls for campaign in facts.campaigns),
    Text("aucun appel dans les données", "no call in the records"),
)
APPOINTMENTS = Need(
    lambda facts: any(campaign.appointments for campaign in facts.campaigns),
    Text("aucun rendez-vous dans les données", "no appointment in the records"),
)
DEALS = Need(
    lambda facts: any(campaign.opportunities for campaign in facts.campaigns),
    Text("aucune opportunité rattachée à une campagne", "no opportunity linked to a campaign"),
)
CONTRACTS = Need(
    lambda facts: bool(facts.contracts), Text("aucun contrat dans les données", "no contract in the records")
)
CAMPAIGNS_AND_CONTRACTS = Need(
    lambda facts: CAMPAIGNS.held(facts) and CONTRACTS.held(facts),
    Text(
        "il faut des campagnes et des contrats dans les données",
        "it takes campaigns and contracts in the records",
    ),
)
DEALS_AND_CONTRACTS = Need(
    lambda facts: DEALS.held(facts) and CONTRACTS.held(facts),
    Text(
        "il faut des opportunités rattachées à une campagne et des contrats",
        "it takes opportunities linked to a campaign and contracts",
    ),
)
SIGNED_DEALS = Need(
    lambda facts: any(contract.deal for contract in facts.contracts),
    Text("aucun contrat relié à une opportunité", "no contract linked to an opportunity"),
)
CALLS_AND_COSTS = Need(
    lambda facts: CALLS.held(facts) and SPENDING.held(facts),
    Text("il faut des appels et des coûts dans les données", "it takes calls and costs in the records"),
)
CALLS_AND_HOURS = Need(
    lambda facts: any(campaign.calls and campaign.hours for campaign in facts.campaigns),
    Text("aucune campagne n'a à la fois des appels et des heures", "no campaign has both calls and hours"),
)
CHANNELS = Need(
    lambda facts: len({campaign.channel for campaign in facts.campaigns if campaign.active}) > 1,
    Text(
        "un seul canal dans les données : rien à comparer",
        "only one channel in the records: nothing to compare",
    ),
)
MARGINS = Need(
    lambda facts: any(contract.margin_cents is not None for contract in facts.contracts),
    Text("aucun contrat dont la marge soit connue", "no contract whose margin is known"),
)
MARGIN_RATES = Need(
    lambda facts: any(contract.margin_rate is not None for contract in facts.contracts),
    Text("aucun contrat n'est donné avec un taux de marge", "no contract is given with a margin rate"),
)
DEAL_AMOUNTS = Need(
    lambda facts: any(contract.deal_cents for contract in facts.contracts),
    Text(
        "aucun contrat relié à une opportunité chiffrée",
        "no contract linked to an opportunity with an amount",
    ),
)
CALLS_AND_CONTRACTS = Need(
    lambda facts: CALLS.held(facts) and CONTRACTS.held(facts),
    Text(
        "il faut des appels et des contrats dans les données", "it takes calls and contracts in the records"
    ),
)
RECURRING = Need(
    lambda facts: any(contract.monthly_margin_cents for contract in facts.contracts),
    Text(
        "aucun contrat récurrent dont la marge mensuelle soit connue",
        "no recurring contract whose monthly margin is known",
    ),
)
"""The needs of the checks, each in one sentence."""
