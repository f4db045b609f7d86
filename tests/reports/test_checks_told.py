"""How many checks found something, and how many findings they made, said together."""

from filon.insight.biases.check import Verdict
from filon.insight.biases.every import FAMILIES
from filon.insight.biases.finding import Finding, Severity
from filon.reports.pages.checks import summary
from filon.terms.text import Text

TOLD = Text("dit", "told")
FINDING = Finding("f", Severity.LOW, TOLD, TOLD, TOLD, TOLD)
CHECKED = FAMILIES[0]


def verdict(*findings: Finding, reason: Text | None = None) -> Verdict:
    return Verdict(CHECKED.checks[0], CHECKED, findings, reason)


def test_a_check_that_finds_twice_is_one_check_and_two_findings() -> None:
    told = summary([verdict(FINDING, FINDING), verdict(), verdict(reason=TOLD)])
    assert told.fr.startswith("1 contrôle trouve quelque chose à corriger (2 constats), 1 est passé")
    assert told.en.startswith("1 check finds something to mend (2 findings), 1 passed")


def test_one_finding_each_is_not_counted_twice() -> None:
    assert "constat" not in summary([verdict(FINDING), verdict(FINDING)]).fr
