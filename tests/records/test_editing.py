"""Records altered by hand: nothing that somebody else wrote is overwritten."""

from pathlib import Path

import pytest

from filon.flows.answer import ask
from filon.metrics.language.query import Query
from filon.records.actions.revise import (
    ChangedMeanwhile,
    CodeTaken,
    RefersToWithdrawn,
    edit,
    restore,
    withdraw,
)
from filon.records.models import Campaign, JournalEntry, Revision
from tests import world


def test_the_second_of_two_people_sees_a_conflict_and_overwrites_nothing(home: Path) -> None:
    campaign = world.campaign(name="Before")
    mine, theirs = Campaign.objects.get(), Campaign.objects.get()
    edit(theirs, actor="them", seen=campaign.change_id, name="Theirs")
    with pytest.raises(ChangedMeanwhile):
        edit(mine, actor="me", seen=campaign.change_id, name="Mine")
    assert Campaign.objects.get().name == "Theirs"


def test_what_a_record_held_before_is_kept(home: Path) -> None:
    campaign = world.campaign(name="Before")
    edit(campaign, actor="me", name="After")
    assert Revision.objects.get().before["name"] == "Before"


def test_saving_what_is_held_already_writes_nothing(home: Path) -> None:
    campaign = world.campaign(name="Same")
    entries = JournalEntry.objects.count()
    edit(campaign, actor="me", seen=campaign.change_id, name="Same")
    assert JournalEntry.objects.count() == entries
    assert Campaign.objects.get().edited_at is None


def test_a_withdrawn_record_stays_and_cannot_be_edited(home: Path) -> None:
    campaign = world.campaign()
    withdraw(campaign, actor="me", seen=campaign.change_id)
    assert Campaign.objects.get().voided_at is not None
    with pytest.raises(ChangedMeanwhile):
        edit(campaign, actor="me", name="After")


def test_a_restored_record_counts_again(home: Path) -> None:
    call = world.call(world.campaign("C1"))
    withdraw(call, actor="me")
    assert calls_of(home) == 0
    restore(call, actor="me", seen=call.change_id)
    assert calls_of(home) == 1
    assert '"action":"restore_record"' in JournalEntry.objects.order_by("-sequence")[0].content
    with pytest.raises(ChangedMeanwhile):
        restore(call, actor="me")


def test_a_record_whose_identifier_was_taken_is_not_restored(home: Path) -> None:
    first = world.campaign("C1")
    withdraw(first, actor="me")
    world.campaign("C1")
    with pytest.raises(CodeTaken):
        restore(first, actor="me")
    first.refresh_from_db()
    assert first.voided_at is not None


def test_a_record_that_refers_to_a_withdrawn_one_is_not_restored(home: Path) -> None:
    campaign = world.campaign("C1")
    call = world.call(campaign)
    withdraw(call, actor="me")
    withdraw(campaign, actor="me")
    with pytest.raises(RefersToWithdrawn):
        restore(call, actor="me")


def calls_of(home: Path) -> object:
    return ask(home, Query(("calls",))).total.cells["calls"].value
