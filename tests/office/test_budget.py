"""Where the next euro goes, as the page, the command and the notebook say it."""

import json
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.test import Client
from time_machine import travel

import filon
from filon.faces.cli import filon as command
from filon.faces.cli.usage import refusal
from filon.records.actions.accounts import make_account
from filon.records.models import Campaign, User
from filon.terms.faults import Fault, UnknownName
from filon.terms.period import add_months
from tests import world

FIRST, MONTHS = date(2025, 1, 1), 14


@pytest.fixture
def firm(home: Path) -> Path:
    """Calls at 10,000 a month and e-mails at 2,000, one contract a month each; an event that sold nothing."""
    for code, channel, spend in (("TEL", "phone", 10_000), ("MEL", "email", 2000), ("SALON", "event", 500)):
        campaign = world.campaign(code, channel=channel)
        for place in range(MONTHS):
            month = add_months(FIRST, place)
            world.cost(campaign, amount=spend, period_start=month, period_end=None)
            if channel != "event":
                world.contract(
                    campaign=campaign, signed_on=month, revenue=20_000, margin=12_000 + 100 * (place % 3)
                )
    return home


def reader(role: str = User.Role.FINANCE) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(str(role), role=role, password="a-long-enough-secret", actor="t"))
    return client


def run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(command, ["budget", *arguments])
    return found.exit_code, found.output


@pytest.fixture(autouse=True)
def later() -> object:
    with travel("2026-03-15 10:00+00:00", tick=False):
        yield


def test_the_page_says_what_to_move_and_sets_apart_what_rests_on_too_few(firm: Path) -> None:
    text = reader().get("/arbitrage/").content.decode()
    assert "Mettre plus sur e-mail, moins sur téléphone" in text
    proposed, apart = text.split("Laissées comme elles sont", 1)
    assert '<th scope="row">e-mail</th>' in proposed
    assert "0 contrat" in apart
    assert '"budget-spec"' in text


def test_a_budget_that_cannot_be_spent_is_refused_beside_the_fields(firm: Path) -> None:
    response = reader().get("/arbitrage/?budget=1")
    text = response.content.decode()
    assert (response.status_code, "Changez le budget" in text, 'name="budget"' in text) == (400, True, True)
    assert reader(User.Role.MARKETING).get("/arbitrage/?budget=beaucoup").status_code == 400
    assert reader(User.Role.SALES_DIRECTOR).get("/arbitrage/?by=month").status_code == 400


def test_numbers_are_read_as_french_readers_write_them(firm: Path) -> None:
    finance = reader()
    for budget in ("13 000", "13\u202f000\xa0€", "13\xa0000,00 €"):
        shown = finance.get(
            "/arbitrage/", {"budget": budget, "least": "0,5", "most": "1,5", "hours": "1 400"}
        )
        text = shown.content.decode()
        total = text.split("Budget réparti</th>", 1)[1].split("</tr>")[0].replace("\u202f", " ")
        assert "13 000" in total
        assert [f'value="{typed}"' in text for typed in (budget, "0,5", "1 400")] == [True] * 3


def test_the_terminal_marks_what_a_line_of_few_contracts_brings_as_the_page_does(firm: Path) -> None:
    stand = Campaign.objects.get(campaign_code="SALON")
    world.contract(campaign=stand, signed_on=date(2025, 6, 1), revenue=20_000, margin=14_000)
    _, output = run("--lang", "fr")
    lines = {name: line for line in output.splitlines() for name in ("salons", "e-mail") if name in line[:20]}
    assert "2,33*" in lines["salons"]
    assert "*" not in lines["e-mail"]
    assert "* trop peu pour comparer" in output
    page = reader().get("/arbitrage/").content.decode()
    assert ">2,33<" in page.split("figure few", 1)[1]


