"""What the command line refuses, and how it says so."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from filon.faces.cli import main


def refused(
    words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str = "fr"
) -> str:
    monkeypatch.setattr(sys, "argv", ["filon", *words.split()])
    monkeypatch.setenv("FILON_LANG", language)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    return capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("roi --from 31/02/2026", "filon roi : --from : « 31/02/2026 » reçu, un jour attendu"),
        ("roi --to 9999-12-31", "9999-12-31"),
        ("roi --horizon-months abc", "--horizon-months : « abc » reçu, un nombre entier attendu"),
        ("roi --frm 2026-01-01", "option introuvable : --frm (--from?)"),
        ("maturity --retention 80%", "option introuvable : --retention"),
        ("maturity --view activity", "option introuvable : --view"),
        ("budget --retention 80%", "option introuvable : --retention"),
        ("scenario --discount-rate 5%", "option introuvable : --discount-rate"),
        ("roi trop", "en trop : trop"),
        ("roi --from", "--from attend une valeur"),
        ("budget --bounds 2", "filon budget : --bounds attend 2 valeurs. Aide : filon budget --help"),
        ("import", "filon import : il manque CHEMINS"),
        ("query", "il manque --metrics"),
        ("undo abc", "IMPORT : « abc » reçu, un nombre entier attendu"),
        ("import x.csv --decimal x", "« x » reçu, une de ces valeurs attendue : 'comma', 'point'"),
        ("serve --port 0", "--port : 0 reçu, un nombre x tel que 1<=x<=65535 attendu"),
        ("undo it's", "IMPORT : « it's » reçu, un nombre entier attendu"),
        ("test assign T1 --units none.csv", "--units : « none.csv » n'existe pas"),
        ("roi --json=yes", "--json n'attend pas de valeur"),
        ("lake foo", "filon lake : commande introuvable : « foo »"),
        ("foo", "Commande introuvable : « foo »"),
    ],
)
def test_a_wrong_command_line_is_one_french_sentence(
    words: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refused(words, capsys, monkeypatch)
    assert said in told
    assert "\n" not in told


def test_a_wrong_command_line_is_one_english_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refused("undo abc", capsys, monkeypatch, "en")
    assert told == "filon undo: BATCH: 'abc' is not a valid integer. Help: filon undo --help"


@pytest.mark.parametrize("words", ["roi", "check", "test list", "lake publish", "scenario"])
def test_an_instance_that_is_not_there_is_named_and_not_made(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "nowhere"
    told = refused(f"{words} --home {home}", capsys, monkeypatch)
    assert f"Le dossier {home} n'existe pas ; il n'a pas été créé." in told
    assert not home.exists()


@pytest.mark.parametrize("words", ["export {file}/x", "template calls --output {file}/x.xlsx"])
def test_a_place_that_cannot_be_written_is_the_users_to_mend(
    words: str,
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert "ce n'est pas un dossier" in refused(words.format(file=file), capsys, monkeypatch)


def test_a_mapping_that_is_not_there_is_said_in_french(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refused("import x.csv --mapping none.toml", capsys, monkeypatch)
    assert "none.toml illisible : fichier ou dossier absent" in told


def test_a_period_the_wrong_way_round_is_shown_as_it_was_asked(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refused("roi --from 2026-03-10 --to 2026-01-01", capsys, monkeypatch)
    assert "« 2026-03-10 – 2026-01-01 »" in told


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "FILON_TIME_ZONE",
            "Mars/X",
            "FILON_TIME_ZONE : « Mars/X » reçu, un fuseau comme Europe/Paris attendu.",
        ),
        ("FILON_CURRENCY", "euros", "FILON_CURRENCY : « euros » reçu"),
        ("FILON_DATABASE_URL", "foo://me:secret@x/y", "FILON_DATABASE_URL : « foo » reçu, postgres://"),
    ],
)
def test_a_setting_that_cannot_be_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    done = filon("lake status", tmp_path / "home", **{name: value})
    assert (done.returncode, done.stderr.strip().startswith(said)) == (2, True), done.stderr
    assert "secret" not in done.stderr


def test_a_damaged_file_of_records_is_told_apart_from_a_mistake_of_ours(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "filon.sqlite3").write_bytes(b"not a database" * 400)
    done = filon("lake status", home)
    assert done.returncode == 2
    assert "filon.sqlite3 est endommagé" in done.stderr


def filon(words: str, home: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own: settings are read once in each."""
    inherited = {name: value for name, value in os.environ.items() if name != "FILON_DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "filon.faces.cli", *words.split()],
        env={**inherited, "FILON_HOME": str(home), "FILON_LANG": "fr", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_no_help_says_a_word_of_the_other_language(language: str, other: str) -> None:
    words = {
        "fr": r"Utilisation|JOUR|AXE|NOM|PART|DOSSIER|FICHIER|TEXTE|ENTIER|CHEMIN|[Dd]éfaut|obligatoire|Affiche",
        "en": r"Usage|DAY|DIMENSION|NAME|SHARE|DIRECTORY|FILE|TEXT|INTEGER|PATH|RANGE|[Dd]efault|required|Show",
    }
    done = [
        filon(f"{words} --help", Path(), FILON_LANG=language) for words in ("test plan", "serve", "import")
    ]
    told = "".join(page.stdout for page in done)
    assert re.search(words[language], told)
    assert not re.findall(rf"\b({words[other]})\b", told)


def test_help_names_the_command_as_one_types_it(tmp_path: Path) -> None:
    assert filon("roi --help", tmp_path).stdout.startswith("Utilisation : filon roi [OPTIONS]")
