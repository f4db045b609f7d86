"""Verifying names what differs, and shows no traceback."""

from pathlib import Path

import pytest
from deltalake import DeltaTable

from filon.lake.publish import publish, snapshot, verify
from filon.lake.publish.faults import LakeDamaged
from filon.lake.publish.publishing import rebuild
from filon.lake.tables import files_of
from filon.records.models import Call, Contract, Cost
from tests import world


@pytest.fixture
def sold(lake: Path) -> Path:
    """A lake with a call, a sale and a cost."""
    campaign = world.campaign()
    call = world.call(campaign, outcome="appointment", talk_s=60, contact="P1")
    world.contract(of=world.opportunity(of=world.appointment(campaign, of_call=call)), revenue=100)
    world.cost(campaign, amount=10, period_end="2026-01-31")
    publish(lake)
    assert verify(lake) == []
    return lake


def _file(lake: Path, table: str) -> Path:
    last = snapshot.read(lake)
    assert last is not None
    return Path(files_of(DeltaTable(lake / table, version=last.tables[table]))[0])


def test_a_missing_file_is_named(sold: Path) -> None:
    file = _file(sold, "calls")
    file.unlink()
    (difference,) = verify(sold)
    assert difference.table == "calls"
    assert file.name in difference.text.fr
    assert "manquant" in difference.text.fr
    assert "filon lake rebuild" in difference.text.en


def test_a_truncated_file_is_named(sold: Path) -> None:
    file = _file(sold, "costs")
    file.write_bytes(file.read_bytes()[:100])
    (difference,) = verify(sold)
    assert (difference.table, "100 bytes" in difference.text.en) == ("costs", True)


def test_a_file_of_the_right_size_and_the_wrong_bytes_is_named(sold: Path) -> None:
    file = _file(sold, "contracts")
    file.write_bytes(b"x" * file.stat().st_size)
    (difference,) = verify(sold)
    assert (difference.table, "unreadable" in difference.text.en) == ("contracts", True)


def test_a_missing_table_is_named(sold: Path) -> None:
    for log in (sold / "journey" / "_delta_log").iterdir():
        log.unlink()
    (difference,) = verify(sold)
    assert difference.table == "journey"


def test_a_rebuild_mends_a_damaged_lake(sold: Path) -> None:
    _file(sold, "calls").unlink()
    rebuild(sold)
    assert verify(sold) == []


def test_publishing_onto_a_damaged_lake_says_so_and_what_to_do(sold: Path) -> None:
    _file(sold, "journey").unlink()
    world.call(world.campaign("C2"), contact="P1")
    with pytest.raises(LakeDamaged) as caught:
        publish(sold)
    assert "filon lake rebuild" in caught.value.text.fr


def test_records_altered_behind_the_journal_s_back_are_named_by_table(sold: Path) -> None:
    Contract.objects.update(revenue_cents=123)
    Cost.objects.update(amount_cents=1)
    Call.objects.update(talk_s=61)
    differences = verify(sold)
    assert {"contracts", "costs", "calls", "calls_daily", "journey"} <= {each.table for each in differences}
    texts = " ".join(each.text.en for each in differences)
    assert "10000 cents of revenue in the lake, 123 in the records" in texts
    assert "1000 cents instead of 1" in texts


def test_a_home_that_never_published_is_told_to(lake: Path) -> None:
    (difference,) = verify(lake)
    assert "filon lake publish" in difference.text.fr
