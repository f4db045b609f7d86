"""Nobody can be recognised in the lake."""

from contextlib import closing
from pathlib import Path

from filon.lake.facts import TABLES
from filon.lake.publish import publish, verify
from filon.lake.publish.reasons import SAID_BY
from filon.lake.tables import Lake
from filon.metrics.engine import Engine
from filon.metrics.language.query import Query
from filon.reports.pages.parts import value_label
from filon.terms.outcome import OTHER_REASON
from tests import world
from tests.lake.contents import read_table

SECRETS = (
    "Zéphyrine", "Quatremère", "Xylophones Réunis", "+33198765432", "zephyrine@example.invalid", "cheffe-secrète",
    "prospect-secret", "appel-secret", "rdv-secret", "affaire-secrète", "contrat-secret", "facture-secrète",
    "opératrice Wilhelmine", "vendeur Balthazar", "732829320", "note confidentielle", "fournisseur discret",
    "Responsable Théodule",
)  # fmt: skip


def test_no_name_phone_e_mail_or_source_identifier_enters(lake: Path) -> None:
    campaign = world.campaign(name="Responsable Théodule", owner="Responsable Théodule")
    contact = world.contact(
        "prospect-secret", first_name="Zéphyrine", last_name="Quatremère", company="Xylophones Réunis",
        phone="+33198765432", email="zephyrine@example.invalid", job_title="cheffe-secrète", siren="732829320",
        sector="btp",
    )  # fmt: skip
    call = world.call(
        campaign, contact=contact, call_id="appel-secret", operator="opératrice Wilhelmine", outcome="refused"
    )
    meeting = world.appointment(campaign, of_call=call, appointment_id="rdv-secret")
    deal = world.opportunity(of=meeting, opportunity_id="affaire-secrète", sales_rep="vendeur Balthazar")
    world.contract(of=deal, contract_id="contrat-secret")
    world.cost(
        campaign,
        amount=1,
        cost_id="facture-secrète",
        note="note confidentielle",
        supplier="fournisseur discret",
    )
    publish(lake)
    world.edit(call, talk_s=3)
    publish(lake)
    values = [value for name in TABLES for row in read_table(lake, name).rows() for value in row]
    assert "btp" in values
    held = "\n".join(map(str, values))
    raw = b"".join(file.read_bytes() for file in lake.rglob("*") if file.is_file())
    for secret in SECRETS:
        assert secret not in held
        assert secret.encode() not in raw


def reasons(lake: Path) -> list[str | None]:
    publish(lake)
    return sorted(set(read_table(lake, "calls")["refusal_reason"].to_list()), key=str)


def test_a_reason_of_refusal_enters_once_enough_prospects_give_it_and_leaves_when_they_do_not(
    lake: Path,
) -> None:
    campaign = world.campaign()
    for _ in range(SAID_BY - 1):
        world.call(campaign, outcome="refused", refusal_reason="trop cher", contact=world.contact())
    (hidden,) = reasons(lake)
    assert str(hidden).startswith(OTHER_REASON)
    last = world.call(campaign, outcome="refused", refusal_reason="trop cher", contact=world.contact())
    assert reasons(lake) == ["trop cher"]
    assert verify(lake) == []
    world.edit(last, refusal_reason="pas le temps")
    assert all(str(reason).startswith(OTHER_REASON) for reason in reasons(lake))
    assert verify(lake) == []


def test_a_remark_on_a_person_never_enters_as_a_reason_however_often_it_is_written(lake: Path) -> None:
    campaign, person = world.campaign(), world.contact()
    for _ in range(SAID_BY):
        world.call(campaign, outcome="refused", refusal_reason="Mme Quatremère est malade", contact=person)
        for note in ("rappeler au 01 98 76 54 32", "écrire à zephyrine@example.invalid"):
            world.call(campaign, outcome="refused", refusal_reason=note, contact=world.contact())
    publish(lake)
    raw = b"".join(file.read_bytes() for file in lake.rglob("*") if file.is_file())
    for secret in ("Quatremère", "98 76", "zephyrine"):
        assert secret.encode() not in raw


def test_the_reasons_that_few_give_are_one_value_for_questions(lake: Path) -> None:
    campaign = world.campaign()
    for number in range(SAID_BY + 3):
        said = "trop cher" if number < SAID_BY else f"note {number}"
        world.call(campaign, outcome="refused", refusal_reason=said, contact=world.contact())
    publish(lake)
    with closing(Lake(lake)) as opened:
        engine = Engine(opened)
        answer = engine.answer(Query(("calls",), by=("refusal_reason",)))
        kept = engine.answer(Query(("calls",), where={"refusal_reason": (OTHER_REASON,)}))
    assert {row.dimensions["refusal_reason"]: row.cells["calls"].value for row in answer.rows} == {
        "trop cher": SAID_BY, OTHER_REASON: 3,
    }  # fmt: skip
    assert kept.total.cells["calls"].value == 3
    assert value_label("refusal_reason", OTHER_REASON).fr == "autre motif, dit par peu"
