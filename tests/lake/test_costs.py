"""What is allocated sums to what was booked, to the cent, on any ledger."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filon.lake.publish import publish, verify
from filon.lake.publish.spread import from_millionths, over_days
from filon.terms.money import MAX_CENTS, allocate
from tests import world
from tests.lake.contents import read_table


def by_campaign(lake: Path) -> dict[int | None, int]:
    """Publish, and return the cents of each campaign."""
    publish(lake)
    rows = read_table(lake, "costs").group_by("campaign").agg(pl.col("cents").sum())
    return dict(rows.rows())


@given(
    st.lists(
        st.tuples(
            st.integers(-MAX_CENTS, MAX_CENTS) | st.none(),
            st.dates(date(2000, 1, 1), date(2030, 1, 1)),
            st.integers(1, 400),
        ),
        min_size=1,
        max_size=50,
    )
)
def test_spreading_over_days_is_the_allocation_by_equal_weights(
    entries: list[tuple[int | None, date, int]],
) -> None:
    frame = pl.DataFrame(
        [
            (i, cents, begin, begin + timedelta(days=days - 1))
            for i, (cents, begin, days) in enumerate(entries)
        ],
        schema={"entry": pl.Int64, "cents": pl.Int64, "begin": pl.Date, "end": pl.Date},
        orient="row",
    )
    spread = over_days(frame, ["cents"], [])
    for i, (cents, begin, days) in enumerate(entries):
        rows = spread.filter(pl.col("entry") == i).sort("day")
        assert rows["day"].to_list() == [begin + timedelta(days=k) for k in range(days)]
        assert rows["cents"].to_list() == ([None] * days if cents is None else allocate(cents, [1] * days))


def test_hours_come_to_the_same_last_digit_whether_spread_alone_or_together() -> None:
    begin = date(2026, 1, 1)
    frame = pl.DataFrame(
        [
            (hours, begin, begin + timedelta(days=days))
            for hours in range(1, 10**9, 10**7)
            for days in (0, 6, 25)
        ],
        schema={"hours": pl.Int64, "begin": pl.Date, "end": pl.Date},
        orient="row",
    )

    def spread(rows: pl.DataFrame) -> pl.DataFrame:
        return over_days(rows.with_columns(from_millionths("hours")), [], ["hours"])

    assert spread(frame).equals(pl.concat(spread(frame[i]) for i in range(frame.height)))


def test_a_campaign_s_cost_is_spread_over_its_days(lake: Path) -> None:
    campaign = world.campaign()
    world.cost(
        campaign, amount="0.10", period_start="2026-01-01", period_end="2026-01-03", allocation_key="hours"
    )
    publish(lake)
    rows = read_table(lake, "costs").sort("day")
    assert rows["cents"].to_list() == [4, 3, 3]
    assert rows.select("campaign", "key", "shared").unique().rows() == [(campaign.id, "hours", 0)]


def test_hours_at_a_rate_are_rounded_half_up_and_without_a_rate_unknown(lake: Path) -> None:
    campaign = world.campaign()
    priced = world.cost(campaign, category="operator_time", hours="0.5", hourly_rate="0.01")
    world.cost(campaign, category="operator_time", hours="7")
    publish(lake)
    rows = {row["cost"] == priced.id: row for row in read_table(lake, "costs").rows(named=True)}
    assert (rows[True]["cents"], rows[True]["hours"]) == (1, 0.5)
    assert (rows[False]["cents"], rows[False]["hours"]) == (None, 7.0)


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("calls", 2500, 7500),
        ("conversations", 10_000, 0),
        ("contacts", 3333, 6667),
        ("appointments", 0, 10_000),
        ("hours", 2000, 8000),
        ("equal", 5000, 5000),
    ],
)
def test_a_shared_cost_follows_its_key_over_its_own_period(
    lake: Path, key: str, first: int, second: int
) -> None:
    one, two = world.campaign("C1"), world.campaign("C2", ends_on="2026-06-30")
    world.campaign("LATER", starts_on="2026-08-01")
    world.call(one, at="2026-01-10 10:00", outcome="refused")
    for contact in ("A", "A", "B"):
        world.call(two, at="2026-01-11 10:00", contact=contact)
    world.call(one, at="2026-02-10 10:00", outcome="refused")  # out of the period
    world.appointment(two, booked="2026-01-20 10:00")
    world.cost(
        one,
        category="operator_time",
        amount=1,
        hours="40",
        period_start="2026-01-22",
        period_end="2026-02-10",
    )
    world.cost(two, category="operator_time", amount=1, hours="80", period_start="2026-01-05")
    world.cost(
        amount=100,
        category="overhead",
        period_start="2026-01-01",
        period_end="2026-01-31",
        allocation_key=key,
    )
    shared = {name: cents - 100 for name, cents in by_campaign(lake).items()}
    assert (shared[one.id], shared[two.id]) == (first, second)
    assert sum(shared.values()) == 10_000


def test_a_shared_cost_that_nothing_drives_has_no_campaign(lake: Path) -> None:
    world.campaign()
    world.cost(amount=10, category="overhead")
    world.cost(amount=20, category="overhead", allocation_key="calls")
    assert by_campaign(lake) == {None: 3000}


def test_a_new_call_moves_the_shared_costs_of_its_day_only(lake: Path) -> None:
    one, two = world.campaign("C1"), world.campaign("C2")
    world.call(one, at="2026-01-10 10:00")
    for month in ("01", "02"):
        begin, end = f"2026-{month}-01", f"2026-{month}-28"
        world.cost(
            amount=100, category="overhead", allocation_key="calls", period_start=begin, period_end=end
        )
    assert by_campaign(lake) == {one.id: 10_000, None: 10_000}
    world.call(two, at="2026-01-12 10:00")
    assert by_campaign(lake) == {one.id: 5000, two.id: 5000, None: 10_000}
    assert verify(lake) == []


def test_spend_is_a_media_cost_unless_the_ledger_has_that_day(lake: Path) -> None:
    ads, other = world.campaign("ADS", channel="paid_ads"), world.campaign("OTHER", channel="paid_ads")
    for day in ("2026-01-05", "2026-01-06"):
        world.channel_activity(ads, day=day, spend=10)
        world.channel_activity(other, day=day, spend=1)
    ledger = world.cost(ads, amount=50, category="media", period_start="2026-01-06")
    assert by_campaign(lake) == {ads.id: 6000, other.id: 200}
    world.void(ledger)
    assert by_campaign(lake) == {ads.id: 2000, other.id: 200}


def test_totals_count_only_where_there_is_no_detail(lake: Path) -> None:
    campaign = world.campaign()
    world.activity(
        campaign, begin="2026-01-01", end="2026-01-03", calls=10, appointments_set=2, hours=6, revenue=1
    )
    publish(lake)
    rows = read_table(lake, "totals").sort("day")
    assert rows["calls"].to_list() == [4, 3, 3]
    assert rows["hours"].to_list() == [2, 2, 2]
    assert rows["revenue_cents"].to_list() == [34, 33, 33]
    assert rows["proposals"].null_count() == 3
    world.call(campaign, at="2026-01-02 10:00")
    world.cost(
        campaign,
        category="operator_time",
        hours="1",
        amount=1,
        period_start="2026-01-03",
        period_end="2026-02-03",
    )
    publish(lake)
    rows = read_table(lake, "totals").sort("day")
    assert rows["calls"].null_count() == rows["hours"].null_count() == 3
    assert rows["appointments_set"].to_list() == [1, 1, 0]


_ENTRIES = st.lists(
    st.tuples(
        st.integers(0, 10**9),
        st.sampled_from([None, "calls", "hours", "conversations", "appointments", "contacts", "equal"]),
        st.booleans(),
        st.integers(0, 40),
        st.integers(1, 60),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=_ENTRIES)
def test_any_ledger_sums_to_what_was_booked(
    another_home: object, entries: list[tuple[int, str | None, bool, int, int]]
) -> None:
    assert callable(another_home)
    lake = another_home() / "lake"
    campaigns = [world.campaign(f"C{i}") for i in range(3)]
    for i, campaign in enumerate(campaigns):
        world.call(campaign, at=f"2026-01-{10 + i} 10:00", outcome="refused", contact="P1")
    world.appointment(campaigns[0], booked="2026-01-12 10:00", contact="P1")
    booked = 0
    for cents, key, named, begin, days in entries:
        start = date(2026, 1, 1) + timedelta(days=begin)
        booked += cents
        world.cost(
            campaigns[0] if named else None,
            amount=f"{cents // 100}.{cents % 100:02d}",
            category="overhead",
            allocation_key=key,
            period_start=start,
            period_end=start + timedelta(days=days - 1),
        )
    assert sum(by_campaign(lake).values()) == booked
