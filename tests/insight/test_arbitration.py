"""Where the next euro goes: firms whose better channel is known."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from filon.insight.arbitration.asked import BadLimit, BudgetOutOfReach, Wanted
from filon.insight.arbitration.found import SURE, Arbitration, Place
from filon.insight.arbitration.history import exposures
from filon.insight.arbitration.study import arbitrate
from filon.lake.tables import Lake
from filon.metrics.engine import Engine
from filon.metrics.gather.delays import Signed
from filon.metrics.language.query import Query
from filon.terms.faults import UnknownName
from filon.terms.period import Period, add_months
from tests.lakes import campaign, write_lake

FIRST, MONTHS = date(2025, 1, 1), 23  # the lakes are published on 31 December 2026: that month is not over
Firm = Callable[..., Engine]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm of some channels: channel → monthly spends, contracts a month and margin of each, in euros."""

    def made(delay_days: int = 20, **channels: tuple[list[float], list[int], int]) -> Engine:
        rows: dict[str, list[dict[str, Any]]] = {"campaigns": [], "costs": [], "contracts": []}
        for number, (channel, (spends, counts, margin)) in enumerate(channels.items(), start=1):
            rows["campaigns"].append(campaign(number, f"C-{channel}", channel=channel))
            for place, (spend, count) in enumerate(zip(spends, counts, strict=True)):
                month = add_months(FIRST, place)
                rows["costs"].append(_cost(len(rows["costs"]), month, number, round(100 * spend)))
                rows["contracts"] += [
                    _contract(len(rows["contracts"]) + i, month, number, margin + 10 * (i % 3), delay_days)
                    for i in range(count)
                ]
        rows["contracts"] = [row for row in rows["contracts"] if row["signed_on"] <= date(2026, 12, 31)]
        return Engine(Lake(write_lake(tmp_path / "lake", rows)))

    return made


def _cost(number: int, day: date, of: int, cents: int) -> dict[str, Any]:
    return {
        "cost": number,
        "day": day,
        "campaign": of,
        "category": "media",
        "nature": "direct",
        "cents": cents,
    }


def _contract(number: int, month: date, of: int, margin: int, delay_days: int) -> dict[str, Any]:
    origin = month + timedelta(days=number % 28)
    return {
        "contract": number, "campaign": of, "contact": number, "origin_on": origin, "weight": 1.0,
        "signed_on": origin + timedelta(days=delay_days), "new_customer": 1,
        "revenue_cents": 200 * margin, "margin_cents": 100 * margin,
    }  # fmt: skip


def varied(low: float, high: float) -> list[float]:
    return [float(spend) for spend in np.random.default_rng(3).uniform(low, high, MONTHS)]


def placed(found: Arbitration) -> dict[str, Place]:
    return {str(place.value): place for place in found.places}


def study(engine: Engine, wanted: Wanted | None = None, dimension: str = "channel") -> Arbitration:
    return arbitrate(engine, Query(("roi",)), dimension, wanted)


def test_money_goes_from_what_returns_little_to_what_returns_much(firm: Firm) -> None:
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000), email=(varied(1800, 2200), [4] * MONTHS, 3000)
    )
    found = study(engine)
    places = placed(found)
    assert [place.value for place in found.places] == ["email", "phone"]
    assert places["email"].proposed == pytest.approx(1.5 * places["email"].monthly)
    assert places["email"].bound == 1
    assert found.proposal is not None
    assert sum(place.proposed or 0 for place in found.places) == pytest.approx(found.proposal.budget)
    assert found.proposal.better > 0.95
    assert found.proposal.low > 0
    assert found.proposal.replayed == pytest.approx(found.proposal.seen, rel=0.1)


