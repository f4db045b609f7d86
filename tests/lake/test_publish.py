"""Publishing brings to the lake what the records hold, whatever was interrupted."""

from pathlib import Path

import polars as pl
import pytest
from django.db.backends.signals import connection_created

from filon.flows.publish_lake import publish_pending
from filon.lake.publish import journey, publish, rebuild, snapshot, status, store, verify
from filon.lake.publish.faults import NotEnoughMemory
from filon.lake.publish.publishing import steps
from filon.lake.publish.store import Store
from filon.records.actions.change import change
from filon.records.feeds import journal
from filon.records.feeds.reading import ReadInsideWrite, consistent
from filon.records.models import Outcome, QualificationRule
from tests import world
from tests.lake.contents import read_all, read_table


def test_an_empty_home_has_an_empty_lake(lake: Path) -> None:
    published = publish(lake)
    assert published.sequence == 0
    assert all(not rows for rows in read_all(lake).values())
    assert verify(lake) == []


def test_a_call_is_published_with_what_its_outcome_and_local_time_say(lake: Path) -> None:
    made = world.call(
        world.campaign(), at="2026-03-31 23:59", outcome="refused", talk_s=95, operator="OP1", variant="A"
    )
    publish(lake)
    (row,) = read_table(lake, "calls").rows(named=True)
    assert (row["call"], row["month"], str(row["day"]), row["hour"], row["weekday"]) == (
        made.id,
        "2026-03",
        "2026-03-31",
        23,
        2,
    )
    assert (row["reached"], row["decision_maker"], row["useful"], row["talk_s"]) == (1, 1, 1, 95)
    (daily,) = read_table(lake, "calls_daily").rows(named=True)
    assert (daily["calls"], daily["useful_conversations"], daily["talk_seconds"]) == (1, 1, 95)


def test_a_second_publication_appends_only_the_new_call(lake: Path) -> None:
    campaign = world.campaign()
    world.call(campaign)
    publish(lake)
    world.call(campaign)
    assert publish(lake).counts["calls"] == 1
    assert read_table(lake, "calls").height == 2
    assert publish(lake).counts == {}


def test_a_corrected_call_moves_to_its_month_and_a_voided_one_leaves(lake: Path) -> None:
    campaign = world.campaign()
    moved, gone, stays = (world.call(campaign, at="2026-01-05 10:00") for _ in range(3))
    publish(lake)
    world.edit(moved, started_at=world.instant("2026-04-01 10:00"))
    world.void(gone)
    publish(lake)
    rows = read_table(lake, "calls").select("call", "month").rows()
    assert sorted(rows) == sorted([(moved.id, "2026-04"), (stays.id, "2026-01")])
    assert verify(lake) == []


def test_a_call_without_a_list_takes_the_one_of_its_prospect_and_follows_it(lake: Path) -> None:
    contact = world.contact("P1", contact_list="L1")
    call = world.call(world.campaign(), contact=contact)
    publish(lake)
    assert read_table(lake, "calls")["list"].to_list() == [contact.contact_list_id]
    other = world.contact_list("L2")
    world.edit(contact, contact_list=other)
    publish(lake)
    assert read_table(lake, "calls").select("call", "list").rows() == [(call.id, other.id)]
    assert verify(lake) == []


def test_a_rule_by_talking_time_holds_from_its_day_on(lake: Path) -> None:
    campaign = world.campaign()
    for at in ("2026-01-05 10:00", "2026-02-05 10:00"):
        world.call(campaign, at=at, outcome="gatekeeper", talk_s=40)
        world.call(campaign, at=at, outcome="refused", talk_s=10)
    publish(lake)
    with change("rule", actor="tests") as opened:
        QualificationRule.objects.create(
            version="useful.v2", valid_from="2026-02-01", useful_min_talk_s=30, change_id=opened.id
        )
    publish(lake)
    useful = read_table(lake, "calls").filter(pl.col("useful") == 1).select("month", "outcome").rows()
    assert sorted(useful) == [("2026-01", "refused"), ("2026-02", "gatekeeper")]


def test_an_outcome_that_becomes_useful_is_read_so_in_calls_already_published(lake: Path) -> None:
    world.call(world.campaign(), outcome="callback")
    publish(lake)
    with change("outcome", actor="tests") as opened:
        Outcome.objects.filter(code="callback").update(useful=True, change_id=opened.id)
    publish(lake)
    assert read_table(lake, "calls")["useful"].to_list() == [1]


def test_what_an_interrupted_publication_left_is_neither_missed_nor_repeated(lake: Path) -> None:
    _story()
    publish(lake)
    _more()
    with consistent():
        head, last = journal.head(), snapshot.read(lake)
        assert last is not None
        count = len(list(steps(Store(lake, last.tables, head.sequence), head, last))) - 1
    assert count > 8
    for done in range(1, count + 1):
        _more()
        with consistent():
            head, last = journal.head(), snapshot.read(lake)
            assert last is not None
            running = steps(Store(lake, last.tables, head.sequence), head, last)
            for _ in range(done):
                next(running)
            del running  # as good as a crash: nothing after this commit runs
        publish(lake)
        assert read_table(lake, "calls").height == 2 + done + 1, f"cut after {done} commits"
    assert verify(lake) == []


