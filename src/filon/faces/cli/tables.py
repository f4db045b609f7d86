"""Answers in the terminal: numbers as French or English readers write them, at most 100 columns wide."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from filon.faces.cli.console import language, tell
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.measure import Unit
from filon.reports.paint import numbers
from filon.reports.paint.methods import method
from filon.terms import currency
from filon.terms.text import Text

if TYPE_CHECKING:
    from filon.flows.check import Grades
    from filon.insight.biases.trust import Trust
    from filon.metrics.answer import Answer, Cell, Row
    from filon.metrics.language.dimension import Value

WIDTH = 100
_LONGEST = 24  # characters of a dimension value before it wraps
FEW = Text(
    "* trop peu pour comparer : moins de 20 observés ou de 5 évènements (leur nombre, entre parenthèses).",
    "* too few to compare: fewer than 20 observed or 5 events (their number, in brackets).",
)
_SHORT = {
    "useful_conversations": Text("Conv. utiles", "Useful conv."),
    "appointments_set": Text("RDV posés", "Appts set"),
    "revenue": Text("CA", "Revenue"),
    "margin": Text("Marge", "Margin"),
    "cac": Text("CAC", "CAC"),
}


def show(answer: "Answer", grades: "Grades | None" = None, notes: Sequence[Text] = ()) -> None:
    """Print an answer: a list of figures, or a table with one line per combination; then its basis and notes.

    With grades, each ROI is followed by how far it may be trusted.
    """
    console = Console(width=WIDTH, highlight=False)
    if answer.query.by:
        for names in _blocks(answer, grades):
            console.print(_table(answer, names, grades))
    else:
        show_list(answer.rows[0].cells, grades)
    for line in basis(answer):
        console.print(line, style="dim")
    for note in notes:
        console.print(note[language()], style="dim", markup=False)
    if grades:
        rule = tell(
            "(A) à (E) : indice de confiance du ROI ; « filon check » dit sur quels constats.",
            "(A) to (E): trust grade of the ROI; “filon check” tells on which findings.",
        )
        console.print(rule, style="dim")


def show_list(cells: "Mapping[str, Cell]", grades: "Grades | None" = None) -> None:
    """Print figures one below the other, with their intervals."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(tell("Indicateur", "Metric"), overflow="fold")
    table.add_column(tell("Valeur", "Value"), justify="right", no_wrap=True)
    table.add_column(tell("Intervalle à 95 %", "95% interval"), no_wrap=True)
    table.add_column(tell("Méthode", "Method"), overflow="fold")
    for name, cell in cells.items():
        label = CATALOGUE.find(name).label[language()]
        value = shown(name, cell) + _grade(name, cell, grades.total if grades else None)
        table.add_row(label, value, bounds(cell), method(cell.method or "")[language()])
    Console(width=WIDTH, highlight=False).print(table)


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print texts in columns."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for position, title in enumerate(header):
        table.add_column(title, overflow="fold", no_wrap=position == 0)
    for row in rows:
        table.add_row(*row)
    Console(width=WIDTH, highlight=False).print(table)


def basis(answer: "Answer") -> list[str]:
    """Return what the figures rest on: two of them compare only on the same basis."""
    query, period = answer.query, answer.query.period
    views = {
        "activity": tell(
            "activité (ce qui s'est passé dans la période)", "activity (what happened in the period)"
        ),
        "cohort": tell(
            "cohorte (ce qui vient des appels de la période)", "cohort (what came of the period's calls)"
        ),
    }
    begin = tell("du début", "from the start")
    last = tell("à ce jour", "to this day")
    if period.begin:
        begin = tell(f"du {period.begin}", f"from {period.begin}")
    if period.end:
        final = period.end - timedelta(days=1)
        last = tell(f"au {final} inclus", f"to {final} included")
    horizon = tell("sans horizon", "no horizon")
    if query.horizon_months:
        horizon = tell(f"horizon {query.horizon_months} mois", f"horizon {query.horizon_months} months")
    lines = [
        tell(
            f"Base : vue {views[query.view]}, {begin} {last}, {horizon}, marge brute de première période, "
            f"coûts directs et indirects répartis, attribution « {query.attribution} », règle {answer.rule}.",
            f"Basis: {views[query.view]}, {begin} {last}, {horizon}, first-term gross margin, "
            f"direct and indirect costs after allocation, attribution “{query.attribution}”, rule {answer.rule}.",
        )
    ]
    for name in ("roi", "return_multiple"):
        if name in query.metrics:
            metric = CATALOGUE.metrics[name]
            lines.append(f"{metric.label[language()]} = {metric.words[language()]} [{metric.version}]")
    rows = (*answer.rows, answer.total)
    if any(cell.too_few for row in rows for cell in row.cells.values()):
        lines.append(FEW[language()])
    if any(row.partial for row in answer.rows):
        lines.append(tell("… période en cours, incomplète.", "… period under way, incomplete."))
    reasons = {cell.reason[language()] for row in rows for cell in row.cells.values() if cell.reason}
    lines.extend(f"– : {reason}" for reason in sorted(reasons)[:5])
    return [line.replace("[", r"\[") for line in lines]


