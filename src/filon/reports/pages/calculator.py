"""What the calculator says: the finding, the figures by subject, the break-even, the three scenarios."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filon.insight.biases.phrases import euros
from filon.metrics.definitions import CATALOGUE
from filon.reports.pages import sayings
from filon.terms.text import Text, count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filon.insight.calculator import Calculation
    from filon.metrics.answer import Cell
    from filon.metrics.language.measure import Unit

_MONEY = (
    "roi",
    "return_multiple",
    "net_gain",
    "margin",
    "margin_rate",
    "revenue_roi",
    "average_deal",
    "average_margin",
)
_COSTS = (
    "cac", "cost_per_call", "cost_per_conversation", "cost_per_appointment", "cost_per_validated_appointment",
    "cost_per_held_appointment", "cost_per_proposal",
)  # fmt: skip
_RATES = (
    "conversation_rate", "appointment_rate", "proposal_rate", "win_rate", "close_rate", "calls_per_hour",
    "useful_conversations_per_hour",
)  # fmt: skip
_BREAK_EVEN = ("break_even_contracts", "break_even_price_per_validated_appointment")
_SUBJECTS = (
    (Text("Ce que cela rapporte", "What it brings back"), _MONEY),
    (Text("Point mort", "Break-even"), _BREAK_EVEN),
    (Text("Ce que chaque étape coûte", "What each stage costs"), _COSTS),
    (Text("D'une étape à l'autre", "From one stage to the next"), _RATES),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its formula in words."""

    label: Text
    words: Text
    cell: "Cell"


@dataclass(frozen=True, slots=True)
class Subject:
    """Figures about one thing, and what they say together."""

    title: Text
    lines: tuple[Line, ...]
    says: Text | None


@dataclass(frozen=True, slots=True)
class Supposed:
    """A figure as it stands and in each scenario."""

    label: Text
    unit: "Unit"
    cell: "Cell"
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a calculation; `formula` names the version of the ROI formula."""

    lead: Text
    warnings: tuple[Text, ...]
    subjects: tuple[Subject, ...]
    scenarios: tuple[tuple[Text, int], ...]  # its name and the percentile it stands at
    supposed: tuple[Supposed, ...]
    formula: str


def build(found: "Calculation") -> Page:
    """Return what to say of a calculation; figures that its totals do not give are left out."""
    cells = found.answer.total.cells
    subjects = [
        Subject(title, _lines(cells, names), _break_even(cells) if names is _BREAK_EVEN else None)
        for title, names in _SUBJECTS
    ]
    names = dict.fromkeys(name for scenario in found.scenarios for name in scenario.figures)
    return Page(
        sayings.lead(found.answer.total),
        found.warnings,
        tuple(subject for subject in subjects if subject.lines),
        tuple((scenario.label, round(100 * scenario.probability)) for scenario in found.scenarios)
        if names
        else (),
        tuple(_supposed(found, name) for name in names),
        found.answer.formula,
    )


def _lines(cells: "Mapping[str, Cell]", names: tuple[str, ...]) -> tuple[Line, ...]:
    known = [name for name in names if cells[name].value is not None or cells[name].low is not None]
    return tuple(Line(CATALOGUE.find(name).label, CATALOGUE.find(name).words, cells[name]) for name in known)


def _supposed(found: "Calculation", name: str) -> Supposed:
    item = CATALOGUE.find(name)
    told = [scenario.figures.get(name) for scenario in found.scenarios]
    whole = name in CATALOGUE.measures and item.unit == "count"  # half a contract is signed by nobody
    values = tuple(round(value) if whole and value is not None else value for value in told)
    return Supposed(item.label, item.unit, found.answer.total.cells[name], values)


def _break_even(cells: "Mapping[str, Cell]") -> Text | None:
    needed, signed, cost = (cells[name].value for name in ("break_even_contracts", "contracts", "cost_total"))
    if needed is None or signed is None or cost is None:
        return None
    whole = -int(-needed // 1)  # a contract is signed or it is not
    many, had, spent = count(float(whole)), count(float(signed)), euros(round(100 * cost))
    return Text(
        f"Il faut {many.fr} contrats pour couvrir {spent.fr} de coût ; vous en avez {had.fr}.",
        f"It takes {many.en} contracts to cover {spent.en} of cost; you have {had.en}.",
    )