def test_what_differs_by_chance_alone_moves_no_money(firm: Firm) -> None:
    """Six channels that spend and return alike, one or two contracts a month by chance."""
    chance = np.random.default_rng(5)
    channels = ("phone", "email", "event", "paid", "partner", "mail")
    found = study(
        firm(**{name: (varied(4500, 5500), chance.poisson(1.5, MONTHS).tolist(), 5000) for name in channels})
    )
    counts = [place.row.cells["contracts"].value or 0 for place in found.places]
    assert max(counts) > 1.3 * min(counts)
    assert found.proposal is not None
    assert found.proposal.better < SURE
    assert found.proposal.low < 0


@pytest.mark.long
@pytest.mark.parametrize(("apart", "least", "most"), [(0.0, 0.0, 0.1), (0.5, 0.3, 0.9)])
def test_what_is_advised_is_as_often_right_as_it_says(
    firm: Firm, apart: float, least: float, most: float
) -> None:
    """Forty firms of five lines whose returns are alike, or half apart: how many are told to move, and rightly."""
    said, right = [], []
    for seed in range(40):
        chance = np.random.default_rng(seed)
        margins = {f"line{n}": 8000 * float(np.exp(apart * chance.standard_normal())) for n in range(5)}
        spends = {name: 1000 * chance.uniform(3, 6, MONTHS) for name in margins}
        counts = {name: chance.poisson(_logarithmic(spend)).tolist() for name, spend in spends.items()}
        found = study(
            firm(**{name: (spends[name].tolist(), counts[name], round(margins[name])) for name in margins})
        )
        assert found.proposal is not None
        if found.proposal.better < SURE:
            continue
        gain = 0.0
        for name, place in placed(found).items():
            spend, factor = spends[name][-12:], (place.proposed or 0) / place.monthly
            gain += margins[name] * float((_logarithmic(factor * spend) - _logarithmic(spend)).sum())
        said.append(found.proposal.better)
        right.append(gain > 0)
    assert least <= len(said) / 40 <= most
    if apart:
        assert np.mean(right) == pytest.approx(np.mean(said), abs=0.1)


def _logarithmic(spend: np.ndarray) -> np.ndarray:
    """Return the contracts expected of a month's spending, one or two, the next euro bringing half at 8,000."""
    return np.asarray(3 * np.log1p(spend / 8000))


def test_a_contract_credited_to_two_calls_is_no_surer_than_a_whole_one(
    tmp_path: Path,
) -> None:
    campaigns = [campaign(1, "TEL"), campaign(2, "MEL", channel="email")]
    costs = [_cost(i, add_months(FIRST, i // 2), 1 + i % 2, 100_000) for i in range(2 * MONTHS)]
    contracts = [
        _contract(i, add_months(FIRST, i % MONTHS), 1 + i % 2, 500 + 400 * (i % 5), 5) for i in range(60)
    ]
    halves = [
        row | {"model": "linear", "weight": 0.5, "margin_cents": row["margin_cents"] // 2}
        for row in contracts
        for _ in range(2)
    ]
    found = [
        arbitrate(
            Engine(
                Lake(write_lake(tmp_path / name, {"campaigns": campaigns, "costs": costs, "contracts": rows}))
            ),
            Query(("roi",), attribution="linear"),
            "channel",
        )
        for name, rows in (("whole", contracts), ("halves", halves))
    ]
    whole, halved = (placed(one)["email"].interval for one in found)
    assert whole == halved


def test_one_more_euro_brings_less_than_the_average_one(firm: Firm) -> None:
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000), email=(varied(900, 1100), [2] * MONTHS, 900)
    )
    for place in study(engine).places:
        average = place.row.cells["return_multiple"].value
        assert place.marginal is not None
        assert average is not None
        assert place.marginal < average
        assert place.interval is not None
        assert place.interval.low is not None
        assert place.interval.high is not None
        assert place.interval.low < place.marginal < place.interval.high
        assert not place.curve_told


def test_what_rests_on_fewer_than_five_contracts_is_set_aside_and_keeps_its_money(firm: Firm) -> None:
    few = [1, 1, 1, 1, *[0] * (MONTHS - 4)]
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000),
        email=(varied(900, 1100), [2] * MONTHS, 900),
        event=(varied(90, 110), few, 90_000),
    )
    found = study(engine)
    event = placed(found)["event"]
    assert found.places[-1] is event
    assert (event.marginal, event.proposed) == (None, None)
    assert event.aside is not None
    assert event.aside.en == "4 contracts: too few"


