"""The records: found, shown with their links and history, edited without overwriting anybody, reconciled."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from filon.flows.take_in import take_in
from filon.records.actions.accounts import make_account
from filon.records.actions.revise import withdraw
from filon.records.models import Appointment, Call, Contact, Contract, JournalEntry, Record, User
from filon.records.queries.journal import broken_entry
from tests import world
from tests.files import write_csv

PASSWORD = "a-long-enough-secret"
SLUGS: dict[type[Record], str] = {
    Contact: "contacts",
    Call: "appels",
    Appointment: "rendez-vous",
    Contract: "contrats",
}


def client_of(role: str, name: str = "someone", **more: Any) -> Client:
    client = Client()
    client.force_login(make_account(name, role=role, password=PASSWORD, actor="test", **more))
    return client


@pytest.fixture
def director(home: Path) -> Client:
    return client_of(User.Role.SALES_DIRECTOR, "director")


def listed(client: Client, slug: str, **question: str) -> str:
    response = client.get(reverse("office:records-list", args=[slug]), question)
    assert response.status_code == 200
    return plain(response)


def plain(response: Any) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", response.content.decode()).replace("&#x27;", "'")


def page_of(record: Record) -> str:
    return reverse("office:records-page", args=[SLUGS[type(record)], record.pk])


def form_of(client: Client, record: Record) -> dict[str, str]:
    """Return what the form of a record would send back as it is shown."""
    text = client.get(f"{page_of(record)}modifier/").content.decode().split("<main", 1)[1]
    typed: list[tuple[str, str]] = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', text)
    fields = dict(typed)
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def save(client: Client, record: Record, form: dict[str, str]) -> Any:
    return client.post(f"{page_of(record)}modifier/", form)


def test_a_list_is_narrowed_by_campaign_operator_outcome_and_days(director: Client) -> None:
    one, two = world.campaign("C1"), world.campaign("C2")
    world.call(one, call_id="MONDAY", at="2026-01-05 23:59", outcome="refused", operator="OP1")
    world.call(one, call_id="TUESDAY", at="2026-01-06 00:00", outcome="no_answer", operator="OP2")
    world.call(two, call_id="OTHER", at="2026-01-06 10:00", outcome="refused", operator="OP2")
    assert all(code in listed(director, "appels") for code in ("MONDAY", "TUESDAY", "OTHER"))
    for question, kept in (
        ({"w.campaign": "C2"}, {"OTHER"}),
        ({"w.operator": "OP2"}, {"TUESDAY", "OTHER"}),
        ({"w.outcome": "refused"}, {"MONDAY", "OTHER"}),
        ({"from": "2026-01-06"}, {"TUESDAY", "OTHER"}),
        ({"to": "2026-01-05"}, {"MONDAY"}),
        ({"from": "2026-01-06", "w.campaign": "C1"}, {"TUESDAY"}),
    ):
        text = listed(director, "appels", **question)
        assert {code for code in ("MONDAY", "TUESDAY", "OTHER") if f">{code}<" in text} == kept, question


def test_a_code_nobody_has_is_answered_with_the_nearest(director: Client) -> None:
    world.campaign("CAMPAIGN-1")
    response = director.get(reverse("office:records-list", args=["appels"]), {"w.campaign": "CAMPAIGN-2"})
    assert response.status_code == 400
    assert "CAMPAIGN-1" in response.content.decode()


@pytest.mark.parametrize(
    "text", ["P-77", "P-7", "06 12 34 56 78", "+33612345678", "lea@acme", "acme", "Durand", "552100554"]
)
def test_a_contact_and_its_calls_are_found_by_what_one_knows(director: Client, text: str) -> None:
    contact = world.contact(
        "P-77", company="Groupe Acme", last_name="Durand", phone="+33612345678", email="lea@acme.example",
        siren="552100554",
    )  # fmt: skip
    on = world.campaign()
    world.call(on, contact=contact, call_id="HERS")
    world.call(on, contact=world.contact("Z-1", company="Globex"), call_id="OTHERS")
    assert "Groupe Acme" in listed(director, "contacts", q=text)
    assert "Globex" not in listed(director, "contacts", q=text)
    calls = listed(director, "appels", q=text)
    assert ("HERS" in calls, "OTHERS" in calls) == (True, False)


def test_a_record_is_found_by_its_own_code(director: Client) -> None:
    on = world.campaign()
    world.call(on, call_id="A-1")
    world.call(on, call_id="A-10")
    text = listed(director, "appels", q="A-1")
    assert (">A-1<" in text, ">A-10<" in text) == (True, False)


def test_pages_follow_one_another_without_loss_whatever_shares_an_instant(director: Client) -> None:
    on = world.campaign()
    contact = world.contact()
    for number in range(120):
        world.call(on, contact=contact, call_id=f"N{number:03}", at=f"2026-01-0{5 + number // 60} 10:00")
    address, seen = reverse("office:records-list", args=["appels"]), []
    question = ""
    while True:
        text = director.get(address + question).content.decode()
        seen.append(re.findall(r">(N\d{3})<", text))
        following = re.search(r'rel="next" href="([^"]*)"', text)
        if not following:
            break
        question = following[1]
    assert [code for codes in seen for code in codes] == [f"N{number:03}" for number in range(119, -1, -1)]
    assert [len(codes) for codes in seen] == [50, 50, 20]
    before = re.search(r'rel="prev" href="([^"]*)"', text)
    assert before
    assert re.findall(r">(N\d{3})<", director.get(address + before[1]).content.decode()) == seen[1]


def chain() -> tuple[Any, Any, Any, Any, Any]:
    """Make a contact's way from a call to a contract."""
    on = world.campaign("C1")
    call = world.call(
        on, contact=world.contact("P1", company="Acme"), call_id="A1", outcome="appointment", operator="OP1"
    )
    met = world.appointment(on, of_call=call, appointment_id="RDV1", validation="pending")
    deal = world.opportunity(on, of=met, opportunity_id="OPP1", status="won")
    sale = world.contract(on, of=deal, contract_id="CT1")
    return call.contact, call, met, deal, sale


