"""Channels and modes of organisation, like for like: the basis is said, and what still differs is flagged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from filon.metrics.answer import Answer, Row
from filon.metrics.definitions.costs import FAMILIES
from filon.metrics.language.dimension import Value
from filon.metrics.language.query import Query
from filon.reports.pages import sayings, sheets
from filon.reports.pages.parts import Ranked, holds, labels, points
from filon.reports.paint.numbers import amount
from filon.terms.period import add_months
from filon.terms.text import Text

BY = ("channel", "organisation")
RESULTS = (
    "cost_total", "opportunities", "contracts", "margin", "roi", "return_multiple", "cost_per_opportunity", "cac",
    "break_even_price_per_validated_appointment",
)  # fmt: skip
COSTS = {f"cost_{family}": label for family, (label, _) in FAMILIES.items()}
OF_BASIS = frozenset(
    {
        "missing_cost_items", "unvalued_hours", "shared_cost_without_key", "unattributed_money", "short_horizon",
        "recurrence_ignored", "contracts_without_margin", "cost_per_lead_across_channels",
        "test_and_recurring_mixed",
    }
)  # fmt: skip
"""The checks that say on what a comparison of channels is not like for like."""
_BORNE = (("cost_people", "cost_providers"), ("cost_sales",), ("cost_overhead",))  # by any way, somehow
_FAR = 3  # months between two first costs, from which the spans observed are not the same


@dataclass(frozen=True, slots=True)
class Way:
    """A channel under a mode of organisation; `gaps` are the costs that others bear and it does not."""

    label: Text
    row: Row
    gaps: frozenset[str]
    differences: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Channels:
    """The page."""

    answer: Answer
    finding: Text
    basis: Text
    ways: tuple[Way, ...]
    chart: Ranked


def mature(query: Query, today: date) -> Query:
    """Return the question about what has had its whole horizon: the calls old enough, in the cohort view.

    Without a horizon it is left as it is.
    """
    if query.horizon_months is None:
        return query
    end, limit = query.period.end, _before(today, query.horizon_months)
    period = replace(query.period, end=limit if end is None else min(end, limit))
    return replace(query, view="cohort", period=period)


def _before(day: date, months: int) -> date:
    first = add_months(day, -months)
    return min(first + timedelta(days=day.day - 1), add_months(first, 1) - timedelta(days=1))


def queries(query: Query) -> dict[str, Query]:
    """Return the questions of the page, by name."""
    cost = replace(query, metrics=("cost_total",))
    return {
        "ways": replace(query, metrics=(*RESULTS, *COSTS), by=BY),
        "kinds": replace(cost, by=(*BY, "kind")),
        "months": replace(cost, by=(*BY, "month")),
    }


def build(answers: Mapping[str, Answer]) -> Channels:
    """Build the page from the answers to `queries`."""
    answer = answers["ways"]
    rows = zip(labels(answer, {}), answer.rows, strict=True)
    kept = [(label, row) for label, row in rows if holds(row)]
    tests, firsts = _tests(answers["kinds"]), _firsts(answers["months"])
    ways = []
    for label, row in kept:
        gaps = _gaps(row, [other for _, other in kept])
        differences = (
            *_missing(gaps),
            *_tested(row, tests),
            *_late(row, firsts),
            *_doubts(row),
        )
        ways.append(Way(label, row, gaps, differences))
    return Channels(
        answer,
        sayings.channels(answer),
        sayings.basis(answer),
        tuple(ways),
        Ranked(points(answer, "roi", {})),
    )


def sheet(page: Channels) -> sheets.Sheet:
    """Return the table to take away."""
    title = Text("Canaux et organisations", "Channels and organisations")
    return sheets.of_answer(page.answer, title, (*RESULTS, *COSTS))


def _gaps(row: Row, rows: list[Row]) -> frozenset[str]:
    """Return the costs of which a way that spends has none, of its own or from a provider, where another has."""
    if not row.cells["cost_total"].value or not _placed(row):
        return frozenset()
    return frozenset(
        names[0]
        for names in _BORNE
        if not any(row.cells[name].value for name in names)
        and any(other.cells[name].value for other in rows if _placed(other) for name in names)
    )


def _placed(row: Row) -> bool:
    return row.dimensions["channel"] is not None


def _missing(gaps: frozenset[str]) -> list[Text]:
    families = [label for name, label in COSTS.items() if name in gaps]
    if not families:
        return []
    fr, en = (
        ", ".join(words).lower() for words in zip(*((text.fr, text.en) for text in families), strict=True)
    )
    return [Text(f"périmètre de coûts : rien pour {fr}", f"cost scope: nothing for {en}")]


def _tests(answer: Answer) -> dict[tuple[Value, ...], float]:
    return {
        _key(row): float(row.cells["cost_total"].value or 0)
        for row in answer.rows
        if row.dimensions["kind"] == "test"
    }


def _tested(row: Row, tests: Mapping[tuple[Value, ...], float]) -> list[Text]:
    part, whole = tests.get(_key(row), 0.0), row.cells["cost_total"].value
    if not part or not whole:
        return []
    fr, en = amount(part / float(whole), "share", "fr"), amount(part / float(whole), "share", "en")
    return [Text(f"{fr} du coût vient de campagnes de test", f"{en} of the cost is of test campaigns")]


def _firsts(answer: Answer) -> dict[tuple[Value, ...], str]:
    found: dict[tuple[Value, ...], str] = {}
    for row in answer.rows:
        if row.dimensions["month"] is not None and row.cells["cost_total"].value and _placed(row):
            found.setdefault(_key(row), str(row.dimensions["month"]))
    return found


def _late(row: Row, firsts: Mapping[tuple[Value, ...], str]) -> list[Text]:
    own = firsts.get(_key(row))
    if own is None or _first(own) < add_months(_first(min(firsts.values())), _FAR):
        return []
    month = sayings.month(own)
    return [Text(f"observé depuis {month.fr} seulement", f"only observed since {month.en}")]


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _doubts(row: Row) -> list[Text]:
    roi = row.cells["roi"]
    if roi.value is None and roi.reason is not None:
        return [Text(f"ROI sans réponse : {roi.reason.fr}", f"no ROI: {roi.reason.en}")]
    return [Text("moins de 5 contrats : à ne pas classer", "fewer than 5 contracts: not to be ranked")] if roi.too_few else []  # fmt: skip


def _key(row: Row) -> tuple[Value, ...]:
    return tuple(row.dimensions[name] for name in BY)