def test_publishing_in_the_middle_of_a_write_is_refused(lake: Path) -> None:
    with change("write", actor="tests"), pytest.raises(ReadInsideWrite):
        publish(lake)


def test_a_lake_of_other_records_is_made_anew(lake: Path, another_home: object) -> None:
    world.call(world.campaign())
    publish(lake)
    assert callable(another_home)
    another_home()
    world.call(world.campaign("OTHER"))
    publish(lake)
    assert read_table(lake, "campaigns")["code"].to_list() == ["OTHER"]


def test_a_rebuild_changes_nothing_and_leaves_nothing_aside(lake: Path) -> None:
    _story()
    publish(lake)
    _more()
    publish(lake)
    before = read_all(lake)
    rebuild(lake)
    assert read_all(lake) == before
    assert sorted(path.name for path in lake.parent.iterdir() if "lake" in path.name) == ["lake", "lake.lock"]


def test_a_lake_too_big_for_one_pass_is_made_in_several_and_is_the_same(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _story()
    publish(lake)
    at_once = read_all(lake)
    monkeypatch.setattr(journey, "MOST_CALLS", 1)
    rebuild(lake)
    assert read_all(lake) == at_once
    assert verify(lake) == []


def test_a_publication_that_lacks_memory_says_so_and_blames_no_file(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _story()
    monkeypatch.setattr(store, "MEMORY", "1MB")
    with pytest.raises(NotEnoughMemory, match="Your data is safe"):
        publish(lake)


def test_pending_writes_are_counted_then_published_once(home: Path, lake: Path) -> None:
    world.campaign()
    assert (status(lake).as_of, status(lake).pending) == (None, 1)
    as_of = publish_pending(home)
    assert publish_pending(home) == as_of
    world.contact()
    assert (status(lake).as_of, status(lake).pending) == (as_of, 1)
    assert publish_pending(home) > as_of
    assert status(lake).pending == 0


@pytest.mark.long
def test_many_small_publications_stay_few_files_and_few_versions(lake: Path) -> None:
    campaign, contact = world.campaign(), world.contact()
    for _ in range(40):
        world.call(campaign, contact=contact)
        publish(lake)
    assert len(list((lake / "calls" / "month=2026-01").glob("*.parquet"))) < 45
    last = snapshot.read(lake)
    assert last is not None
    from deltalake import DeltaTable

    assert len(DeltaTable(lake / "calls", version=last.tables["calls"]).file_uris()) < 34
    assert verify(lake) == []


def _story() -> None:
    campaign, other = world.campaign("C1"), world.campaign("C2")
    call = world.call(campaign, at="2026-01-05 10:00", outcome="appointment", contact="P-1")
    world.call(other, at="2026-01-06 10:00", outcome="refused", contact="P-1")
    meeting = world.appointment(
        campaign, of_call=call, booked="2026-01-05 10:05", status="held", validation="validated"
    )
    deal = world.opportunity(of=meeting, created="2026-01-20 10:00", amount=5000)
    world.contract(of=deal, revenue=5000, signed_on="2026-02-10")
    world.cost(amount=100, category="overhead", period_end="2026-01-31", allocation_key="calls")
    world.activity(other, calls=100, appointments_set=3)
    world.channel_activity(other, spend=10)


def _more() -> None:
    """One write of every kind, an alteration and a removal."""
    campaign = world.campaign(f"N{journal.head().sequence}")
    call = world.call(campaign, at="2026-01-15 10:00", contact="P-1", outcome="information")
    meeting = world.appointment(campaign, booked="2026-01-16 09:00", of_call=call, call_ref=None)
    world.contract(of=world.opportunity(of=meeting, created="2026-01-17 09:00"), revenue=700)
    world.contract(contact="P-1", revenue=900, signed_on="2026-03-01")
    world.cost(campaign, amount="33.33", period_end="2026-01-20")
    world.edit(call, outcome_id="refused", started_at=world.instant("2026-02-01 09:00"))
    world.void(world.call(campaign, contact="P-2"))
    world.script(f"S{call.id}")


def test_every_row_is_read_through_the_connection_that_holds_the_consistent_state(lake: Path) -> None:
    world.call(world.campaign("C1"))
    publish(lake)
    world.call(world.campaign("C2"))
    opened: list[object] = []

    def count(**_: object) -> None:
        opened.append(1)

    connection_created.connect(count)
    try:
        publish(lake)
    finally:
        connection_created.disconnect(count)
    assert not opened