def test_a_larger_budget_is_not_sold_as_a_better_split(firm: Path) -> None:
    code, output = run("--budget", "13000", "--lang", "fr")
    assert code == 0
    said = " ".join(output.replace("\u202f", " ").replace("\xa0", " ").split())
    assert "en dépensant 1 000 € de plus par mois (12 000 € par an)" in said
    assert "de plus par an, net de la dépense en plus (de" in said
    assert "à budget inchangé, la meilleure répartition donnerait environ" in said
    _, smaller = run("--budget", "11000", "--lang", "en")
    assert "spending €1,000 less a month (€12,000 a year)" in smaller
    assert "spending saved included" in smaller


def test_the_table_ends_with_the_budget_of_today_the_one_proposed_and_the_change(firm: Path) -> None:
    _, output = run("--budget", "13000", "--lang", "en")
    (total,) = (line for line in output.splitlines() if "Budget shared out" in line)
    assert [figure in total for figure in ("€12,000", "€13,000", "€1,000")] == [True, True, True]
    assert "Change" in output
    page = reader().get("/arbitrage/?budget=13000").content.decode()
    total = (
        page.split("Budget réparti</th>", 1)[1].split("</tr>")[0].replace("\u202f", " ").replace("\xa0", " ")
    )
    assert [figure in total for figure in ("12 000 €", "13 000 €", "1 000 €")] == [True, True, True]


def test_the_sentence_of_an_unchanged_budget_speaks_of_the_split_alone(firm: Path) -> None:
    for arguments in ((), ("--budget", "12000.4")):
        _, output = run(*arguments, "--lang", "fr")
        finding = output.splitlines()[0]
        assert "Mettre plus sur e-mail, moins sur téléphone : environ" in finding
        assert "dépens" not in finding
        assert "inchangé" not in finding


def test_a_bound_of_zero_is_a_bound(firm: Path) -> None:
    text = reader().get("/arbitrage/?least=0&most=1&budget=0").content.decode()
    assert 'name="least" value="0"' in text
    assert "Budget réparti" in text
    wrong = reader(User.Role.MARKETING).get("/arbitrage/?least=2&most=1")
    assert (wrong.status_code, "la plus petite des deux bornes" in wrong.content.decode()) == (400, True)


def test_bounds_that_allow_no_move_are_no_doubtful_move(firm: Path) -> None:
    text = reader().get("/arbitrage/?least=1&most=1").content.decode()
    assert "la meilleure trouvée dans ces bornes" in text


def test_the_table_can_be_taken_away(firm: Path) -> None:
    file = b"".join(reader().get("/arbitrage/?format=csv")).decode()
    assert file.splitlines()[0].startswith("value,monthly,marginal,low,high,proposed,beyond,hours,prospects")
    assert len(file.splitlines()) == 4