def test_a_page_leads_up_to_the_call_and_down_to_the_contract(director: Client) -> None:
    contact, call, met, _deal, sale = chain()
    assert all(code in plain(director.get(page_of(contact))) for code in ("A1", "RDV1", "OPP1", "CT1"))
    assert "RDV1" in plain(director.get(page_of(call)))
    text = plain(director.get(page_of(met)))
    assert page_of(call) in text
    assert "OPP1" in text
    assert "OPP1" in plain(director.get(page_of(sale)))


def sales(folder: Path, revenue: str) -> Path:
    row = {"campaign_code": "C1", "signed_on": "2026-01-05", "revenue": revenue, "margin_rate": "0.4"}
    return write_csv(folder, "contracts", [{"contract_id": "CT1", **row}])


def test_the_history_says_who_when_from_which_import_and_what_changed(
    director: Client, tmp_path: Path
) -> None:
    world.campaign("C1")
    for revenue in ("1000", "1200"):
        take_in(
            [sales(tmp_path, revenue)],
            actor="cli",
        )
    sale = Contract.objects.get()
    form = form_of(director, sale)
    assert save(director, sale, {**form, "revenue": "1 300,50", "product": "Audit"}).status_code == 302
    text = plain(director.get(page_of(sale)))
    history = text.split("Historique", 1)[1]
    assert history.index("director") < history.index("import n° 2") < history.index("import n° 1")
    assert "<s>1 000,00 €</s> → 1 200,00 €" in history
    assert "<s>1 200,00 €</s> → 1 300,50 €" in history
    assert "<s>–</s> → Audit" in history
    assert history.count("Taux de marge") == 0
    assert broken_entry() is None


def test_saving_a_form_as_it_is_shown_changes_nothing(director: Client) -> None:
    _, call, met, _, sale = chain()
    for record in (call, met, sale, met.contact):
        entries, before = JournalEntry.objects.count(), record.change_id
        assert save(director, record, form_of(director, record)).status_code == 302
        record.refresh_from_db()
        assert (JournalEntry.objects.count(), record.change_id) == (entries, before), record


def test_a_second_person_sees_the_conflict_and_overwrites_nothing(director: Client) -> None:
    *_, sale = chain()
    other = client_of(User.Role.FINANCE, "finance")
    first, second = form_of(director, sale), form_of(other, sale)
    assert save(director, sale, {**first, "product": "Audit"}).status_code == 302
    refused = save(other, sale, {**second, "product": "Chaudière"})
    assert refused.status_code == 409
    text = plain(refused)
    assert "modifiée entre-temps" in text
    assert 'value="Chaudière"' in text  # nothing typed is lost
    assert "Audit" in text
    sale.refresh_from_db()
    assert sale.product == "Audit"
    again = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', text))
    assert save(other, sale, {**second, "seen": again["seen"], "product": "Chaudière"}).status_code == 302


