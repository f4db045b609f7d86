"""Where the next euro goes, asked of a home's records as they stand."""

from pathlib import Path

from filon.flows.answer import PEOPLE, engine_of, named
from filon.flows.recall import recall
from filon.insight.arbitration.asked import Wanted
from filon.insight.arbitration.found import Arbitration
from filon.insight.arbitration.study import METRICS
from filon.insight.arbitration.study import arbitrate as study
from filon.metrics.definitions import CATALOGUE
from filon.metrics.language.dimension import Kind
from filon.metrics.language.query import Query
from filon.terms.faults import UnknownName
from filon.terms.scope import EVERYTHING, Scope
from filon.terms.text import Text

DEFAULT = "channel"


def arbitrate(
    home: Path,
    query: Query,
    dimension: str = DEFAULT,
    wanted: Wanted | None = None,
    scope: Scope = EVERYTHING,
) -> Arbitration:
    """Say what one more euro brings by a dimension, and a better split of the budget.

    Raises UnknownName for a dimension that does not split costs and contracts, and the faults of
    `insight.arbitration.study.arbitrate`.
    """
    possible = splits()
    if dimension not in possible:
        raise UnknownName(Text("Axe", "dimension"), dimension, possible)

    def find() -> Arbitration:
        with engine_of(home) as engine:
            return study(engine, named(query, scope), dimension, wanted, scope)

    return recall(home, f"arbitrate {query} {dimension} {wanted} {scope}", find)


def splits() -> list[str]:
    """Return the dimensions by which money can be moved: those of costs and results alike, save time and people."""
    known = CATALOGUE.dimensions
    possible = set(known).intersection(*(CATALOGUE.splits(name) for name in METRICS)).difference(PEOPLE)
    return [name for name in known if name in possible and known[name].kind is not Kind.TIME]
