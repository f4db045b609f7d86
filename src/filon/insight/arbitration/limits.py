"""What history says a split cannot exceed: the calling hours there are, and the prospects left to call."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from filon.insight.arbitration.asked import Wanted
from filon.insight.arbitration.found import Hours, Prospects
from filon.insight.arbitration.history import WINDOW_MONTHS, History
from filon.insight.arbitration.lines import Line
from filon.insight.methods.response import Numbers
from filon.metrics.engine import Engine
from filon.metrics.gather import prospects
from filon.metrics.language.dimension import Kind, Value
from filon.metrics.language.query import Query
from filon.terms.period import Period, add_months
from filon.terms.scope import Scope
from filon.terms.text import Text

LISTED = 0.9  # of the prospects that a line began: where fewer are of a list on record, nobody knows how many are left
USUAL = 0.95  # of the prospects called had no more calls than the number from which one is called in vain


@dataclass(frozen=True)
class Limits:
    """The hours that each unit of a line's money takes, the most hours there may be, and the prospects left to each line."""

    hours: Hours | None
    taken: Mapping[Value, float]
    prospects: Mapping[Value, Prospects]
    unlisted: frozenset[Value]
    untold: tuple[Text, ...]

    @classmethod
    def of(
        cls, engine: Engine, query: Query, history: History, wanted: Wanted, scope: Scope, whole: Query
    ) -> "Limits":
        """Read the limits of a query split by one dimension over the window of its history.

        Hours are those of the `whole` query: who worked for a campaign that is over can work for the others.
        """
        (dimension,) = query.by
        hours, taken = _hours(history, wanted, _worked(engine, whole, history, scope))
        untold = [] if hours else [_NO_HOURS]
        if not _tells_lists(engine, dimension):
            return cls(hours, taken, {}, frozenset(), (*untold, _NOT_BY_LIST))
        found, unlisted = _prospects(engine, query, history, scope)
        if not (found or unlisted):
            untold.append(_NO_CALLS)
        return cls(hours, taken, found, unlisted, tuple(untold))

    def told(self, line: Line) -> Line:
        """Return a line with its hours and the prospects left to it."""
        place = line.place
        return replace(
            line,
            place=replace(
                place,
                hours=self.taken.get(place.value, 0.0) * place.monthly or None,
                prospects=self.prospects.get(place.value) if place.monthly > 0 else None,
                unlisted=place.value in self.unlisted,
            ),
        )


_NO_HOURS = Text(
    "Aucune heure d'appel n'est connue sur ces mois : les heures ne limitent rien. Importez les coûts « operator_time » ou des totaux d'activité "
    "avec leurs heures.",
    "No calling hours are known over these months: hours limit nothing. Import “operator_time” costs, or activity totals with "
    "their hours.",
)
_NO_CALLS = Text(
    "Aucun appel par prospect n'est connu sur ces mois : les prospects restants ne limitent rien.",
    "No call to a named prospect is known over these months: the prospects left limit nothing.",
)
_NOT_BY_LIST = Text(
    "Par cet axe, les prospects restants ne se partagent pas entre les lignes : ils ne limitent rien.",
    "By this dimension the prospects left cannot be told apart by row: they limit nothing.",
)


def _worked(engine: Engine, query: Query, history: History, scope: Scope) -> Numbers:
    """Return the calling hours of each month of the window, all lines together."""
    answer = engine.answer(replace(query, metrics=("hours",), by=("month",)), scope)
    known = {row.dimensions["month"]: row.cells["hours"].value or 0 for row in answer.rows}
    return np.array([float(known.get(f"{month:%Y-%m}", 0)) for month in history.window])


def _hours(history: History, wanted: Wanted, by_month: Numbers) -> tuple[Hours | None, dict[Value, float]]:
    """Return the most hours, and the hours that a unit of each line's money takes."""
    worked = {value: history.hours(value) for value in history.worked if value not in history.ended}
    lines = sum((hours.sum() for hours in worked.values()), start=0.0)
    if not by_month.sum() > 0 or not lines > 0:
        return None, {}
    taken = {
        value: float(hours.sum()) / spent
        for value, hours in worked.items()
        if (spent := float(history.spent(value, history.window).sum())) > 0
    }
    today = float(lines) / len(history.window)
    if wanted.hours is not None:
        return Hours(wanted.hours, None, today), taken
    busiest = int(np.argmax(by_month))
    return Hours(float(by_month[busiest]), f"{history.window[busiest]:%Y-%m}", today), taken


def _tells_lists(engine: Engine, dimension: str) -> bool:
    return dimension == "list" or engine.catalogue.dimensions[dimension].kind is Kind.CAMPAIGN


def _prospects(
    engine: Engine, query: Query, history: History, scope: Scope
) -> tuple[dict[Value, Prospects], frozenset[Value]]:
    """Return the prospects left to each line that calls, and the lines whose prospects are of no list on record.

    A list that several lines call is shared between them by the prospects that each began.
    """
    if not history.window:
        return {}, frozenset()
    period = Period(history.window[0], add_months(history.window[-1], 1))
    context = engine.context(replace(query, metrics=("contacts_called",), period=period), scope)
    begun: defaultdict[Value, Counter[int | None]] = defaultdict(Counter)
    for (value, of_list), number in prospects.begun(context, query.by[0]).items():
        begun[value][of_list if of_list is None else int(of_list)] += number
    whole = prospects.begun_by_all(engine.lake, period)
    fresh, again = _open(engine)
    found, unlisted = {}, set()
    for value, lists in begun.items():
        listed = {of_list: number for of_list, number in lists.items() if of_list is not None}
        if sum(listed.values()) < LISTED * lists.total():
            unlisted.add(value)
            continue
        shares = {of_list: number / whole[of_list] for of_list, number in listed.items()}
        found[value] = Prospects(
            sum(fresh[of_list] * share for of_list, share in shares.items()),
            sum(again[of_list] * share for of_list, share in shares.items()),
            lists.total() / len(history.window),
        )
    return found, frozenset(unlisted)


def _open(engine: Engine) -> tuple[Counter[int], Counter[int]]:
    """Return the prospects of each list that were never called, and those called less often than is usual at most."""
    usual = _usual_most(prospects.calls_had(engine.lake))
    fresh, again = Counter[int](), Counter[int]()
    for one in prospects.still_open(engine.lake):
        if one.calls == 0:
            fresh[one.list] += one.prospects
        elif one.calls < usual:
            again[one.list] += one.prospects
    return fresh, again


def _usual_most(had: Mapping[int, int]) -> int:
    """Return the number of calls that few prospects exceed."""
    reached, whole = 0, sum(had.values())
    for calls in sorted(had):
        reached += had[calls]
        if reached >= USUAL * whole:
            return calls
    return 0


def ceiling(monthly: float, left: Prospects) -> float:
    """Return the most that a line may spend by month: what the prospects left allow for a year, or what it spends today.

    Today's pace has been kept up by the lists that came as they did; only what is on record can carry more than it.
    """
    return monthly * max(1.0, left.left / (left.begun * WINDOW_MONTHS))
