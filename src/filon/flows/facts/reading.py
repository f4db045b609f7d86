"""What every gathering of facts asks of the lake."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filon.flows.answer import engine_of
from filon.lake.tables import Lake
from filon.metrics.language.query import Query
from filon.terms.attribution import DEFAULT_MODEL
from filon.terms.scope import EVERYTHING, Scope


@contextmanager
def opened(home: Path, scope: Scope = EVERYTHING) -> Iterator[tuple[Lake, Mapping[Any, str]]]:
    """Lend the lake, and the codes of the campaigns that may be seen by their numbers."""
    with engine_of(home) as engine:
        yield engine.lake, engine.context(Query(("calls",)), scope).reference.codes["campaign"]


def counted(table: Any) -> Any:
    """Return the condition that keeps each result once: its only model, or the one in force."""
    return table.model.isnull() | (table.model == DEFAULT_MODEL)