def test_what_a_person_edited_is_not_overwritten_by_an_import(director: Client, tmp_path: Path) -> None:
    world.campaign("C1")
    take_in([sales(tmp_path, "1000")], actor="cli")
    sale = Contract.objects.get()
    save(director, sale, {**form_of(director, sale), "revenue": "1500"})
    take_in([sales(tmp_path, "900")], actor="cli")
    sale.refresh_from_db()
    assert sale.revenue_cents == 150_000


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("revenue", "douze", "n'est pas un nombre"),
        ("revenue", "", "à remplir"),
        ("margin_rate", "3", "une part va"),
        ("contact_id", "NOBODY", "aucun contact"),
        ("ended_on", "2025-01-01", "finit avant"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    director: Client, column: str, value: str, sentence: str
) -> None:
    *_, sale = chain()
    refused = save(director, sale, {**form_of(director, sale), column: value})
    assert refused.status_code == 400
    fault = re.search(rf'id="{column}-fault">([^<]*)<', plain(refused))
    assert fault
    assert sentence in fault[1]


def test_a_field_that_the_form_does_not_offer_is_not_written(director: Client) -> None:
    _, call, *_ = chain()
    form = {
        **form_of(director, call),
        "call_id": "STOLEN",
        "started_at": "2020-01-01",
        "created_id": "1",
        "talk_s": "9",
    }
    save(director, call, {**form, "refusal_reason": "trop cher"})
    call.refresh_from_db()
    assert (call.call_id, call.talk_s, call.started_at.year, call.refusal_reason) == (
        "A1",
        None,
        2026,
        "trop cher",
    )


def test_an_appointment_is_not_validated_by_the_operator_who_took_it(director: Client) -> None:
    _, call, met, *_ = chain()
    own = client_of(User.Role.QUALITY_CONTROLLER, "op1", operator=call.operator)
    refused = save(own, met, {**form_of(own, met), "validation": "validated"})
    assert refused.status_code == 409
    assert "une autre personne" in plain(refused)
    other = client_of(User.Role.QUALITY_CONTROLLER, "controller")
    assert save(other, met, {**form_of(other, met), "validation": "validated"}).status_code == 302
    met.refresh_from_db()
    assert met.validation == "validated"


def test_giving_the_appointment_away_in_the_same_breath_does_not_help(director: Client) -> None:
    _, call, met, *_ = chain()
    own = client_of(User.Role.SALES_DIRECTOR, "op1", operator=call.operator)
    form = {**form_of(own, met), "operator": "", "validation": "validated"}
    assert save(own, met, form).status_code == 409
    world.edit(met, operator=None)
    assert (
        save(own, met, {**form_of(own, met), "validation": "rejected", "rejection_reason": "x"}).status_code
        == 409
    )


def test_a_rejection_says_why(director: Client) -> None:
    _, _, met, *_ = chain()
    refused = save(director, met, {**form_of(director, met), "validation": "rejected"})
    assert "demande un motif" in plain(refused)
    form = {**form_of(director, met), "validation": "rejected", "rejection_reason": "hors cible"}
    assert save(director, met, form).status_code == 302


def test_a_record_is_withdrawn_for_a_reason_that_its_history_keeps(director: Client) -> None:
    *_, sale = chain()
    address = f"{page_of(sale)}retirer/"
    director.post(address, {"seen": str(sale.change_id)})
    sale.refresh_from_db()
    assert sale.voided_at is None
    director.post(address, {"seen": str(sale.change_id), "reason": "duplicate"})
    sale.refresh_from_db()
    assert sale.voided_at is not None
    text = plain(director.get(page_of(sale)))
    assert "doublon" in text
    assert "modifier/" not in text
    assert ">CT1<" not in listed(director, "contrats")


def test_a_withdrawn_record_is_found_and_restored(director: Client) -> None:
    *_, sale = chain()
    director.post(f"{page_of(sale)}retirer/", {"reason": "duplicate"})
    assert ">CT1<" in listed(director, "contrats", withdrawn="1")
    sale.refresh_from_db()
    told = director.post(f"{page_of(sale)}retablir/", {"seen": str(sale.change_id)}, follow=True)
    assert "compte de nouveau" in plain(told)
    assert "rétablie" in plain(told)
    assert ">CT1<" in listed(director, "contrats")
    assert ">CT1<" not in listed(director, "contrats", withdrawn="1")
    assert director.post(f"{page_of(sale)}retablir/").status_code == 404


