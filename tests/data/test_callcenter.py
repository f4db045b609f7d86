"""A call centre's totals by representative: the answer rate is weighted, never a mean of percentages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Opener
from tests.data.sets import assert_settled, figures, near, needs_data, reference, take, values

pytestmark = needs_data
FOLDER = "callcenter_sharpener"
FILE = f"{FOLDER}/Call Center Data.csv"


@pytest.fixture(scope="module")
def home(open_home: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A company that has nothing but totals."""
    with open_home(tmp_path_factory.mktemp("callcenter") / "home") as folder:
        _, totals = take("callcenter", FILE)
        assert (totals.kind, totals.created) == ("activity", reference(FOLDER)["rows"])
        yield folder


def test_the_totals_are_those_of_the_reference(home: Path) -> None:
    said, cells = reference(FOLDER), figures(home, "calls", "reached", "reach_rate")[""]
    calls, reached, rate = (cells[name].value for name in ("calls", "reached", "reach_rate"))
    assert (calls, reached) == (said["incoming"], said["answered"])
    assert calls is not None
    assert reached is not None
    assert calls - reached == said["abandoned"]
    assert rate == near(said["answer_rate_weighted"])
    assert rate != pytest.approx(said["answer_rate_naive_mean"], abs=0.03)


def test_each_representative_has_the_totals_of_the_reference(home: Path) -> None:
    said = reference(FOLDER)["by_rep"]
    found = figures(home, "calls", "reached", "reach_rate", by=("operator",))
    assert values(found, "calls") == {rep: cell["incoming"] for rep, cell in said.items()}
    assert values(found, "reached") == {rep: cell["answered"] for rep, cell in said.items()}
    assert values(found, "reach_rate") == {rep: near(cell["answer_rate"]) for rep, cell in said.items()}


def test_what_the_totals_do_not_say_has_no_answer(home: Path) -> None:
    cells = figures(home, "useful_conversations", "conversation_rate", "talk_seconds", "hours")[""]
    assert {name: cell.value for name, cell in cells.items()} == dict.fromkeys(cells)
    assert all(cell.reason is not None for cell in cells.values())


def test_a_second_import_changes_nothing_and_the_lake_agrees(home: Path) -> None:
    assert_settled(home, "callcenter", FILE)
