"""Filon from Python."""

from pathlib import Path

import pytest

import filon
from filon.faces.notebook import OneHomeOnly
from filon.terms.faults import UnknownName
from filon.terms.text import Text
from tests.files import worked_case_1


def test_worked_case_1_from_python(home: Path, tmp_path: Path) -> None:
    company = filon.connect(home)
    assert all(taken.read == taken.created for taken in company.take_in(worked_case_1(tmp_path)))
    (row,) = company.roi(by=["campaign"]).to_dicts()
    assert (row["campaign"], row["roi"], row["cac"], row["contracts"]) == ("CAS-1", 2.0, 800.0, 15.0)
    table = company.query(
        ["calls"], by=["operator"], where={"outcome": ["refused", "appointment"]}
    ).to_pandas()
    assert list(table.columns) == ["operator", "calls"]
    explained = company.explain("roi", where={"campaign": "CAS-1"})
    assert [measure.id for measure, _ in explained.inputs][:2] == ["margin", "cost_total"]
    assert [finding.id for finding in company.check()]
    trust = company.trust(where={"campaign": "CAS-1"})
    assert trust is not None
    assert list(trust.findings) == company.check("CAS-1")


def test_an_unknown_metric_offers_the_nearest(home: Path) -> None:
    with pytest.raises(UnknownName, match="return_multiple"):
        filon.connect(home).query(["return_multipl"])


def test_a_process_serves_one_home(home: Path, tmp_path: Path) -> None:
    with pytest.raises(OneHomeOnly):
        filon.connect(tmp_path / "other")


@pytest.mark.parametrize(("named", "said"), [("fr_FR.UTF-8", "introuvable"), ("C.UTF-8", "Unknown")])
def test_an_error_reads_in_the_language_of_the_system(
    monkeypatch: pytest.MonkeyPatch, named: str, said: str
) -> None:
    for name in ("FILON_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", named)
    assert said in str(UnknownName(Text("campagne", "campaign"), "X", ()))
