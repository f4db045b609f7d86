"""A lifetime value rests on the retention that the data allow, says which, and never on less than it knows."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from filon.insight.lifetime import retained
from filon.insight.lifetime.again import again
from filon.insight.lifetime.assumptions import assumptions
from filon.insight.lifetime.recurring import TOO_RECENT
from filon.insight.lifetime.study import HORIZONS, METRICS, Facts, Lifetime, study
from filon.insight.lifetime.tenure import lives_of, renewals_of, tenure
from filon.insight.methods.retention import Renewals, survivors
from filon.lake.tables import Lake
from filon.metrics.engine import Engine
from filon.metrics.gather import recurring, renewals
from filon.metrics.gather.renewals import Alike
from filon.metrics.language.query import Query
from tests.lakes import campaign, write_lake

TODAY = date(2026, 12, 31)  # of the snapshot
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)


def contract(number: int, signed_on: date, **values: Any) -> dict[str, Any]:
    """Return a yearly contract of 100 € of margin a month, the first of its contact."""
    return {
        "contract": number, "campaign": 1, "contact": number, "signed_on": signed_on, "origin_on": signed_on,
        "revenue_cents": 300_000, "margin_cents": 120_000, "monthly_cents": 25_000,
        "monthly_margin_cents": 10_000, "term_months": 12, "new_customer": 1, "weight": 1.0, **values,
    }  # fmt: skip


def cost(number: int, day: date, cents: int) -> dict[str, Any]:
    known = {"campaign": 1, "category": "overhead", "nature": "indirect"}
    return {"cost": number, "day": day, "cents": cents, **known}


def cohort(size: int, left: tuple[int, ...]) -> list[dict[str, Any]]:
    """Return contracts signed one after the other's year ago, of which `left` remain after each renewal."""
    first = date(TODAY.year - len(left), 6, 1)
    rows = []
    for number in range(size):
        ends = next((age for age, count in enumerate(left, start=1) if number >= count), None)
        ended = None if ends is None else first.replace(year=first.year + ends)
        rows.append(contract(number + 1, first, ended_on=ended))
    return rows


def studied(
    folder: Path, contracts: list[dict[str, Any]], *, cents: int | None = None, **options: Any
) -> Lifetime:
    """Study contracts that cost 500 € each, or so many cents in all, as the flow does."""
    first = min(row["signed_on"] for row in contracts)
    costs = [cost(1, first, 50_000 * len(contracts) if cents is None else cents)]
    campaigns = [campaign(1, "C1"), campaign(2, "C2")]
    lake = write_lake(folder, {"campaigns": campaigns, "contracts": contracts, "costs": costs})
    engine = Engine(Lake(lake))
    query = Query(METRICS, **({"horizon_months": 24} | options))
    bare = replace(query, by=())
    context = engine.context(replace(query, horizon_months=None))
    everything = engine.context(replace(bare, where={}, horizon_months=None))
    return study(
        Facts(
            engine.answer(query),
            {months: engine.answer(replace(bare, horizon_months=months)).total for months in HORIZONS},
            engine.answer(replace(bare, metrics=("cost_total",), by=("month",))),
            renewals.contracts(context, query.by),
            renewals.contracts(everything, ()).get((), []),
            again(renewals.purchases(context)),
            recurring.kept(context, everything),
        )
    )


def test_few_customers_have_one_retention_for_every_age(tmp_path: Path) -> None:
    found = studied(tmp_path, cohort(10, (8, 6)), discount_rate=Fraction(0))
    (kept,) = found.tenures
    assert kept.renewals == Renewals((10.0, 8.0), (2.0, 2.0))
    assert kept.model is not None
    assert kept.model.en == "constant retention"
    # 1,200 of the first term, then 1,200 more for the 14 kept of 18 that were due.
    assert found.whole.ltv.value == pytest.approx(1200 + 1200 * 14 / 18, abs=0.01)
    assert found.whole.ltv_cac.value == pytest.approx((1200 + 1200 * 14 / 18) / 500)
    assert found.whole.ltv.low is not None
    assert found.whole.ltv.high is not None
    assert found.whole.ltv.low < float(found.whole.ltv.value or 0) < found.whole.ltv.high
    assert found.whole.payback.value == 5  # 100 € a month against 500 €


