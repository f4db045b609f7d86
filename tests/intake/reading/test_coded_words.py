"""Coded values as companies write them: understood where one code is meant, and never guessed."""

import pytest

from filon.intake.kinds import KINDS
from filon.intake.reading.plain import choice
from filon.intake.reading.words import fold
from filon.terms import synonyms
from filon.terms.choices import COST_CATEGORIES
from filon.terms.outcome import SHIPPED
from filon.terms.text import Text

CODED = [(kind, column) for kind in KINDS.values() for column in kind.columns if column.synonyms is not None]
OPEN = {
    "outcome": {term.code: term.label for term in SHIPPED},
    "category": {code: label for code, (_, label) in COST_CATEGORIES.items()},
}


@pytest.mark.parametrize(
    ("kind", "column", "written", "code"),
    [
        ("calls", "outcome", "Pas de réponse", "no_answer"),
        ("calls", "outcome", "REFUS", "refused"),
        ("calls", "outcome", "Rappel", "callback"),
        ("calls", "outcome", "À rappeler", "callback"),
        ("calls", "outcome", "RDV pris", "appointment"),
        ("calls", "outcome", "Absent", "absent"),
        ("appointments", "status", "Prévu", "booked"),
        ("appointments", "status", "honore", "held"),
        ("opportunities", "status", "Proposition", "open"),
        ("opportunities", "status", "Signé", "won"),
        ("campaigns", "channel", "Phoning", "phone"),
        ("contracts", "recurring_period", "Mensuel", "month"),
        ("costs", "category", "Téléphone", "telephony"),
    ],
)
def test_the_ordinary_word_of_a_company_means_its_code(
    kind: str, column: str, written: str, code: str
) -> None:
    coded = KINDS[kind].column(column)
    assert choice(written, coded.values or OPEN[column], coded.synonyms) == code


@pytest.mark.parametrize("written", ["Injoignable", "Intéressé", "Message laissé", "Échec", "RDV pris ???"])
def test_a_word_that_may_mean_two_outcomes_is_asked(written: str) -> None:
    assert isinstance(choice(written, OPEN["outcome"], synonyms.OUTCOMES), Text)


@pytest.mark.parametrize(
    ("written", "opposite"), [("a appeler", "ne plus appeler"), ("Concerné", "non concerné")]
)
def test_a_meaning_that_contradicts_the_word_is_not_offered(written: str, opposite: str) -> None:
    reason = choice(written, OPEN["outcome"], synonyms.OUTCOMES)
    assert isinstance(reason, Text)
    offered = reason.fr.partition("Vouliez-vous dire")[2]
    assert opposite not in offered


def test_a_word_with_several_meanings_is_told_them() -> None:
    reason = choice("Intéressé", OPEN["outcome"], synonyms.OUTCOMES)
    assert isinstance(reason, Text)
    assert reason.fr == (
        "« Intéressé » peut vouloir dire plusieurs choses : demande d'information ; rappel demandé ; "
        "rendez-vous posé. Dites laquelle."
    )


@pytest.mark.parametrize("written", ["À rappeler", "Intéressé"])
def test_a_word_of_calls_means_nothing_in_another_column(written: str) -> None:
    status = KINDS["appointments"].column("status")
    assert isinstance(choice(written, status.values or {}, status.synonyms), Text)


def test_no_word_stands_for_two_codes_of_a_column() -> None:
    for kind, column in CODED:
        meant: dict[str, str] = {}
        for code, label in (column.values or OPEN[column.name]).items():
            for word in (code, label.fr, label.en, *(column.synonyms or {}).get(code, ())):
                assert meant.setdefault(fold(word), code) == code, (kind.name, column.name, word)


def test_an_instance_s_own_value_comes_before_the_other_words() -> None:
    values = {**OPEN["outcome"], "refus_simple": Text("Refus", "Plain refusal")}
    assert choice("refus", values, synonyms.OUTCOMES) == "refus_simple"
