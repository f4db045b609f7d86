import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from filon.flows.demo.generate import generate

END = date(2026, 11, 1)
USEFUL = {"refused", "information", "appointment"}
CASE = "AUDIT-PME"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    generate(folder, END)
    return folder


def rows(source: Path, name: str) -> list[dict[str, Any]]:
    with (source / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def test_the_same_date_and_seed_give_the_same_bytes_whatever_the_machine_is_set_to(
    source: Path, tmp_path: Path
) -> None:
    script = f"from filon.flows.demo.generate import generate\nimport sys, datetime, pathlib\ngenerate(pathlib.Path(sys.argv[1]), datetime.date({END:%Y,%-m,%-d}))"
    odd = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "again")], check=True, env=odd)
    assert digest(tmp_path / "again") == digest(source)


def test_another_month_gives_other_files_of_about_the_same_size(tmp_path: Path) -> None:
    generate(tmp_path, date(2027, 2, 1))
    assert 36_000 < len(rows(tmp_path, "calls")) < 44_000


def test_it_is_eighteen_months_of_about_forty_thousand_calls(source: Path) -> None:
    days = [row["started_at"][:10] for row in rows(source, "calls")]
    assert 38_000 < len(days) < 44_000
    assert "2025-05-01" <= min(days) <= "2025-05-10"
    assert "2026-10-25" <= max(days) < "2026-11-01"


def test_one_campaign_is_worked_case_1(source: Path) -> None:
    calls = [row for row in rows(source, "calls") if row["campaign_code"] == CASE]
    deals = [row for row in rows(source, "opportunities") if row["campaign_code"] == CASE]
    met = [row for row in rows(source, "appointments") if row["campaign_code"] == CASE]
    assert len(calls) == 8_000
    assert sum(row["outcome"] in USEFUL for row in calls) == 320
    assert (len(met), sum(row["proposed_at"] != "" for row in deals)) == (80, 50)
    won = [row for row in deals if row["status"] == "won"]
    assert (len(won), sum(int(row["amount"]) for row in won)) == (15, 90_000)
    assert len({row["contact_id"] for row in won}) == 15


def test_nobody_is_called_again_after_an_appointment_or_an_objection(source: Path) -> None:
    last: dict[str, str] = {}
    for row in sorted(rows(source, "calls"), key=lambda row: row["started_at"]):
        assert last.get(row["contact_id"]) not in {"appointment", "do_not_call"}
        last[row["contact_id"]] = row["outcome"]


def test_people_answer_more_at_ten_than_at_noon_and_the_better_operator_books_more(source: Path) -> None:
    answered: dict[str, Counter[bool]] = defaultdict(Counter)
    booked: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in rows(source, "calls"):
        answered[row["started_at"][11:13]][row["talk_s"] != "0"] += 1
        if row["outcome"] in USEFUL:
            booked[row["operator"]][row["outcome"] == "appointment"] += 1

    def share(counts: Counter[bool]) -> float:
        return counts[True] / counts.total()

    assert share(answered["10"]) > 1.5 * share(answered["12"])
    assert share(booked["Amina"]) > share(booked["David"])


def test_deals_are_open_in_the_youngest_months_and_settled_in_the_oldest(source: Path) -> None:
    deals = rows(source, "opportunities")
    young = [row["status"] == "open" for row in deals if row["created_at"] >= "2026-09-15"]
    old = [row["status"] == "open" for row in deals if row["created_at"] < "2026-03-01"]
    assert sum(young) > len(young) / 2
    assert sum(old) < len(old) / 10


def test_the_french_files_are_french(source: Path) -> None:
    text = (source / "contrats.csv").read_bytes().decode("cp1252")
    assert text.startswith("N° contrat;")
    assert ";0,34;" in text
    assert (source / "couts.xlsx").read_bytes().startswith(b"PK")


def test_an_end_within_a_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="first day"):
        generate(tmp_path, date(2026, 11, 2))