def test_enough_customers_are_let_differ(tmp_path: Path) -> None:
    found = studied(tmp_path, cohort(300, (190, 140, 115)), discount_rate=Fraction(1, 10))
    (kept,) = found.tenures
    assert kept.fitted
    assert "α" in assumptions(found)[0].en
    assert "300 customers" in assumptions(found)[0].en
    ever = found.horizons[-1]
    assert ever.months is None
    assert [one.months for one in found.horizons] == [12, 24, 36, None]
    values = [float(one.ltv.value or 0) for one in found.horizons]
    assert values == sorted(values)
    assert found.curve[36] * 1 == pytest.approx(100 * values[2], abs=1)
    assert found.left[0].terms is not None
    assert found.left[0].terms < (found.left[3].terms or 0)  # who stayed long stays longer


def test_the_fitted_value_is_the_stated_one_where_nothing_renews(tmp_path: Path) -> None:
    found = studied(tmp_path, [contract(1, TODAY, monthly_cents=None, monthly_margin_cents=None)])
    for one in found.horizons[:3]:
        assert one.stated_ltv is not None
        assert one.ltv.value == one.stated_ltv.value == 1200
        assert one.ltv_cac == one.stated_ltv_cac
    assert "No contract" in assumptions(found)[0].en


def test_before_any_renewal_only_the_first_term_is_known(tmp_path: Path) -> None:
    found = studied(tmp_path, [contract(number, date(2026, 6, 1)) for number in range(1, 9)])
    known, unknown = found.horizons[0], found.horizons[1]
    assert known.ltv.value == 1200
    assert unknown.ltv.value is None
    assert unknown.ltv.reason is not None
    assert "no renewal" in unknown.ltv.reason.en
    assert len(found.curve) == 13  # the curve stops where knowledge does
    stated = studied(tmp_path, [contract(1, date(2026, 6, 1))], retention=Fraction(8, 10))
    assert stated.horizons[1].stated_ltv is not None
    assert stated.horizons[1].stated_ltv.value == 1200 + 12 * 80