def test_who_may_not_withdraw_does_not_restore(home: Path) -> None:
    sale = world.contract(world.campaign("C1"), contract_id="CT1")
    withdraw(sale, actor="me")
    controller, marketer = client_of(User.Role.QUALITY_CONTROLLER, "q"), client_of(User.Role.MARKETING, "m")
    assert [one.post(f"{page_of(sale)}retablir/").status_code for one in (controller, marketer)] == [404, 404]
    assert ">CT1<" not in listed(marketer, "contrats", withdrawn="1")


def test_what_others_refer_to_is_not_withdrawn(director: Client) -> None:
    contact, *_ = chain()
    told = director.post(f"{page_of(contact)}retirer/", {"reason": "mistake"}, follow=True)
    assert "renvoient à celle-ci" in plain(told)
    contact.refresh_from_db()
    assert contact.voided_at is None


def reconciling(client: Client, subject: str) -> str:
    return plain(client.get(reverse("office:records-reconcile"), {"subject": subject}))


def test_what_does_not_hang_together_is_listed(director: Client) -> None:
    _, _, _, deal, _ = chain()
    on = world.campaign("C2")
    by_mail = world.campaign("MAIL", channel="email")
    world.contract(on, contract_id="ALONE")
    world.contract(on, contract_id="ASTRAY", opportunity_ref="GONE")
    world.contract(by_mail, contract_id="BY-MAIL")
    world.contract(on, contract_id="TWICE", of=deal)
    world.contract(on, of=world.opportunity(on, opportunity_id="UNMET", status="won"))
    world.opportunity(on, opportunity_id="OPEN")
    world.appointment(on, appointment_id="UNCALLED")
    for subject, there, absent in (
        ("contracts", ("ALONE", "ASTRAY"), ("CT1", "BY-MAIL", "TWICE")),
        ("shared", ("CT1", "TWICE"), ("ALONE",)),
        ("opportunities", ("UNMET",), ("OPP1", "OPEN")),
        ("appointments", ("UNCALLED",), ("RDV1",)),
    ):
        text = reconciling(director, subject)
        assert all(f">{code}<" in text for code in there), subject
        assert not any(f">{code}<" in text for code in absent), subject


def test_a_sale_is_linked_by_hand_to_a_deal_of_its_prospect(director: Client) -> None:
    contact, _, _, _, _ = chain()
    sale = world.contract(world.campaign("C2"), contract_id="ALONE", contact=contact)
    address = f"{page_of(sale)}rattacher/contracts/"
    shown = plain(director.get(address))
    assert 'value="OPP1"' in shown
    assert director.post(address, {"seen": str(sale.change_id)}).status_code == 400
    assert "Aucune fiche" in plain(director.post(address, {"seen": str(sale.change_id), "typed": "NONE"}))
    assert director.post(address, {"seen": str(sale.change_id), "code": "OPP1"}).status_code == 302
    sale.refresh_from_db()
    assert sale.opportunity_ref == "OPP1"
    assert ">ALONE<" not in reconciling(director, "contracts")
    assert ">ALONE<" in reconciling(director, "shared")


def test_two_people_linking_at_once_do_not_overwrite_one_another(director: Client) -> None:
    contact, _, _, _, _ = chain()
    world.opportunity(opportunity_id="OPP2", contact=contact)
    sale = world.contract(world.campaign("C2"), contract_id="ALONE", contact=contact)
    address, seen = f"{page_of(sale)}rattacher/contracts/", str(sale.change_id)
    assert director.post(address, {"seen": seen, "code": "OPP1"}).status_code == 302
    assert director.post(address, {"seen": seen, "code": "OPP2"}).status_code == 400
    sale.refresh_from_db()
    assert sale.opportunity_ref == "OPP1"