def test_one_line_alone_has_nowhere_to_move_to(firm: Firm) -> None:
    found = study(firm(phone=(varied(9000, 11_000), [4] * MONTHS, 3000)))
    assert found.proposal is None
    assert found.refusal is not None
    assert "at least two lines" in found.refusal.en
    assert found.places[0].marginal is not None


def test_what_has_stopped_spending_gets_nothing(firm: Firm) -> None:
    stopped = [*varied(900, 1100)[:-6], *[0.0] * 6]
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000),
        email=(varied(900, 1100), [2] * MONTHS, 900),
        event=(stopped, [4] * MONTHS, 3000),
    )
    event = placed(study(engine))["event"]
    assert event.proposed is None
    assert event.aside is not None
    assert event.aside.en == "no spending for 6 months"


def test_months_whose_contracts_are_still_to_come_do_not_count_against_a_channel(firm: Firm) -> None:
    """Two like channels, but one began spending three months ago and contracts take 100 days."""
    old, new = varied(4000, 6000), [*[0.0] * (MONTHS - 8), *varied(4000, 6000)[-8:]]
    engine = firm(
        delay_days=100,
        phone=(old, [6] * MONTHS, 2000),
        email=(new, [*[0] * (MONTHS - 8), *[6] * 8], 2000),
    )
    places = placed(study(engine))
    assert places["email"].marginal == pytest.approx(places["phone"].marginal, rel=0.25)
    assert (places["email"].row.cells["contracts"].value or 0) < 6 * 8


def test_a_budget_bounds_and_kept_lines_are_kept_to(firm: Firm) -> None:
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000),
        email=(varied(1800, 2200), [4] * MONTHS, 3000),
        event=(varied(1800, 2200), [3] * MONTHS, 3000),
    )
    today = study(engine)
    assert today.proposal is not None
    more = study(engine, Wanted(budget=today.proposal.budget + 1500))
    assert more.proposal is not None
    assert sum(place.proposed or 0 for place in more.places) == pytest.approx(today.proposal.budget + 1500)
    assert more.proposal.today == pytest.approx(today.proposal.budget)
    assert more.proposal.unchanged == pytest.approx(today.proposal.gain)
    assert today.proposal.unchanged is None
    kept = placed(study(engine, Wanted(keep=frozenset({"event"}))))
    assert kept["event"].proposed == kept["event"].monthly
    capped = placed(study(engine, Wanted(most_of={"email": 2050})))
    assert (capped["email"].proposed or 0) <= 2050 + 1e-6
    with pytest.raises(BudgetOutOfReach, match="possible from"):
        study(engine, Wanted(budget=1))
    with pytest.raises(UnknownName, match="phone"):
        study(engine, Wanted(keep=frozenset({"phon"})))


def test_a_ceiling_below_the_usual_least_holds(firm: Firm) -> None:
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000), email=(varied(1800, 2200), [4] * MONTHS, 3000)
    )
    capped = placed(study(engine, Wanted(most_of={"email": 100})))
    assert capped["email"].proposed == pytest.approx(100)


@pytest.mark.parametrize(
    "wrong",
    [
        {"budget": -1.0},
        {"budget": float("nan")},
        {"budget": float("inf")},
        {"least": -0.1},
        {"most": float("inf")},
        {"least": 2.0, "most": 1.0},
        {"most_of": {"email": float("nan")}},
    ],
)
def test_a_limit_that_is_none_is_refused_with_what_is_expected(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadLimit, match=r"Expected: (a number, zero or more|the smaller)"):
        Wanted(**wrong)


