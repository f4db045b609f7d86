"""Chooses the indicators shown first: few enough to be read, and all of the catalogue."""

from collections.abc import Sequence

from filon.metrics.definitions import CATALOGUE
from filon.records.actions.settings import remember
from filon.records.queries.settings import PRIORITY_INDICATORS
from filon.reports.pages.home import FEWEST, MOST
from filon.terms.faults import Fault


class WrongNumber(Fault):
    """Too few indicators say too little, and too many hide the main ones."""

    def __init__(self, seen: int) -> None:
        super().__init__(
            f"Choisissez {FEWEST} à {MOST} indicateurs différents : {seen} reçus.",
            f"Choose {FEWEST} to {MOST} different indicators: got {seen}.",
        )


def choose_indicators(names: Sequence[str], *, actor: str) -> None:
    """Keep the indicators of the home page, in their order. Raises WrongNumber or UnknownMetric."""
    chosen = list(dict.fromkeys(names))
    if not FEWEST <= len(chosen) <= MOST:
        raise WrongNumber(len(chosen))
    for name in chosen:
        CATALOGUE.find(name)
    remember(PRIORITY_INDICATORS, chosen, actor=actor)
