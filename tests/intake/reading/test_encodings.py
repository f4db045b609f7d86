"""Accents are right in every encoding French files come in, or a question is asked with samples."""

from pathlib import Path

import pytest

from filon.intake.reading.faults import MixedEncodings, UndecodableText, UnknownEncoding
from tests.intake.reading.tables import read, rows_of, write

TEXT = (
    "contact_id;société;fonction\n"
    "P1;Société Générale d'Électricité;Gérante\n"
    "P2;Boulangerie Noël & Fils;Chargé de clientèle\n"
    "P3;Français à l'étranger;Décideur\n"
)
NAMES = ["Société Générale d'Électricité", "Boulangerie Noël & Fils", "Français à l'étranger"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "iso8859-15", "mac-roman", "cp850", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_french_text_is_right_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "contacts.csv", TEXT, encoding)
    assert rows_of(read(path))["company"].to_list() == NAMES


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15"])
def test_the_euro_and_the_ligature_tell_the_two_western_encodings_apart(
    tmp_path: Path, encoding: str
) -> None:
    text = "contact_id;société\nP1;Cœur de métier à 100 €\nP2;Œuvre sociale\n"
    path = write(tmp_path, "contacts.csv", text, encoding)
    assert rows_of(read(path))["company"].to_list() == ["Cœur de métier à 100 €", "Œuvre sociale"]


def test_a_guess_is_announced_and_certainty_is_not(tmp_path: Path) -> None:
    guessed = read(write(tmp_path, "a.csv", TEXT, "cp850"))
    assert any("cp850" in note.fr for note in guessed.notes)
    assert read(write(tmp_path, "b.csv", TEXT)).notes == []


def test_the_option_wins_over_the_guess(tmp_path: Path) -> None:
    path = write(tmp_path, "contacts.csv", "contact_id;company\nP1;Žofín\n", "cp1250")
    assert rows_of(read(path, encoding="cp1250"))["company"].to_list() == ["Žofín"]


@pytest.mark.parametrize("encoding", ["utf-8", "klingon", "base64"])
def test_an_encoding_that_does_not_fit_or_exist_is_refused(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "contacts.csv", TEXT, "cp1252")
    with pytest.raises(UndecodableText):
        rows_of(read(path, encoding=encoding))


def test_two_encodings_in_one_file_are_a_question_with_both_lines(tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)
    mixed = lines[0].encode() + lines[1].encode() + lines[2].encode("cp1252") + lines[3].encode("cp1252")
    with pytest.raises(MixedEncodings) as caught:
        read(write(tmp_path, "contacts.csv", mixed))
    assert "ligne 1" in caught.value.text.fr
    assert "ligne 3" in caught.value.text.fr


def test_text_that_reads_as_no_french_is_a_question_with_samples(tmp_path: Path) -> None:
    with pytest.raises(UnknownEncoding) as caught:
        read(write(tmp_path, "contacts.csv", "contact_id;company\nP1;Привет мир\n", "cp1251"))
    assert "--encoding" in caught.value.text.fr


def test_accents_far_into_the_file_are_seen(tmp_path: Path) -> None:
    plain = "".join(f"P{n};Entreprise {n};\n" for n in range(60_000))
    text = f"contact_id;société;fonction\n{plain}Q1;Société Générale;Gérante\n"
    path = write(tmp_path, "contacts.csv", text, "cp1252")
    assert rows_of(read(path))["company"][-1] == "Société Générale"