def test_a_client_sees_its_own_calls_and_meetings_without_money_people_or_operators(home: Path) -> None:
    ours, theirs = world.client("ACME"), world.client("GLOBEX")
    contact = world.contact(
        "tel:+33612345678",
        company="Prospect SA",
        last_name="Secret",
        phone="+33612345678",
        email="s@x.example",
    )
    mine, other = world.campaign("MINE", client=ours), world.campaign("OTHER", client=theirs)
    call = world.call(mine, contact=contact, call_id="M1", operator="Amina")
    met = world.appointment(mine, of_call=call, appointment_id="RDV-M")
    hidden = world.call(other, call_id="CALL-OTHER")
    sale = world.contract(mine, contact=contact)
    viewer = client_of(User.Role.CLIENT_VIEWER, client=ours)
    text = listed(viewer, "appels") + plain(viewer.get(page_of(call))) + plain(viewer.get(page_of(met)))
    assert "Prospect SA" in text
    for secret in ("Secret", "12345678", "s@x", "Amina", "CALL-OTHER", "Historique", "Modifier", "€"):
        assert secret not in text, secret
    assert viewer.get(page_of(hidden)).status_code == 404
    assert viewer.get(page_of(sale)).status_code == 404
    assert viewer.get(page_of(contact)).status_code == 404
    assert viewer.get(f"{page_of(met)}modifier/").status_code == 404
    assert viewer.get(reverse("office:records-reconcile")).status_code == 404
    for text in ("Secret", "0612345678", "s@x"):
        assert ">M1<" not in listed(viewer, "appels", q=text), text
    assert ">M1<" in listed(viewer, "appels", q="Prospect")
    asked = viewer.get(reverse("office:records-list", args=["appels"]), {"w.operator": "Amin"})
    assert (asked.status_code, "Amina" in plain(asked)) == (400, False)


def test_each_role_edits_what_is_its_own(home: Path) -> None:
    _, call, met, _, sale = chain()
    controller = client_of(User.Role.QUALITY_CONTROLLER, "controller")
    assert set(form_of(controller, met)) >= {"validation", "rejection_reason", "qualified"}
    assert "status" not in form_of(controller, met)
    assert controller.get(page_of(sale)).status_code == 404
    marketing = client_of(User.Role.MARKETING, "marketing")
    assert marketing.get(f"{page_of(call)}modifier/").status_code == 404
    assert marketing.post(f"{page_of(sale)}retirer/", {"reason": "test"}).status_code == 404
    assert client_of(User.Role.OPERATOR, "operator").get(page_of(call)).status_code == 404


def test_what_a_file_holds_stays_inert(director: Client) -> None:
    contact = world.contact("P1", company="<script>alert(1)</script>{{7901*7907}}")
    for address in (page_of(contact), reverse("office:records-list", args=["contacts"]) + "?q=<script>"):
        text = director.get(address).content.decode().split("<main", 1)[1]
        assert "<script>" not in text
        assert "62473207" not in text


def test_a_figure_leads_to_the_record_behind_it(director: Client) -> None:
    *_, sale = chain()
    assert f'<a href="{page_of(sale)}">CT1</a>' in plain(
        director.get(reverse("office:figure", args=["revenue"]))
    )


def test_a_wrong_link_is_mended_and_one_that_leads_nowhere_is_told(director: Client) -> None:
    *_, sale = chain()
    save(director, sale, {**form_of(director, sale), "opportunity_id": "NOT-YET"})
    assert "introuvable" in plain(director.get(page_of(sale)))
    assert ">CT1<" in reconciling(director, "contracts")


@pytest.mark.parametrize("page", ["funnel", "segments"])
def test_a_client_is_told_of_no_operator_by_the_figures_either(home: Path, page: str) -> None:
    mine = world.campaign("MINE", client=world.client("ACME"))
    world.call(mine, operator="Amina", outcome="refused")
    viewer, controller = (
        client_of(User.Role.CLIENT_VIEWER, client=mine.client),
        client_of(User.Role.QUALITY_CONTROLLER, "c"),
    )
    address = reverse(f"office:{page}")
    assert "Amina" in plain(controller.get(address, {"by": "operator"}))
    assert 'value="operator"' not in viewer.get(address).content.decode()
    for question in ({"by": "operator"}, {"w.operator": "Amina", "by": "month"}, {"by": "sales_rep"}):
        assert viewer.get(address, question).status_code == 400, question
    assert "Amina" not in plain(viewer.get(address, {"by": "operator"}))


def test_the_rows_behind_a_client_s_figure_name_no_telephone_number(home: Path) -> None:
    mine = world.campaign("MINE", client=world.client("ACME"))
    contact = world.contact("tel:+33612345678", phone="+33612345678")
    world.call(mine, contact=contact, outcome="refused")
    address = reverse("office:figure", args=["contacts_called"])
    assert "12345678" in plain(client_of(User.Role.MARKETING, "m").get(address))
    viewer = client_of(User.Role.CLIENT_VIEWER, client=mine.client)
    assert f"#{contact.pk}" in plain(viewer.get(address))
    for format_ in ({}, {"format": "csv"}):
        answer = viewer.get(address, format_)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert b"12345678" not in text
