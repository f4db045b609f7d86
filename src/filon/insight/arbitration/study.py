"""The study: every place of a query along a dimension, and the split of what may be moved."""

from collections.abc import Sequence
from dataclasses import replace

from filon.insight.arbitration.asked import Wanted
from filon.insight.arbitration.found import Arbitration, Place
from filon.insight.arbitration.history import History, running
from filon.insight.arbitration.limits import Limits
from filon.insight.arbitration.lines import Line, pooled, priced, studied
from filon.insight.arbitration.split import Movable, split
from filon.metrics.answer import Answer, Cell, Row
from filon.metrics.engine import Engine
from filon.metrics.evaluate import MIN_EVENTS
from filon.metrics.language.query import Query
from filon.terms.faults import UnknownName
from filon.terms.period import Period, add_months
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text

METRICS = (
    "cost_total", "contracts", "margin", "return_multiple", "appointments_validated",
    "cost_per_validated_appointment", "break_even_price_per_validated_appointment",
)  # fmt: skip
_TOO_FEW_PLACES = Text(
    f"Rien à déplacer : il faut au moins deux lignes d'au moins {MIN_EVENTS} contrats et qui dépensent encore.",
    f"Nothing to move: it takes at least two lines with {MIN_EVENTS} contracts or more that still spend.",
)


def arbitrate(
    engine: Engine, query: Query, dimension: str, wanted: Wanted | None = None, scope: Scope = EVERYTHING
) -> Arbitration:
    """Study where the money of a query goes by a dimension, and propose a better split of it.

    The query's filters, attribution and period count, without the campaigns that are over; results are taken by the call they came from, and the months
    are those that are over by the end of the period. Raises the faults of
    `Engine.answer`, UnknownName for a name that is no place, BudgetOutOfReach, NotEnoughHours.
    """
    wanted = wanted or Wanted()
    whole = replace(query, view="cohort", horizon_months=None)
    query, left_out = running(engine, whole, dimension, scope)
    answer = engine.answer(replace(query, metrics=METRICS, by=(dimension,)), scope)
    _check(wanted, [str(value) for row in answer.rows if (value := row.dimensions[dimension]) is not None])
    history = History.of(engine, query, dimension, scope)
    found = [
        studied(row, row.dimensions[dimension], history, seed)
        for seed, row in enumerate(answer.rows, start=1)
    ]
    found = [priced(one) for one in pooled(found)]
    answer, found = _over_window(engine, answer, found, history, scope)
    limits = Limits.of(engine, replace(query, by=(dimension,)), history, wanted, scope, whole)
    found = [limits.told(one) for one in found]
    movable = Movable(
        lines := [one for one in found if one.curve is not None and str(one.place.value) not in wanted.keep],
        [_kept(one, wanted) for one in found if one not in lines],
    )
    study = Arbitration(
        answer,
        dimension,
        tuple(f"{month:%Y-%m}" for month in history.window),
        _ordered([one.place for one in (*lines, *movable.others)]),
        None,
        wanted,
        _TOO_FEW_PLACES,
        limits.hours,
        limits.untold,
        left_out,
    )
    if len(lines) < 2:
        return study
    moved, proposal, hours = split(movable, wanted, history, limits)
    places = _ordered([*moved, *(one.place for one in movable.others)])
    return replace(study, places=places, proposal=proposal, refusal=None, hours=hours)


def _over_window(
    engine: Engine, answer: Answer, found: Sequence[Line], history: History, scope: Scope
) -> tuple[Answer, list[Line]]:
    """Return the figures of the months studied, and the lines with theirs."""
    if not history.window:
        return answer, list(found)
    period = Period(history.window[0], add_months(history.window[-1], 1))
    answer = engine.answer(replace(answer.query, period=period), scope)
    (dimension,) = answer.query.by
    rows = {row.dimensions[dimension]: row for row in answer.rows}
    return answer, [
        replace(one, place=replace(one.place, row=rows.get(one.place.value, _without_figures(one.place.row))))
        for one in found
    ]


def _without_figures(row: Row) -> Row:
    reason = Text("rien dans les mois étudiés", "nothing in the months studied")
    return Row(
        row.dimensions, {name: Cell(None, cell.unit, reason=reason) for name, cell in row.cells.items()}
    )


def _kept(one: Line, wanted: Wanted) -> Line:
    if one.place.aside is None and str(one.place.value) in wanted.keep:
        return replace(one, place=replace(one.place, proposed=one.place.monthly))
    return one


def _ordered(places: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(
        sorted(
            places, key=lambda one: (one.marginal is None, -(one.marginal or 0), -one.monthly, str(one.value))
        )
    )


def _check(wanted: Wanted, known: Sequence[str]) -> None:
    for name in (*wanted.keep, *wanted.most_of):
        if name not in known:
            raise UnknownName(Text("Ligne", "line"), name, known)
