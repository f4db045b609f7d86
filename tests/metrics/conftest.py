"""Companies as lakes, written once per run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from filon.lake.tables import Lake
from filon.metrics.engine import Engine
from tests.lakes import Rows, write_lake
from tests.metrics.companies import company


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Engine]:
    """An engine over the random company of a seed."""
    known: dict[int, Engine] = {}

    def engine(seed: int) -> Engine:
        if seed not in known:
            folder = tmp_path_factory.mktemp(f"company-{seed}")
            known[seed] = Engine(Lake(write_lake(folder, company(seed))))
        return known[seed]

    return engine


@pytest.fixture
def engine_over(tmp_path: Path) -> Callable[[Rows], Engine]:
    """An engine over the rows given."""
    return lambda rows: Engine(Lake(write_lake(tmp_path / "lake", rows)))
