"""A mapping file makes canonical records of somebody else's columns, or says what is wrong with it."""

from datetime import date
from pathlib import Path

import pytest

from filon.intake.mapping import MappingInvalid, MappingUnreadable, load_mapping
from filon.intake.reading import ReadOptions, read_path
from filon.intake.reading.doubts import MappingDoesNotFit, UnknownKind
from filon.terms.faults import Fault, UnknownName
from tests.intake.reading.tables import TODAY, ignored_of, read, rejects_of, rows_of, write

EXPORT = "Ref|Société|Mois|Prix|Étape\n1|Alpha|jan|1,234|Gagné\n2|-|feb|5,678|Perdu\n3|Beta|mar|9,012|Test\n"
MAPPING = """
[[table]]
kind = "contracts"
null = ["-"]
[table.columns]
contract_id = { template = "VND-{Ref}-{line}" }
signed_on = { template = "15/{Mois}/2026", format = "%d/%m/%Y" }
revenue = { from = "Prix", decimal = "point" }
product = "Société"
campaign_code = { constant = "C1" }
[table.values.Mois]
jan = "01"
feb = "02"
mar = "03"
[table.values.product]
Beta = "Bêta"
[table.drop]
"Étape" = ["Test"]
"""


def mapped(folder: Path, mapping: str, text: str = EXPORT, name: str = "export.csv") -> ReadOptions:
    write(folder, name, text)
    return ReadOptions(mapping=load_mapping(write(folder, "m.toml", mapping)), today=TODAY)


def test_templates_constants_values_placeholders_formats_and_filters_apply(tmp_path: Path) -> None:
    options = mapped(tmp_path, MAPPING)
    [reading] = read_path(tmp_path / "export.csv", options)
    assert reading.columns == ("contract_id", "signed_on", "revenue", "product", "campaign_code")
    assert rows_of(reading).rows() == [
        (2, "VND-1-2", date(2026, 1, 15), 123400, "Alpha", "C1"),
        (3, "VND-2-3", date(2026, 2, 15), 567800, None, "C1"),
    ]
    [dropped] = ignored_of(reading)
    assert dropped.line == 4
    assert "Test" in dropped.reason.fr


def test_keep_is_the_opposite_of_drop(tmp_path: Path) -> None:
    options = mapped(tmp_path, MAPPING.replace("[table.drop]", "[table.keep]"))
    [reading] = read_path(tmp_path / "export.csv", options)
    assert rows_of(reading)["product"].to_list() == ["Bêta"]
    assert len(ignored_of(reading)) == 2


def test_one_file_may_give_several_kinds_and_one_record_of_constants(tmp_path: Path) -> None:
    mapping = MAPPING + (
        '[[table]]\nkind = "campaigns"\nonce = true\n[table.columns]\ncampaign_code = { constant = "C1" }\n'
        'name = { constant = "Une" }\nchannel = { constant = "phone" }\nstarts_on = '
        '{ constant = "2026-01-01" }\n'
    )
    readings = read_path(tmp_path / "export.csv", mapped(tmp_path, mapping))
    assert [reading.kind.name for reading in readings] == ["contracts", "campaigns"]
    assert rows_of(readings[1]).rows() == [(1, "C1", "Une", "phone", date(2026, 1, 1))]


def test_an_identity_may_be_absent_under_a_mapping(tmp_path: Path) -> None:
    mapping = '[[table]]\nkind = "contacts"\n[table.columns]\ncompany = "Société"\n'
    [reading] = read_path(tmp_path / "export.csv", mapped(tmp_path, mapping))
    assert reading.columns == ("company",)
    assert rows_of(reading).height == 3


def test_a_file_without_headers_is_read_by_the_names_given(tmp_path: Path) -> None:
    mapping = (
        '[[table]]\nkind = "clients"\ndelimiter = ";"\nnames = ["code", "nom"]\n[table.columns]\n'
        'client_code = "code"\nname = "nom"\n'
    )
    [reading] = read_path(tmp_path / "export.csv", mapped(tmp_path, mapping, "A;Alpha\nB;Beta\n"))
    assert rows_of(reading).rows() == [(1, "A", "Alpha"), (2, "B", "Beta")]


def test_the_header_row_may_be_said(tmp_path: Path) -> None:
    mapping = (
        '[[table]]\nkind = "clients"\nheader_row = 3\n[table.columns]\nclient_code = "code"\nname = "nom"\n'
    )
    [reading] = read_path(
        tmp_path / "export.csv", mapped(tmp_path, mapping, "code;nom\nvieux;x\ncode;nom\nA;Alpha\n")
    )
    assert rows_of(reading).rows() == [(4, "A", "Alpha")]


