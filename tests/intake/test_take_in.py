"""Imports: whole, silent the second time, reversible, and never losing a row."""

import csv
import json
import os
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from filon.flows.export import export
from filon.flows.take_in import FilesRefused, NothingToRead, StrictRefusal, TakenIn, left_aside, take_in
from filon.intake.match import ADVISED
from filon.records.actions.revise import edit
from filon.records.actions.undo import _NOUNS, _ORDER, AlreadyUndone, UnknownBatch, undo
from filon.records.models import (
    Appointment,
    Call,
    Campaign,
    Contact,
    Contract,
    Cost,
    ImportBatch,
    JournalEntry,
    Operator,
    Outcome,
)
from filon.terms.faults import Fault
from tests.files import worked_case_1, write_csv

CAMPAIGN = {"campaign_code": "C1", "name": "Une", "channel": "phone", "starts_on": "2026-01-01"}
CALL = {
    "call_id": "A1",
    "campaign_code": "C1",
    "contact_id": "P1",
    "started_at": "2026-02-02T10:00:00",
    "outcome": "refused",
    "talk_s": 60,
}


def counts(taken: TakenIn) -> tuple[int, ...]:
    return taken.created, taken.changed, taken.identical, taken.rejected, taken.ignored


def take(folder: Path, kind: str, *rows: Mapping[str, object]) -> TakenIn:
    (taken,) = take_in([write_csv(folder, kind, rows)])
    return taken


def test_a_folder_is_read_in_dependency_order(home: Path, tmp_path: Path) -> None:
    taken = take_in([worked_case_1(tmp_path)])
    assert [t.kind for t in taken] == [
        "campaigns",
        "calls",
        "appointments",
        "opportunities",
        "contracts",
        "costs",
    ]
    assert all(t.read == t.created for t in taken)
    assert (Call.objects.count(), Contract.objects.count()) == (8000, 15)


def test_what_a_folder_holds_besides_is_named(tmp_path: Path) -> None:
    folder = worked_case_1(tmp_path)
    (folder / "archive").mkdir()
    for name in ("notes.docx", ".hidden.csv", "~$calls.xlsx"):
        (folder / name).touch()
    assert [path.name for path in left_aside([folder])] == ["archive", "notes.docx"]


def test_the_same_files_again_change_nothing(home: Path, tmp_path: Path) -> None:
    folder = worked_case_1(tmp_path)
    take_in([folder])
    before = list(Call.objects.order_by("pk").values())
    assert all(t.read == t.identical for t in take_in([folder]))
    assert list(Call.objects.order_by("pk").values()) == before


def test_shuffled_and_re_encoded_files_change_nothing(home: Path, tmp_path: Path) -> None:
    folder = worked_case_1(tmp_path)
    take_in([folder])
    other = tmp_path / "other"
    other.mkdir()
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        random.Random(1).shuffle(rows)
        with (other / path.name).open("w", encoding="utf-16", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header, *rows])
    assert all(t.read == t.identical for t in take_in([other]))


def test_exporting_and_importing_elsewhere_gives_the_same(
    another_home: Callable[[], Path], tmp_path: Path
) -> None:
    another_home()
    take_in([worked_case_1(tmp_path / "source")])
    export(tmp_path / "first")
    another_home()
    assert all(t.read == t.created + t.changed for t in take_in([tmp_path / "first"]))
    export(tmp_path / "second")
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "second").iterdir())
    for name in names:
        first, second = (
            (tmp_path / folder / name).read_text().splitlines() for folder in ("first", "second")
        )
        assert sorted(first) == sorted(second), name


