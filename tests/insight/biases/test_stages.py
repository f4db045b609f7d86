from dataclasses import replace
from datetime import date

from filon.insight.biases import concentration, dialling, effort, pipeline, stages
from filon.insight.biases.every import CHECKS
from filon.insight.biases.facts import Segment
from tests.insight.biases.test_biases import CLEAN, HOURS, only, world


def test_a_campaign_whose_meetings_nobody_notes_is_told_at_the_show_rate_of_the_others() -> None:
    unheld = replace(CLEAN, code="C2", held=0, no_show=0)
    found = only(stages.held_stage_missing, world(CLEAN, unheld))
    assert (found.campaign, found.effect_cents) == ("C2", None)
    assert "82\u202f%" in found.effect.fr
    assert only(stages.held_stage_missing, world(unheld)).effect.fr.endswith("pas de réponse")


def test_appointments_of_which_nothing_is_recorded_are_told_once() -> None:
    silent = world(replace(CLEAN, held=0, no_show=0, validated=0, rejected=0))
    assert only(stages.held_stage_missing, silent)
    assert pipeline.unqualified_appointments(silent) == []


def test_a_young_campaign_and_one_with_few_appointments_owe_no_meeting_yet() -> None:
    unheld = replace(CLEAN, held=0, no_show=0)
    assert stages.held_stage_missing(world(replace(unheld, starts_on=date(2026, 10, 20)))) == []
    assert stages.held_stage_missing(world(replace(unheld, appointments=9))) == []


def test_appointments_counted_before_they_are_judged_are_found() -> None:
    ahead = replace(CLEAN, validated=45, rejected=5)
    found = only(stages.counted_before_judged, world(ahead))
    assert "30 rendez-vous sur 80" in found.evidence.fr
    assert "3 de ces rendez-vous" in found.effect.fr
    assert stages.counted_before_judged(world(CLEAN)) == []


def test_where_nobody_judges_the_check_of_those_who_do_promises_nothing_for_them() -> None:
    unjudged = world(replace(CLEAN, validated=0, rejected=0))
    assert only(pipeline.unqualified_appointments, unjudged)
    assert stages.counted_before_judged(unjudged) == []
    (passed,) = [check.passed for check in CHECKS if check.id == "counted_before_judged"]
    assert passed.fr.startswith("Là où l'on juge")
    assert passed.en.startswith("Where most appointments are judged")


def test_a_reach_that_no_list_has_is_taken_for_voicemail() -> None:
    assert "répondeur" in only(dialling.implausible_reach, world(replace(CLEAN, reached=5_600))).title.fr
    assert "sans réponse" in only(dialling.implausible_reach, world(replace(CLEAN, reached=8_000))).title.fr
    assert dialling.implausible_reach(world(replace(CLEAN, reached=2_000))) == []
    assert dialling.implausible_reach(world(replace(CLEAN, calls=150, reached=140))) == []


def test_calls_after_the_end_of_the_campaign_are_found_beyond_a_few() -> None:
    ended = replace(CLEAN, ends_on=date(2026, 6, 30), calls_outside=400)
    assert "au 30/06/2026" in only(dialling.calls_outside_dates, world(ended)).evidence.fr
    assert dialling.calls_outside_dates(world(replace(ended, calls_outside=100))) == []


def test_calls_told_twice_are_found_from_a_part_of_the_days() -> None:
    twice = replace(CLEAN, twin_calls=200)
    assert "800 appels sur 8\u202f000" in only(dialling.duplicate_calls, world(twice, sampled=4)).evidence.fr
    assert dialling.duplicate_calls(world(replace(CLEAN, twin_calls=20))) == []


def test_contracts_that_one_operator_brings_out_of_proportion_are_found() -> None:
    callers = (
        Segment("operator", "Amina", 30, 12),
        Segment("operator", "Bruno", 40, 2),
        Segment("operator", "Chloé", 30, 2),
    )
    assert "Amina" in only(concentration.one_caller, world(CLEAN, segments=callers)).title.fr
    busy = (replace(callers[0], appointments=120), *callers[1:])
    assert concentration.one_caller(world(CLEAN, segments=busy)) == []


def test_a_pace_of_a_provider_paid_by_invoice_costs_nothing_more() -> None:
    fast = replace(CLEAN, organisation="provider", hours=120.0)
    found = only(effort.implausible_pace, world(fast, entries=(HOURS,)))
    assert (found.effect_cents, "honoraires" in found.effect.fr) == (None, True)