def test_an_end_told_within_a_term_counts_when_the_term_is_over() -> None:
    def alike(age: int, lived: int | None) -> Alike:
        return Alike(12, age, lived, lived, None, True, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    assert renewals_of([alike(8, 5), alike(11, None)], 12) == Renewals((), ())
    assert renewals_of([alike(12, 5), alike(30, None), alike(30, 13)], 12) == Renewals((3.0, 2.0), (1.0, 1.0))
    lives = lives_of([alike(8, 5), alike(8, None)])
    assert lives.due == (2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0)
    assert lives.lost[4] == 1


def test_a_small_segment_leans_on_the_whole_and_says_so(tmp_path: Path) -> None:
    rows = cohort(300, (190, 140, 115))
    rows += [row | {"contract": 900 + i, "contact": 900 + i, "campaign": 2} for i, row in enumerate(rows[:5])]
    found = studied(tmp_path, rows, by=("campaign",))
    small = next(group for group in found.groups if group.dimensions["campaign"] == "C2")
    assert "leaning on the whole" in small.models[0].en
    alone = studied(tmp_path / "alone", rows, where={"campaign": ("C2",)}).whole
    assert (alone.ltv.value, alone.models) == (small.ltv.value, small.models)  # split by, or filtered for
    both = studied(tmp_path / "both", rows, where={"campaign": ("C2",)}, by=("campaign",)).groups[0]
    assert (both.ltv.value, both.models) == (small.ltv.value, small.models)
    whole = tenure(survivors(REGULAR), 12)
    without = tenure(Renewals((4.0,), (0.0,)), 12)
    leaning = tenure(Renewals((4.0,), (0.0,)), 12, whole=whole)
    assert without.retention is not None
    assert leaning.retention is not None
    assert without.retention.survival(1)[1] == 1
    assert 0.63 < leaning.retention.survival(1)[1] < 0.75


def test_an_unknown_margin_gives_no_value_and_its_reason(tmp_path: Path) -> None:
    rows = [*cohort(10, (8, 6)), contract(99, TODAY, margin_cents=None, monthly_margin_cents=None)]
    found = studied(tmp_path, rows)
    assert found.whole.ltv.value is None
    assert found.whole.ltv.reason is not None
    assert "margin" in found.whole.ltv.reason.en


def test_without_a_discount_rate_nothing_is_told_for_ever(tmp_path: Path) -> None:
    found = studied(tmp_path, [contract(1, date(2026, 6, 1))], retention=Fraction(8, 10))
    assert found.left == ()
    ever = found.horizons[-1]
    assert ever.ltv.value is None
    assert ever.ltv.reason is not None
    assert "discount rate" in ever.ltv.reason.en


def test_the_same_seed_gives_the_same_bounds(tmp_path: Path) -> None:
    rows = cohort(300, (190, 140, 115))
    one, two = studied(tmp_path / "1", rows), studied(tmp_path / "2", rows)
    assert one.whole == two.whole


def test_the_yearly_return_of_money_out_and_back_in(tmp_path: Path) -> None:
    # 500 € out on the first day, 12 times 100 € in: worth nothing at the rate of a spreadsheet's XIRR.
    found = studied(tmp_path, [contract(1, date(2026, 1, 1))], horizon_months=12)
    rate = found.irr.value
    assert rate is not None
    flows = [-500.0] + [100.0] * 12
    days = [(date(2026 + (m // 12), m % 12 + 1, 1) - date(2026, 1, 1)).days for m in range(13)]
    worth = sum(flow / (1 + float(rate)) ** (day / 365) for flow, day in zip(flows, days, strict=True))
    assert worth == pytest.approx(0, abs=0.01)
    assert found.irr_sign_changes == 1


def test_contracts_signed_again_are_counted_by_customer(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    rows = []
    for number in range(1, 301):
        first = date(2024, 1, 1 + int(random.integers(0, 28)))
        once = {"monthly_cents": None, "monthly_margin_cents": None, "contact": number}
        rows.append(contract(10 * number, first, **once))
        gaps = random.exponential(random.gamma(2, 150), int(random.geometric(0.35)) - 1)
        for place, day in enumerate(first.toordinal() + np.cumsum(gaps + 1), start=1):
            if day < TODAY.toordinal():
                again_on = date.fromordinal(int(day))
                rows.append(contract(10 * number + place, again_on, new_customer=0, **once))
    found = studied(tmp_path, rows)
    assert found.again.customers == 300
    assert found.again.model is not None
    assert found.counts_again
    later = float(found.again.expected(24).value or 0)
    assert found.whole.ltv.value == pytest.approx(1200 * (1 + later), abs=0.01)
    assert found.curve[24] == pytest.approx(120_000 * (1 + later))  # the curve leads to the same
    low, high = found.whole.ltv.low or 0, found.whole.ltv.high or 0
    assert low < 1200 * (1 + later) < high


def test_a_stated_retention_stands_in_until_a_renewal_falls_due(tmp_path: Path) -> None:
    rows = [contract(number, date(2026, 6, 1)) for number in range(1, 9)]
    found = studied(tmp_path, rows, retention=Fraction(8, 10))
    assert found.whole.ltv.value == 1200 + 12 * 80
    ended = [*rows, contract(9, date(2026, 6, 1), ended_on=date(2026, 9, 1))]
    one = studied(tmp_path / "ended", ended, retention=Fraction(8, 10), by=("campaign",))
    for told in (one.whole, *one.groups):  # one figure, with one interval
        assert told.ltv == told.stated_ltv
        assert told.ltv.value == Fraction(8 * (1200 + 12 * 80) + 1200, 9)
    for at in one.horizons[:3]:
        assert (at.ltv, at.ltv_cac) == (at.stated_ltv, at.stated_ltv_cac)
    assert one.curve[24] == pytest.approx(
        100 * float(one.whole.ltv.value or 0)
    )  # the curve stops where they ended
    assert found.whole.models[0].en == "stated retention"
    assert "80%" in assumptions(found)[0].en
    due = studied(tmp_path / "due", cohort(10, (8, 6)), retention=Fraction(9, 10))
    assert due.whole.models[0].en == "constant retention"  # what was observed speaks first


def test_a_stated_retention_carries_no_contract_beyond_its_end(tmp_path: Path) -> None:
    """One of two ends in its first term, by an end that has come or is announced: the other alone goes on.

    Without a horizon, at 80% kept and 10% a year: 1,200 € of the first term, then what a year is worth (its twelve
    months of 100 €, discounted) times 0.8/1.1 + (0.8/1.1)² + … Of a cost
    of 3,000 €, the two first terms leave 600 €, nine months at 80 € × 1.1^(−month/12): 21 in all.
    """
    year = sum(100 * 1.1 ** (-month / 12) for month in range(12))
    kept = 0.8 / 1.1
    for end in (date(2026, 9, 1), date(2027, 3, 1)):
        rows = [contract(1, date(2026, 6, 1)), contract(2, date(2026, 6, 1), ended_on=end)]
        found = studied(
            tmp_path / str(end), rows, retention=Fraction(8, 10), discount_rate=Fraction(1, 10), cents=300_000
        )
        for_ever = found.horizons[-1].ltv.value
        assert float(for_ever or 0) == pytest.approx((2 * 1200 + year * kept / (1 - kept)) / 2, abs=0.01)
        assert found.whole.payback.value == found.stated_payback.value == 21


def monthly(
    number: int, contact: int | None, signed_on: date, cents: int, ended_on: date | None = None
) -> dict[str, Any]:
    return contract(number, signed_on, contact=contact, monthly_cents=cents, ended_on=ended_on)


def test_revenue_is_retained_gross_and_net_over_the_customers_of_a_year_ago(tmp_path: Path) -> None:
    """A year ago four paid 1,000 € a month. One left (300), one pays 50 less by a new contract, one signed 200 more,
    one stays; a fifth, who came since, counts nowhere. Gross (1000 − 300 − 50) / 1000, net (1000 − 300 − 50 + 200) / 1000.
    """
    old, ends, since = date(2024, 3, 1), date(2026, 3, 1), date(2026, 9, 15)
    rows = [
        monthly(1, 1, old, 30_000, ended_on=ends),
        monthly(2, 2, old, 25_000, ended_on=ends),
        monthly(3, 2, ends, 20_000),
        monthly(4, 3, old, 25_000),
        monthly(5, 3, since, 20_000),
        monthly(6, None, old, 20_000),
        monthly(7, 7, since, 90_000),
    ]
    found = studied(tmp_path, rows).recurring
    told = [cell.value for cell in (found.before, found.lost, found.reduced, found.added, found.after)]
    assert told == [1000, 300, 50, 200, 850]
    assert (found.gross.value, found.net.value) == (Fraction(65, 100), Fraction(85, 100))
    assert (found.customers, found.gone, found.net.too_few) == (4, 1, True)
    assert 0 <= (found.gross.low or 0) < 0.65 < (found.gross.high or 0) <= 1


def test_retention_of_revenue_is_that_of_the_filter_and_agrees_with_sql(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    rows = []
    for number in range(1, 121):
        signed = date(2024, 1, 1) + timedelta(days=int(random.integers(0, 1000)))
        ended = signed + timedelta(days=int(random.integers(30, 900)))
        rows.append(
            monthly(number, int(random.integers(1, 60)), signed, int(random.integers(1, 900)) * 100, ended)
            | {"campaign": 1 + number % 2}
        )
    found = studied(tmp_path, rows, where={"campaign": ("C2",)}).recurring
    signed = pa.Table.from_pylist(rows)
    (told,) = duckdb.sql("""
        with paid as (
            select contact,
                coalesce(sum(monthly_cents) filter (signed_on <= date '2025-12-31' and ended_on > date '2025-12-31'), 0) as before,
                coalesce(sum(monthly_cents) filter (signed_on <= date '2026-12-31' and ended_on > date '2026-12-31'), 0) as after
            from signed group by contact)
        select count(*), sum(before), sum(after), sum(least(before, after)) from paid where contact in (
            select contact from signed
            where campaign = 2 and signed_on <= date '2025-12-31' and ended_on > date '2025-12-31')
    """).fetchall()
    assert found.customers == told[0]
    assert (found.before.value, found.after.value) == (Fraction(told[1], 100), Fraction(told[2], 100))
    assert (found.gross.value, found.net.value) == (Fraction(told[3], told[1]), Fraction(told[2], told[1]))


def test_revenue_that_nobody_paid_a_year_ago_has_no_retention_but_a_reason(tmp_path: Path) -> None:
    found = studied(tmp_path, [contract(1, date(2026, 6, 1))]).recurring
    assert (found.gross.value, found.net.value, found.net.reason) == (None, None, TOO_RECENT)


def test_revenue_never_lost_asks_whether_ends_are_known(tmp_path: Path) -> None:
    assert studied(tmp_path, [contract(1, date(2024, 6, 1))]).recurring.warning
    left = [contract(1, date(2024, 6, 1)), contract(2, date(2024, 6, 1), ended_on=date(2026, 6, 1))]
    assert studied(tmp_path / "left", left).recurring.warning is None


def test_churn_at_each_renewal_has_its_interval(tmp_path: Path) -> None:
    first, second = retained.renewals(studied(tmp_path, cohort(100, (80, 60))).tenures[0])
    assert (first.churn, second.churn) == (0.2, 0.25)
    assert (first.churn_low, first.churn_high) == pytest.approx((0.1334, 0.2888), abs=1e-4)  # Wilson, by hand
