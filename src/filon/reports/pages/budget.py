"""Where the next euro goes: what the page and the command say of a study of the budget."""

from dataclasses import dataclass

from filon.insight.arbitration.found import SURE, Arbitration, Place, Proposal
from filon.metrics.answer import Answer
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import sheets
from filon.reports.pages.budget_basis import SHOWN, basis, name_of
from filon.reports.pages.parts import Point, Ranked
from filon.reports.pages.sayings import chance, listed
from filon.reports.paint.numbers import written
from filon.terms.text import Text

BESIDE = {
    "contracts": Text("Contrats", "Contracts"),
    "return_multiple": Text("Marge par euro", "Margin per euro"),
    "cost_per_validated_appointment": Text("Coût par RDV validé", "Cost per valid appt"),
    "break_even_price_per_validated_appointment": Text(
        "Équilibre par RDV validé", "Break-even per valid appt"
    ),
}
"""The figures shown beside what one more euro brings, with headings that narrow columns can hold."""


@dataclass(frozen=True, slots=True)
class Move:
    """A line of the table; `change` is the proposed spending less today's, None where nothing is proposed.

    `stop` says what the proposal stops at, if anything.
    """

    label: Text
    place: Place
    change: float | None
    stop: Text | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The page."""

    answer: Answer
    found: Arbitration
    finding: Text
    basis: tuple[Text, ...]
    chart: Ranked | None
    moves: tuple[Move, ...]
    aside: tuple[Move, ...]


def build(found: Arbitration) -> Budget:
    """Build the page from a study."""
    moves = [Move(name_of(found, place), place, _change(place), stopped_by(place)) for place in found.places]
    chart = tuple(
        Point(move.label, move.place.marginal, edges.low, edges.high, few=False)
        for move in moves
        if move.place.marginal is not None and (edges := move.place.interval) is not None
    )
    return Budget(
        found.answer,
        found,
        finding(found),
        basis(found),
        Ranked(chart, "ratio", 1.0) if chart else None,
        tuple(move for move in moves if move.place.aside is None),
        tuple(move for move in moves if move.place.aside is not None),
    )


def finding(found: Arbitration) -> Text:
    """Say what to move, or why to move nothing."""
    proposal = found.proposal
    if proposal is None:
        return found.refusal or Text("Rien à répartir.", "Nothing to share out.")
    odds = chance(proposal.better)
    more = [name_of(found, place) for place in found.places if _moved(place) > 0]
    less = [name_of(found, place) for place in found.places if _moved(place) < 0]
    if not (more or less):
        return Text(
            "Ne rien déplacer : la répartition d'aujourd'hui est la meilleure trouvée dans ces bornes",
            "Move nothing: today's split is the best found within these bounds",
        )
    apart, net = _change_of_budget(proposal)
    if proposal.better < SURE:
        return Text(
            f"Ne rien déplacer pour l'instant{apart.fr} : la meilleure répartition trouvée ne bat celle d'aujourd'hui"
            f"{net.fr} qu'avec une probabilité de {odds.fr}",
            f"Move nothing for now{apart.en}: the best split found beats today's{net.en} with a probability of {odds.en} only",
        )
    gain, low, high = (_money(value) for value in (proposal.gain, proposal.low, proposal.high))
    fr = [f"mettre plus sur {listed(more).fr}"] * bool(more) + [f"moins sur {listed(less).fr}"] * bool(less)
    en = [f"spend more on {listed(more).en}"] * bool(more) + [f"less on {listed(less).en}"] * bool(less)
    said = Text(", ".join(fr), ", ".join(en)).capital
    beside = _unchanged(proposal)
    return Text(
        f"{said.fr}{apart.fr} : environ {gain.fr} de plus par an{net.fr} (de {low.fr} à {high.fr} "
        f"huit fois sur dix), mieux qu'aujourd'hui avec une probabilité de {odds.fr}{beside.fr}",
        f"{said.en}{apart.en}: about {gain.en} more a year{net.en} (from {low.en} to {high.en} "
        f"eight times in ten), better than today with a probability of {odds.en}{beside.en}",
    )


def _change_of_budget(proposal: Proposal) -> tuple[Text, Text]:
    """Say how much more or less the proposal spends, and what its gain is net of; nothing where that is today's budget."""
    more = proposal.more
    if not more:
        return Text("", ""), Text("", "")
    month, year = _money(abs(more)), _money(12 * abs(more))
    if more > 0:
        return (
            Text(
                f", en dépensant {month.fr} de plus par mois ({year.fr} par an)",
                f", spending {month.en} more a month ({year.en} a year)",
            ),
            Text(", net de la dépense en plus", ", net of the added spending"),
        )
    return (
        Text(
            f", en dépensant {month.fr} de moins par mois ({year.fr} par an)",
            f", spending {month.en} less a month ({year.en} a year)",
        ),
        Text(", dépense épargnée comprise", ", spending saved included"),
    )


