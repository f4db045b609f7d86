"""What the tests of the lake share."""

from pathlib import Path

import pytest


@pytest.fixture
def lake(home: Path) -> Path:
    """Where the lake of a fresh home is."""
    return home / "lake"