def test_the_command_and_the_notebook_give_the_figures_of_the_page(firm: Path) -> None:
    code, output = run("--json", "--lang", "en")
    document = json.loads(output)
    assert code == 0
    assert [row["value"] for row in document["rows"]] == ["email", "phone", "event"]
    found = filon.connect(firm).budget()
    assert found.proposal is not None
    assert document["proposal"]["probability_better"] == pytest.approx(found.proposal.better)
    code, output = run("--lang", "fr")
    assert (code, "Mettre plus sur e-mail" in output) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--by", "month"),
        ("--keep", "fax"),
        ("--max", "email"),
        ("--budget", "1"),
        ("--bounds", "2", "1"),
    ],
)
def test_what_cannot_be_asked_gets_a_sentence(firm: Path, arguments: tuple[str, ...]) -> None:
    found = CliRunner().invoke(command, ["budget", *arguments])
    assert found.exception is not None
    assert type(found.exception).__module__.startswith("filon.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--budget", "abc"), "--budget : « abc » reçu, un nombre attendu"),
        (("--budget", "nan"), "--budget : « nan » reçu, un nombre attendu"),
        (("--max", "email=beaucoup"), "Plafond « email=beaucoup » illisible"),
        (("--bounds", "2"), "--bounds attend 2 valeurs"),
        (
            ("--budget", "-100"),
            "Budget par mois : « -100 » n'a pas de sens. Attendu : un nombre, zéro ou davantage",
        ),
        (("--hours", "-1"), "Heures d'appel par mois : « -1 »"),
        (("--limits", "tout"), "une de ces valeurs attendue : 'all', 'hours', 'prospects', 'none'"),
        (
            ("--budget", "20 000,0", "--bounds", "0,7", "1,5"),
            "Un budget de 20 000 € par mois ne tient pas dans les bornes : possible de 8 400 € à 18 000 €",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_in_french(firm: Path, arguments: tuple[str, ...], said: str) -> None:
    found = CliRunner().invoke(command, ["budget", *arguments], standalone_mode=False)
    if isinstance(found.exception, click.ClickException):
        text = refusal(found.exception).fr
    else:
        assert isinstance(found.exception, Fault)
        text = found.exception.sentence("fr")
    assert said in text.replace("\u202f", " ").replace("\xa0", " ")


def test_what_is_not_attributed_is_no_line_that_one_may_name(firm: Path) -> None:
    world.cost(None, amount=900, period_start=FIRST, period_end=None)
    found = CliRunner().invoke(command, ["budget", "--by", "campaign", "--keep", "NIMP"])
    assert isinstance(found.exception, UnknownName)
    assert "Valeurs connues : MEL, SALON, TEL." in found.exception.sentence("fr")


def test_the_page_and_the_command_say_the_limits_they_keep_to_and_let_go_of_them(firm: Path) -> None:
    """Calls take 100 hours a month, 130 in February; six prospects of a list are known, five are left."""
    campaign = Campaign.objects.get(campaign_code="TEL")
    for place in range(MONTHS):
        month = add_months(FIRST, place)
        hours = 130 if place == MONTHS - 1 else 100
        world.cost(
            campaign, category="operator_time", amount=1, hours=hours, period_start=month, period_end=None
        )
    for number in range(6):
        world.contact(f"P{number}", contact_list="L1")
    world.call(campaign, at="2026-02-02 10:00", contact="P0", outcome="refused")
    code, output = run("--lang", "en", "--limits", "prospects")
    said = " ".join(output.split())
    assert code == 0
    assert "Calling hours a month: 102 h today" in said
    assert "130 h at most, those of the busiest month, 2026-02" in said
    assert "You ask that they limit nothing." in said
    assert "Prospects still to call, at most: phone 5, 5 of them never called" in said
    document = json.loads(run("--json", "--hours", "150")[1])
    assert (document["hours"]["most"], document["hours"]["busiest_month"]) == (150, None)
    (phone,) = (row for row in document["rows"] if row["value"] == "phone")
    assert (phone["prospects"]["never_called"], phone["hours"]) == (5, pytest.approx(102.5))
    assert document["proposal"]["extrapolated_share"] == pytest.approx(1000 / 12_000, rel=0.01)
    text = reader().get("/arbitrage/?limits=none&hours=150").content.decode()
    assert '<option value="none" selected>' in text
    assert 'name="hours" value="150"' in text
    assert "Part extrapolée" in text
    assert reader(User.Role.MARKETING).get("/arbitrage/?limits=tout").status_code == 400


def test_a_home_without_costs_is_told_what_to_do(home: Path) -> None:
    assert "importez les coûts" in reader().get("/arbitrage/").content.decode()
    code, output = run("--lang", "en")
    assert (code, "Nothing to move" in output) == (0, True)


def test_a_line_whose_next_euro_seems_to_bring_more_than_its_average_is_said_to(firm: Path) -> None:
    """A line of six months that brought little, brought nearer the others."""
    poor = world.campaign("PRESSE", channel="paid_ads")
    for place in range(MONTHS - 6, MONTHS):
        month = add_months(FIRST, place)
        world.cost(poor, amount=5000, period_start=month, period_end=None)
        world.contract(campaign=poor, signed_on=month, revenue=20_000, margin=500 + 1500 * (place % 2))
    _, output = run("--lang", "fr")
    assert "↑ Le prochain euro de" in output
    assert "N'ont dépensé qu'une partie de ces mois" in output
    assert "(6)" in output
    text = reader().get("/arbitrage/").content.decode()
    assert "↑ <span" in text
    assert "from=2025-03-01&amp;to=2026-02-28" in text
