"""A table's kind and header are recognised in French and English, wherever the header stands."""

from pathlib import Path

import pytest

from filon.intake.kinds import KINDS
from filon.intake.mapping import load_mapping
from filon.intake.reading.doubts import MissingColumn, TwoColumnsOneField, UnknownKind
from filon.intake.reading.words import fold
from filon.terms.faults import UnknownName
from tests.intake.reading.tables import read, rejects_of, rows_of, write


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recognised_by_its_canonical_headers(tmp_path: Path, kind: str) -> None:
    header = ",".join(column.name for column in KINDS[kind].columns)
    assert read(write(tmp_path, "export.csv", header + "\n")).kind.name == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recognised_by_its_mandatory_columns_and_a_file_name(tmp_path: Path, kind: str) -> None:
    names = [column.name for column in KINDS[kind].columns if column.required]
    header = ",".join([*names, *KINDS[kind].one_of])
    name = f"{KINDS[kind].label.fr.replace(' ', '_')}.csv"
    assert read(write(tmp_path, name, header + "\n")).kind.name == kind


def test_no_header_means_two_columns_of_one_kind() -> None:
    for kind in KINDS.values():
        meant: dict[str, str] = {}
        for column in kind.columns:
            for header in (column.name, *column.also):
                assert meant.setdefault(fold(header), column.name) == column.name, (kind.name, header)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Id appel;Campagne;Téléphone;Opérateur;Date et heure;Durée (s);Résultat;Argumentaire", "calls"),
        ("Id RDV;Campagne;Posé le;Créneau;Statut;Validé", "appointments"),
        ("Opportunité;Contact;Créée le;Étape;Montant;Commercial", "opportunities"),
        ("N° RDV;Code campagne;Prospect;N° appel;Date de prise;Date du RDV;Statut", "appointments"),
        ("N° affaire;RDV;Prospect;Créée le;Proposition envoyée le;Montant;Étape", "opportunities"),
        ("N° contrat;Date de signature;CA HT;Marge brute", "contracts"),
        ("N° facture;Catégorie;Du;Au;Montant HT;Fournisseur;Clé de répartition", "costs"),
        ("Code campagne;Nom;Canal;Début;Fin;Responsable", "campaigns"),
        ("CAMPAGNE;JOUR;AFFICHAGES;CLICS;DÉPENSE", "channel_activity"),
        ("Campagne;Début;Fin;Appels;Joints;Conversations utiles;RDV posés;CA", "activity"),
        ("identifiant contact;société;prénom;nom;tél;e-mail;décideur", "contacts"),
        ("Jour;Campagne;Type;Commentaire", "changes"),
    ],
)
def test_french_headers_are_recognised(tmp_path: Path, header: str, kind: str) -> None:
    assert read(write(tmp_path, "export.csv", header + "\n")).kind.name == kind


def test_an_unknown_table_is_told_the_nearest_kind_and_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(UnknownKind) as caught:
        read(write(tmp_path, "f.csv", "date,temperature,place\n2026-01-05,3,Paris\n"))
    for part in ("temperature", "--kind", "--mapping", "filon template"):
        assert part in caught.value.text.fr


def test_the_nearest_kind_is_the_one_that_knows_most_of_the_header(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn) as caught:
        read(write(tmp_path, "f.csv", "Réf;RDV;Code campagne;Prospect;Créée le;Montant;Étape\n"))
    assert "opportunity_id" in caught.value.text.fr


def test_a_table_without_headers_shows_none_of_its_people(tmp_path: Path) -> None:
    with pytest.raises(UnknownKind) as caught:
        read(write(tmp_path, "f.csv", "0612345678,j.dupont@exemple.fr\n0712345678,m.durand@exemple.fr\n"))
    assert "0612" not in caught.value.text.fr
    assert "dupont" not in caught.value.text.fr
    assert "Aucun titre de colonne connu" in caught.value.text.fr
    assert "nearest" not in caught.value.text.en


