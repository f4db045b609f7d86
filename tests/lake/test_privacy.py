"""Nobody can be recognised in the lake."""

from pathlib import Path

from filon.lake.facts import TABLES
from filon.lake.publish import publish
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
