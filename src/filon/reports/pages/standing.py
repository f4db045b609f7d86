"""Which values of a dimension differ from the whole at 95 %, and which rest on too few to tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from filon.metrics.answer import Answer, Row
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.dimension import Kind
from filon.reports.pages.parts import Chart, Ranked, Rated, firm, labels, placed, points
from filon.reports.pages.sayings import listed
from filon.reports.paint.numbers import written
from filon.terms.text import Text

MOST_POINTS = 25  # beyond, a chart is no longer read


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows that may be ranked, best first, and those on too few or without an answer."""

    firm: tuple[Row, ...]
    few: tuple[Row, ...]


def standing(answer: Answer, metric: str) -> Standing:
    """Return the rows in their order: that of time, else best first."""
    ranked = [row for row in answer.rows if placed(row) and firm(row.cells[metric]) is not None]
    told = set(map(id, ranked))
    few = [row for row in answer.rows if id(row) not in told]
    if not in_time(answer):
        less = CATALOGUE.find(metric).polarity == "lower"
        ranked.sort(key=lambda row: (1 if less else -1) * (row.cells[metric].value or 0))
    return Standing(tuple(ranked), tuple(few))


def finding(answer: Answer, metric: str) -> Text:
    """Say which rows lie above or below the whole, at 95 %."""
    whole, unit = answer.total.cells[metric], CATALOGUE.find(metric).unit
    if whole.value is None:
        reason = whole.reason or Text("", "")
        return Text(f"Pas de réponse : {reason.fr}", f"No answer: {reason.en}")
    said, at = dict(zip(map(id, answer.rows), labels(answer, {}), strict=True)), float(whole.value)
    ranked = standing(answer, metric).firm
    above = [said[id(row)] for row in ranked if (low := row.cells[metric].low) is not None and low > at]
    below = [said[id(row)] for row in ranked if (high := row.cells[metric].high) is not None and high < at]
    return _sentence(above, below, written(at, unit), CATALOGUE.find(metric).label)


def _sentence(above: Sequence[Text], below: Sequence[Text], whole: Text, what: Text) -> Text:
    if not above and not below:
        return Text(
            f"{what.fr} : à 95\u202f%, aucun écart avec l'ensemble ({whole.fr})",
            f"{what.en}: at 95%, no difference from the whole ({whole.en})",
        )
    fr, en = [], []
    if above:
        fr.append(f"au-dessus, {listed(above).fr}")
        en.append(f"above, {listed(above).en}")
    if below:
        fr.append(f"au-dessous, {listed(below).fr}")
        en.append(f"below, {listed(below).en}")
    return Text(
        f"{what.fr}, {whole.fr} pour l'ensemble ; à 95\u202f% : {' ; '.join(fr)}",
        f"{what.en}, {whole.en} for the whole; at 95%: {'; '.join(en)}",
    )


def chart(answer: Answer, metric: str) -> Chart | None:
    """Return the rows side by side, or month after month for a share; None where nothing can be drawn."""
    item = CATALOGUE.find(metric)
    if in_time(answer):
        return (
            Rated.of(answer, metric, ()) if answer.query.by == ("month",) and item.unit == "share" else None
        )
    found = points(answer, metric, {})[:MOST_POINTS]
    whole = answer.total.cells[metric].value
    return Ranked(found, item.unit, float(whole or 0), item.polarity == "lower") if found else None


def in_time(answer: Answer) -> bool:
    """Tell whether an answer is split by time first."""
    return bool(answer.query.by) and CATALOGUE.dimensions[answer.query.by[0]].kind is Kind.TIME
