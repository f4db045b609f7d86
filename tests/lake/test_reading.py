"""Figures are read from the lake as it is now, whatever became of it since the last question."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from duckdb import IOException

from filon.flows import explain
from filon.flows import open_home as opening
from filon.flows.answer import ask
from filon.flows.recall import recall
from filon.lake.engines import duckdb
from filon.lake.facts import TABLES
from filon.lake.publish import publish, rebuild, verify
from filon.lake.tables import Lake
from filon.metrics.language.query import Query
from tests import world


def calls(home: Path, **asked: Any) -> Any:
    return ask(home, Query(("calls",), **asked)).total.cells["calls"].value


def test_a_lake_made_anew_is_read_anew_though_its_versions_have_the_same_numbers(
    home: Path, lake: Path
) -> None:
    campaign = world.campaign()
    world.call(campaign, outcome="refused")
    assert calls(home) == 1
    before = json.loads((lake / "snapshot.json").read_text())["tables"]
    world.call(campaign, outcome="refused")
    world.campaign("C2")
    rebuild(lake)
    assert json.loads((lake / "snapshot.json").read_text())["tables"] == before
    assert calls(home) == 2
    assert calls(home, where={"campaign": ("C2",)}) == 0


def test_a_lake_kept_in_memory_holds_what_its_files_hold_whatever_is_published(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb, "RENEWALS", 3)

    def rows(of: Lake) -> dict[str, list[str]]:
        return {name: sorted(map(str, of.rows(of.table(name)))) for name in TABLES}

    campaign, made = world.campaign(), []
    publish(lake)
    warm = Lake(lake)
    for month in range(1, 9):
        made.append(world.call(campaign, at=f"2026-{month:02d}-05 10:00", outcome="appointment"))
        met = world.appointment(campaign, of_call=made[-1], booked=f"2026-{month:02d}-05 10:05")
        world.cost(campaign, amount=100, period_start=f"2026-{month:02d}-01")
        if month > 2:
            world.edit(made[-2], talk_s=month)
            world.void(made[-3])
            world.edit(met, status="held")
        publish(lake)
        warm.refresh()
        assert rows(warm) == rows(Lake(lake))
    assert sum(map(len, rows(warm).values())) > 20


def test_a_file_that_cannot_be_read_for_a_while_leaves_nothing_out_of_date_in_memory(lake: Path) -> None:
    campaign = world.campaign()
    made = [world.call(campaign, at=f"2026-{month:02d}-05 10:00", talk_s=1) for month in (1, 2, 3)]
    publish(lake)
    warm, files = Lake(lake), set((lake / "calls").rglob("*.parquet"))
    assert len(warm.rows(warm.table("calls"))) == 3
    world.edit(made[1], talk_s=2)
    world.call(campaign, at="2026-03-06 10:00", talk_s=3)
    publish(lake)
    warm.refresh()
    new = next(file for file in set((lake / "calls").rglob("*.parquet")) - files if "2026-03" in str(file))
    aside = new.rename(new.with_suffix(".aside"))
    with pytest.raises(IOException, match="No files found"):
        warm.table("calls")
    aside.rename(new)
    assert sorted(row["talk_s"] for row in warm.rows(warm.table("calls"))) == [1, 1, 2, 3]


@pytest.mark.parametrize("folder", ["Mes données", "L'été + l'hiver (2) & B2B"])
def test_a_home_may_lie_in_a_folder_of_any_name(
    tmp_path: Path, open_home: Callable[[Path], AbstractContextManager[Path]], folder: str
) -> None:
    with open_home(tmp_path / folder) as home:
        campaign = world.campaign()
        world.call(campaign, outcome="refused")
        assert calls(home) == 1
        world.call(campaign, outcome="refused")
        assert calls(home) == 2
        found = explain.explain(home, "calls", Query(("calls",)))
        assert len(list(explain.rows(home, found))) == 2
        assert verify(home / "lake") == []


def test_a_folder_that_cannot_hold_a_lake_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with override_settings(FILON_HOME=tmp_path / "100% [B2B]"), pytest.raises(opening.UnfitFolder, match="%"):
        opening.open_home()
    assert not list(tmp_path.iterdir())


def test_days_follow_the_time_zone_as_soon_as_it_is_changed(home: Path) -> None:
    world.call(world.campaign(), at="2026-03-31 23:59")
    assert [row.dimensions["month"] for row in ask(home, Query(("calls",), by=("month",))).rows] == [
        "2026-03"
    ]
    with override_settings(TIME_ZONE="Pacific/Auckland"):
        answer = ask(home, Query(("calls",), by=("month",)))
    assert [row.dimensions["month"] for row in answer.rows] == ["2026-04"]


@pytest.mark.parametrize(("zone", "over"), [("Europe/Paris", True), ("America/New_York", False)])
def test_a_month_is_over_when_it_is_over_where_the_company_is(
    home: Path, lake: Path, zone: str, *, over: bool
) -> None:
    with override_settings(TIME_ZONE=zone), time_machine.travel("2026-01-31T23:30:00Z", tick=False):
        world.call(world.campaign(), at="2026-01-05 10:00")
        publish(lake)
        (row,) = ask(home, Query(("calls",), by=("month",))).rows
        assert row.partial is not over
        assert Lake(lake).snapshot.published_at.date() == date(2026, 2 if over else 1, 1 if over else 31)


def test_whoever_reads_the_rows_of_a_figure_holds_up_no_question(home: Path) -> None:
    campaign = world.campaign()
    for _ in range(3):
        world.call(campaign, outcome="refused")
    found = explain.explain(home, "calls", Query(("calls",)))
    rows = explain.rows(home, found)
    next(rows)
    assert finishes(lambda: ask(home, Query(("reached",))))
    world.call(campaign)
    assert finishes(lambda: ask(home, Query(("calls",))))
    assert len(list(rows)) == 2


def test_what_is_known_waits_for_no_other_question(home: Path) -> None:
    world.campaign()
    recall(home, "known", lambda: "answer")
    asked, done = Event(), Event()

    def long() -> bool:
        asked.set()
        return done.wait(60)

    other = in_a_thread(lambda: recall(home, "long", long))
    assert asked.wait(30)
    assert finishes(lambda: recall(home, "known", lambda: "another"))
    done.set()
    other.join()


def in_a_thread(work: Callable[[], object]) -> Thread:
    def apart() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=apart, daemon=True)
    thread.start()
    return thread


def finishes(work: Callable[[], object]) -> bool:
    thread = in_a_thread(work)
    thread.join(30)
    return not thread.is_alive()
