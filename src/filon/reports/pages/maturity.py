"""Maturity: what the page says of young cohorts, what it draws, and what it gives to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import isnan

from filon.insight.biases.phrases import percent
from filon.insight.maturity import notes
from filon.insight.maturity.lines import Line
from filon.insight.maturity.study import Maturity, Step
from filon.metrics.answer import Cell
from filon.metrics.language.dimension import Value
from filon.reports.pages import sayings, sheets
from filon.reports.pages.parts import value_label
from filon.reports.paint.numbers import month
from filon.terms.text import Text, count

MOST_COHORTS = 24  # shown at first, the last ones
LADDER = Text(
    "Triangle prolongé : chain ladder, erreur type de Mack.",
    "Triangle carried on: chain ladder, Mack's standard error.",
)


@dataclass(frozen=True, slots=True)
class Winning:
    """The share of deals won by age, up to the horizon and the day on which a deal opened today reaches it."""

    steps: tuple[Step, ...]
    until: date


@dataclass(frozen=True, slots=True)
class Projected:
    """The ROI of each cohort to date and projected; what is immature is not drawn to date."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table, and what it is called."""

    label: Text
    line: Line


@dataclass(frozen=True, slots=True)
class Diagonal:
    """A cohort of the triangle: wins cumulated by month since it, None where not over; its ultimate by the ladder."""

    month: Text
    opened: float
    signed: tuple[float | None, ...]
    ultimate: float | None


@dataclass(frozen=True, slots=True)
class Page:
    """The page; a chart is None where there is nothing to draw."""

    found: Maturity
    finding: Text
    certain: Text | None
    next_step: Text
    banner: Text | None
    cohorts: tuple[Entry, ...]
    groups: tuple[Entry, ...]
    winning_finding: Text
    winning: Winning | None
    projected: Projected | None
    ages: range
    triangle: tuple[Diagonal, ...]
    ladder: Text | None
    walks: tuple[Text, ...]
    notes: tuple[Text, ...]
    reasons: tuple[Text, ...]

    @property
    def kinds(self) -> Text:
        """Which kinds of campaign count."""
        return sayings.kinds(self.found.answer.query)

    @property
    def lately(self) -> tuple[Entry, ...]:
        """The last cohorts, which are shown at first."""
        return self.cohorts[:MOST_COHORTS]

    @property
    def earlier(self) -> tuple[Entry, ...]:
        """Those before, which are folded."""
        return self.cohorts[MOST_COHORTS:]


def build(found: Maturity) -> Page:
    """Build the page from a study."""
    drawn = tuple(line for line in found.cohorts if line.roi.value is not None)
    diagonals = _triangle(found)
    cells = [cell for line in (found.whole, *found.cohorts) for cell in (line.expected, line.projected)]
    return Page(
        found,
        notes.finding(found),
        notes.certain(found),
        notes.next_step(found),
        notes.banner(found),
        tuple(Entry(_called(line), line) for line in reversed(found.cohorts)),
        tuple(Entry(_called(line), line) for line in found.groups),
        _winning(found),
        Winning(found.curve, found.day + timedelta(days=found.curve[-1].age)) if found.curve else None,
        Projected(drawn[-MOST_COHORTS:]) if any(line.projected.value is not None for line in drawn) else None,
        range(max((len(each.signed) for each in diagonals), default=0)),
        diagonals,
        _ladder(found) if diagonals else None,
        tuple(notes.walked(walk) for walk in found.walks),
        (*notes.notes(found), *((LADDER,) if found.triangle.ladder else ())),
        tuple(dict.fromkeys(cell.reason for cell in cells if cell.reason is not None)),
    )


def called(name: str, value: Value) -> Text:
    """Return what a value is called, a month in words."""
    return month(str(value)) if name == "month" and value is not None else value_label(name, value)


def _called(line: Line) -> Text:
    names = [called(name, value) for name, value in line.dimensions.items()]
    return Text(", ".join(name.fr for name in names), ", ".join(name.en for name in names))


def _winning(found: Maturity) -> Text:
    """Say how much is won by the horizon, and when half of it is."""
    if not found.curve:
        return Text("Pas encore de courbe", "No curve yet")
    last = found.curve[-1]
    half = next(step.age for step in found.curve if 2 * step.won >= last.won)
    share, days, middle = percent(last.won), count(last.age), count(half)
    return Text(
        f"{share.fr} des affaires sont gagnées en {days.fr} jours, la moitié d'entre elles en {middle.fr}",
        f"{share.en} of the deals are won within {days.en} days, half of those within {middle.en}",
    )