def test_a_call_may_name_people_lists_and_scripts_nobody_described_yet(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    take(tmp_path, "calls", {**CALL, "operator": "Léa", "script": "S1", "list_code": "L1"})
    call = Call.objects.select_related("operator", "contact", "script", "contact_list").get()
    assert (call.operator and call.operator.operator, call.contact.contact_id) == ("Léa", "P1")
    described = take(tmp_path, "operators", {"operator": "Léa", "hourly_cost": "24.50"})
    assert counts(described) == (0, 1, 0, 0, 0)
    assert str(Operator.objects.get().hourly_cost) == "24.5000"


def test_calls_that_only_have_a_number_share_a_contact_that_a_file_may_name_later(
    home: Path, tmp_path: Path
) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    by_phone = {**CALL, "contact_id": "", "phone": "01 23 45 67 89"}
    take(tmp_path, "calls", by_phone, {**by_phone, "call_id": "A2", "phone": "+33 1 23 45 67 89"})
    assert Contact.objects.get().contact_id == "tel:+33123456789"
    take(tmp_path, "contacts", {"contact_id": "P9", "phone": "0123456789", "sector": "Industrie"})
    assert Contact.objects.get().contact_id == "P9"
    assert counts(take(tmp_path, "calls", by_phone, {**by_phone, "call_id": "A2"})) == (0, 0, 2, 0, 0)


def test_an_appointment_may_arrive_before_its_call(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    taken = take(
        tmp_path,
        "appointments",
        {"appointment_id": "R1", "campaign_code": "C1", "call_id": "A1", "booked_at": "2026-02-02"},
    )
    assert taken.created == 1
    assert Appointment.objects.get().call_ref == "A1"


def test_an_unknown_campaign_rejects_its_rows_and_offers_the_nearest(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", {**CAMPAIGN, "campaign_code": "RENOV-2026"})
    taken = take(tmp_path, "calls", {**CALL, "campaign_code": "RENOV-2025"})
    assert counts(taken) == (0, 0, 0, 1, 0)
    assert taken.rejects_file
    with Path(taken.rejects_file).open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["call_id"], row["line"], row["column"]) == ("A1", "2", "campaign_code")
    assert "RENOV-2026" in row["reason"]


def test_the_nearest_campaign_is_offered_even_where_the_file_names_others_rightly(
    home: Path, tmp_path: Path
) -> None:
    take(tmp_path, "campaigns", CAMPAIGN, {**CAMPAIGN, "campaign_code": "RENOV-2026"})
    taken = take(tmp_path, "calls", CALL, {**CALL, "call_id": "A2", "campaign_code": "RENOV-2O26"})
    assert "RENOV-2026" in Path(taken.rejects_file or "").read_text(encoding="utf-8")


def test_a_column_all_wrong_is_refused_without_looking_for_the_nearest_of_each(
    home: Path, tmp_path: Path
) -> None:
    campaigns = [{**CAMPAIGN, "campaign_code": f"CAMPAGNE-{number:03}"} for number in range(300)]
    take(tmp_path, "campaigns", *campaigns)
    calls = [{**CALL, "call_id": f"A{n}", "campaign_code": f"CAMPAGNES-{n:05}"} for n in range(500)]
    taken = take(tmp_path, "calls", *calls)
    assert counts(taken) == (0, 0, 0, 500, 0)
    text = Path(taken.rejects_file or "").read_text(encoding="utf-8")
    assert text.count("Vouliez-vous dire") == ADVISED


def test_every_file_of_a_folder_that_cannot_be_read_is_named_at_once(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    write_csv(folder, "campaigns", [CAMPAIGN])
    (folder / "photo.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (folder / "stock.csv").write_text("article;rayon\nvis;B2\n", encoding="utf-8")
    (folder / "vide.csv").touch()
    with pytest.raises(FilesRefused) as refused:
        take_in([folder])
    for name in ("photo.csv", "stock.csv", "vide.csv"):
        assert name in refused.value.text.fr
    assert "campaigns" not in refused.value.text.fr.split("stock")[0]
    assert not Campaign.objects.exists()


def test_texts_that_come_along_are_left_aside_but_read_when_asked_for(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    write_csv(folder, "campaigns", [CAMPAIGN])
    for name in ("README.txt", "Lisez-moi.txt", "contrat.pdf"):
        (folder / name).write_text("Bonjour, voici les fichiers.", encoding="utf-8")
    assert [taken.kind for taken in take_in([folder])] == ["campaigns"]
    assert [path.name for path in left_aside([folder])] == ["Lisez-moi.txt", "README.txt", "contrat.pdf"]
    with pytest.raises(Fault):
        take_in([folder / "README.txt"])


def test_the_reasons_of_rejects_are_in_the_language_asked_for(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    path = write_csv(tmp_path, "calls", [{**CALL, "outcome": "RDV pris ???"}])
    (taken,) = take_in([path], language="en")
    assert "is not a known value" in Path(taken.rejects_file or "").read_text(encoding="utf-8")


def test_the_rejects_file_can_be_corrected_and_imported(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    taken = take(tmp_path, "calls", CALL, {**CALL, "call_id": "A2", "outcome": "RDV pris ???"})
    assert counts(taken) == (1, 0, 0, 1, 0)
    rejects = Path(taken.rejects_file or "")
    rejects.write_text(
        rejects.read_text(encoding="utf-8").replace("RDV pris ???", "appointment"), encoding="utf-8"
    )
    (again,) = take_in([rejects])
    assert counts(again) == (1, 0, 0, 0, 0)


def test_rejects_nobody_touched_for_three_months_are_removed_when_others_come(
    home: Path, tmp_path: Path
) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    first, second = (
        Path(take(tmp_path, "calls", {**CALL, "outcome": "?"}).rejects_file or "") for _ in range(2)
    )
    os.utime(first, (0, time.time() - 91 * 86_400))
    third = Path(take(tmp_path, "calls", {**CALL, "outcome": "?"}).rejects_file or "")
    assert [file.exists() for file in (first, second, third)] == [False, True, True]


def test_outcomes_are_understood_in_french(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    labels = list(Outcome.objects.values_list("label_fr", flat=True))
    rows = [{**CALL, "call_id": f"A{i}", "outcome": label.upper()} for i, label in enumerate(labels)]
    assert take(tmp_path, "calls", *rows).created == len(labels)


def test_two_lines_with_one_id_and_other_values_are_a_conflict(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    taken = take(tmp_path, "calls", CALL, CALL, {**CALL, "talk_s": 61})
    assert counts(taken) == (1, 0, 1, 1, 0)
    assert Call.objects.get().talk_s == 60


def test_a_dry_run_tells_the_effect_and_takes_nothing(home: Path, tmp_path: Path) -> None:
    folder = worked_case_1(tmp_path)
    taken = take_in([folder], dry_run=True)
    assert all(t.created == t.read and t.batch is None for t in taken)
    assert not any(model.objects.exists() for model in (Campaign, Call, JournalEntry))


def test_strict_takes_all_or_nothing(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    path = write_csv(tmp_path, "calls", [CALL, {**CALL, "call_id": "A2", "outcome": "?"}])
    with pytest.raises(StrictRefusal):
        take_in([path], strict=True)
    assert not Call.objects.exists()


def test_an_undone_import_says_what_it_removed_by_kind(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    taken = take(tmp_path, "calls", {**CALL, "operator": "OP1"}, {**CALL, "call_id": "A2"})
    said = undo(taken.batch or 0, actor="test").said()
    assert said.fr == "4 lignes retirées (2 appels, 1 contact, 1 opérateur), 0 rétablie"
    assert said.en == "4 rows removed (2 calls, 1 contact, 1 operator), 0 restored"


def test_every_kind_of_row_that_an_undo_removes_has_its_noun() -> None:
    assert {str(model._meta.model_name) for model in _ORDER} == set(_NOUNS)


def test_an_undone_import_leaves_nothing_and_can_be_taken_again(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    taken = take(tmp_path, "calls", CALL)
    undone = undo(taken.batch or 0, actor="test")
    assert dict(undone.voided) == {"call": 1, "contact": 1}
    assert not Call.objects.filter(voided_at=None).exists()
    assert counts(take(tmp_path, "calls", CALL)) == (1, 0, 0, 0, 0)
    with pytest.raises(AlreadyUndone):
        undo(taken.batch or 0, actor="test")
    with pytest.raises(UnknownBatch):
        undo(999, actor="test")


def test_undoing_a_correction_restores_what_was_there(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    take(tmp_path, "calls", CALL)
    before = Call.objects.values("talk_s", "started_at", "outcome_id").get()
    corrected = take(
        tmp_path, "calls", {**CALL, "talk_s": 90, "outcome": "appointment", "started_at": "2026-02-03"}
    )
    assert counts(corrected) == (0, 1, 0, 0, 0)
    undone = undo(corrected.batch or 0, actor="test")
    assert dict(undone.restored) == {"call": 1}
    assert Call.objects.values("talk_s", "started_at", "outcome_id").get() == before


def test_what_a_person_edited_survives_undo_and_imports(home: Path, tmp_path: Path) -> None:
    taken = take(tmp_path, "campaigns", CAMPAIGN)
    edit(Campaign.objects.get(), actor="test", name="Renommée")
    undone = undo(taken.batch or 0, actor="test")
    assert (dict(undone.voided), dict(undone.changed_since)) == ({}, {"campaign": 1})
    again = take(tmp_path, "campaigns", {**CAMPAIGN, "name": "Autre"})
    assert counts(again) == (0, 0, 0, 0, 1)
    assert Campaign.objects.get().name == "Renommée"


def test_undo_keeps_what_other_imports_refer_to(home: Path, tmp_path: Path) -> None:
    campaigns = take(tmp_path, "campaigns", CAMPAIGN)
    take(tmp_path, "calls", CALL)
    undone = undo(campaigns.batch or 0, actor="test")
    assert (dict(undone.voided), dict(undone.still_used)) == ({}, {"campaign": 1})


def test_an_amount_that_contradicts_hours_and_rate_is_rejected(home: Path, tmp_path: Path) -> None:
    cost = {"category": "operator_time", "period_start": "2026-01-01", "hours": 10, "hourly_rate": "25.50"}
    taken = take(
        tmp_path,
        "costs",
        {**cost, "cost_id": "1"},
        {**cost, "cost_id": "2", "amount": 255},
        {**cost, "cost_id": "3", "amount": 300},
    )
    assert counts(taken) == (2, 0, 0, 1, 0)


def test_a_cost_needs_an_amount_or_hours_and_a_known_category(home: Path, tmp_path: Path) -> None:
    cost = {"period_start": "2026-01-01", "amount": 10}
    taken = take(
        tmp_path,
        "costs",
        {**cost, "cost_id": "1", "category": "Téléphonie"},
        {**cost, "cost_id": "2", "category": "telefony"},
        {**cost, "cost_id": "3", "category": "drones", "nature": "indirect"},
        {**cost, "cost_id": "4", "category": "telephony", "amount": ""},
    )
    assert counts(taken) == (2, 0, 0, 2, 0)
    assert set(Cost.objects.values_list("category", "nature")) == {
        ("telephony", "direct"),
        ("drones", "indirect"),
    }


def test_another_currency_is_never_added_as_is(home: Path, tmp_path: Path) -> None:
    contract = {"signed_on": "2026-01-01", "revenue": 100, "margin": 40}
    taken = take(
        tmp_path,
        "contracts",
        {**contract, "contract_id": "1", "currency": "EUR"},
        {**contract, "contract_id": "2", "currency": "USD"},
    )
    assert counts(taken) == (1, 0, 0, 1, 0)


def test_each_import_is_journalled_with_its_file_and_counts(home: Path, tmp_path: Path) -> None:
    take(tmp_path, "campaigns", CAMPAIGN)
    content = json.loads(JournalEntry.objects.get().content)
    assert content["action"] == "import_file"
    assert content["details"]["file"] == "campaigns.csv"
    assert content["details"]["counts"]["created"] == 1
    assert ImportBatch.objects.get().read == 1


def test_no_file_and_no_known_header_are_said_plainly(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NothingToRead):
        take_in([empty])
    unknown = tmp_path / "x.csv"
    unknown.write_text("foo,bar\n1,2\n")
    with pytest.raises(Fault):
        take_in([unknown])
    with pytest.raises(Fault):
        take_in([tmp_path / "absent.csv"])