def _unchanged(proposal: Proposal) -> Text:
    """Say what the best split of today's budget would gain, where another one is proposed."""
    if proposal.unchanged is None:
        return Text("", "")
    gain = _money(proposal.unchanged)
    return Text(
        f" ; à budget inchangé, la meilleure répartition donnerait environ {gain.fr} de plus par an",
        f"; with today's budget, the best split would give about {gain.en} more a year",
    )


def sheet(page: Budget) -> sheets.Sheet:
    """Return the table to take away."""
    heads = (
        sheets.Head("value", place_title(page.found)),
        sheets.Head("monthly", Text("Par mois", "Monthly"), "money"),
        sheets.Head("marginal", Text("Marge du prochain euro", "Margin of the next euro"), "ratio"),
        sheets.Head("low", Text("minimum à 95 %", "95% minimum"), "ratio"),
        sheets.Head("high", Text("maximum à 95 %", "95% maximum"), "ratio"),
        sheets.Head("proposed", Text("Proposé par mois", "Proposed monthly"), "money"),
        sheets.Head("beyond", Text("Part jamais vue", "Share never seen"), "share"),
        sheets.Head("hours", Text("Heures par mois", "Hours a month"), "hours"),
        sheets.Head("prospects", Text("Prospects restants", "Prospects left"), "count"),
        *(sheets.Head(name, CATALOGUE.find(name).label, CATALOGUE.find(name).unit) for name in BESIDE),
        sheets.Head("remarks", Text("Remarques", "Remarks")),
    )
    rows = [_line(move.label, move.place) for move in (*page.moves, *page.aside)]
    return sheets.Sheet(Text("Arbitrage", "Budget"), heads, rows, page.basis)


def _line(label: Text, place: Place) -> tuple[sheets.Content, ...]:
    edges = place.interval
    low, high = (edges.low, edges.high) if edges else (None, None)
    figures = (place.row.cells[name].value for name in BESIDE)
    left = None if place.prospects is None else round(place.prospects.left)
    limits = (place.beyond, place.hours, left)
    return (label, place.monthly, place.marginal, low, high, place.proposed, *limits, *figures, place.aside)


def place_title(found: Arbitration) -> Text:
    """Return what the lines are."""
    return CATALOGUE.dimensions[found.dimension].label.capital


def stopped_by(place: Place) -> Text | None:
    """Say what a proposal stops at: a bound, or the prospects left."""
    if place.by_prospects:
        return Text("fichiers", "lists")
    return {-1: Text("au moins", "at least"), 1: Text("au plus", "at most")}.get(place.bound)


def _change(place: Place) -> float | None:
    return None if place.proposed is None else place.proposed - place.monthly


def _moved(place: Place) -> float:
    change = _change(place) or 0.0
    return change if abs(change) > SHOWN * place.monthly else 0.0


def _money(value: float) -> Text:
    return written(value, "money")
