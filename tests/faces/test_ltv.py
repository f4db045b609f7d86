"""`filon ltv` as people call it: on the records, on a file of survivors, on a file of purchases."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import filon
from filon.faces.cli.ltv import OneFile, command
from filon.flows.lifetime_files import NoCohort, survivors_file
from filon.flows.plain_files import BadLine, NoSuchColumns
from filon.insight.methods.retention import Renewals, kaplan_meier
from filon.intake.reading import ReadOptions
from filon.terms.faults import Fault
from tests import world
from tests.data.sets import DATA, needs_data, reference

HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)  # Fader & Hardie (2007), table 1


def asked(*words: str) -> str:
    result = CliRunner().invoke(
        command, [*words, "--lang", "en"], catch_exceptions=False, standalone_mode=False
    )
    assert result.exit_code == 0
    return result.output


def answer(*words: str) -> Any:
    return json.loads(asked(*words, "--json"))


def written(folder: Path, text: str) -> str:
    file = folder / "file.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_survivors_of_a_file_are_fitted_without_any_instance(tmp_path: Path) -> None:
    lines = "".join(f"{age};{count}\n" for age, count in enumerate(HIGH_END))
    file = written(tmp_path, "Âge;Survivants\n" + lines)
    found = answer("--survivors", file, "--discount-rate", "10 %", "--margin", "100")
    (kept,) = found["retention"]
    assert (kept["alpha"], kept["beta"]) == (pytest.approx(0.668, abs=1e-3), pytest.approx(3.806, abs=2e-3))
    assert [one["months"] for one in found["horizons"]] == [12, 24, 36, None]
    two, ever = found["horizons"][1], found["horizons"][3]
    share = kept["renewals"][0]["fitted"]
    assert two["terms"]["value"] == pytest.approx(1 + share / 1.1)
    assert two["ltv"]["value"] == pytest.approx(100 * (1 + share / 1.1), abs=0.01)
    assert ever["terms"]["low"] < ever["terms"]["value"] < ever["terms"]["high"]
    assert "shifted beta-geometric" in asked("--survivors", file)


def test_shares_need_the_size_of_their_group(tmp_path: Path) -> None:
    file = written(tmp_path, "age,share\n0,1\n1,0.631\n2,0.468\n3,0.382\n")
    (kept,) = answer("--survivors", file, "--customers", "1000", "--decimal", "point")["retention"]
    assert [one["lost"] for one in kept["renewals"]] == [369, 163, 86]


@needs_data
def test_purchases_of_cdnow_give_the_published_model(tmp_path: Path) -> None:
    file = tmp_path / "cdnow.csv"
    lines = (DATA / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()
    with file.open("w", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(("customer", "date", "amount"))
        for customer, _, day, _, amount in map(str.split, lines):
            rows.writerow((customer, date.fromisoformat(day), amount))
    found = answer("--purchases", str(file), "--to", "1997-09-30")
    model = found["again"]["bg_nbd"]
    assert [model[name] for name in ("r", "alpha", "a", "b")] == pytest.approx(
        [0.2426, 4.4135, 0.7929, 2.4258], rel=1e-3
    )
    assert found["again"]["gamma_gamma"]["p"] == pytest.approx(6.25, abs=0.01)
    assert found["again"]["customers"] == 2357
    assert found["worth"][0]["value"] > 0


@needs_data
def test_the_life_of_telco_contracts_by_month_is_that_of_its_reference() -> None:
    with (DATA / "telco_churn_ibm" / "WA_Fn-UseC_-Telco-Customer-Churn.csv").open() as lines:
        lives = [(int(row["tenure"]), row["Churn"] == "Yes") for row in csv.DictReader(lines)]
    months = range(1, 73)
    counts = Renewals(
        tuple(float(sum(tenure >= month for tenure, _ in lives)) for month in months),
        tuple(float(lives.count((month, True))) for month in months),
    )
    found = {one.age: one.share for one in kaplan_meier(counts)}
    expected = reference("telco_churn_ibm")["km_all"]
    assert {int(month) for month in expected} <= found.keys()
    for month, share in expected.items():
        assert found[int(month)] == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "fault", "said"),
    [
        ("x,y\n1,2\n", NoSuchColumns, "age, survivors"),
        ("age,survivors\n0,10\n1,12\n", NoCohort, "rise"),
        ("age,survivors\n0,10\n2,9\n", NoCohort, "0, 2"),
        ("age,survivors\n0,ten\n1,9\n", BadLine, "line 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(
    tmp_path: Path, text: str, fault: type[Fault], said: str
) -> None:
    with pytest.raises(fault, match=said):
        survivors_file(Path(written(tmp_path, text)), ReadOptions())


def test_two_files_at_once_are_refused() -> None:
    with pytest.raises(OneFile):
        CliRunner().invoke(
            command, ["--survivors", "a", "--purchases", "b"], catch_exceptions=False, standalone_mode=False
        )


def test_the_fitted_value_stands_beside_the_stated_one(home: Path) -> None:
    campaign = world.campaign("C1", starts_on="2020-01-01")
    world.cost(campaign, amount=3000, period_start="2020-01-06")
    recurring: dict[str, Any] = {"recurring_amount": 100, "recurring_period": "month", "term_months": 12}
    for number in range(8):
        ended = "2021-01-15" if number < 2 else None
        world.contract(
            campaign,
            revenue=1200,
            signed_on="2020-01-15",
            ended_on=ended,
            contact=world.contact(),
            **recurring,
        )
    found = answer("--retention", "0.5", "--by", "campaign")
    year = found["horizons"][1]
    assert year["stated_ltv"]["value"] == pytest.approx(
        480 + 480 * 0.5 * 6 / 8
    )  # two are known to have ended
    assert year["ltv"]["value"] > 480
    assert found["retention"][0]["renewals"][0] | {"fitted": 0, "low": 0, "high": 0} == {
        "age": 1, "due": 8, "lost": 2, "churn": 0.25, "churn_low": 0.071479, "churn_high": 0.590725,
        "observed": 0.75, "fitted": 0, "low": 0, "high": 0,
    }  # fmt: skip
    kept = found["recurring_revenue"]
    assert (kept["customers"], kept["before"]["value"], kept["net_retention"]["value"]) == (6, 600, 1)
    assert found["groups"][0]["dimensions"] == {"campaign": "C1"}
    assert found["groups"][0]["ltv"] == found["total"]["ltv"]
    study = filon.connect(home).lifetime(retention=0.5)
    assert float(study.whole.ltv.value or 0) == year["ltv"]["value"]
    assert "constant retention" in asked("--retention", "0.5")