def test_nothing_can_be_spent_where_the_bounds_allow_it(firm: Firm) -> None:
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 30), email=(varied(1800, 2200), [4] * MONTHS, 30)
    )
    found = study(engine, Wanted(budget=0, least=0))
    assert [place.proposed for place in found.places] == [0, 0]
    assert found.proposal is not None
    assert found.proposal.gain > 0


@pytest.mark.parametrize("margin", [-500, -10, 0])
def test_margins_that_are_none_or_negative_call_for_less_spending(firm: Firm, margin: int) -> None:
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, margin), email=(varied(1800, 2200), [4] * MONTHS, 3000)
    )
    places = placed(study(engine))
    assert places["phone"].marginal == pytest.approx(0, abs=0.5)
    assert (places["email"].proposed or 0) > places["email"].monthly


def test_a_month_of_negative_spending_sets_its_line_aside(firm: Firm) -> None:
    corrected = varied(900, 1100)
    corrected[3] = -200
    engine = firm(phone=(varied(9000, 11_000), [4] * MONTHS, 3000), email=(corrected, [2] * MONTHS, 900))
    email = placed(study(engine))["email"]
    assert email.aside is not None
    assert email.aside.en == "negative spending in 2025-04"


def test_two_months_of_spending_tell_nothing_of_a_line(firm: Firm) -> None:
    young = MONTHS - 2
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000),
        email=([*[0.0] * young, 900, 1100], [*[0] * young, 9, 9], 900),
    )
    email = placed(study(engine))["email"]
    assert email.aside is not None
    assert email.aside.en == "fewer than 3 whole months of spending"


def test_a_month_of_which_days_are_left_out_counts_for_nothing(firm: Firm) -> None:
    engine = firm(
        phone=(varied(9000, 11_000), [4] * MONTHS, 3000), email=(varied(900, 1100), [2] * MONTHS, 900)
    )
    period = Period(date(2026, 3, 20), date(2026, 9, 10))
    found = arbitrate(engine, Query(("roi",), period=period), "channel")
    assert (found.months[0], found.months[-1]) == ("2026-04", "2026-08")


def test_a_line_whose_contracts_take_longer_does_not_look_poorer_than_one_whose_come_at_once() -> None:
    """Two lines of 40 contracts a month: one signed at once, one after four months."""
    months = tuple(add_months(FIRST, place) for place in range(12))
    signed: dict[str | int | None, list[Signed]] = {
        name: [
            Signed(month, end, 40.0, 0, 0.0, 0.0)
            for place, month in enumerate(months)
            if (end := add_months(FIRST, place + delay)) <= months[-1]
        ]
        for name, delay in (("fast", 0), ("slow", 4))
    }
    found = exposures(signed, months)
    assert found["fast"][-1] > 0.9
    assert found["slow"][-1] < 0.1
    assert found["slow"][0] == 1


def test_contracts_known_as_totals_alone_set_their_line_aside(firm: Firm, tmp_path: Path) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "campaigns": [campaign(1, "C1")],
        "costs": [_cost(i, add_months(FIRST, i), 1, 100_000) for i in range(MONTHS)],
        "totals": [
            {
                "activity": i,
                "day": add_months(FIRST, i),
                "campaign": 1,
                "contracts": 2,
                "revenue_cents": 100,
                "margin_cents": 50,
            }
            for i in range(MONTHS)
        ],
    }
    (place,) = study(Engine(Lake(write_lake(tmp_path / "totals", rows)))).places
    assert place.aside is not None
    assert place.aside.en == "contracts known as totals, without the call they came from"


def test_a_firm_without_anything_gets_a_sentence(firm: Firm) -> None:
    found = study(firm())
    assert (found.places, found.proposal, found.months) == ((), None, ())


