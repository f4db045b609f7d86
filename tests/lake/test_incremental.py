"""Whatever is written, in whatever order, publishing step by step equals publishing all at once."""

from pathlib import Path

import pytest

from filon.lake.publish import publish, verify
from tests.lake.chance import Chance


def _holds(lake: Path, seed: int, rounds: int) -> None:
    chance = Chance(seed)
    publish(lake)
    for _ in range(rounds):
        for _ in range(1 + seed % 5):
            chance.write()
        publish(lake)
        chance.write()
        assert [difference.text.en for difference in verify(lake)] == []


@pytest.mark.parametrize("seed", range(2))
def test_random_writes_published_one_by_one_equal_a_rebuild(lake: Path, seed: int) -> None:
    _holds(lake, seed, rounds=4)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3, 8))
def test_many_random_writes_published_one_by_one_equal_a_rebuild(lake: Path, seed: int) -> None:
    _holds(lake, seed, rounds=20)
