"""What follows from a test, from sums by day that are known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from filon.insight.experiments.exposures import Group, Strays
from filon.insight.experiments.measured import COUNTED, GUARDRAILS, PRIMARY
from filon.insight.experiments.reading import Data, watch
from filon.insight.experiments.trial import Arm, Trial
from filon.insight.experiments.verdict import Verdict, verdict
from filon.insight.experiments.watch import Change, Watch
from filon.insight.methods.effects import Effect, always_valid
from filon.insight.methods.samples import share

BEGIN = date(2026, 3, 2)
_CALLED = ("cost_per_appointment", "cost_per_opportunity", "calls_per_contact")
TRIAL = Trial(
    "T1", 1, "contact", "appointments_per_contact", (Arm("A"), Arm("B")), BEGIN, None, 7, 4_000, 0.2
)  # fmt: skip


def group(variant: str, day: date, by: int | None = None, units: int = 40, **counted: Any) -> Group:
    """Return units of a day: counts of each thing, at most one of each a unit."""
    counts = dict.fromkeys(COUNTED, 0.0) | {
        "contacts": units,
        "calls": 2 * units,
        "conversations": units / 4,
        **counted,
    }
    sums = {}
    for item in [*PRIMARY.values(), *GUARDRAILS]:
        x, y = (sum(counts[name] for name in names) for names in (item.top, item.bottom))
        sums[item.id] = (
            x,
            y,
            x * x / units if item.top == ("calls",) else x,
            y * y / units if item.bottom == ("calls",) else y,
            x * y / units,
        )
    return Group(variant, day, by, units, sums, counts)


def watched(
    days: int, per_day: Sequence[float], trial: Trial = TRIAL, b: dict[str, Any] | None = None, **data: Any
) -> Watch:
    """Watch a test with that many appointments a day in each arm, of 40 contacts a day each unless `b` says so."""
    found = [
        group(code, BEGIN + timedelta(days=day), appointments=won, **((b or {}) if code == "B" else {}))
        for day in range(days)
        for code, won in zip("AB", per_day, strict=True)
    ]
    given = {
        "as_of": BEGIN + timedelta(days=days + 6),
        "groups": found,
        "strays": Strays(0, 0),
        "split": {},
        **data,
    }
    return watch(trial, Data(**given))


def judged(*args: Any, **kwargs: Any) -> Verdict:
    return verdict(watched(*args, **kwargs))


def test_a_variant_that_does_better_beyond_chance_is_rolled_out() -> None:
    found = watched(50, (2, 5))
    said = verdict(found)
    assert (said.decision, said.variant) == ("roll_out", "B")
    right = always_valid(share(100, 2_000), share(250, 2_000), 4_000, scale="log")
    assert isinstance(right, Effect)
    change = found.comparisons[0].change
    assert change is not None
    assert change.value == pytest.approx(1.5)
    assert change.p == pytest.approx(right.p, rel=0.05)


def test_a_variant_that_does_worse_is_dropped() -> None:
    said = judged(50, (5, 2))
    assert (said.decision, said.rule) == ("drop", "effect")


def test_an_effect_under_the_minimum_is_dropped() -> None:
    trial = replace(TRIAL, minimum_effect=0.9)
    said = judged(60, (5, 5), trial)
    assert (said.decision, said.rule) == ("drop", "futility")
    assert "plus petit que le minimum utile (90\u202f%)" in said.reason.fr


def test_without_enough_to_tell_one_goes_on() -> None:
    said = judged(20, (2, 2.4))
    assert (said.decision, said.rule) == ("cannot_tell", None)
    assert "Continuez sans rien changer" in said.next_step.fr
    assert "2\u202f400 contacts" in said.next_step.fr  # 4,000 planned, 1,600 counted


def test_nothing_is_looked_at_in_the_first_two_weeks_or_under_ten_events() -> None:
    early, rare = watched(13, (2, 8)), watched(50, (0.1, 4))
    for found in (early, rare):
        assert verdict(found).decision == "cannot_tell"
        assert "Trop peu pour regarder" in verdict(found).reason.fr
        assert not found.comparisons[0].looks
    assert watched(15, (2, 8)).comparisons[0].looks


def test_only_units_whose_window_is_over_count() -> None:
    found = watched(30, (2, 2), as_of=BEGIN + timedelta(days=29))
    assert [seen.called for seen in found.seen] == [1_200, 1_200]
    assert [seen.counted for seen in found.seen] == [40 * 23, 40 * 23]


def test_results_are_hidden_where_the_shares_are_no_chance() -> None:
    split = [
        group(code, BEGIN + timedelta(days=day), by=number, units=units)
        for day in range(50)
        for code, number, units in (("A", 1, 40), ("B", 2, 30))
    ]
    found = watched(50, (2, 8), b={"units": 30}, split={"operator": split})
    assert found.hidden
    assert not found.comparisons
    said = verdict(found)
    assert (said.decision, said.variant) == ("cannot_tell", None)
    (by,) = found.shares_by
    assert by.called == ((1, (2_000, 0)), (2, (0, 1_500)))
    assert "2\u202f000 / 1\u202f500 au lieu de 1\u202f750 / 1\u202f750" in said.reason.fr


def test_results_are_hidden_where_the_assignment_was_not_followed() -> None:
    assert not watched(50, (2, 5), misplaced=100).hidden
    found = watched(50, (2, 5), misplaced=400)
    assert found.hidden
    assert "L'affectation n'a pas été suivie : 400 contacts" in verdict(found).reason.fr


def test_a_guardrail_that_gives_way_drops_the_variant() -> None:
    trial = replace(TRIAL, optouts=("do_not_call",))
    found = [
        group(code, BEGIN + timedelta(days=day), appointments=won, optouts=left)
        for day in range(50)
        for code, won, left in (("A", 2, 1), ("B", 5, 6))
    ]
    said = verdict(watch(trial, Data(BEGIN + timedelta(days=56), found, Strays(0, 0), {})))
    assert (said.decision, said.rule) == ("drop", "guardrail")
    assert "demandes de ne plus être appelé" in said.reason.fr


def test_a_test_that_has_spent_its_share_stops() -> None:
    said = judged(20, (2, 2.4), strays=Strays(0, 0, 3_200), unit_cents=100.0, limit_cents=10_000)
    assert said.rule == "budget"
    assert "le test a coûté 3\u202f200\u00a0€, pour 100\u00a0€ prévus" in said.next_step.fr


def test_an_ended_test_that_tells_nothing_keeps_what_is_done() -> None:
    trial = replace(TRIAL, ended=BEGIN + timedelta(days=19))
    said = judged(20, (2, 2.4), trial).next_step.fr
    assert "gardez l'existant, ou prévoyez plus grand, d'environ" in said


def test_less_is_better_of_a_cost() -> None:
    trial = replace(TRIAL, metric="cost_per_appointment")
    found = watched(50, (2, 5), trial, unit_cents=250.0)
    assert verdict(found).decision == "roll_out"
    assert [seen.figure.value for seen in found.seen] == [pytest.approx(100.0), pytest.approx(40.0)]
    assert verdict(watched(50, (5, 2), trial)).decision == "drop"


def test_the_interval_of_a_day_is_that_of_the_units_of_the_day() -> None:
    found = watched(40, (3, 4))
    (each,) = found.comparisons
    look = each.looks[10]
    days = (look.day - BEGIN).days - 7 + 1
    right = always_valid(share(3 * days, 40 * days), share(4 * days, 40 * days), 4_000, scale="log")
    assert isinstance(right, Effect)
    assert look.units == 80 * days
    assert look.change.p == pytest.approx(right.p, rel=0.02)
    assert [one.day for one in each.looks] == sorted({one.day for one in each.looks})


def test_lists_are_the_units_of_a_test_of_lists() -> None:
    trial = replace(TRIAL, unit="list", planned=60)
    found = [
        group(code, BEGIN + timedelta(days=day), by=number, appointments=won + number % 2)
        for day in range(25)
        for code, won, numbers in (("A", 2, range(12)), ("B", 6, range(12, 24)))
        for number in numbers
    ]
    seen = watch(trial, Data(BEGIN + timedelta(days=40), found, Strays(0, 0), {}))
    assert [arm.called for arm in seen.seen] == [12, 12]
    assert verdict(seen).decision == "roll_out"
    assert seen.comparisons[0].looks[-1].units == 24


def lists_of(trial: Trial, with_a_past: int = 24) -> Watch:
    """Watch twelve lists of each variant, which differ a lot, as they did before; B gives a fifth more."""
    usual = {number: 4.0 + 1.5 * (number % 6) for number in range(24)}
    found = [
        group(code, BEGIN + timedelta(days=day), by=number, appointments=usual[number] * more)
        for day in range(25)
        for code, more, numbers in (("A", 1.0, range(12)), ("B", 1.2, range(12, 24)))
        for number in numbers
    ]
    before = {n: (20 * won * (1 + 0.02 * (n % 5)), 800.0) for n, won in usual.items() if n < with_a_past}
    return watch(trial, Data(BEGIN + timedelta(days=40), found, Strays(0, 0), {}, pasts={"list": before}))


def test_lists_are_held_to_what_they_gave_before_where_the_plan_says_so() -> None:
    trial = replace(TRIAL, unit="list", planned=24)
    raw, held = lists_of(trial), lists_of(replace(trial, past_days=91))
    assert verdict(raw).decision == "cannot_tell"
    assert (verdict(held).decision, verdict(held).variant) == ("roll_out", "B")
    (before,), (after,) = raw.comparisons, held.comparisons
    assert before.corrected is None
    assert after.corrected is not None
    assert after.corrected.raw == before.change
    assert (after.corrected.past, after.corrected.used) == ((12, 12), True)
    assert after.change is not None
    assert after.change.value == pytest.approx(0.2, abs=0.02)
    assert [arm.figure for arm in held.seen] == [
        arm.figure for arm in raw.seen
    ]  # what is shown stays as it is


def test_too_few_lists_with_a_past_leave_the_figures_as_they_are() -> None:
    (each,) = lists_of(replace(TRIAL, unit="list", planned=24, past_days=91), with_a_past=16).comparisons
    assert each.corrected is not None
    assert (each.corrected.past, each.corrected.used, each.corrected.raw) == ((12, 4), False, each.change)


def test_operators_that_differ_no_longer_hide_what_is_common_to_all() -> None:
    trial = replace(TRIAL, past_days=91)
    split = [
        group(code, BEGIN + timedelta(days=day), by=number, units=20, appointments=(1 + number) * more / 4)
        for day in range(30)
        for code, more in (("A", 1.0), ("B", 1.3))
        for number in range(8)
    ]
    before = {number: ((1 + number) * 5.0 + number % 3, 400.0) for number in range(8)}
    whole: dict[str, Any] = {"split": {"operator": split}, "pasts": {"operator": before}}
    (each,) = watched(50, (4, 5.2), trial, **whole).comparisons[0].grouped
    assert each.change is not None
    assert each.corrected is not None
    assert each.corrected.value == pytest.approx(0.3, abs=0.03)
    assert _width(each.corrected) < _width(each.change) / 2
    (unasked,) = watched(50, (4, 5.2), **whole).comparisons[0].grouped
    assert unasked.corrected is None


def _width(change: Change) -> float:
    assert change.low is not None
    assert change.high is not None
    return change.high - change.low


def test_a_few_contacts_called_without_end_do_not_make_the_cost_where_calls_are_capped() -> None:
    trial = replace(TRIAL, metric="cost_per_appointment", cap_share=0.99)
    found = [
        group(code, BEGIN + timedelta(days=day), appointments=won, calls=calls)
        for day in range(50)
        for code, won, calls in (("A", 4, 80), ("B", 4, 200 if day == 3 else 80))
    ]
    capped = [
        replace(
            one,
            capped={k: group(one.variant, one.day, appointments=4, calls=80).sums[k] for k in _CALLED},
            over=1,
        )
        for one in found
    ]
    raw, held = (
        watch(trial, Data(BEGIN + timedelta(days=56), groups, Strays(0, 0), {}, unit_cents=100.0, cap=cap))
        for groups, cap in ((found, None), (capped, 5.0))
    )
    (before,), (after,) = raw.comparisons, held.comparisons
    assert before.change is not None
    assert before.change.value > 0.02
    assert after.change is not None
    assert after.change.value == pytest.approx(0)
    assert after.corrected is not None
    assert (after.corrected.raw, after.corrected.cap, after.corrected.over) == (before.change, 5.0, 100)
    assert [arm.figure for arm in held.seen] == [arm.figure for arm in raw.seen]


def test_one_is_told_how_likely_a_variant_is_better_and_what_a_wrong_choice_loses() -> None:
    better, same, worse = (watched(50, (3, won)).comparisons[0].leaning for won in (4, 3, 2))
    assert better is not None
    assert same is not None
    assert worse is not None
    assert better.chance > 0.9
    assert worse.chance < 0.1
    assert same.chance == pytest.approx(0.5)
    assert same.kept == pytest.approx(same.chosen, rel=0.2)
    assert better.chosen < 0.01 < better.kept
    cost = watched(50, (3, 4), replace(TRIAL, metric="cost_per_appointment")).comparisons[0].leaning
    assert cost is not None
    assert cost.chance == pytest.approx(better.chance, abs=0.02)  # less is better of a cost
    assert cost.chosen < 0.01 < cost.kept
    assert watched(13, (2, 8)).comparisons[0].leaning is None  # too little to look at


def test_of_several_variants_the_best_decides_at_a_stricter_level() -> None:
    trial = replace(TRIAL, arms=(Arm("A"), Arm("B"), Arm("C")))
    found = [
        group(code, BEGIN + timedelta(days=day), appointments=won)
        for day in range(50)
        for code, won in (("A", 2), ("B", 2), ("C", 6))
    ]
    said = verdict(watch(trial, Data(BEGIN + timedelta(days=56), found, Strays(0, 0), {})))
    assert (said.decision, said.variant) == ("roll_out", "C")
    assert trial.level == pytest.approx(0.975)


def test_a_test_without_any_call_says_so() -> None:
    said = verdict(watch(TRIAL, Data(BEGIN, [], Strays(0, 0), {})))
    assert said.decision == "cannot_tell"