def _triangle(found: Maturity) -> tuple[Diagonal, ...]:
    triangle = found.triangle
    ladder = None if triangle.ladder is None else triangle.ladder.ultimates.tolist()
    rows = [
        Diagonal(
            month(label),
            triangle.opened[place],
            tuple(None if isnan(value) else value for value in triangle.signed[place].tolist()),
            None if ladder is None else ladder[place],
        )
        for place, label in enumerate(triangle.months)
    ]
    kept = rows[-MOST_COHORTS:]
    width = max((sum(value is not None for value in row.signed) for row in kept), default=0)
    return tuple(Diagonal(row.month, row.opened, row.signed[:width], row.ultimate) for row in kept)


def _ladder(found: Maturity) -> Text:
    ladder = found.triangle.ladder
    if ladder is None:
        return Text(
            "Trop peu de mois pour prolonger le triangle.", "Too few months to carry the triangle on."
        )
    ultimate = count(ladder.ultimates.sum())
    error = Text("", "")
    if ladder.error is not None:
        told = count(ladder.error)
        error = Text(f", à {told.fr} près (erreur type)", f", give or take {told.en} (standard error)")
    return Text(
        f"Prolongé : ce que chaque mois signerait en tout s'il progressait comme les précédents ; {ultimate.fr} "
        f"signatures{error.fr}. Sert à vérifier à la main ; sur les cohortes les plus jeunes, trop instable pour décider.",
        f"Carried on: what each month would sign in all if it went on as those before; {ultimate.en} "
        f"signatures{error.en}. Serves to check by hand; on the youngest cohorts, too unstable to decide by.",
    )


def sheet(page: Page) -> sheets.Sheet:
    """Return the cohorts, then the groups, to take away."""
    heads = (
        sheets.Head("opened", Text("Ouvertes", "Opened"), "count"),
        sheets.Head("signed", Text("Signées", "Signed"), "count"),
        sheets.Head("lost", Text("Perdues", "Lost"), "count"),
        sheets.Head("open", Text("En cours", "Open"), "count"),
        sheets.Head("maturity", Text("Maturité", "Maturity"), "share"),
        sheets.Head("expected", Text("Attendues en tout", "Expected in all"), "count"),
        sheets.Head("cape_cod", Text("Attendues à la main", "Expected by hand"), "count"),
        sheets.Head("cost", Text("Coût total", "Total cost"), "money"),
        sheets.Head("margin", Text("Marge à ce jour", "Margin to date"), "money"),
        sheets.Head("roi", Text("ROI à ce jour", "ROI to date"), "share"),
        sheets.Head("projected_margin", Text("Marge projetée", "Projected margin"), "money"),
        sheets.Head("projected", Text("ROI projeté", "Projected ROI"), "share"),
    )
    keys = (sheets.Head("line", Text("Cohorte ou groupe", "Cohort or group")),)
    whole = Entry(Text("Ensemble", "Total"), page.found.whole)
    lines = [((_written(entry),), _figures(entry.line)) for entry in (*page.cohorts, *page.groups, whole)]
    said = (*page.walks, *((page.certain,) if page.certain else ()), *page.notes)
    return sheets.of_lines(Text("Maturité", "Maturity"), keys, heads, lines, said)


def _written(entry: Entry) -> Text:
    """Return what a file calls a line: a month as YYYY-MM, which sorts."""
    label = entry.line.dimensions.get("month")
    return entry.label if label is None or len(entry.line.dimensions) > 1 else Text(str(label), str(label))


def _figures(line: Line) -> Sequence[tuple[str, Cell | None]]:
    counts = {name: getattr(line, name) for name in ("opened", "signed", "lost", "open", "cape_cod")}
    plain = {
        name: None if value is None else Cell(Fraction(round(value, 3)), "count")
        for name, value in counts.items()
    }
    plain["maturity"] = None if line.maturity is None else Cell(Fraction(line.maturity), "share")
    told = ("expected", "cost", "margin", "roi", "projected_margin", "projected")
    return [*plain.items(), *((name, getattr(line, name)) for name in told)]