def number(value: Fraction | float | None, unit: Unit) -> str:
    """Write a number in the language of the moment, as the pages do; « – » where there is none."""
    return numbers.NONE if value is None else numbers.amount(value, unit, language())


def shown(name: str, cell: "Cell") -> str:
    """Write a figure; a share on too few observations as its counts, never as a percentage."""
    if cell.value is None and cell.low is not None:
        return f"≥ {number(cell.low, cell.unit)}"
    counted = CATALOGUE.find(name).interval == "share" and cell.numerator is not None and cell.denominator
    if cell.too_few and counted:
        return f"{number(cell.numerator, 'count')} / {number(cell.denominator, 'count')}*"
    if cell.too_few and cell.unit == "share" and cell.value is not None:
        return f"{numbers.too_few(cell, language())}*"
    return number(cell.value, cell.unit) + ("*" if cell.too_few and cell.value is not None else "")


def bounds(cell: "Cell") -> str:
    """Write an interval; an open side is left out."""
    return numbers.interval(cell, language())


def _blocks(answer: "Answer", grades: "Grades | None") -> list[list[str]]:
    """Share the metrics out over as many tables as it takes for each to fit the width."""
    room = WIDTH - sum(_width(_dimension_texts(answer, name)) + 3 for name in answer.query.by)
    blocks: list[list[str]] = [[]]
    left = room
    for name in answer.query.metrics:
        wide = _width(_figure_texts(answer, name, grades)) + 3
        if blocks[-1] and wide > left:
            blocks.append([])
            left = room
        blocks[-1].append(name)
        left -= wide
    return blocks


def _table(answer: "Answer", names: Sequence[str], grades: "Grades | None") -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for dimension in answer.query.by:
        texts = _dimension_texts(answer, dimension)
        table.add_column(texts[0], min_width=_width(texts), overflow="fold")
    for name in names:
        texts = _figure_texts(answer, name, grades)
        table.add_column(_title(name), justify="right", min_width=_width(texts), max_width=_width(texts))
    for row in answer.rows:
        table.add_row(*_dimensions(row), *(_graded(name, row, answer, grades) for name in names))
    table.add_section()
    blank = [""] * (len(answer.query.by) - 1)
    cells = [_graded(name, answer.total, answer, grades) for name in names]
    table.add_row(tell("Total", "Total"), *blank, *cells, style="bold")
    return table


def _width(texts: Sequence[str]) -> int:
    return max(len(text) for text in texts)


def _figure_texts(answer: "Answer", name: str, grades: "Grades | None") -> list[str]:
    rows = (*answer.rows, answer.total)
    return [*_title(name).split(" "), *(_graded(name, row, answer, grades) for row in rows)]


def _graded(name: str, row: "Row", answer: "Answer", grades: "Grades | None") -> str:
    cell, found = row.cells[name], None
    if grades:
        found = grades.total if row is answer.total else grades.of(row)
    return shown(name, cell) + _grade(name, cell, found)


def _grade(name: str, cell: "Cell", found: "Trust | None") -> str:
    return f" ({found.grade})" if found and name == "roi" and cell.value is not None else ""


def _dimension_texts(answer: "Answer", name: str) -> list[str]:
    position = answer.query.by.index(name)
    label = CATALOGUE.dimensions[name].label[language()]
    return [label, *(_dimensions(row)[position][:_LONGEST] for row in answer.rows)]


def _dimensions(row: "Row") -> list[str]:
    texts = [_value(name, value) for name, value in row.dimensions.items()]
    if row.partial:
        texts[-1] += " …"
    return texts


def _value(dimension: str, value: "Value") -> str:
    if value is None:
        return tell("non attribué", "unattributed")
    known = CATALOGUE.dimensions[dimension].values
    label = known.get(str(value)) if known else None
    return label[language()] if label else str(value)


def _title(name: str) -> str:
    item = CATALOGUE.find(name)
    if name == "return_multiple":
        sign = currency.sign(language())
        return tell(f"Marge par {sign} dépensé", f"Margin per {sign} spent")
    return _SHORT.get(name, item.label)[language()]
