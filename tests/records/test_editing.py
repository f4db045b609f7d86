"""Records altered by hand: nothing that somebody else wrote is overwritten."""

from pathlib import Path

import pytest

from filon.records.actions.revise import ChangedMeanwhile, edit, withdraw
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
