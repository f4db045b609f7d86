"""Phones, choices, addresses, identifiers and texts are read whole or refused."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filon.intake.reading.phones import phone, quick_phones
from tests.intake.reading.tables import read, rejects_of, rows_of, write


def contacts(folder: Path, column: str, *values: str) -> Path:
    lines = [f"contact_id;{column}"] + [f"P{n};{value}" for n, value in enumerate(values)]
    return write(folder, "contacts.csv", "\n".join(lines))


def column(folder: Path, name: str, *values: str) -> list[object]:
    return rows_of(read(contacts(folder, name, *values)))[name].to_list()


def refusals(folder: Path, name: str, *values: str) -> list[str]:
    return [reject.reason.fr for reject in rejects_of(read(contacts(folder, name, *values)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01 23 45 67 89", "+33123456789"),
        ("01.23.45.67.89", "+33123456789"),
        ("01-23-45-67-89", "+33123456789"),
        ("06\u00a012\u00a034\u00a056\u00a078", "+33612345678"),
        ("+33 (0)1 23 45 67 89", "+33123456789"),
        ("+33123456789", "+33123456789"),
        ("0033 1 23 45 67 89", "+33123456789"),
        ("33123456789", "+33123456789"),
        ("123456789", "+33123456789"),
        ("0899 70 12 34", "+33899701234"),
        ("+32 2 555 12 12", "+3225551212"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_phone_is_normalised(tmp_path: Path, text: str, expected: str) -> None:
    assert column(tmp_path, "phone", text) == [expected]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3,36E+10", "scientifique"),
        ("1.23E+10", "scientifique"),
        ("06 12 34 56 78 / 07 12 34 56 78", "plusieurs"),
        ("0612345678 ou 0712345678", "plusieurs"),
        ("112", "incomplet"),
        ("02 34 56 78", "incomplet"),
        ("ne pas appeler", "pas un numéro"),
        ("0000000000", "incomplet"),
    ],
)
def test_a_phone_that_would_lose_digits_is_refused_without_being_quoted(
    tmp_path: Path, text: str, said: str
) -> None:
    [reason] = refusals(tmp_path, "phone", text)
    assert said in reason
    assert text not in reason


@given(st.text("0123456789+ .-()", max_size=18))
def test_the_quick_phone_agrees_with_the_careful_one(text: str) -> None:
    text = text.strip()
    [quick] = quick_phones(pl.Series([text or None], dtype=pl.String))
    assert quick is None or phone(text) == quick


@pytest.mark.parametrize(
    ("text", "expected"),
    [("oui", True), ("NON", False), ("Yes", True), ("no", False), ("vrai", True), ("FAUX", False), ("1", True),
     ("0", False), ("x", True), ("true", True)],
)  # fmt: skip
def test_yes_and_no_are_said_in_many_ways(tmp_path: Path, text: str, expected: bool) -> None:
    assert column(tmp_path, "decision_maker", text) == [expected]


def test_a_maybe_is_refused(tmp_path: Path) -> None:
    assert len(refusals(tmp_path, "decision_maker", "peut-être", "oui")) == 1


def test_an_empty_cell_is_unknown_and_never_zero_or_no(tmp_path: Path) -> None:
    text = "contact_id;decision_maker;phone;email;company\nP1;;;  ;\u00a0\n"
    row = rows_of(read(write(tmp_path, "contacts.csv", text))).row(0)
    assert row == (2, "P1", None, None, None, None)


def test_a_choice_is_known_by_code_or_label_without_case_or_accent(tmp_path: Path) -> None:
    lines = ["appointment_id;campaign_code;booked_at;status"]
    words = ["held", "Tenu", "NON HONORE", "no-show", "no_show", "Reporté"]
    lines += [f"R{n};C;2026-01-05;{word}" for n, word in enumerate(words)]
    found = rows_of(read(write(tmp_path, "rdv.csv", "\n".join(lines))))["status"].to_list()
    assert found == ["held", "held", "no_show", "no_show", "no_show", "rescheduled"]


def test_an_unknown_choice_is_never_guessed_but_the_nearest_are_offered(tmp_path: Path) -> None:
    text = (
        "appointment_id;campaign_code;booked_at;status\nR1;C;2026-01-05;tenuu\nR2;C;2026-01-05;RDV pris ???\n"
    )
    near, far = rejects_of(read(write(tmp_path, "rdv.csv", text)))
    assert near.reason.fr.endswith("Vouliez-vous dire tenu ?")
    assert "Valeurs connues" in far.reason.fr


def test_the_domain_of_an_address_is_lowered_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    assert column(tmp_path, "email", "Jean.Dupont@Exemple.FR") == ["Jean.Dupont@exemple.fr"]
    [reason] = refusals(tmp_path, "email", "jean.dupont(at)exemple.fr", "a@b.fr")
    assert "jean" not in reason


def test_a_header_injection_in_an_address_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "contacts.csv", 'contact_id,email\nP1,"a@b.fr\r\nBcc: c@d.fr"\n')
    assert len(rejects_of(read(path))) == 1


def test_a_siren_may_have_spaces_and_must_be_valid(tmp_path: Path) -> None:
    assert column(tmp_path, "siren", "732 829 320", "73282932000074") == ["732829320", "732829320"]
    assert len(refusals(tmp_path, "siren", "732829321", "123")) == 2


def test_a_text_beyond_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = contacts(tmp_path, "company", "x" * 201, "é" * 200, "y" * 1_000_000)
    reading = read(path)
    assert rows_of(reading)["company"].to_list() == ["é" * 200]
    assert all("200 au plus" in reject.reason.fr for reject in rejects_of(reading))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{7*7}}", "{% load x %}", '#import "x"', "%s%n", "=1+1", "a | b"]
)
def test_a_text_is_kept_as_it_is_whatever_it_looks_like(tmp_path: Path, text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    assert column(tmp_path, "company", quoted) == [text]


def test_a_log_forging_value_is_quoted_on_one_line(tmp_path: Path) -> None:
    path = write(
        tmp_path, "rdv.csv", 'appointment_id,campaign_code,booked_at,status\nR,C,2026-01-05,"a\nERROR b"\n'
    )
    [reject] = rejects_of(read(path))
    assert "\n" not in reject.reason.fr


def test_spreadsheet_errors_are_rejected_in_any_column(tmp_path: Path) -> None:
    assert len(refusals(tmp_path, "company", "#N/A", "#REF!", "#VALEUR!", "Err:502", "#1 du secteur")) == 4


def test_a_mandatory_cell_left_empty_rejects_its_row(tmp_path: Path) -> None:
    path = write(tmp_path, "clients.csv", "client_code,name\nA,Alpha\nB,\n,Gamma\n")
    reading = read(path)
    assert rows_of(reading)["client_code"].to_list() == ["A"]
    assert [(reject.line, reject.column) for reject in rejects_of(reading)] == [
        (3, "name"),
        (4, "client_code"),
    ]


def test_a_row_with_several_faults_is_rejected_once_with_all_of_them(tmp_path: Path) -> None:
    path = write(tmp_path, "contacts.csv", "contact_id,phone,siren\nP1,112,12\n")
    [reject] = rejects_of(read(path))
    assert reject.column == "siren, phone"
    assert "SIREN" in reject.reason.fr
    assert "téléphone" in reject.reason.fr
