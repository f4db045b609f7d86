"""What the lake says of a test is what one counts by hand, unit by unit."""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from filon.insight.experiments.exposures import (
    ALL,
    Asked,
    Group,
    called,
    calls_made,
    groups,
    last_day,
    pasts,
    strays,
)
from filon.insight.experiments.measured import GUARDRAILS, PRIMARY
from filon.lake.tables import Lake
from tests.lakes import write_lake

FIRST, LAST, WINDOW = date(2026, 3, 2), date(2026, 4, 10), 10
FIGURES = [*PRIMARY.values(), *GUARDRAILS]
Row = dict[Any, Any]


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    """Sixty days of calls to 80 contacts of 6 lists, some before and after the test, some elsewhere."""
    dice = np.random.default_rng(7)
    calls: list[Row] = []
    for number in range(1, 601):
        contact = int(dice.integers(1, 81))
        day = date(2026, 2, 20) + timedelta(days=int(dice.integers(0, 60)))
        hour = int(dice.integers(9, 18))
        variant = "AB"[contact % 2] if dice.random() > 0.05 else ["A", "B", None, "Z"][dice.integers(0, 4)]
        calls.append(
            {
                "call": number, "month": f"{day:%Y-%m}", "day": day, "contact": contact, "variant": variant,
                "campaign": 1 if dice.random() > 0.1 else 2, "operator": int(dice.integers(1, 4)),
                "list": contact % 6 or None, "hour": hour, "useful": int(dice.random() < 0.3), "reached": 1,
                "started_at": datetime.combine(day, time(hour, number % 60)),
                "outcome": "do_not_call" if dice.random() < 0.05 else "refused",
            }
        )  # fmt: skip
    booked: list[Row] = []
    for number, call in enumerate(calls, start=1):
        if dice.random() < 0.25:
            for model, weight in ((None, 1.0),) if dice.random() < 0.7 else (("last", 1.0), ("first", 1.0)):
                held = int(dice.integers(0, 3))
                booked.append(
                    {
                        "appointment": number, "campaign": call["campaign"], "contact": call["contact"],
                        "booked_on": call["day"] + timedelta(days=int(dice.integers(0, 20))), "model": model,
                        "weight": weight, "call": call["call"], "held": int(held == 1), "no_show": int(held == 2),
                    }
                )  # fmt: skip
    return {
        "calls": calls,
        "calls_daily": [{"month": "2026-04", "day": max(c["day"] for c in calls)}],
        "appointments": booked,
    }


