"""The page of lifetime values: fitted beside stated, what to do next, and nothing for who may not see money."""

import csv
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client as Browser

from filon.faces.cli import filon as command
from tests import world

ADDRESS = "/valeur-vie/"


@pytest.fixture
def director(home: Path) -> Browser:
    cast = world.cast()
    browser = Browser(headers={"accept-language": "fr"})
    browser.force_login(cast.sales_director)
    return browser


def signed(year: int, count: int, ended: int = 0) -> None:
    campaign = world.campaign("C1", starts_on="2020-01-01")
    world.cost(campaign, amount=2000, period_start=f"{year}-01-06")
    for number in range(count):
        world.contract(
            campaign,
            revenue=1200,
            signed_on=f"{year}-01-15",
            recurring_amount=100,
            recurring_period="month",
            term_months=12,
            ended_on=f"{year + 1}-01-15" if number < ended else None,
            contact=world.contact(),
        )


def page(browser: Browser, address: str = ADDRESS) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def spaced(text: str) -> str:
    """Return a page with plain spaces and apostrophes."""
    return unescape(text).replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def test_the_page_says_what_a_customer_is_worth_and_on_what_model(director: Browser) -> None:
    signed(2020, 10, ended=3)
    shown = page(director)
    assert "Un nouveau client vaut" in shown
    assert "rétention constante" in shown
    assert "Préparez la première échéance" in shown
    assert "téléphone" in shown  # by channel unless another dimension is chosen


def test_before_any_renewal_it_asks_for_a_stated_retention(director: Browser) -> None:
    signed(2026, 5)
    assert "Déclarez un taux de rétention annuel" in page(director)
    stated = page(director, f"{ADDRESS}?retention=80&discount=10")
    assert "Déclarez un taux de rétention annuel" not in stated
    assert "LTV déclarée" in stated
    assert "si la rétention déclarée se vérifie" in stated
    assert "sûrement" not in stated


def test_groups_that_bring_more_than_they_cost_are_named_after_what_they_do(director: Browser) -> None:
    signed(2020, 10, ended=3)
    assert "Les clients rapportent sûrement plus qu'ils ne coûtent : téléphone" in spaced(page(director))


def test_what_a_group_brings_by_a_stated_retention_is_not_told_as_sure(director: Browser) -> None:
    signed(2026, 20)
    shown = spaced(page(director, f"{ADDRESS}?retention=80"))
    assert "rapportent plus qu'ils ne coûtent : téléphone, si la rétention déclarée se vérifie" in shown


def test_why_a_figure_has_no_answer_is_written_under_its_table(director: Browser) -> None:
    signed(2026, 5)
    shown = spaced(page(director))
    assert "title=" not in shown.split("<caption>", 1)[1].split("</main>")[0]
    assert 'aria-describedby="note-1">–</span><sup>1</sup>' in shown
    assert "indiquez un taux de rétention annuel</li>" in shown


def test_revenue_kept_of_few_customers_is_not_told(director: Browser) -> None:
    signed(2020, 10, ended=3)
    assert "trop peu pour conclure, 7 clients il y a un an" in spaced(page(director))


def test_the_revenue_kept_is_told_gross_and_net(director: Browser) -> None:
    signed(2025, 30, ended=6)
    shown = spaced(page(director))
    assert "Du revenu récurrent d'il y a un an, il reste" in shown
    assert "Rétention nette (NRR)" in shown
    assert "Part perdue (churn)" in shown


def test_without_any_customer_it_says_what_to_import(director: Browser) -> None:
    assert "importez les contrats" in page(director)


@pytest.mark.parametrize("question", ["retention=120", "retention=beaucoup", "by=campain", "discount=nan"])
def test_a_question_that_cannot_be_read_is_a_sentence(director: Browser, question: str) -> None:
    answer = director.get(f"{ADDRESS}?{question}")
    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("retention=abc", "« abc » n'est pas un nombre lisible (décimales à virgule ici : 1250,5)."),
        ("retention=150", "Rétention : « 150 % » reçu ; une part entre 0 et 100 % était attendue."),
        ("retention=150,5", "Rétention : « 150,5 % » reçu ;"),
        ("retention=150,5 %25", "Rétention : « 150,5 % » reçu ;"),
        ("retention=150,5\u202f%25", "Rétention : « 150,5 % » reçu ;"),
        ("discount=-5", "d'actualisation : « −5 % » reçu ; un taux d'au moins 0 % était attendu."),
    ],
)
def test_a_refused_rate_is_told_beside_the_fields_that_keep_the_rest(
    director: Browser, question: str, said: str
) -> None:
    answer = director.get(f"{ADDRESS}?{question}&horizon=36&from=2026-01-01")
    shown = spaced(answer.content.decode())
    assert said in shown
    assert 'value="36" selected' in shown
    assert 'value="2026-01-01"' in shown
    assert answer.status_code == 400


def test_figures_on_too_few_customers_are_marked_on_the_page_as_in_the_terminal(director: Browser) -> None:
    signed(2020, 3, ended=1)
    shown = spaced(page(director))
    row = shown.split('<th scope="row">téléphone</th>', 1)[1].split("</tr>")[0]
    few = [cell.split("<", 1)[0] for cell in row.split('class="few">')[1:]]
    assert len(few) == 3  # LTV, LTV/CAC and payback; nothing is stated
    assert few[2].endswith("mois")
    assert "En italique : trop peu" in shown
    output = CliRunner().invoke(command, ["ltv", "--by", "channel", "--lang", "fr"]).output
    (line,) = (each for each in output.splitlines() if each.strip().startswith("téléphone"))
    assert [f"{figure}*" in spaced(line) for figure in few] == [True] * 3


def test_the_table_leaves_as_a_file(director: Browser) -> None:
    signed(2020, 10, ended=3)
    answer = director.get(f"{ADDRESS}?format=csv")
    lines = b"".join(answer).decode().splitlines()
    assert lines[0].startswith("group,horizon,ltv,")
    assert len(lines) == 6  # three horizons, none, and the one channel


def test_the_revenue_kept_leaves_as_a_file_of_its_own(director: Browser) -> None:
    signed(2025, 10, ended=3)
    answer = director.get(f"{ADDRESS}?format=csv&table=recurring")
    (line,) = csv.DictReader(b"".join(answer).decode().splitlines())
    told = [line[name] for name in ("customers", "customers_gone", "before", "lost", "after")]
    assert [float(value) for value in told] == [10, 3, 1000, 300, 700]
    assert float(line["net_revenue_retention"]) == 0.7
