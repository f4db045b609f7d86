"""Opportunities, proposals and contracts, and the rates between them."""

from collections.abc import Mapping

from filon.metrics.definitions.parts import CONTRACTS, PROPOSALS, credited, total, untold
from filon.metrics.definitions.reasons import MEDIAN_NOT_REACHED, NO_DEAL
from filon.metrics.language.components import Component, Cycles
from filon.metrics.language.measure import WEIGHT_GRID, WEIGHT_UNITS, Measure, Part, Polarity
from filon.metrics.language.metric import Figure, Metric, Terms
from filon.metrics.language.query import Query
from filon.terms.text import Text


def _deals(
    name: str, label: Text, words: Text, parts: tuple[Part, ...], polarity: Polarity = "higher"
) -> Measure:
    return Measure(
        name, label, words, "count", parts, polarity, scale=WEIGHT_UNITS, grid=WEIGHT_GRID, interval="count"
    )


MEASURES = (
    _deals(
        "opportunities",
        Text("Opportunités", "Opportunities"),
        Text(
            "opportunités qualifiées, au jour de la qualification, sinon de la création",
            "qualified opportunities, on the day qualified, else created",
        ),
        (credited("opportunities", "qualified_on"), untold(PROPOSALS)),
    ),
    _deals(
        "proposals",
        Text("Propositions", "Proposals"),
        Text(
            "opportunités avec une proposition, au jour de celle-ci",
            "opportunities with a proposal, on its day",
        ),
        (credited("opportunities", "proposed_on"), total("proposals", PROPOSALS, WEIGHT_UNITS)),
    ),
    _deals(
        "opportunities_won",
        Text("Opportunités gagnées", "Opportunities won"),
        Text("opportunités gagnées, au jour de la clôture", "opportunities won, on the day closed"),
        (credited("opportunities", "closed_on", lambda t: t.status == "won"), untold(PROPOSALS)),
    ),
    _deals(
        "opportunities_lost",
        Text("Opportunités perdues", "Opportunities lost"),
        Text("opportunités perdues, au jour de la clôture", "opportunities lost, on the day closed"),
        (credited("opportunities", "closed_on", lambda t: t.status == "lost"), untold(PROPOSALS)),
        "lower",
    ),
    _deals(
        "contracts",
        Text("Contrats", "Contracts"),
        Text("contrats signés, au jour de la signature", "contracts signed, on the day signed"),
        (credited("contracts", "signed_on"), total("contracts", CONTRACTS, WEIGHT_UNITS)),
    ),
    _deals(
        "new_customers",
        Text("Nouveaux clients", "New customers"),
        Text(
            "premiers contrats d'un contact ; dans les totaux, chaque contrat en est un",
            "first contracts of a contact; in totals, every contract is one",
        ),
        (credited("contracts", "signed_on", "new_customer"), total("contracts", CONTRACTS, WEIGHT_UNITS)),
    ),
    Measure(
        "sales_cycles",
        Text("Durées de vente", "Sales cycles"),
        Text("durées du premier appel à la signature", "durations from first call to signature"),
        "count",
        (Part("journey", "first_call_on", lambda t: t.contact, source="cycles"),),
        hidden=True,
    ),
)


def _median_cycle(components: Mapping[str, Component], query: Query) -> Figure:
    del query
    cycles = components.get("sales_cycles")
    if not isinstance(cycles, Cycles):
        return Figure(None, NO_DEAL)
    median = cycles.median()
    if median is None:
        return Figure(None, MEDIAN_NOT_REACHED)
    return Figure(median)


def _rate(name: str, label: Text, words: Text, over: tuple[str, Terms]) -> Metric:
    return Metric(name, label, words, "share", {over[0]: 1}, over[1], events=over[0], interval="share")


METRICS = (
    _rate(
        "proposal_rate",
        Text("Taux de proposition", "Proposal rate"),
        Text("propositions / rendez-vous posés", "proposals / appointments set"),
        ("proposals", {"appointments_set": 1}),
    ),
    _rate(
        "win_rate",
        Text("Taux de signature", "Win rate"),
        Text("contrats / propositions", "contracts / proposals"),
        ("contracts", {"proposals": 1}),
    ),
    _rate(
        "close_rate",
        Text("Taux de transformation des rendez-vous", "Close rate"),
        Text("contrats / rendez-vous posés", "contracts / appointments set"),
        ("contracts", {"appointments_set": 1}),
    ),
    _rate(
        "opportunity_win_rate",
        Text("Taux de gain des opportunités closes", "Win rate of closed opportunities"),
        Text("gagnées / (gagnées + perdues)", "won / (won + lost)"),
        ("opportunities_won", {"opportunities_won": 1, "opportunities_lost": 1}),
    ),
    Metric(
        "sales_cycle_days",
        Text("Cycle de vente (jours)", "Sales cycle (days)"),
        Text(
            "médiane de Kaplan–Meier du premier appel à la signature ; les affaires ouvertes sont censurées, "
            "les perdues exclues",
            "Kaplan–Meier median from first call to signature; open deals are censored, lost ones left out",
        ),
        "days",
        {},
        polarity="lower",
        compute=_median_cycle,
        needs=("sales_cycles",),
    ),
)
