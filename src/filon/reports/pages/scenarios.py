"""Scenarios: what the page and the command say of a plan, what they draw, and what to do next."""

from dataclasses import dataclass

import numpy as np

from filon.insight.biases.phrases import signed_percent
from filon.insight.scenarios.drivers import Basis, Driver, label_of, unit_of
from filon.insight.scenarios.forecast import FIGURES, SCENARIOS, Bar, Forecast
from filon.insight.scenarios.simulate import CHANCE, Swing
from filon.metrics.language.measure import Unit
from filon.reports.pages import sheets
from filon.reports.pages.sayings import chance
from filon.reports.pages.scenario_learnt import caption, learnt
from filon.reports.paint import numbers
from filon.terms.text import Text, plural

NEVER, NO_MATTER = Text("jamais", "never"), Text("sans effet sur le ROI", "no effect on the ROI")
EACH = Text(
    "Prudent : neuf fois sur dix, c'est mieux ; optimiste : une fois sur dix. Chaque chiffre a ses propres P10, P50 et P90 : "
    "les colonnes ne s'additionnent pas d'une ligne à l'autre.",
    "Prudent: nine times out of ten it is better; optimistic: one time in ten. Each figure has its own P10, P50 and P90: "
    "columns do not add up from one line to the next.",
)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How often each ROI comes out, with the median and the target."""

    bars: tuple[Bar, ...]
    median: float
    target: float


@dataclass(frozen=True, slots=True)
class Tornado:
    """The ROI at the P10 and P90 of each driver, the others at their median, the widest first."""

    swings: tuple[tuple[Text, Swing], ...]
    middle: float


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in each scenario, from prudent to optimistic."""

    label: Text
    unit: Unit
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A driver as it is, and what it must be for the ROI to be 0 and the target; `instead` where no value is."""

    label: Text
    unit: Unit
    now: float
    pays: float | None
    target: float | None
    instead: Text


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a plan."""

    found: Forecast
    finding: Text
    caption: Text
    sentences: tuple[Text, ...]
    columns: tuple[tuple[Text, int], ...]
    lines: tuple[Line, ...]
    distribution: Distribution | None
    tornado: Tornado | None
    swings_finding: Text
    edges: tuple[Edge, ...]
    basis: tuple[Text, ...]


def seen(driver: Driver) -> Text:
    """Write what was seen of a driver: its median and, where it is in doubt, its P10 and P90."""
    if driver.posterior is None:
        return driver.reason or Text("rien n'a été observé", "nothing was seen")
    low, middle, high = driver.posterior.at(np.array([probability for _, probability in SCENARIOS]))
    texts = [numbers.written(edge, driver.unit) for edge in (low, middle, high)]
    if low == high:
        return texts[1]
    return Text(
        f"{texts[1].fr} ({texts[0].fr} à {texts[2].fr})", f"{texts[1].en} ({texts[0].en} to {texts[2].en})"
    )


def build(basis: Basis, found: Forecast) -> Page:
    """Build the page of a plan."""
    middle = found.at("roi", 0.5)
    named = tuple((label_of(swing.driver), swing) for swing in found.swings)
    return Page(
        found,
        finding(found),
        caption(found),
        sentences(basis, found),
        tuple((label, round(100 * probability)) for label, probability in SCENARIOS),
        lines(found),
        Distribution(found.bars, middle, found.target) if found.bars else None,
        Tornado(named, float(found.model.outcome(found.medians()).roi)) if named else None,
        swings_finding(found),
        edges(found),
        (*learnt(basis, found.period), EACH, *basis.notes),
    )


def finding(found: Forecast) -> Text:
    """Say the ROI of the three scenarios and how probable it is that the plan pays."""
    low, middle, high = (signed_percent(found.at("roi", probability)) for _, probability in SCENARIOS)
    odds = chance(found.pays)
    return Text(
        f"ROI réaliste de {middle.fr} (prudent {low.fr}, optimiste {high.fr}) ; le coût est couvert avec une probabilité de "
        f"{odds.fr}",
        f"Realistic ROI of {middle.en} (prudent {low.en}, optimistic {high.en}); the cost is covered with a probability of "
        f"{odds.en}",
    )


