"""Tests in the browser: planned before anything is kept, watched with the verdict first, decided with a reason."""

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from filon.records.actions.accounts import make_account
from filon.records.actions.experiments import launch, plan
from filon.records.models import CampaignChange, Experiment, User
from filon.terms.assignment import variant_of
from tests import world

BEGIN = date(2026, 1, 5)
PAIR = [("A", 1), ("B", 1)]
FORM = {
    "campaign": "C1", "code": "T9", "name": "Ouvrir par une question", "lever": "script", "control": "L'offre",
    "variant": "Une question", "hypothesis": "On répond plus volontiers", "metric": "appointments_per_contact",
    "effect": "100 %", "rate": "12,5 %", "unit": "contact", "share": "50 %", "window": "7", "budget_share": "",
    "assigned_by": "filon",
}  # fmt: skip


def reader(role: str = User.Role.MARKETING) -> Client:
    client = Client(headers={"accept-language": "fr"})
    client.force_login(make_account(str(role), role=role, password="a-long-enough-secret", actor="t"))
    return client


def text(answer: Any) -> str:
    page = unescape(answer.content.decode())
    return page.replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def test_of_200(home: Path) -> Experiment:
    """Run test T1 on 200 contacts over 5 weeks: half of B gets an appointment, one in eight of A."""
    campaign = world.campaign("C1")
    for number in range(200):
        contact = world.contact(f"P{number}", contact_list="L1")
        variant = variant_of("T1", f"P{number}", PAIR)
        day = BEGIN + timedelta(days=number * 35 // 200)
        booked = number % (2 if variant == "B" else 8) == 0
        call = world.call(
            campaign, contact=contact, at=f"{day} 10:00", outcome="appointment" if booked else "refused", variant=variant,
            operator="Amina" if number % 3 else "Bruno",
        )  # fmt: skip
        if booked:
            world.appointment(campaign, of_call=call, booked=f"{day} 10:05")
    found = plan(
        ({"variant": "A", "control": True, "description": "L'offre"}, {"variant": "B", "description": "Une question"}),
        actor="t", experiment_code="T1", name="Une question d'abord", campaign=campaign, lever="script", unit="contact",
        metric="appointments_per_contact", minimum_effect="0.5", sample=400, weeks=8, window_days=7,
    )  # fmt: skip
    launch(found, BEGIN, actor="t")
    return found


def test_without_a_test_the_page_says_where_to_begin(home: Path) -> None:
    page = text(reader().get("/tests/"))
    assert "Aucun test." in page
    assert 'href="/tests/nouveau/"' in page


def test_the_list_says_what_can_be_decided(test_of_200: Experiment) -> None:
    page = text(reader().get("/tests/"))
    assert "1 test en cours, dont 1 peut être décidé" in page
    assert "généraliser" in page


def test_the_page_says_the_verdict_first_then_the_curve_and_its_table(test_of_200: Experiment) -> None:
    page = text(reader().get("/tests/T1/"))
    assert "Ce que disent les chiffres : Généraliser B" in page
    assert "Règle d'arrêt remplie : l'intervalle exclut zéro." in page
    assert "l'intervalle exclut l'amélioration minimum utile" in page  # among the rules of the plan
    assert (
        page.index("Généraliser B")
        < page.index('"test-B-spec"')
        < page.index("Le tableau derrière la courbe")
    )
    assert "Parts des variantes : comme prévu" in page
    assert "contacts</span></td>" in page  # 12 rendez-vous / 90 contacts: the division that each rate is
    assert "p ajusté</th>" not in page
    assert "Rien sous une autre variante que prévu" in page
    assert "Amina" in page
    assert '<option value="roll_out" selected>' in page


def test_the_page_helps_to_read_without_deciding(test_of_200: Experiment) -> None:
    page = text(reader().get("/tests/T1/"))
    assert "B a plus de 99 % de chances d'être meilleure que A" in page
    assert "Choisir B ferait perdre en moyenne moins de 1 % du chiffre de A" in page
    assert "Seul le verdict, avec son intervalle, décide." in page
    assert page.index("Généraliser B") < page.index("Aide à la lecture")


def test_results_are_hidden_where_the_shares_are_no_chance_and_one_sees_where(
    test_of_200: Experiment,
) -> None:
    for number in range(90):
        unit = next(
            f"X{n}" for n in range(number * 50, number * 50 + 50) if variant_of("T1", f"X{n}", PAIR) == "B"
        )
        world.call(test_of_200.campaign, contact=unit, at="2026-01-12 10:00", variant="B", operator="Chloé")
    page = text(reader().get("/tests/T1/"))
    assert "Les variantes n'ont pas reçu les parts prévues" in page
    assert '"test-B-spec"' not in page
    assert "Par opérateur" in page
    assert "Chloé" in page
    assert "Garde-fous" not in page


def test_the_days_can_be_taken_away(test_of_200: Experiment) -> None:
    answer = reader().get("/tests/T1/?format=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0].split(",")[:2] == ["variant", "day"]
    assert [line.split(",")[1] for line in lines[1:]] == [
        "2026-02-08",
        "2026-02-07",
    ]  # ten events in both by then


def test_a_plan_is_computed_before_it_is_kept(test_of_200: Experiment) -> None:
    client = reader()
    assert client.get("/tests/nouveau/").status_code == 200
    page = text(client.post("/tests/nouveau/", FORM))
    assert "contacts à réunir, toutes variantes" in page
    assert "Un mois ne suffira pas pour conclure" in page
    assert not Experiment.objects.filter(experiment_code="T9").exists()
    kept = client.post("/tests/nouveau/", {**FORM, "keep": "1", "share": "25 %"})
    assert kept.headers["Location"] == "/tests/T9/"
    made = Experiment.objects.get(experiment_code="T9")
    weights = {row.variant: (row.weight, row.control, row.description) for row in made.variants.all()}
    assert weights == {"A": (3, True, "L'offre"), "B": (1, False, "Une question")}
    assert "Lancer aujourd'hui" in text(client.get("/tests/T9/"))


def test_a_plan_that_is_too_long_is_refused_with_what_half_a_year_can_show(test_of_200: Experiment) -> None:
    answer = reader().post("/tests/nouveau/", {**FORM, "effect": "5 %", "keep": "1"})
    assert answer.status_code == 400
    assert "semaines ; au-delà de 26" in text(answer)
    assert not Experiment.objects.filter(experiment_code="T9").exists()


def test_a_plan_that_is_too_long_offers_an_effect_that_can_be_seen(test_of_200: Experiment) -> None:
    client = reader()
    long = text(client.post("/tests/nouveau/", {**FORM, "effect": "5 %"}))
    assert "Trop long" in long
    assert "En 4 semaines" in long
    offered = re.search(r'name="visible" value="(\d+ %)">Viser \d+ %, en 26 semaines', long)
    assert offered
    taken = text(client.post("/tests/nouveau/", {**FORM, "effect": "5 %", "visible": offered[1]}))
    assert "Trop long" not in taken
    assert f'value="{offered[1]}"' in taken.split('id="effect"')[1]


def test_what_is_wrong_in_the_form_is_said_beside_it(test_of_200: Experiment) -> None:
    answer = reader().post("/tests/nouveau/", {**FORM, "name": "", "effect": "beaucoup", "campaign": "C7"})
    page = text(answer)
    assert answer.status_code == 400
    assert 'id="name-fault"' in page
    assert 'id="effect-fault"' in page
    unknown = text(reader(User.Role.FINANCE).post("/tests/nouveau/", {**FORM, "campaign": "C7"}))
    assert 'id="campaign-fault"' in unknown


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"share": "0 %"}, "share", "une part de 1 % à 99 % est attendue"),
        ({"share": "100 %"}, "share", "une part de 1 % à 99 % est attendue"),
        ({"window": "9999"}, "window", "un nombre de jours de 0 à 365 est attendu"),
        ({"past": "9999"}, "past", "un nombre de jours de 0 à 730 est attendu"),
        ({"code": "T1"}, "code", "Un test T1 existe déjà"),
        ({"cap": "0 %"}, None, "Plafond des appels : « 0 % » refusé"),
        ({"lever": "list"}, None, "Le levier « fichier » compare des fichiers entre eux"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_before_anything_is_computed(
    test_of_200: Experiment, wrong: dict[str, str], field: str | None, sentence: str
) -> None:
    answer = reader().post("/tests/nouveau/", {**FORM, **wrong})
    page = text(answer)
    assert answer.status_code == 400
    assert sentence in page
    assert field is None or f'id="{field}-fault"' in page
    assert "à réunir, toutes variantes" not in page


def test_a_test_is_launched_stopped_and_decided_from_its_page(test_of_200: Experiment) -> None:
    client = reader()
    client.post("/tests/nouveau/", {**FORM, "keep": "1"})
    refused = client.post("/tests/T9/lancer/", follow=True)
    assert "un seul levier à la fois" in text(refused)
    assert client.post("/tests/T1/arreter/").status_code == 302
    client.post("/tests/T9/lancer/")
    assert Experiment.objects.get(experiment_code="T9").status == "running"
    assert "Dites en une phrase pourquoi" in text(
        client.post("/tests/T1/decider/", {"decision": "drop"}, follow=True)
    )
    client.post("/tests/T1/decider/", {"decision": "roll_out", "reason": "B prend plus de rendez-vous"})
    page = text(client.get("/tests/T1/"))
    assert "Décision : généraliser" in page
    assert "B prend plus de rendez-vous" in page
    assert "Décidé sur : B +" in page
    assert "marketing" in page
    assert CampaignChange.objects.get().campaign == test_of_200.campaign


def test_a_draft_can_be_discarded(test_of_200: Experiment) -> None:
    client = reader()
    client.post("/tests/nouveau/", {**FORM, "keep": "1"})
    assert client.post("/tests/T9/supprimer/").headers["Location"] == "/tests/"
    assert client.get("/tests/T9/").status_code == 404


def test_the_assignment_is_a_file_for_the_dialler(test_of_200: Experiment) -> None:
    answer = reader().get("/tests/T1/affectation.csv?list=L1")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[:2] == ["contact_id,variant", f"P0,{variant_of('T1', 'P0', PAIR)}"]
    assert len(lines) == 201


def test_an_older_page_does_not_decide_over_another_person(test_of_200: Experiment) -> None:
    client = reader()
    stale = test_of_200.change_id
    client.post("/tests/T1/arreter/", {"seen": stale})
    answer = client.post(
        "/tests/T1/decider/", {"decision": "drop", "reason": "x", "seen": stale}, follow=True
    )
    assert "modifiée entre-temps" in text(answer)
    assert Experiment.objects.get().status == "stopped"
