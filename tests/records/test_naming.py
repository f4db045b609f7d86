"""Campaigns are named by a rule: new codes follow it, old ones stay valid."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from filon.records.actions.campaigns import create_campaign, follows, set_naming_rule
from filon.records.actions.enter import Taken
from filon.records.models import Campaign, JournalEntry
from filon.records.queries.settings import naming_rule
from filon.terms.faults import UnknownName
from filon.terms.naming import BadCode, BadRule, NamingRule, Values
from tests import world

START = date(2026, 3, 1)
CALLS: Values = {"channel": "phone", "starts_on": START, "words": "Été chez Œuf & Cie"}


def test_a_code_is_made_of_the_parts_and_the_words_in_capitals() -> None:
    rule = NamingRule("{channel}-{client}-{words}-{year}{month}")
    assert rule.compose({**CALLS, "client": "Acme 1"}) == "TEL-ACME-1-ETE-CHEZ-OEUF-CIE-202603"


def test_a_part_that_the_campaign_does_not_have_goes_with_its_separator() -> None:
    assert NamingRule("{client}-{words}").compose(CALLS) == "ETE-CHEZ-OEUF-CIE"
    assert NamingRule("{words}-{client}-{year}").compose(CALLS) == "ETE-CHEZ-OEUF-CIE-2026"
    assert NamingRule("{words}_{country}").compose(CALLS) == "ETE-CHEZ-OEUF-CIE"


@pytest.mark.parametrize("template", ["{channel}-{words}-{year}", "{words}", "C_{kind}.{words}"])
def test_what_a_rule_composes_follows_it(template: str) -> None:
    rule = NamingRule(template)
    assert rule.follows(rule.compose(CALLS), CALLS)
    assert not rule.follows("été 2026/3", CALLS)


def test_a_code_that_says_another_channel_does_not_follow_the_rule() -> None:
    assert not NamingRule("{channel}-{words}").follows("MAIL-PRINTEMPS", CALLS)


@pytest.mark.parametrize(
    "template", ["", "{channel}-{year}", "{words}{words}", "é{words}", "a b {words}", "{}{words}"]
)
def test_a_rule_that_cannot_name_campaigns_apart_is_refused(template: str) -> None:
    with pytest.raises((BadRule, UnknownName)):
        NamingRule(template)


@pytest.mark.parametrize("words", ["", " ?! ", "X" * 61])
def test_words_that_give_no_code_or_too_long_a_one_are_refused(words: str) -> None:
    with pytest.raises(BadCode):
        NamingRule().compose({**CALLS, "words": words})


def test_a_campaign_is_named_by_the_rule_in_force(home: Path) -> None:
    set_naming_rule("{channel}-{client}-{words}", actor="tests")
    made = create_campaign(
        words="", actor="tests", name="Maintenance", client_id=world.client("ACME").pk, channel="phone",
        starts_on=START,
    )  # fmt: skip
    assert made.campaign_code == "TEL-ACME-MAINTENANCE"
    assert follows(made, naming_rule())


def test_codes_from_before_the_rule_stay_and_are_told_apart(home: Path) -> None:
    old = world.campaign("Printemps 2025")
    assert not follows(old, naming_rule())
    set_naming_rule("{words}-{year}", actor="tests")
    assert Campaign.objects.get().campaign_code == "Printemps 2025"
    assert not follows(world.campaign("PRINTEMPS"), naming_rule())


def test_a_campaign_sent_twice_is_created_once(home: Path) -> None:
    values: dict[str, Any] = {"name": "Printemps", "channel": "phone", "starts_on": START}
    first = create_campaign(words="", actor="tests", **values)
    entries = JournalEntry.objects.count()
    assert create_campaign(words="", actor="tests", **values) == first
    assert (Campaign.objects.count(), JournalEntry.objects.count()) == (1, entries)


def test_another_campaign_of_the_same_code_is_refused(home: Path) -> None:
    create_campaign(words="", actor="tests", name="Printemps", channel="phone", starts_on=START)
    with pytest.raises(Taken, match="PRINTEMPS"):
        create_campaign(words="", actor="tests", name="Printemps", channel="email", starts_on=START)