def test_an_unknown_margin_sets_its_line_aside(firm: Firm, tmp_path: Path) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "campaigns": [campaign(1, "C1")],
        "costs": [_cost(i, add_months(FIRST, i), 1, 100_000) for i in range(MONTHS)],
        "contracts": [_contract(i, add_months(FIRST, i), 1, 500, 5) for i in range(MONTHS)],
    }
    rows["contracts"][0]["margin_cents"] = None
    engine = Engine(Lake(write_lake(tmp_path / "unknown", rows)))
    (place,) = study(engine).places
    assert place.aside is not None
    assert place.aside.en == "margin unknown on 1 contract"


def test_months_whose_costs_are_not_booked_yet_are_not_months_without_spending(firm: Firm) -> None:
    """Nothing was booked for the last eight months: the study is of the twelve before, and nobody has stopped."""
    late = [0.0] * 8
    engine = firm(
        phone=([*varied(9000, 11_000)[:-8], *late], [4] * MONTHS, 3000),
        email=([*varied(900, 1100)[:-8], *late], [2] * MONTHS, 900),
    )
    found = study(engine)
    assert found.months[-1] == f"{add_months(FIRST, MONTHS - 9):%Y-%m}"
    assert all(place.marginal is not None for place in found.places)


def test_a_campaign_that_has_ended_gets_nothing_and_its_past_spending_is_not_todays(tmp_path: Path) -> None:
    """Three campaigns that spend alike; one was closed in September, and one ends next year."""
    ends = (None, date(2026, 9, 30), date(2027, 6, 30))
    rows: dict[str, list[dict[str, Any]]] = {
        "campaigns": [campaign(n, f"C{n}", ends_on=end) for n, end in enumerate(ends, start=1)],
        "costs": [_cost(i, add_months(FIRST, i // 3), 1 + i % 3, 100_000) for i in range(3 * MONTHS)],
        "contracts": [_contract(i, add_months(FIRST, i // 3), 1 + i % 3, 3000, 5) for i in range(3 * MONTHS)],
    }
    engine = Engine(Lake(write_lake(tmp_path / "ended", rows)))
    places = placed(study(engine, dimension="campaign"))
    assert places["C2"].aside is not None
    assert (places["C2"].aside.fr, places["C2"].aside.en) == (
        "terminée le 30/09/2026",
        "ended on 30 Sep 2026",
    )
    assert (places["C2"].monthly, places["C2"].proposed) == (0, None)
    assert places["C1"].proposed is not None
    assert places["C3"].proposed is not None
    before = Query(("roi",), period=Period(None, date(2026, 9, 1)))
    assert placed(arbitrate(engine, before, "campaign"))["C2"].proposed is not None
    by_channel = study(engine)
    assert placed(by_channel)["phone"].monthly == pytest.approx(2000)  # what C1 and C3 spend, as by campaign
    assert by_channel.left_out == ("C2",)
    alone = arbitrate(engine, Query(("roi",), where={"campaign": ("C2",)}), "channel")
    assert placed(alone)["phone"].monthly > 0  # asked for, it is studied as it was


def test_the_average_of_a_line_is_that_of_the_months_studied(firm: Firm) -> None:
    """Calls brought ten contracts a month until a year ago, and four since."""
    engine = firm(
        phone=([10_000.0] * MONTHS, [*[10] * (MONTHS - 12), *[4] * 12], 3000),
        email=([2000.0] * MONTHS, [4] * MONTHS, 3000),
    )
    found = study(engine)
    average = placed(found)["phone"].row.cells["return_multiple"].value
    assert float(average or 0) == pytest.approx(1.2, rel=0.01)
    assert found.answer.query.period.begin == add_months(FIRST, MONTHS - 12)


def test_spending_by_month_counts_the_months_without_any(firm: Firm) -> None:
    half = [*[0.0] * (MONTHS - 6), *[1000.0] * 6]
    engine = firm(phone=(varied(900, 1100), [4] * MONTHS, 3000), email=(half, [4] * MONTHS, 3000))
    email = placed(study(engine))["email"]
    assert email.monthly == pytest.approx(500)
    assert email.active == 6