@pytest.fixture(scope="module")
def lake(rows: dict[str, list[Row]], tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("lake")
    return Lake(write_lake(Path(folder), rows))


def asked(unit: str, **more: Any) -> Asked:
    return Asked(
        1, unit, FIRST, LAST, WINDOW, **{"variants": ("A", "B"), "optouts": ("do_not_call",), **more}
    )


def by_hand(rows: dict[str, list[Row]], unit: str) -> dict[str, Row]:
    """Count every unit that was called under one variant, from single calls and appointments."""

    def number(call: Row) -> int:
        days = (call["day"] - date(2000, 1, 1)).days
        return int(days * 12 + call["hour"] // 2) if unit == "slot" else int(call["contact"])

    calls = [
        c
        for c in rows["calls"]
        if c["campaign"] == 1 and FIRST <= c["day"] <= LAST and c["variant"] in ("A", "B")
    ]
    if unit == "list":
        kinds: dict[int | None, set[str]] = defaultdict(set)
        for call in calls:
            kinds[call["list"]].add(call["variant"])
        calls = [call for call in calls if call["list"] is not None and len(kinds[call["list"]]) == 1]
    found: dict[int, Row] = {}
    for call in sorted(calls, key=lambda c: c["started_at"]):
        one = found.setdefault(
            number(call), {"variant": set(), "first": call["day"], "operator": call["operator"], "calls": []}
        )
        one["variant"].add(call["variant"])
        one["calls"].append(call)
    made = {call["call"]: number(call) for call in calls}
    units = {}
    for key, one in found.items():
        if len(one["variant"]) > 1:
            continue
        within = [c for c in one["calls"] if (c["day"] - one["first"]).days <= WINDOW]
        won = [
            a for a in rows["appointments"]
            if a["campaign"] == 1 and a["model"] in (None, "last")
            and (made.get(a["call"]) == key if unit == "slot" else a["contact"] == key)
            and 0 <= (a["booked_on"] - one["first"]).days <= WINDOW
        ]  # fmt: skip
        units[str(key)] = {
            "variant": one["variant"].pop(), "first": one["first"], "operator": one["operator"],
            "contacts": len({c["contact"] for c in within}), "calls": len(within),
            "conversations": sum(c["useful"] for c in within),
            "optouts": sum(c["outcome"] == "do_not_call" for c in within),
            "appointments": len(won), "held": sum(a["held"] for a in won), "no_show": sum(a["no_show"] for a in won),
            "opportunities": 0,
        }  # fmt: skip
    return units


def summed(units: dict[str, Row], by: str | None = None) -> dict[tuple[Any, ...], Row]:
    found: dict[tuple[Any, ...], Row] = {}
    for one in units.values():
        row = found.setdefault((one["variant"], one["first"], one[by] if by else None), defaultdict(float))
        row["units"] += 1
        for item in FIGURES:
            x, y = (sum(one[name] for name in names) for names in (item.top, item.bottom))
            for name, value in zip("xypqr", (x, y, x * x, y * y, x * y), strict=True):
                row[name, item.id] += value
    return found


def as_sums(found: list[Group]) -> dict[tuple[Any, ...], Row]:
    return {
        (group.variant, group.day, group.by): {
            "units": group.units,
            **{(n, i): v for i, five in group.sums.items() for n, v in zip("xypqr", five, strict=True)},
        }
        for group in found
    }


@pytest.mark.parametrize("unit", ["contact", "list", "slot"])
def test_sums_by_variant_and_day_are_those_of_the_units(
    lake: Lake, rows: dict[str, list[Row]], unit: str
) -> None:
    right = summed(by_hand(rows, unit))
    assert as_sums(groups(lake, asked(unit), FIGURES)) == right
    assert sum(row["units"] for row in right.values()) > 20


def test_calls_beyond_a_cap_count_as_many_as_the_cap(lake: Lake, rows: dict[str, list[Row]]) -> None:
    units, cap = by_hand(rows, "contact"), 3
    over = sum(one["calls"] > cap for one in units.values())
    found = groups(lake, asked("contact", cap=cap), FIGURES)
    assert sum(group.over for group in found) == over > 5
    for item in FIGURES:
        if item.top != ("calls",):
            assert all(item.id not in group.capped for group in found)
            continue
        pairs = [(min(one["calls"], cap), sum(one[name] for name in item.bottom)) for one in units.values()]
        right = [sum(value) for value in zip(*((x, y, x * x, y * y, x * y) for x, y in pairs), strict=True)]
        assert [sum(group.capped[item.id][i] for group in found) for i in range(5)] == right
        assert as_sums(found) == summed(units)  # what is shown stays as it is


def test_units_are_counted_by_their_calls(lake: Lake, rows: dict[str, list[Row]]) -> None:
    until = date(2026, 3, 20)
    right = Counter(one["calls"] for one in by_hand(rows, "contact").values() if one["first"] <= until)
    assert calls_made(lake, asked("contact"), until) == right


@pytest.mark.parametrize("by", ["operator", "list"])
def test_the_past_is_what_each_gave_before_and_nothing_of_the_test(
    lake: Lake, rows: dict[str, list[Row]], by: str
) -> None:
    item = PRIMARY["appointments_per_contact"]
    before = Asked(1, "contact", date(2026, 2, 20), date(2026, 3, 10), WINDOW)
    calls = [
        {**call, "variant": "A"}
        for call in rows["calls"]
        if call["campaign"] == 1 and call["day"] <= before.last
    ]
    right: dict[int, tuple[float, float]] = {}
    for number, one in by_hand_of(calls, rows).items():
        key = number % 6 or None if by == "list" else one["operator"]
        if key is not None:
            x, y = right.get(key, (0, 0))
            right[key] = (x + one["appointments"], y + one["contacts"])
    assert pasts(lake, before, item, by) == right


def by_hand_of(calls: list[Row], rows: dict[str, list[Row]]) -> dict[int, Row]:
    """Count the contacts of some calls: who called first, and the appointments in the window of each."""
    found: dict[int, Row] = {}
    for call in sorted(calls, key=lambda c: c["started_at"]):
        found.setdefault(
            call["contact"],
            {"operator": call["operator"], "first": call["day"], "contacts": 1, "appointments": 0},
        )
    for row in rows["appointments"]:
        one = found.get(row["contact"])
        if one and row["campaign"] == 1 and row["model"] in (None, "last"):
            one["appointments"] += 0 <= (row["booked_on"] - one["first"]).days <= WINDOW
    return found


def test_units_are_split_by_who_called_them_first(lake: Lake, rows: dict[str, list[Row]]) -> None:
    assert as_sums(groups(lake, asked("contact"), FIGURES, "operator")) == summed(
        by_hand(rows, "contact"), "operator"
    )


def test_what_was_dropped_does_not_count(lake: Lake, rows: dict[str, list[Row]]) -> None:
    units = by_hand(rows, "contact")
    dropped = tuple(map(int, list(units)[:10]))
    right = summed({key: one for key, one in units.items() if int(key) not in dropped})
    assert as_sums(groups(lake, asked("contact", dropped=dropped), FIGURES)) == right


def test_each_unit_is_told_with_its_one_variant(lake: Lake, rows: dict[str, list[Row]]) -> None:
    assert dict(called(lake, asked("contact"))) == {
        int(key): one["variant"] for key, one in by_hand(rows, "contact").items()
    }


def test_strays_are_counted(lake: Lake, rows: dict[str, list[Row]]) -> None:
    calls = [c for c in rows["calls"] if c["campaign"] == 1 and FIRST <= c["day"] <= LAST]
    kinds: dict[int, set[str]] = defaultdict(set)
    for call in calls:
        if call["variant"] in ("A", "B"):
            kinds[call["contact"]].add(call["variant"])
    found = strays(lake, asked("contact"))
    assert found.several == sum(len(each) > 1 for each in kinds.values()) > 0
    assert found.calls + found.calls_outside == len(calls)
    assert found.calls_outside == sum(c["variant"] not in ("A", "B") for c in calls) > 0


def test_without_variants_all_calls_are_one_arm(lake: Lake) -> None:
    found = groups(lake, asked("contact", variants=()), FIGURES)
    assert {group.variant for group in found} == {ALL}


def test_an_empty_lake_says_nothing(tmp_path: Path) -> None:
    empty = Lake(write_lake(tmp_path, {}))
    assert last_day(empty) is None
    assert groups(empty, asked("contact"), FIGURES) == []