def test_a_row_day_gives_each_record_its_own_day(tmp_path: Path) -> None:
    mapping = (
        '[[table]]\nkind = "activity"\n[table.columns]\ncampaign_code = { constant = "C" }\n'
        'period_start = { row_day = 2026-01-01 }\nperiod_end = { row_day = "2026-01-01" }\ncalls = "Ref"\n'
    )
    [reading] = read_path(tmp_path / "export.csv", mapped(tmp_path, mapping))
    assert rows_of(reading)["period_start"].to_list() == [date(2026, 1, day) for day in (1, 2, 3)]


def test_a_table_for_another_file_leaves_the_headers_to_speak(tmp_path: Path) -> None:
    mapping = MAPPING.replace('kind = "contracts"', 'kind = "contracts"\nfile = "autre*.csv"')
    options = mapped(tmp_path, mapping, "client_code,name\nA,Alpha\n")
    [reading] = read_path(tmp_path / "export.csv", options)
    assert reading.kind.name == "clients"


def test_a_mapping_whose_columns_are_not_there_says_which(tmp_path: Path) -> None:
    named = MAPPING.replace('kind = "contracts"', 'kind = "contracts"\nfile = "export*"')
    with pytest.raises(MappingDoesNotFit) as caught:
        read_path(tmp_path / "export.csv", mapped(tmp_path, named, EXPORT.replace("Prix", "Pris")))
    assert "« Prix »" in caught.value.text.fr
    assert "« Pris »" in caught.value.text.fr
    with pytest.raises(UnknownKind):
        read_path(tmp_path / "export.csv", mapped(tmp_path, MAPPING, EXPORT.replace("Prix", "Pris")))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("kind = ", MappingUnreadable),
        ("", MappingInvalid),
        ('[[table]]\nkind = "contract"\n[table.columns]\na = "b"', UnknownName),
        ('[[table]]\nkind = "clients"\n[table.columns]\nnom = "b"', UnknownName),
        ('[[table]]\nkind = "clients"\nfichier = "x"\n[table.columns]\nname = "b"', UnknownName),
        ('[[table]]\nkind = "clients"\n[table.columns]\nname = { form = "b" }', UnknownName),
        ('[[table]]\nkind = "clients"\n[table.columns]\nname = { from = "b", constant = "c" }', MappingInvalid),
        ('[[table]]\nkind = "clients"\n[table.columns]\nname = 3', MappingInvalid),
        ('[[table]]\nkind = "clients"\n[table.columns]', MappingInvalid),
        ('[[table]]\nkind = "clients"\nonce = true\n[table.columns]\nname = "b"', MappingInvalid),
        ('[[table]]\nkind = "clients"\n[table.columns]\nname = { row_day = 2026-01-01 }', MappingInvalid),
        ('[[table]]\nkind = "changes"\n[table.columns]\ndate = { row_day = "hier" }', MappingInvalid),
        ('[[table]]\nkind = "costs"\n[table.columns]\namount = { from = "b", decimal = "," }', UnknownName),
        ('[[table]]\nkind = "clients"\nheader_row = "3"\n[table.columns]\nname = "b"', MappingInvalid),
        ('[[table]]\nkind = "clients"\n[table.columns]\nname = "b"\n[table.keep]\nb = "x"', MappingInvalid),
        ('table = [3]', MappingInvalid),
    ],
)  # fmt: skip
def test_a_mapping_that_says_nothing_doable_is_refused_in_both_languages(
    tmp_path: Path, text: str, fault: type[Fault]
) -> None:
    with pytest.raises(fault) as caught:
        load_mapping(write(tmp_path, "m.toml", text))
    assert caught.value.text.fr != caught.value.text.en


def test_a_mapping_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(MappingUnreadable):
        load_mapping(tmp_path / "absent.toml")


def test_rejects_under_a_mapping_are_read_again_under_it(tmp_path: Path) -> None:
    options = mapped(tmp_path, MAPPING, EXPORT.replace("1,234", "-1"))
    [reading] = read_path(tmp_path / "export.csv", options)
    reading.write_rejects(tmp_path / "rejects.csv", rejects_of(reading))
    corrected = (tmp_path / "rejects.csv").read_text().replace("-1", "12.5", 1)
    write(tmp_path, "rejects.csv", corrected)
    assert rows_of(read(tmp_path / "rejects.csv", mapping=options.mapping))["revenue"].to_list() == [1250]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_documented_example_is_a_mapping(tmp_path: Path, language: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / f"mapping.{language}.md").read_text()
    example = page.split("```toml\n")[1].split("```")[0]
    [table] = load_mapping(write(tmp_path, "m.toml", example)).tables
    assert table.kind.name == "calls"
