"""Tests from the terminal: sized and compared without data, planned, assigned, watched and decided with it."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from filon.faces.cli.experiments import command
from filon.faces.notebook import Company
from filon.records.actions.experiments import launch, plan
from filon.records.models import Call, Campaign, CampaignChange, Experiment
from filon.terms.assignment import slot_unit, slot_units, variant_of
from filon.terms.faults import Fault
from tests import world

BEGIN = date(2026, 1, 5)
PAIR = [("A", 1), ("B", 1)]


def run(*words: str) -> Result:
    return CliRunner().invoke(command, [*words, "--lang", "en"])


def answer(*words: str) -> Any:
    found = run(*words, "--json")
    assert found.exit_code == 0, found.output or found.exception
    return json.loads(found.output)


def refused(*words: str) -> str:
    found = run(*words)
    assert isinstance(found.exception, Fault), (found.exception, found.output)
    return found.exception.text.en


@pytest.fixture
def calls(home: Path) -> None:
    """Call 240 contacts of list L1 over 6 weeks; one in three of B gets an appointment, one in eight of A."""
    campaign = world.campaign("C1", budget=1_000)
    world.cost(campaign, amount=240, period_start=BEGIN, period_end=BEGIN + timedelta(days=60))
    for number in range(240):
        contact = world.contact(f"P{number}", contact_list="L1")
        variant = variant_of("T1", f"P{number}", PAIR)
        day = BEGIN + timedelta(days=number // 6)
        booked = number % (3 if variant == "B" else 8) == 0
        call = world.call(
            campaign, contact=contact, at=f"{day} 10:00", outcome="appointment" if booked else "refused", variant=variant,
            operator="OP1",
        )  # fmt: skip
        if booked:
            world.appointment(campaign, of_call=call, booked=f"{day} 10:05", variant=variant)


def planned(*more: str) -> Result:
    words = ("T1", "--campaign", "C1", "--rate", "12.5%", "--effect", "100%", "--window", "7", *more)
    found = run("plan", *words)
    assert found.exit_code == 0, found.exception or found.output
    return found


def test_a_size_needs_no_data() -> None:
    assert answer("size", "--rate", "0.25", "--to", "0.30")["per_arm_read_once"] == 1_251
    found = answer("size", "--rate", "4 %", "--to", "5 %", "--weekly", "900", "--window", "14")
    assert (found["per_arm_read_once"], found["too_long"]) == (6_745, True)
    clustered = answer("size", "--rate", "0.25", "--to", "0.30", "--cluster", "30", "--icc", "0.05")
    assert clustered["per_arm_read_once"] == pytest.approx(1_251 * 2.45, rel=0.001)


def test_two_shares_are_compared_without_data() -> None:
    found = answer("compare", "--a", "320/8000", "--b", "380/8000")
    assert found["difference"] == {"value": 0.0075, "low": 0.001159, "high": 0.013861, "method": "newcombe"}
    assert found["change"]["value"] == 0.1875
    assert found["p"] < 0.05
    nothing = answer("compare", "--a", "0/50", "--b", "2/50")
    assert (nothing["change"], nothing["p"]) == (None, None)
    assert "One cannot tell" in run("compare", "--a", "0/50", "--b", "2/50").output


def test_a_rate_that_was_announced_is_compared_with_what_was_seen() -> None:
    found = answer("compare", "--a", "5%", "--b", "5/83")
    assert found["a"] == {"value": 0.05}
    assert found["p"] == 0.694965  # statsmodels
    assert (found["difference"]["low"], found["difference"]["high"]) == (-0.023997, 0.083384)
    assert "–" in run("compare", "--a", "5%", "--b", "5/83").output


def test_few_events_have_the_exact_interval() -> None:
    assert answer("compare", "--a", "0/20", "--b", "81/263")["a"] == {
        "value": 0.0, "low": 0.0, "high": 0.168433, "method": "clopper-pearson"
    }  # fmt: skip
    assert "(exact)" in run("compare", "--a", "0/20", "--b", "81/263").output


def test_a_comparison_says_what_one_may_believe_and_what_a_wrong_choice_loses() -> None:
    aid = answer("compare", "--a", "49/100", "--b", "51/100")["reading_aid"]
    assert 0.5 < aid["chance_above"] < 0.60918  # without the neutral prior: gbstats
    assert 0 < aid["loss_if_chosen"] < aid["loss_if_kept"] < 0.05
    assert "B has a 60% chance of being above" in run("compare", "--a", "49/100", "--b", "51/100").output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("size", "--rate", "0.25", "--to", "0.25"), "--to: “0.25” is today's rate"),
        (("size", "--rate", "4", "--to", "5%"), "--rate: “4” refused. Give a rate between 0 and 100%"),
        (("size", "--rate=-4%", "--to", "5%"), "--rate: “-4%” refused"),
        (("size", "--rate", "4%", "--to", "5"), "--to: “5” refused"),
        (("size", "--rate", "4%", "--to", "5%", "--icc", "2"), "--icc: “2” refused. Give a correlation"),
        (("compare", "--a", "x", "--b", "1/2"), "cannot read “x”"),
        (("compare", "--a", "9/2", "--b", "1/2"), "cannot read “9/2”"),
    ],
)
def test_what_cannot_be_is_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(*words)


def test_a_plan_is_shown_without_being_kept(calls: None) -> None:
    found = answer("plan", "T1", "--campaign", "C1", "--effect", "50%", "--window", "7", "--dry-run")
    assert found["figure"] == pytest.approx(0.23, abs=0.03)
    assert found["units_seen"] == 240 - 6 * 7
    assert found["units_a_week"] == pytest.approx(42, abs=2)
    assert found["cost"] == pytest.approx(found["units"] * 240 / 61 * 40 / 240, rel=0.1)
    assert not Experiment.objects.exists()


def test_what_is_corrected_is_frozen_in_the_plan_and_said_when_the_test_is_read(calls: None) -> None:
    planned()
    assert run("launch", "T1", "--on", str(BEGIN)).exit_code == 0
    found = answer("show", "T1")
    assert (found["past_days"], found["cap_share"]) == (91, 0.99)
    aid = found["comparisons"][0]["reading_aid"]
    assert aid["chance_better"] > 0.9
    assert aid["loss_if_chosen"] < 0.02 < aid["loss_if_kept"]
    assert aid["prior"] == {"log_change_mean": 0.0, "log_change_variance": 0.09}
    assert found["comparisons"][0]["corrected"] is None  # appointments per contact hold no amount to cap
    shown = run("show", "T1").output
    assert "chance of being better than A. Choosing B would lose" in shown
    assert "Only the verdict decides" in shown


def test_a_cost_is_read_with_calls_capped_as_planned(calls: None) -> None:
    campaign = Campaign.objects.get()
    planned("--metric", "cost_per_appointment", "--effect", "60%", "--past", "0", "--cap", "95%")
    run("launch", "T1", "--on", str(BEGIN))
    for _ in range(30):  # one contact called without end
        world.call(campaign, contact="P0", at=f"{BEGIN} 11:00", variant=variant_of("T1", "P0", PAIR))
    (each,) = answer("show", "T1")["comparisons"]
    assert (each["corrected"]["calls_capped_at"], each["corrected"]["contacts_beyond"]) == (1.0, 1)
    assert each["corrected"]["change_without"] != each["change"]
    shown = run("show", "T1").output
    assert "a contact counts for 1 call at most, which 95% of them do not exceed" in shown
    assert "Without it, the change: " in shown


def test_lists_are_held_to_what_they_gave_before_the_launch(home: Path) -> None:
    """Twelve lists of ten contacts, called before the launch and during the test; half of them always gave three times as much."""
    campaign = world.campaign("C1")
    for number in range(12):
        for when, (period, start) in enumerate((("P", BEGIN - timedelta(days=40)), ("Q", BEGIN))):
            for place in range(10):
                contact = world.contact(f"{period}{number}-{place}", contact_list=f"L{number}")
                day = start + timedelta(days=2 * place)
                won = place < (6 if number % 4 < 2 else 2)
                call = world.call(
                    campaign, contact=contact, at=f"{day} 10:00", outcome="appointment" if won else "refused",
                    contact_list=f"L{number}", variant="AB"[number % 2] if when else None,
                )  # fmt: skip
                if won:
                    world.appointment(campaign, of_call=call, booked=f"{day} 10:05")
    arms = ({"variant": "A", "control": True}, {"variant": "B"})
    made = plan(
        arms, actor="t", experiment_code="T2", name="T2", campaign=campaign, lever="list", unit="list",
        metric="appointments_per_contact", assigned_by="files", minimum_effect="0.5", sample=12, weeks=8, window_days=7,
        past_days=60,
    )  # fmt: skip
    launch(made, BEGIN, actor="t")
    world.call(campaign, at=f"{BEGIN + timedelta(days=40)} 10:00", contact="Z", contact_list="LZ")
    (each,) = answer("show", "T2")["comparisons"]
    assert (each["corrected"]["past_used"], each["corrected"]["lists_with_a_past"]) == (True, [6, 6])
    raw, held = (
        found["high"] - found["low"] for found in (each["corrected"]["change_without"], each["change"])
    )
    assert held < raw / 2
    assert "each list is compared with what it gave over the 60 days before" in run("show", "T2").output


def test_a_cap_that_would_concern_most_contacts_is_refused(calls: None) -> None:
    found = refused(
        "plan",
        "T1",
        "--campaign",
        "C1",
        "--rate",
        "12.5%",
        "--effect",
        "100%",
        "--window",
        "7",
        "--cap",
        "20%",
    )
    assert "Cap on calls: “20%” refused" in found
    assert not Experiment.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--cap", "0"), "Cap on calls: “0%” refused"),
        (("--cap", "150%"), "Cap on calls: “150%” refused"),
        (("--variant", "A", "--variant", "B:0"), "each gets a positive share"),
        (("--lever", "list"), "Choose the unit “list”"),
    ],
)
def test_a_dry_run_refuses_what_could_not_be_kept(calls: None, words: tuple[str, ...], sentence: str) -> None:
    asked = ("plan", "T1", "--campaign", "C1", "--effect", "50%", "--window", "7", "--dry-run")
    assert sentence in refused(*asked, *words)


def test_a_code_that_is_taken_is_said_before_the_plan_is_judged(calls: None) -> None:
    planned()
    assert "A test T1 exists already" in refused("plan", "T1", "--campaign", "C1", "--effect", "1%")


def test_a_test_longer_than_half_a_year_is_refused_with_what_it_could_show(calls: None) -> None:
    found = refused("plan", "T1", "--campaign", "C1", "--effect", "5%")
    assert "weeks; beyond 26" in found
    assert "smallest effect one can see is: " in found
    assert not Experiment.objects.exists()


def test_a_campaign_without_calls_needs_todays_rate_and_a_pace(home: Path) -> None:
    world.campaign("C1")
    assert "not have enough calls" in refused("plan", "T1", "--campaign", "C1")
    assert "Known values: C1" in refused("plan", "T1", "--campaign", "C2")
    assert "relative improvement" in refused(
        "plan", "T1", "--campaign", "C1", "--rate", "60%", "--effect", "80%"
    )


def test_a_test_is_planned_launched_watched_and_decided(calls: None) -> None:
    planned("--budget-share", "50%")
    assert [row["status"] for row in answer("list")["tests"]] == ["draft"]
    assert run("launch", "T1", "--on", str(BEGIN)).exit_code == 0
    found = answer("show", "T1")
    assert [row["called"] for row in found["variants"]] == [
        Counter(variant_of("T1", f"P{n}", PAIR) for n in range(240))[code] for code in "AB"
    ]
    assert (found["called_under_another_variant"], found["called_under_two_variants"]) == (0, 0)
    assert found["verdict"]["decision"] in ("roll_out", "cannot_tell")
    assert found["comparisons"][0]["change"]["value"] > 0.5
    assert found["cost_limit"] == 500
    assert "T1" in run("list").output
    assert "OP1" not in run("show", "T1").output
    assert run("decide", "T1", "roll_out", "--reason", "B wins", "--on", "2026-03-01").exit_code == 0
    (shown,) = CampaignChange.objects.all()
    assert (shown.changed_on, shown.kind) == (date(2026, 3, 1), "script")
    assert answer("list")["tests"][0]["decision"] == "roll_out"


def test_a_guardrail_on_too_few_says_so_with_its_counts(calls: None) -> None:
    called = Call.objects.first()
    assert called is not None
    Call.objects.filter(pk=called.pk).update(outcome_id="do_not_call")
    planned()
    run("launch", "T1", "--on", str(BEGIN))
    shown = run("show", "T1").output
    assert re.search(
        r"requests not to be called again, per contact : too little to tell \(control \d/\d+; B \d/\d+\)",
        shown,
    )


def test_a_decided_test_reads_as_it_did_when_it_was_decided(calls: None) -> None:
    planned()
    run("launch", "T1", "--on", str(BEGIN))
    before = answer("show", "T1")
    run("decide", "T1", "roll_out", "--reason", "B wins", "--on", "2026-02-20")
    campaign = world.campaign("C2")
    world.call(campaign, contact=world.contact("Q1"), at="2026-03-30 10:00")
    after = answer("show", "T1")
    assert [after[name] for name in ("as_of", "variants", "comparisons")] == [
        before[name] for name in ("as_of", "variants", "comparisons")
    ]
    change = before["comparisons"][0]["change"]
    kept = after["decided_from"]
    assert kept["change"] == pytest.approx([change["value"], change["low"], change["high"]], abs=1e-6)
    assert kept["last_day"] == before["as_of"]
    assert "Decided on: B +" in run("show", "T1").output


def test_a_test_decided_for_a_past_day_is_read_without_the_calls_after_it(calls: None) -> None:
    planned()
    run("launch", "T1", "--on", str(BEGIN))
    run("decide", "T1", "cannot_tell", "--reason", "too early", "--on", "2026-01-25")
    found = answer("show", "T1")
    assert found["as_of"] == "2026-02-01"  # its window of 7 days after the last call that counts
    assert sum(row["called"] for row in found["variants"]) == 21 * 6


def test_contacts_called_under_another_variant_are_left_out(calls: None) -> None:
    campaign = world.campaign("C2")
    for number in range(60):
        contact = world.contact(f"Q{number}")
        right = variant_of("T2", f"Q{number}", PAIR)
        variant = right if number else {"A": "B", "B": "A"}[right]
        world.call(campaign, contact=contact, at="2026-02-02 10:00", variant=variant)
    run("plan", "T2", "--campaign", "C2", "--rate", "30%", "--effect", "100%", "--window", "0")
    run("launch", "T2", "--on", "2026-02-01")
    found = answer("show", "T2")
    assert found["called_under_another_variant"] == 1
    assert sum(row["called"] for row in found["variants"]) == 59
    assert not found["results_hidden"]


def test_an_assignment_is_ready_for_the_dialler(calls: None, tmp_path: Path) -> None:
    planned()
    rows = list(csv.reader(io.StringIO(run("assign", "T1", "--list", "L1").output)))
    assert rows[0] == ["contact_id", "variant"]
    assert dict(rows[1:]) == {f"P{n}": variant_of("T1", f"P{n}", PAIR) for n in range(240)}
    units, output = tmp_path / "units.csv", tmp_path / "out.csv"
    units.write_text("nom;contact_id\nX;P1\nY;NEW\n", encoding="utf-8")
    assert (
        "2 assignments written" in run("assign", "T1", "--units", str(units), "--output", str(output)).output
    )
    assert output.read_text().splitlines()[1:] == [
        f"{unit},{variant_of('T1', unit, PAIR)}" for unit in ("P1", "NEW")
    ]
    assert "Whom to assign" in refused("assign", "T1")
    assert "L1" in refused("assign", "T1", "--list", "L9")


def test_a_notebook_reads_tests(calls: None, home: Path) -> None:
    planned()
    run("launch", "T1", "--on", str(BEGIN))
    company = Company(home)
    (one,) = company.experiments()
    assert one.record.experiment_code == "T1"
    watch = company.experiment("T1").watch
    assert watch is not None
    assert watch.comparisons[0].arm.code == "B"


def test_variants_follow_their_weights_and_do_not_move_when_units_are_added() -> None:
    before = {f"P{n}": variant_of("T1", f"P{n}", [("A", 3), ("B", 1)]) for n in range(8_000)}
    assert Counter(before.values())["B"] == pytest.approx(2_000, abs=120)
    assert all(variant_of("T1", unit, [("B", 1), ("A", 3)]) == variant for unit, variant in before.items())
    other = Counter(variant_of("T2", unit, PAIR) == variant_of("T1", unit, PAIR) for unit in before)
    assert other[True] == pytest.approx(4_000, abs=200)  # another test shuffles anew


def test_slots_are_two_hours_of_a_day() -> None:
    assert slot_units(date(2026, 1, 10), 3, (9, 11, 14)) == [
        "2026-01-10T08", "2026-01-10T10", "2026-01-10T14", "2026-01-12T08", "2026-01-12T10", "2026-01-12T14",
    ]  # fmt: skip
    number = (date(2026, 1, 12) - date(2000, 1, 1)).days * 12 + 5
    assert slot_unit(number) == "2026-01-12T10"