def sentences(basis: Basis, found: Forecast) -> tuple[Text, ...]:
    """Say first that contracts are too few to decide on, then the other probabilities, and what it takes to pay."""
    said = []
    if basis.too_few:
        signed = plural(
            round(float(basis.answer.total.cells["contracts"].value or 0)),
            ("contrat", "contrats"),
            ("contract", "contracts"),
        )
        said.append(
            Text(
                f"{signed.fr} seulement dans ce que l'on a vu : trop peu pour décider sur ces chiffres, qui ne sont qu'un ordre de "
                "grandeur.",
                f"Only {signed.en} in what was seen: too few to decide on these figures, which are only an order of magnitude.",
            )
        )
    if found.target:
        wanted, odds = signed_percent(found.target), chance(found.reaches)
        said.append(
            Text(
                f"ROI de plus de {wanted.fr} : probabilité de {odds.fr}.",
                f"ROI above {wanted.en}: probability of {odds.en}.",
            )
        )
    if found.payback is not None:
        odds = chance(found.payback)
        said.append(
            Text(
                f"Coût récupéré dans les douze mois après la signature : probabilité de {odds.fr}.",
                f"Cost recovered within twelve months of signature: probability of {odds.en}.",
            )
        )
    if found.break_evens[0].driver == "contracts" and (needed := found.break_evens[0].pays) is not None:
        many = plural(-int(-needed // 1), ("contrat", "contrats"), ("contract", "contracts"))
        expected = round(found.at("contracts", 0.5))
        said.append(
            Text(
                f"Il faut {many.fr} pour couvrir le coût ; le scénario réaliste en donne {expected}.",
                f"It takes {many.en} to cover the cost; the realistic scenario gives {expected}.",
            )
        )
    return tuple(said)


def lines(found: Forecast) -> tuple[Line, ...]:
    """Return each figure from prudent to optimistic."""
    return tuple(
        Line(
            label_of(name), unit_of(name), tuple(found.at(name, probability) for _, probability in SCENARIOS)
        )
        for name in FIGURES
        if name in found.figures
    )


def swings_finding(found: Forecast) -> Text:
    """Say what weighs most, and which driver to work on."""
    driven = [swing for swing in found.swings if swing.driver != CHANCE]
    if not driven:
        return Text("Aucun levier n'est incertain : tout est fixé", "No driver is uncertain: all are set")
    first = driven[0]
    low, high = (signed_percent(edge) for edge in sorted((first.low, first.high)))
    label = label_of(first.driver)
    said = Text(
        f"Le levier qui pèse le plus : {label.fr.lower()}, de {low.fr} à {high.fr} de ROI selon sa valeur",
        f"The driver that weighs most: {label.en.lower()}, from {low.en} to {high.en} of ROI by its value",
    )
    if found.swings[0].driver != CHANCE:
        return said
    return Text(
        f"{said.fr} ; le hasard pèse plus encore : seul un volume plus grand le réduit",
        f"{said.en}; chance weighs more still: only a larger volume reduces it",
    )


def edges(found: Forecast) -> tuple[Edge, ...]:
    """Return the break-even of each driver."""
    return tuple(
        Edge(
            label_of(one.driver),
            unit_of(one.driver),
            one.now,
            one.pays,
            one.target,
            NEVER if one.matters else NO_MATTER,
        )
        for one in found.break_evens
    )


def sheet(page: Page) -> sheets.Sheet:
    """Return the three scenarios to take away."""
    heads = (
        sheets.Head("figure", Text("Chiffre", "Figure")),
        *(sheets.Head(label.en, label, "number") for label, _ in page.columns),
    )
    rows: list[tuple[sheets.Content, ...]] = [(line.label, *line.values) for line in page.lines]
    return sheets.Sheet(Text("Scénarios", "Scenarios"), heads, rows, page.basis)


def edges_sheet(page: Page) -> sheets.Sheet:
    """Return the break-evens to take away."""
    heads = (
        sheets.Head("driver", Text("Levier", "Driver")),
        sheets.Head("now", Text("Dans le plan", "In the plan"), "number"),
        sheets.Head("pays", Text("Point mort", "Break-even"), "number"),
        sheets.Head("target", Text("Pour le ROI visé", "For the target ROI"), "number"),
        sheets.Head("remarks", Text("Remarques", "Remarks")),
    )
    rows = [
        (edge.label, edge.now, edge.pays, edge.target, edge.instead if edge.pays is None else None)
        for edge in page.edges
    ]
    return sheets.Sheet(Text("Points morts", "Break-evens"), heads, rows, page.basis)


def swings_sheet(page: Page) -> sheets.Sheet:
    """Return what each driver does to the ROI, to take away."""
    heads = (
        sheets.Head("driver", Text("Levier", "Driver")),
        sheets.Head("low", Text("ROI à son P10", "ROI at its P10"), "share"),
        sheets.Head("high", Text("ROI à son P90", "ROI at its P90"), "share"),
        sheets.Head("share", Text("Part de la variance", "Share of the variance"), "share"),
    )
    swings = page.tornado.swings if page.tornado else ()
    rows = [(label, swing.low, swing.high, swing.share) for label, swing in swings]
    return sheets.Sheet(Text("Ce qui pèse", "What weighs"), heads, rows, page.basis)


def written(value: float | None, unit: Unit, instead: Text) -> Text:
    """Write a break-even, or why there is none."""
    return instead if value is None else numbers.written(value, unit)
