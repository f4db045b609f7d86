"""Who is called, by whom and for whom."""

from filon.intake.kind import Column, Kind, Type
from filon.intake.kinds.columns import (
    BEGIN,
    CAMPAIGN,
    CONTACT,
    END,
    OPERATOR,
    contact_list,
    either,
    organisation,
)
from filon.terms import choices as lists
from filon.terms import synonyms
from filon.terms.text import Text

KINDS = (
    Kind(
        "clients",
        "Client",
        Text("clients", "clients"),
        ("client_code",),
        (
            Column(
                "client_code",
                required=True,
                also=either("code client, client, donneur d'ordre"),
                max_length=60,
            ),
            Column(
                "name",
                required=True,
                also=either("nom, raison sociale, nom du client, client name, company name"),
            ),
            Column("siren", Type.SIREN),
        ),
    ),
    Kind(
        "operators",
        "Operator",
        Text("opérateurs", "operators"),
        ("operator",),
        (
            Column("operator", required=True, also=OPERATOR, max_length=120),
            organisation(),
            Column("hourly_cost", Type.DECIMAL, also=either("coût horaire, hourly rate, taux horaire")),
            Column("started_on", Type.DATE, also=either("entrée, date d'entrée, début")),
            Column("ended_on", Type.DATE, also=either("sortie, date de sortie, fin")),
        ),
    ),
    Kind(
        "campaigns",
        "Campaign",
        Text("campagnes", "campaigns"),
        ("campaign_code",),
        (
            Column("campaign_code", required=True, also=CAMPAIGN, max_length=60),
            Column("name", required=True, also=either("nom, nom de la campagne, campaign name, libellé")),
            Column(
                "client_code",
                also=("client", "code client"),
                refers="clients",
                field="client",
                max_length=60,
            ),
            Column(
                "channel",
                Type.CHOICE,
                required=True,
                also=("canal", "levier"),
                values=lists.CHANNELS,
                synonyms=synonyms.CHANNELS,
            ),
            organisation(),
            Column(
                "kind",
                Type.CHOICE,
                also=("type", "nature"),
                values=lists.CAMPAIGN_KINDS,
                synonyms=synonyms.CAMPAIGN_KINDS,
            ),
            Column("offer", also=("offre",)),
            Column("target", also=("cible",)),
            Column("country", also=("pays",), max_length=60),
            Column("starts_on", Type.DATE, required=True, also=BEGIN),
            Column("ends_on", Type.DATE, also=END),
            Column("owner", also=("responsable", "propriétaire"), max_length=120),
            Column("budget", Type.MONEY, field="budget_cents"),
            Column("horizon_months", Type.INTEGER, also=either("horizon, horizon en mois, horizon mois")),
        ),
    ),
    Kind(
        "contacts",
        "Contact",
        Text("contacts", "contacts"),
        ("contact_id",),
        (
            Column("contact_id", required=True, also=CONTACT),
            Column("company", also=either("société, entreprise, raison sociale, account")),
            Column("siren", Type.SIREN),
            Column("sector", also=either("secteur, secteur d'activité, industry"), max_length=120),
            Column(
                "size_band",
                also=either("taille, effectif, tranche d'effectif, company size"),
                max_length=60,
            ),
            Column("region", also=("région",), max_length=120),
            Column("country", also=("pays",), max_length=60),
            Column("first_name", also=("prénom",), max_length=120),
            Column("last_name", also=("nom", "nom de famille"), max_length=120),
            Column("job_title", also=either("fonction, poste, title")),
            Column("decision_maker", Type.BOOLEAN, also=("décideur", "décisionnaire")),
            Column(
                "phone",
                Type.PHONE,
                also=either("téléphone, tél, numéro, mobile, phone number, numéro de téléphone, portable"),
            ),
            Column(
                "email", Type.EMAIL, also=either("e-mail, courriel, mail, adresse e-mail"), max_length=254
            ),
            contact_list(),
        ),
    ),
)