def test_a_missing_mandatory_column_is_named_with_the_nearest_header(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn) as caught:
        read(write(tmp_path, "contrats.csv", "contract_id,signed_on,revenu,margin\n"))
    assert "revenue" in caught.value.text.fr
    assert "« revenu »" in caught.value.text.fr


@pytest.mark.parametrize(
    ("header", "second", "told"),
    [("N°", "2", True), ("Numéro", "2", True), ("ID", "2", True), ("N°", "1", False)],
)
def test_a_number_of_its_own_on_each_row_is_the_nearest_to_an_identifier(
    tmp_path: Path, header: str, second: str, told: bool
) -> None:
    text = f"{header};Date;Téléphone;Opérateur;Campagne;Résultat\n1;13/02/2026;0102030405;OP1;C1;RDV\n"
    text += text.splitlines()[1].replace("1;", f"{second};", 1) + "\n"
    with pytest.raises(MissingColumn) as caught:
        read(write(tmp_path, "appels.csv", text))
    assert (f"le plus proche dans le fichier : « {header} »" in caught.value.text.fr) == told


def test_a_mapping_that_leaves_a_mandatory_column_out_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "f.csv", "n;date;tel;issue\n1;2026-02-13;0102030405;RDV\n")
    mapping = write(
        tmp_path,
        "m.toml",
        '[[table]]\nkind = "calls"\n[table.columns]\nstarted_at = "date"\nphone = "tel"\noutcome = "issue"\n',
    )
    with pytest.raises(MissingColumn) as caught:
        read(path, mapping=load_mapping(mapping))
    assert "campaign_code" in caught.value.text.fr
    assert "call_id" not in caught.value.text.fr


def test_calls_need_a_contact_or_a_phone(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn) as caught:
        read(write(tmp_path, "calls.csv", "call_id,campaign_code,started_at,outcome\n"))
    assert "contact_id / phone" in caught.value.text.fr


def test_two_columns_on_one_field_are_a_question(tmp_path: Path) -> None:
    for header in ("contact_id;phone;téléphone", "contact_id;company;company", "contact_id;Prospect;société"):
        with pytest.raises(TwoColumnsOneField):
            read(write(tmp_path, "f.csv", header + "\nP1;a;b\n"))


def test_strange_headers_are_ignored_with_mention(tmp_path: Path) -> None:
    text = "contact_id,__proto__,constructor,,company\nP1,a,b,c,Alpha\n"
    reading = read(write(tmp_path, "f.csv", text), kind="contacts")
    assert rows_of(reading).row(0) == (2, "P1", "Alpha")
    said = " ".join(note.fr for note in reading.notes)
    assert "__proto__, constructor" in said
    assert "sans titre" in said


def test_lines_above_the_header_are_announced(tmp_path: Path) -> None:
    text = "Export du 30 juin 2026;;\n;;\nclient_code;name;siren\nA;Alpha;\n"
    reading = read(write(tmp_path, "f.csv", text))
    assert rows_of(reading).row(0) == (4, "A", "Alpha", None)
    assert any("au-dessus" in note.fr for note in reading.notes)


def test_a_header_on_two_lines_is_read_as_one(tmp_path: Path) -> None:
    merged = "contact_id;Entreprise;;Personne;\n;société;siren;prénom;nom\nP1;Alpha;;Jean;Dupont\n"
    reading = read(write(tmp_path, "f.csv", merged))
    assert rows_of(reading).row(0) == (3, "P1", "Alpha", None, "Jean", "Dupont")


def test_the_kind_may_be_said_and_must_exist(tmp_path: Path) -> None:
    path = write(tmp_path, "f.csv", "operator,autre,encore\nOP1,a,b\n")
    assert read(path, kind="operators").kind.name == "operators"
    with pytest.raises(UnknownName) as caught:
        read(path, kind="operator")
    assert "operators" in caught.value.text.fr


def test_columns_tell_what_is_present_only(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "f.csv", "client_code,name\nA,Alpha\n"))
    assert reading.columns == ("client_code", "name")
    assert rejects_of(reading) == []
